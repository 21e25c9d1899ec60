"""Forgetting what has served: codes, messages, old counters.

What an operator may keep longer or shorter stands in ``retention``.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, or_, select, update

from app.accounts import closing
from app.accounts.models import (
    Activation,
    Grant,
    HelperCode,
    OneTimeCode,
    PhoneChange,
    RightProposal,
    SmsMessage,
    TransferCode,
    User,
)
from app.core import idempotency, rates
from app.core.db import db
from app.core.personal import PersonKey

CODES_KEPT = timedelta(days=1)
RATES_KEPT = timedelta(days=2)


def sweep(now: datetime) -> None:
    """Forget everything that is past its time; the caller commits."""
    forget_one_time_codes(OneTimeCode.created_at < now - CODES_KEPT)
    _forget_messages(now)
    db.session.execute(delete(TransferCode).where(TransferCode.created_at < now - CODES_KEPT))
    db.session.execute(delete(Activation).where(Activation.expires_at < now - CODES_KEPT))
    rates.forget_before(now - RATES_KEPT)
    closing.sweep(now)
    idempotency.forget_old(now)


def forget_one_time_codes(condition: ColumnElement[bool]) -> None:
    """Delete codes with the keys under which their phones are sealed."""
    keys = db.session.scalars(select(OneTimeCode.person_key_id).where(condition)).all()
    db.session.execute(delete(OneTimeCode).where(condition))
    _forget_keys(list(keys))


def forget_phone(user: User) -> None:
    """Delete what could still tell the phone of a person who is being erased."""
    mine = OneTimeCode.user_id == user.id
    if user.phone_index is not None:
        mine = or_(mine, OneTimeCode.phone_index == user.phone_index)
        db.session.execute(delete(HelperCode).where(HelperCode.phone_index == user.phone_index))
        held = Grant.phone_index == user.phone_index
        db.session.execute(update(Grant).where(held).values(phone_index=None))
    forget_one_time_codes(mine)
    db.session.execute(delete(PhoneChange).where(PhoneChange.user_id == user.id))
    db.session.execute(delete(RightProposal).where(RightProposal.user_id == user.id))
    db.session.execute(delete(Activation).where(Activation.user_id == user.id))


def _forget_messages(now: datetime) -> None:
    old = SmsMessage.expires_at < now
    keys = db.session.scalars(select(SmsMessage.person_key_id).where(old)).all()
    db.session.execute(delete(SmsMessage).where(old))
    _forget_keys(list(keys))


def _forget_keys(ids: list[int]) -> None:
    if ids:
        db.session.execute(delete(PersonKey).where(PersonKey.id.in_(ids)))
