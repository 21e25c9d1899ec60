"""A notice for those without the app: text, picture and link, text messages, paper, loudspeaker."""

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.present import viewer
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.core.downloads import download
from app.core.icalendar import TYPE, Event, written
from app.media import preview
from app.payments.qr_image import svg
from app.villages.blueprint import villages
from app.villages.households import queries as homes
from app.villages.notices import answering, queries, wording
from app.villages.notices.models import VillageNotice
from app.villages.notices.views import may_head_notice, may_post_notice

NUMBERS = 10
"""In one text message to several: more than this many phones refuse."""


def link_of(notice: VillageNotice) -> str:
    """Give the whole address that the chat group gets."""
    return settings().base_url.rstrip("/") + url_for("villages.link", token=notice.token)


@villages.get("/can-bo/thon/tin/<code>/chia-se")
@access(may_post_notice, load=queries.posted)
def share(notice: VillageNotice) -> ResponseReturnValue:
    """Show what goes to the chat group and to the loudspeaker; a head's text messages besides."""
    opened = homes.is_open_to(viewer(), notice.village, clock.now())
    link = link_of(notice)
    text = wording.for_texts(notice, link)
    return render_template(
        "villages/notices/share.html",
        notice=notice,
        link=link,
        chat=wording.for_chat(notice, link),
        heads=may_head_notice(viewer(), notice),
        opened=opened,
        texts=list(_texts(notice, text)) if opened else [],
        text=text,
    )


@villages.get("/can-bo/thon/tin/<code>/loa")
@access(may_post_notice, load=queries.posted)
def loudspeaker(notice: VillageNotice) -> ResponseReturnValue:
    return render_template(
        "villages/notices/loudspeaker.html", notice=notice, text=wording.for_loudspeaker(notice)
    )


@villages.get("/can-bo/thon/tin/<code>/in")
@access(may_post_notice, load=queries.posted)
def sheet(notice: VillageNotice) -> ResponseReturnValue:
    """Show the sheet for the wall: with the QR of the link, and at a meeting the door's."""
    link = link_of(notice)
    door = link + "/cua/" + answering.door_code(notice)
    return render_template(
        "villages/notices/sheet.html",
        notice=notice,
        head=wording.head(notice),
        facts=wording.facts(notice),
        link=link,
        qr=svg(link, _("QR code that opens this notice")),
        door=svg(door, _("QR code for whoever is there")) if notice.is_meeting else None,
    )


@villages.get("/m/<token>/anh.png")
@access(PUBLIC, load=queries.by_token)
def picture(notice: VillageNotice) -> ResponseReturnValue:
    """Give the picture card: what, when, where, and where one answers."""
    facts = [said for label, said in wording.facts(notice) if label != "Gửi tới"]
    title = "\n".join([notice.title, *facts])
    section = f"{wording.head(notice)} · {notice.village.title}"
    address = link_of(notice).split("//", 1)[1]
    content = preview.picture(title, section, settings().site_name, address)
    headers = {"Cache-Control": "private, max-age=3600"}
    return Response(content, mimetype="image/png", headers=headers)


@villages.get("/m/<token>/lich.ics")
@access(PUBLIC, load=lambda viewer, token: _dated(viewer, token))
def calendar(notice: VillageNotice) -> ResponseReturnValue:
    """Give the meeting for a phone's calendar."""
    assert notice.starts_at is not None
    link = link_of(notice)
    where = f"{notice.place}\n{notice.words}" if notice.place else notice.words
    uid = f"{notice.code}@{notice.village.code}"
    event = Event(uid, notice.starts_at, notice.title, where, link)
    text = written(notice.village.title, [event], clock.now())
    return download(text, f"hop-{notice.code}.ics", TYPE)


def _dated(viewer: object, token: str) -> VillageNotice | None:
    found = queries.by_token(viewer, token)  # type: ignore[arg-type]
    return found if found is not None and found.starts_at is not None else None


def _texts(notice: VillageNotice, text: str) -> Iterator[tuple[int, int, str]]:
    """Give an ``sms:`` address for every ten households that were not reached."""
    page = queries.left(notice, None)
    numbers = [each.household.phones[0] for each in page.rows if each.household.phones]
    for start in range(0, len(numbers), NUMBERS):
        some: Sequence[str] = numbers[start : start + NUMBERS]
        yield start + 1, start + len(some), f"sms:{','.join(some)}?body={quote(text)}"
