"""The web hook by which a bank's program reports money: signed, in time, and once.

The contract is in docs/bank-files.md. Whatever is wrong, nothing is taken.
"""

import hashlib
import hmac
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.actors import SYSTEM
from app.core.bodies import json_of
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.tables.values import MAX_AMOUNT, BadValue, as_date
from app.core.text import clean, whole
from app.payments import reconciling
from app.payments.models import BankAccount, HookDelivery, Statement
from app.payments.models.line import MAX_WORDS
from app.payments.models.statement import BY_HOOK
from app.payments.statement_rows import Movement

MAX_BODY = 256 * 1024
MAX_MOVEMENTS = 500
IN_TIME = timedelta(minutes=5)


class Refused(DomainError):
    """Not signed, wrongly signed, or too late: what is wrong is not told in detail."""

    status = 400

    def __init__(self) -> None:
        super().__init__(_l("The signature, its time or the content is not right."))


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Give HMAC-SHA-256 of ``timestamp.body`` under ``secret``, in hex."""
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def take(
    account: BankAccount | None, timestamp: str, signature: str, body: bytes, now: datetime
) -> Statement:
    """Take the movements that a bank's program reports about ``account``.

    Raises:
        Refused: unknown account, wrong signature, more than five minutes old, no such content.
        Conflict: this very report was taken before.
    """
    if account is None or not _is_signed(account, timestamp, signature, body, now):
        raise Refused
    movements = _movements(body)
    _take_once(account, signature, now)
    taking = reconciling.begin(account, BY_HOOK, SYSTEM, now)
    reconciling.take(taking, movements)
    return reconciling.finish(taking)


def forget_before(moment: datetime) -> None:
    """Drop marks of reports so old that their time stamp alone refuses them; caller commits."""
    db.session.execute(delete(HookDelivery).where(HookDelivery.received_at < moment))


def _is_signed(
    account: BankAccount, timestamp: str, signature: str, body: bytes, now: datetime
) -> bool:
    secret = account.hook_secret
    seconds = whole(timestamp, 11)
    if secret is None or seconds is None:
        return False
    if abs(now.timestamp() - seconds) > IN_TIME.total_seconds():
        return False
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), signature.encode())


def _take_once(account: BankAccount, signature: str, now: datetime) -> None:
    same = select(HookDelivery.id).where(
        HookDelivery.account_id == account.id, HookDelivery.signature == signature
    )
    if db.session.scalar(same) is not None:
        raise Conflict(_l("This report was taken before."))
    db.session.add(HookDelivery(account_id=account.id, signature=signature, received_at=now))


def _movements(body: bytes) -> list[Movement]:
    try:
        rows = json_of(body)["transactions"]
        found = [_movement(row) for row in rows]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused from error
    if len(found) > MAX_MOVEMENTS:
        raise Refused
    return found


def _movement(row: dict[str, Any]) -> Movement:
    amount, bank_id = row["amount"], row["id"]
    if type(amount) is not int or abs(amount) >= MAX_AMOUNT or not str(bank_id).strip():
        raise BadValue("amount or id")
    words = clean(str(row["content"]), MAX_WORDS)
    return Movement(as_date(str(row["date"])), amount, words, clean(str(bank_id)))
