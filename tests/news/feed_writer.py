"""Feeds of our own as Vietnamese sites send them: every form of a date, every known fault."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from app.core.clock import VIETNAM

SITE = "https://tin.example.vn"
FEED = f"{SITE}/rss/tin-moi.xml"
NO_BREAK = "\u00a0"


@dataclass
class Item:
    """One item as the feed has it; ``None`` leaves an element out."""

    title: str
    link: str
    guid: str | None
    date: str | None
    about: str

    def xml(self, tag: str = "pubDate") -> str:
        """The element, its texts escaped."""
        parts = {"title": self.title, "link": self.link, "guid": self.guid, tag: self.date,
                 "description": self.about}  # fmt: skip
        inside = "".join(
            f"<{name}>{escape(value)}</{name}>"
            for name, value in parts.items()
            if value is not None
        )
        return f"<item>{inside}</item>"


@dataclass
class Feed:
    """Three items on three days, and what is odd about them."""

    date: str | None = "%a, %d %b %Y %H:%M:00 +0700"
    guid: str | None = "tin-tuc-{n}-2026"
    link: str = SITE + "/tin/{n}.html"
    title: str = "Thông báo số {n} của xã"
    encoding: str = "utf-8"
    declared: str = "utf-8"
    header: str = "application/rss+xml"
    tag: str = "pubDate"
    about: str = "Lịch cắt điện"
    numbers: tuple[int, ...] = (1, 2, 3)
    extra: dict[str, str] = field(default_factory=dict)

    def days(self) -> list[datetime]:
        """When the items were written: 07:30 on three days, in Viet Nam."""
        return [datetime(2026, 11, 15 + n, 7, 30, tzinfo=VIETNAM) for n in self.numbers]

    def content(self) -> bytes:
        """The document, as it comes over the line."""
        items = "".join(self._item(n, at).xml(self.tag) for n, at in zip(
            self.numbers, self.days(), strict=True
        ))  # fmt: skip
        text = (
            f'<?xml version="1.0" encoding="{self.declared}"?>'
            '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
            f"<title>Tin</title><link>{SITE}/</link>{items}</channel></rss>"
        )
        return text.encode(self.encoding)

    def _item(self, n: int, at: datetime) -> Item:
        names = {"n": n, "weekday": WEEKDAYS[at.weekday()], "session": f"{n * 7919:032x}"}
        date = None if self.date is None else self._date(at).format(**names)
        guid = None if self.guid is None else self.guid.format(**names)
        link = self.link.format(**names)
        return Item(self.title.format(**names), link, guid, date, self.about)

    def _date(self, at: datetime) -> str:
        assert self.date is not None
        moment = at.astimezone(UTC) if self.extra.get("utc") else at
        return moment.strftime(self.date)


WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
UTC_TIME = {"utc": "yes"}

DATES = {
    "RFC 822": Feed(),
    "RFC 822, GMT": Feed("%a, %d %b %Y %H:%M:00 GMT", extra=UTC_TIME),
    "GMT+7": Feed("%a, %d %b %Y %H:%M:00 GMT+7"),
    "GMT +0700": Feed("%a, %d %b %Y %H:%M:00 GMT +0700"),
    "UTC+07:00": Feed("%a, %d %b %Y %H:%M:00 UTC+07:00"),
    "+07": Feed("%a, %d %b %Y %H:%M:00 +07"),
    "+07:00": Feed("%a, %d %b %Y %H:%M:00 +07:00"),
    "ICT": Feed("%a, %d %b %Y %H:%M:00 ICT"),
    "no zone": Feed("%a, %d %b %Y %H:%M:00"),
    "no weekday": Feed("%d %b %Y %H:%M +0700"),
    "dashes, day first": Feed("%d-%m-%Y %H:%M"),
    "slashes, day first": Feed("%d/%m/%Y %H:%M"),
    "points, day first": Feed("%d.%m.%Y %H:%M"),
    "seconds": Feed("%d/%m/%Y %H:%M:%S"),
    "SA and CH": Feed("%d/%m/%Y %I:%M:%S SA"),
    "month first, AM": Feed("%m/%d/%Y %I:%M:%S %p"),
    "in words, weekday": Feed("{weekday}, %d/%m/%Y %H:%M"),
    "time first": Feed("%H:%M, {weekday}, %d/%m/%Y"),
    "with a bar and a zone": Feed("{weekday}, %d/%m/%Y | %H:%M GMT+7"),
    "ngày … tháng … năm": Feed("ngày %d tháng %m năm %Y, %H giờ %M"),
    "7h30": Feed("%d/%m/%Y lúc %Hh%M"),
    "ISO 8601": Feed("%Y-%m-%dT%H:%M:00+07:00"),
    "ISO 8601, Z": Feed("%Y-%m-%dT%H:%M:00Z", extra=UTC_TIME),
    "ISO, fractions": Feed("%Y-%m-%dT%H:%M:00.000Z", extra=UTC_TIME),
    "of a database": Feed("%Y-%m-%d %H:%M:%S"),
    "of C": Feed("%a %b %d %H:%M:00 %Y", extra=UTC_TIME),
    "dc:date": Feed("%Y-%m-%dT%H:%M:00+07:00", tag="dc:date"),
}
FAULTS = {
    "relative links": Feed(link="/tin/{n}.html"),
    "relative to the folder": Feed(link="../tin/{n}.html"),
    "all guids 0": Feed(guid="0"),
    "all guids the site's": Feed(guid=SITE + "/"),
    "all links the site's": Feed(link=SITE + "/"),
    "no guids": Feed(guid=None),
    "sessions in links and guids": Feed(
        guid=SITE + "/tin/{n}.html;jsessionid={session}",
        link=SITE + "/tin/{n}.html;jsessionid={session}",
    ),
    "declared cp1258, is UTF-8": Feed(declared="windows-1258"),
    "declared UTF-16, is UTF-8": Feed(declared="utf-16"),
    "header cp1258, is UTF-8": Feed(header="application/rss+xml; charset=windows-1258"),
    "declared UTF-8, is UTF-16": Feed(encoding="utf-16"),
    "UTF-16 without a mark": Feed(encoding="utf-16-le", declared="utf-16"),
    "UTF-8 with a mark": Feed(encoding="utf-8-sig"),
    "a star in the title": Feed(title="Bấm *10{n}# để tra cước"),
    "XÃ before a no-break space": Feed(title="UBND XÃ" + NO_BREAK + "BAN SO {n}"),
    "marks in the title": Feed(title="<b>Tin</b> số {n} &amp; ảnh"),
}
FEEDS = DATES | FAULTS
