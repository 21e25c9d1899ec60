"""How long files wait for the form that brought them, and which give way before."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.core import codes
from app.core.db import db

STAGED_FOR = timedelta(hours=24)
MOST_OF_ONE = 24
"""Files of one kind that wait for one sender's unfinished forms; the oldest give way."""
MOST_IN_ALL = 5_000
UNDISTURBED = timedelta(hours=1)
"""However many wait, nobody's file is taken from a form that was sent this short a while ago."""
AT_ONCE = 50
_provider: Callable[[], str | None] | None = None


def provide_sender(provider: Callable[[], str | None]) -> None:
    """Set what names the sender of the present request (64 characters); the accounts room does."""
    global _provider
    _provider = provider


def sender() -> str | None:
    """Who sends the present request, as the accounts room names them; None outside of one."""
    return _provider() if _provider is not None else None


def too_many_waiting(table: Any, token: str, now: datetime) -> Sequence[Any]:
    """Give the rows of `table` that have to give way to those just staged under `token`.

    The sender's own oldest beyond MOST_OF_ONE; beyond MOST_IN_ALL the oldest of all, a few at a
    time, so that a flood of unfinished forms does not fill the disk until the daily sweep.
    """
    others = table.staged_token != codes.sha256(token)
    who = sender()
    kept, waiting = _counted(table, who is not None)
    mine = db.session.scalars(kept, {"sender": who, "most": MOST_OF_ONE})
    found = [row for row in mine if row.staged_token != codes.sha256(token)]
    if (db.session.scalar(waiting) or 0) > MOST_IN_ALL:
        old = select(table).where(table.staged_until < now - UNDISTURBED + STAGED_FOR, others)
        found += db.session.scalars(old.order_by(table.staged_until).limit(AT_ONCE)).all()
    return list(dict.fromkeys(found))


@cache
def _counted(table: Any, known: bool) -> tuple[Select[Any], Select[Any]]:
    """Build what gives the sender's oldest beyond the most, and what counts all.

    ``known``: there is a sender, else those that nobody sent.
    """
    whose = table.staged_by == (bindparam("sender") if known else None)
    mine = select(table).where(whose, table.staged_token.is_not(None))
    kept = mine.order_by(table.id.desc()).offset(bindparam("most")).limit(AT_ONCE)
    waiting = select(func.count()).select_from(table).where(table.staged_until.is_not(None))
    return kept, waiting
