"""Keeping what a person agreed to, and taking it back."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts import terms
from app.accounts.models import Consent, User
from app.accounts.models.consent import (
    ACCOUNT,
    CLASS,
    LOCATION,
    SELLING,
    THIRD_PERSON,
)
from app.core import audit, events
from app.core.db import db

PURPOSES: dict[str, Any] = {
    ACCOUNT: _l("An account, by the terms and the privacy notice"),
    LOCATION: _l("The exact place of a report"),
    THIRD_PERSON: _l("Sending a report for somebody who agrees"),
    SELLING: _l("A shop, by the rules of the market"),
    CLASS: _l("That whoever opened a list sees my name on it"),
}
MOST = 200


def give(purpose: str, user: User | None, now: datetime, subject: str = "") -> Consent:
    """Write down that ``user`` (None: a guest) agrees now, to the words as they are now."""
    row = Consent(
        user_id=user.id if user else None, purpose=purpose, subject=subject,
        version=terms.VERSION, given_at=now,
    )  # fmt: skip
    db.session.add(row)
    return row


def of_user(user: User) -> Sequence[Consent]:
    """Give the last that the person agreed to, the newest first."""
    mine = select(Consent).where(Consent.user_id == user.id).order_by(Consent.id.desc())
    return db.session.scalars(mine.limit(MOST)).all()


def withdraw_location(user: User, now: datetime) -> tuple[int, int]:
    """Take back the exact places of all reports; rooms forget them.

    Gives how many there were, and of how many the place stays, since somebody holds them.
    """
    mine = select(Consent).where(
        Consent.user_id == user.id, Consent.purpose == LOCATION, Consent.withdrawn_at.is_(None)
    )
    rows = db.session.scalars(mine).all()
    for row in rows:
        row.withdrawn_at = now
    kept = sum(held for _receiver, held in events.location_withdrawn.send(user, now=now))
    audit.record(user.reference, "consent.withdraw", user.reference, now=now,
                 after={"purpose": LOCATION, "count": len(rows)})  # fmt: skip
    return len(rows), kept


def forget(subjects: Iterable[str]) -> None:
    """Drop what was agreed to about things of which nothing of a person is left."""
    db.session.execute(delete(Consent).where(Consent.subject.in_(list(subjects))))
