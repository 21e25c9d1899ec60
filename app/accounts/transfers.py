""" "Open on another device": a guest's grants go to another browser by a six-digit code."""

from datetime import datetime

from app.accounts import grants, limits, queries, sessions
from app.accounts.models import Session, TransferCode


def offer(session: Session, now: datetime) -> str | None:
    """Give a code for what ``session`` holds as a guest; None over the limit.

    The caller commits, also when there is none.
    """
    if not limits.TRANSFERS_PER_SESSION.allows(session.id, now):
        return None
    return TransferCode.issue(session, now)[1]


def take(code: str, address: str | None, now: datetime) -> int | None:
    """Let this browser hold what the browser that showed ``code`` holds; give how many.

    None for a wrong, used or old code, and over the limits of tries. The caller commits.
    """
    by_address = limits.TRANSFER_TRIES_PER_ADDRESS.allows(limits.network_of(address), now)
    if not by_address or not limits.TRANSFER_TRIES.allows("all", now):
        return None
    row = queries.transfer_code(code, now)
    if row is None:
        return None
    row.use(now)
    shown = queries.session_by_id(row.session_id)
    carried = queries.grants_by_ids(sessions.held(shown, now)) if shown else []
    grants.hold(sessions.ensure(now), carried, now)
    return len(carried)
