"""Codes on their way: texted ones, a helper's, six digits to another browser, activations."""

from datetime import datetime

from sqlalchemy import select

from app.accounts.models import (
    Activation,
    HelperCode,
    OneTimeCode,
    TransferCode,
    User,
)
from app.accounts.models.transfer_code import index as transfer_index
from app.core import clock, codes
from app.core.db import one


def one_time_code(token: str) -> OneTimeCode | None:
    """Give the code that the browser holding ``token`` asked for."""
    statement = select(OneTimeCode).where(OneTimeCode.token_hash == codes.sha256(token))
    return one(statement)


def newest_helper_code(phone_index: str) -> HelperCode | None:
    """Give the helper's code issued last for that phone."""
    statement = (
        select(HelperCode)
        .where(HelperCode.phone_index == phone_index)
        .order_by(HelperCode.id.desc())
        .limit(1)
    )
    return one(statement)


def transfer_code(code: str, now: datetime) -> TransferCode | None:
    """Give the open transfer code of those six digits."""
    statement = (
        select(TransferCode)
        .where(
            TransferCode.code_index == transfer_index(code),
            TransferCode.used_at.is_(None),
            TransferCode.expires_at > now,
            TransferCode.created_at <= now + clock.SKEW,
        )
        .order_by(TransferCode.id.desc())
        .limit(1)
    )
    return one(statement)


def newest_activation(user: User) -> Activation | None:
    """Give the activation issued last for ``user``."""
    statement = (
        select(Activation)
        .where(Activation.user_id == user.id)
        .order_by(Activation.id.desc())
        .limit(1)
    )
    return one(statement)
