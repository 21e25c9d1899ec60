"""A promised day draws near or is over: whose work it is hears of it, then the heads too, once."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.accounts import queries as accounts
from app.accounts.models import User
from app.accounts.permissions import LEAD
from app.core.asked import LATE, NEW, SOON
from app.core.db import db, for_change
from app.core.working_days import calendar
from app.notifications import tell
from app.notifications.kinds import Kind

CHUNK = 200


@dataclass(frozen=True)
class Promise:
    """``of`` is a model of what is asked (`core.asked.Promised`) with its agency.

    ``due`` and ``overdue`` are told to ``people``, with what ``about`` says; ``url`` is the page.
    """

    of: Any
    due: Kind
    overdue: Kind
    people: Callable[[Any], Iterable[User]]
    about: Callable[[Any], dict[str, str]]
    url: Callable[[Any], str]

    def warn(self, now: datetime) -> int:
        """Warn a working day before the promised one, once after; give how many, at most CHUNK."""
        days, of = calendar(), self.of
        near = (of.warned < SOON) & (of.answer_by <= days.add(now, days.day_length))
        over = (of.warned < LATE) & (of.answer_by < now)
        due = select(of).where(of.status == NEW, near | over).order_by(of.id).limit(CHUNK)
        rows = db.session.scalars(for_change(due, of=of)).all()
        for row in rows:
            row.warned = LATE if row.answer_by < now else SOON
            self._tell(row, now)
        return len(rows)

    def _tell(self, row: Any, now: datetime) -> None:
        is_late = row.warned == LATE
        heads = accounts.officials_with(LEAD, row.agency) if is_late else []
        people = {each.id: each for each in (*self.people(row), *heads)}
        kind, key = self.overdue if is_late else self.due, f"{row.reference}:{row.warned}"
        tell(list(people.values()), kind.name, self.about(row), self.url(row), key, now=now)
