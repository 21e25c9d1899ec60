"""The name and phone of an erased person, masked in what officials wrote about their report."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from app.accounts.models import User
from app.core.db import db
from app.core.masking import masked
from app.service_requests.desk.models import PhoneDisclosure
from app.service_requests.directing.models import Direction
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Note, Pause, Reply, Support

WRITTEN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Note, ("text",)),
    (Reply, ("text",)),
    (StatusChange, ("status_notes",)),
    (PhoneDisclosure, ("reason",)),
    (Support, ("asked", "words")),
    (Pause, ("reason",)),
    (Direction, ("words", "answer")),
)
"""Every column of officials' own words that hangs on a report."""


def mask_person(service_request: ServiceRequest, user: User | None) -> None:
    """Mask the sender in all of them, while name and phone can still be read."""
    names = [service_request.contact_name, user.name if user else None]
    phones = [service_request.contact_phone, user.phone if user else None]
    known = [[each for each in some if each] for some in (names, phones)]
    for table, columns in WRITTEN:
        mine = select(table).where(table.service_request_id == service_request.id)
        for row in db.session.scalars(mine):
            _mask(row, columns, *known)
    _mask_choices(service_request, *known)
    _mask(service_request, ("public_description",), *known)


def _mask_choices(service_request: ServiceRequest, names: list[str], phones: list[str]) -> None:
    """Mask the person in the answers that a question offered."""
    mine = StatusChange.service_request_id == service_request.id
    asked = select(StatusChange).where(mine, StatusChange.verb == "ask")
    for change in db.session.scalars(asked):
        choices = (change.details or {}).get("choices")
        if choices:
            shown = [masked(each, names, phones) for each in choices]
            change.details = {**(change.details or {}), "choices": shown}


def _mask(row: Any, columns: Iterable[str], names: list[str], phones: list[str]) -> None:
    for column in columns:
        text = getattr(row, column)
        if text:
            setattr(row, column, masked(text, names, phones))
