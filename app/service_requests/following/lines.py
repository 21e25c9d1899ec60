"""A report as one line of a list: its photo, its title, one chip, how it stands in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core.formats import day
from app.service_requests import life
from app.service_requests.enclosures.queries import Shot, shots_of
from app.service_requests.enclosures.rights import photo_is_public
from app.service_requests.following.story import tone
from app.service_requests.history import RequestPhoto
from app.service_requests.listed import Told
from app.service_requests.wording import standing, standing_label


@dataclass(frozen=True)
class Line:
    """One report as a list shows it to somebody.

    ``status`` is the chip by its code; where ``due`` is set, the chip is the time left instead, in
    ``tone``. ``says`` is the line of words below the title.
    """

    report: Told
    title: str
    photo: Shot | None
    status: str
    label: Any
    says: str
    due: datetime | None = None
    tone: str = ""


def lines(reports: Sequence[Told], now: datetime, *, own: bool = False) -> list[Line]:
    """Give each report as a line, with one statement for all photos; ``own``: to its sender."""
    photos = shots_of(reports)
    return [_line(each, photos[each.id], now, own) for each in reports]


def _line(report: Told, photos: Sequence[Shot], now: datetime, own: bool) -> Line:
    shown = (
        each
        for each in photos
        if each.role in RequestPhoto.OF_CITIZEN and (own or photo_is_public(report, each))
    )
    runs = own and report.is_open and not report.sealed_kind
    asked = report.status == life.AWAITING_CITIZEN
    label = standing_label(report, own=own)
    title = report.title if own else report.public_title
    return Line(
        report,
        title,
        next(shown, None),
        standing(report),
        label,
        _says(report, label if runs and not asked else _matter(report, title)),
        report.answer_by if runs and not asked else None,
        tone(report, now) if runs else "",
    )


def _matter(report: Told, title: str) -> str:
    """Give what the service is called, unless that is the title already."""
    name = report.service.service_name
    return "" if name == title else name


def _says(report: Told, first: Any) -> str:
    """Give how it stands or what it is about, where, and since when."""
    there = f"{report.place.title}, {day(report.requested_datetime)}"
    return f"{first} · {there}" if first else there
