"""The head keeps the book: begins a work, writes lines, strikes a wrong one, ends it."""

from datetime import date, datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.media import actions as media
from app.media.models import Photo
from app.places.models import Place
from app.villages.books.models import WAYS, WORK, VillageWork, VillageWorkLine

LARGEST = 100_000_000_000
"""Đồng: more is a slip of the finger in a village's book."""


class Said(NamedTuple):
    """What a line says."""

    way: str
    amount: int
    day: date
    words: str


def begin(
    village: Place, title: str, words: str, planned: int, by: Actor, now: datetime
) -> VillageWork:
    """Begin a work or a fund.

    Raises:
        DomainError: a plan below zero or beyond reason.
    """
    if not 0 <= planned <= LARGEST:
        raise DomainError(_l("Look at the amount again."), field="du_kien")
    made = VillageWork(
        village=village, title=title, words=words, planned=planned, version=1, created_at=now
    )
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "village.work", made.reference, now=now)
    return made


def write(
    work: VillageWork, said: Said, photo: Photo | None, by: Actor, now: datetime
) -> VillageWorkLine:
    """Write a line.

    Raises:
        DomainError: nothing collected or spent, no amount, a day to come. Conflict: it is over.
    """
    if not work.is_open:
        raise Conflict(_l("This work is finished: its book is closed."))
    if said.way not in WAYS:
        raise DomainError(_l("Choose whether it was collected or spent."), field="loai")
    if not 0 < said.amount <= LARGEST:
        raise DomainError(_l("Look at the amount again."), field="so_tien")
    if said.day > clock.local(now).date():
        raise DomainError(_l("This day is still to come."), field="ngay")
    if photo is not None:
        media.attach([photo])
    made = VillageWorkLine(
        work=work, way=said.way, amount=said.amount, day=said.day, words=said.words,
        photo=photo, photo_id=photo.id if photo else None, written_at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    after = {"way": said.way, "amount": said.amount}
    audit.record(by.reference, "village.work-line", work.reference, now=now, after=after)
    return made


def strike(line: VillageWorkLine, because: str, by: Actor, now: datetime) -> None:
    """Strike a line out: it stays readable and counts no more.

    Raises:
        DomainError: no reason.
    """
    if not because:
        raise DomainError(_l("Write why the line is wrong."), field="vi_sao")
    if line.struck_at is None:
        line.struck_at, line.struck_because = now, because
        audit.record(by.reference, "village.work-struck", line.work.reference, now=now,
                     after={"line": line.id})  # fmt: skip


def end(work: VillageWork, by: Actor, now: datetime) -> None:
    """Close the book of a work; it stays readable."""
    WORK.move(work, "end")
    audit.record(by.reference, "village.work-end", work.reference, now=now)
