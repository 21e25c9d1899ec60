"""What waits beside the inbox, in all rooms."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.navigation import MOST_WAITING, Waiting, registry


@dataclass(frozen=True)
class Line:
    """One kind of thing that waits, counted, and where it is worked on."""

    text: str
    url: str


def waiting(viewer: Viewer, now: datetime) -> list[Line]:
    """Give the lines of what waits for the viewer; one statement, or none."""
    counts = [(each, each.count(viewer, now)) for each in registry().waiting]
    asked = [(each, count) for each, count in counts if count is not None]
    if not asked:
        return []
    numbers = db.session.execute(select(*(count for _each, count in asked))).one()
    pairs = zip(asked, numbers, strict=True)
    return [_line(each, number) for (each, _count), number in pairs if number]


def _line(each: Waiting, number: int) -> Line:
    count = str(number) if number < MOST_WAITING else f"{MOST_WAITING - 1}+"
    return Line(each.say(number, count), url_for(each.endpoint, **each.values))
