""" "Open on another device": a guest's grants go to another browser by a six-digit code."""

from datetime import datetime

from app.accounts import code_queries, grants, limits, queries, sessions
from app.accounts.askers import Asker
from app.accounts.models import Session, TransferCode


def offer(session: Session, who: Asker, now: datetime) -> str:
    """Give a code for what ``session`` holds as a guest; the caller commits, refused or not.

    Raises:
        TooMany: over the limit.
    """
    spent = limits.count(now, (limits.TRANSFERS_PER_SESSION, session.id))
    if spent is not None:
        raise limits.too_many(spent)
    return TransferCode.issue(session, who.network, now)[1]


def take(code: str, who: Asker, now: datetime) -> int | None:
    """Let this browser hold what the browser that showed ``code`` holds; give how many.

    None for a wrong, used or old code. Both browsers are mostly on one phone: a code is good
    from the address where it was shown, whatever strangers elsewhere have tried. The caller
    commits, refused or not.

    Raises:
        TooMany: after too many wrong ones from this address, or from all others.
    """
    tries = [(limits.TRANSFER_TRIES_PER_ADDRESS, who.network)]
    spent = limits.count(now, *tries)
    row = None if spent else code_queries.transfer_code(code, now)
    if spent is None and (row is None or not row.was_shown_at(who.network)):
        tries.append((limits.TRANSFER_TRIES, "all"))
        spent = limits.count(now, tries[-1])
    if spent is not None:
        raise limits.too_many(spent)
    if row is None:
        return None
    limits.give_back(now, *tries)
    row.use(now)
    shown = queries.session_by_id(row.session_id)
    carried = queries.grants_by_ids(sessions.held(shown, now)) if shown else []
    grants.hold(sessions.ensure(now), carried, now)
    return len(carried)
