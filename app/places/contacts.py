"""Numbers to call and official links: rows with the day they count from, and when somebody looked.

Whose number or address changes gets a new row; the old one ends on that day and stays. What only
reads otherwise (its name, its place in the list) is changed where it stands.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, Select, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.preferences import language
from app.core.referring import Referenced
from app.places.models import PROVINCE, VILLAGE, Place

HOTLINE, LINK = "hotline", "link"
KINDS: dict[str, Any] = {HOTLINE: _l("Hotline number"), LINK: _l("Official link")}
NUMBER = re.compile(r"\+?[0-9][0-9 .()-]{1,18}")
ADDRESS = re.compile(r"https://[^\s<>\"']{4,290}")
MOST_NAME, MOST_ABOUT, MOST_VALUE, MOST_CODE = 120, 200, 300, 60


class Contact(Referenced, db.Model):
    """A number or a link from ``valid_from`` until ``valid_to``, the first day it no longer counts.

    ``place`` is whose it is: a commune's; None for the whole province's. ``basis`` is where it was
    found out, ``checked_on`` when somebody last made sure: None where nobody has.
    """

    __tablename__ = "contact"
    __table_args__ = (UniqueConstraint("kind", "code", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(MOST_CODE))
    value: Mapped[str] = mapped_column(String(MOST_VALUE))
    name: Mapped[str] = mapped_column(String(MOST_NAME))
    name_en: Mapped[str] = mapped_column(String(MOST_NAME), default="")
    about: Mapped[str] = mapped_column(String(MOST_ABOUT), default="")
    about_en: Mapped[str] = mapped_column(String(MOST_ABOUT), default="")
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    position: Mapped[int] = mapped_column(default=100)
    basis: Mapped[str] = mapped_column(String(200), default="")
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    checked_on: Mapped[date | None]

    place: Mapped[Place | None] = relationship()

    @property
    def label(self) -> str:
        """Give its name in the language being spoken, else in Vietnamese."""
        return (self.name_en if language() == "en" else "") or self.name

    @property
    def line(self) -> str:
        """Give the line that says when to call or what stands there."""
        return (self.about_en if language() == "en" else "") or self.about

    @property
    def dial(self) -> str:
        """Give a number as a phone dials it."""
        return dialled(self.value)


@dataclass(frozen=True)
class Said:
    """What somebody says of a number or a link."""

    value: str
    name: str
    name_en: str = ""
    about: str = ""
    about_en: str = ""
    place: Place | None = None
    position: int = 100
    basis: str = ""


WORDS = ("name", "name_en", "about", "about_en", "position", "basis")


def dialled(number: str) -> str:
    """Give a number as it is written without what a phone does not dial."""
    return re.sub(r"[^0-9+]", "", number)


def counting(kind: str, day: date) -> Sequence[Contact]:
    """Give those that count on ``day``: the province's first, then by commune."""
    statement = _on(kind, day).outerjoin(Contact.place)
    order = (Contact.place_id.is_not(None), Place.sort_key, Contact.position, Contact.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def by_code(kind: str, code: str, day: date) -> Contact | None:
    """Give the one that has this code and counts on ``day``."""
    return db.session.scalar(_on(kind, day).where(Contact.code == code))


def by_id(number: int) -> Contact | None:
    return db.session.get(Contact, number)


def in_places(kind: str, place_ids: Sequence[int], day: date) -> Sequence[Contact]:
    """Give those of the whole province and of these places, in the order in which they show."""
    whose = or_(Contact.place_id.is_(None), Contact.place_id.in_(place_ids))
    statement = _on(kind, day).where(whose)
    order = (Contact.place_id.is_not(None), Contact.position, Contact.id)
    return db.session.scalars(statement.order_by(*order)).unique().all()


def check(kind: str, said: Said) -> None:
    """Raise ``DomainError`` for what is no number, no https address, or has no name."""
    if not said.name:
        raise DomainError(_l("Please fill this in."), field="name")
    if kind == HOTLINE and not NUMBER.fullmatch(said.value):
        raise DomainError(_l("Digits only, such as 114."), field="value")
    if kind == LINK and not ADDRESS.fullmatch(said.value):
        raise DomainError(_l("Write the whole address; it begins with https://."), field="value")


def whose(place: Place | None) -> Place | None:
    """Give the commune whose it is: a village's is its commune's; None for the whole province."""
    if place is not None and place.kind == VILLAGE:
        place = place.parent
    return None if place is None or place.kind == PROVINCE else place


def differs(row: Contact, said: Said) -> bool:
    """Tell whether writing ``said`` would change the row, or end it for another."""
    place_id = said.place.id if said.place else None
    same = row.value == said.value and row.place_id == place_id
    return not same or any(getattr(row, name) != getattr(said, name) for name in WORDS)


def write(kind: str, code: str, said: Said, day: date, by: str, now: datetime) -> Contact:
    """Keep what is said from ``day`` on, as checked then; the same again changes nothing.

    Raises:
        DomainError: see ``check``; or there is one that begins later.
    """
    check(kind, said)
    row = by_code(kind, code, day)
    if row is not None and not differs(row, said):
        return row
    _refuse_later(kind, code, day)
    row = row or _of_one_day(kind, code, day)
    before = facts(row) if row is not None else None
    if row is not None and row.value != said.value and row.valid_from < day:
        row.valid_to = day
        row = None
    if row is None:
        row = Contact(kind=kind, code=code, valid_from=day)
        db.session.add(row)
    row.value, row.place, row.checked_on, row.valid_to = said.value, said.place, day, None
    row.place_id = said.place.id if said.place else None
    for name in WORDS:
        setattr(row, name, getattr(said, name))
    db.session.flush()
    audit.record(by, "contact.write", row.reference, now=now, before=before, after=facts(row))
    return row


def end(row: Contact, day: date, by: str, now: datetime) -> None:
    """Let it count no longer from ``day`` on; a second time changes nothing."""
    if row.valid_to is None:
        row.valid_to = max(day, row.valid_from)
        audit.record(by, "contact.end", row.reference, now=now, before=facts(row))


def put_back(row: Contact, by: str, now: datetime) -> None:
    """Let one count again that was ended, without an end.

    Raises:
        DomainError: another one has its code meanwhile.
    """
    if row.valid_to is None:
        return
    _refuse_later(row.kind, row.code, row.valid_from)
    row.valid_to = None
    audit.record(by, "contact.put_back", row.reference, now=now, after=facts(row))


def look_at(row: Contact, day: date, by: str, now: datetime) -> None:
    """Note that somebody made sure of it on ``day``."""
    row.checked_on = day
    audit.record(by, "contact.check", row.reference, now=now, after={"checked_on": f"{day}"})


def facts(row: Contact) -> dict[str, Any]:
    """Give what the audit log keeps."""
    days = {"from": f"{row.valid_from}", "to": f"{row.valid_to}" if row.valid_to else None}
    plain = {name: getattr(row, name) for name in ("kind", "code", "value", "place_id", *WORDS)}
    return {**plain, **days}


def _on(kind: str, day: date) -> Select[Contact]:
    return (
        select(Contact)
        .where(
            Contact.kind == kind,
            Contact.valid_from <= day,
            or_(Contact.valid_to.is_(None), Contact.valid_to > day),
        )
        .options(joinedload(Contact.place))
    )


def _of_one_day(kind: str, code: str, day: date) -> Contact | None:
    """Give the one that was begun and ended on ``day``: it may be said anew."""
    same = select(Contact).where(
        Contact.kind == kind, Contact.code == code, Contact.valid_from == day
    )
    return db.session.scalar(same)


def _refuse_later(kind: str, code: str, day: date) -> None:
    later = select(Contact.valid_from).where(
        Contact.kind == kind, Contact.code == code, Contact.valid_from > day,
        or_(Contact.valid_to.is_(None), Contact.valid_to > Contact.valid_from),
    )  # fmt: skip
    found = db.session.scalar(later.order_by(Contact.valid_from).limit(1))
    if found is not None:
        raise DomainError(
            _l("There is one from %(day)s on already. Change that one.", day=f"{found:%d/%m/%Y}"),
            field="day",
        )
