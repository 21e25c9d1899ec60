"""The web hook by which a bank's program or a provider reports money: proved, and once.

The contract is in docs/bank-files.md. Whatever is wrong, nothing is taken.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.actors import SYSTEM
from app.core import audit
from app.core.db import db
from app.core.errors import Conflict
from app.payments import reconciling
from app.payments.adapters import ADAPTERS, OWN, Adapter, Refused, Report, Sent
from app.payments.models import BankAccount, HookDelivery, Statement
from app.payments.models.statement import BY_HOOK

MAX_BODY = 256 * 1024
MAX_MOVEMENTS = 500


def take(account: BankAccount | None, report: Report, now: datetime) -> Statement | None:
    """Take the movements that are reported about ``account``; None where none is about it.

    Raises:
        Refused: unknown account, wrong proof, more than five minutes old, no such content.
        Conflict: this very report was taken before (our own contract; a provider's repeats are
            counted as duplicates, so that it stops sending them).
    """
    adapter = ADAPTERS.get(account.hook_adapter) if account is not None else None
    if account is None or adapter is None or not _is_signed(account, adapter, report, now):
        raise Refused
    sent = _read(adapter, report)
    if adapter.once is not None:
        _take_once(account, adapter.once(report), now)
    ours = [each.movement for each in sent if each.concerns(account.number)]
    if len(ours) < len(sent):
        audit.record(SYSTEM.reference, "report-of-another-account", account.reference, now=now)
    if sent and not ours:
        return None
    taking = reconciling.begin(account, BY_HOOK, SYSTEM, now)
    reconciling.take(taking, ours)
    return reconciling.finish(taking)


def answer(account: BankAccount | None, statement: Statement | None) -> dict[str, object]:
    """Give what the sender reads: how many were taken, and how many were known."""
    taken, duplicate = (statement.lines, statement.duplicates) if statement else (0, 0)
    counts: dict[str, object] = {"taken": taken, "duplicate": duplicate}
    own = account is not None and account.hook_adapter == OWN.name
    return counts if own else {"success": True, **counts}


def forget_before(moment: datetime) -> None:
    """Drop marks of reports so old that their time stamp alone refuses them; caller commits."""
    db.session.execute(delete(HookDelivery).where(HookDelivery.received_at < moment))


def _is_signed(account: BankAccount, adapter: Adapter, report: Report, now: datetime) -> bool:
    secret = account.hook_secret
    return secret is not None and adapter.is_signed(secret, report, now)


def _take_once(account: BankAccount, signature: str, now: datetime) -> None:
    same = select(HookDelivery.id).where(
        HookDelivery.account_id == account.id, HookDelivery.signature == signature
    )
    if db.session.scalar(same) is not None:
        raise Conflict(_l("This report was taken before."))
    db.session.add(HookDelivery(account_id=account.id, signature=signature, received_at=now))


def _read(adapter: Adapter, report: Report) -> list[Sent]:
    try:
        found = adapter.read(report)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Refused from error
    if len(found) > MAX_MOVEMENTS:
        raise Refused
    return found
