"""Asking, answering, extending, finishing, each with its clock and told to the other side.

Law 91/2025 and decree 356/2025 (checked on 28 November 2026): a request is answered within two
working days and carried out within ten days; where that is not possible, within twenty, with the
reason told.
"""

from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, clock, personal
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.promises import WORKING, advance
from app.core.working_days import calendar
from app.notifications import tell
from app.notifications.kinds import Kind, register
from app.personal_data.asking import queries
from app.personal_data.asking.models import (
    ASKED_HERE,
    KINDS,
    LIFE,
    ON_PAPER,
    DataRequest,
)

ANSWER_DAYS, ACT_DAYS, AT_MOST_DAYS = 2, 10, 20
MOST_OPEN = 5
MAX_WORDS = 2_000


def _kind(name: str, title: Any, icon: str) -> Kind:
    return register(Kind(name, title, _l("%(code)s"), icon))


ASKED = _kind("data-asked", _l("Somebody asks about their data"), "shield")
ANSWERED = _kind("data-answered", _l("Your request about your data was answered"), "reply")
EXTENDED = _kind("data-extended", _l("Your request about your data takes longer"), "clock")
OVER = _kind("data-over", _l("Your request about your data has a result"), "check")
DUE = _kind("data-due", _l("A request about data is due soon"), "clock")
LATE = _kind("data-late", _l("A request about data is late"), "clock")


def ask(user: User, kind: str, words: str, now: datetime) -> DataRequest:
    """Take a request of a signed-in person.

    Raises:
        DomainError: no such kind, or no words; Conflict: very many wait already.
    """
    if queries.open_count(user.id) >= MOST_OPEN:
        raise Conflict(_l("Five of your requests are being worked on. Wait for an answer first."))
    row = _taken(kind, words, now, now)
    row.user_id = user.id
    return _born(row, user.reference, now)


def take_in(
    kind: str, words: str, name: str, contact: str, asked_at: datetime, by: Actor, now: datetime
) -> DataRequest:
    """Take one that came on paper, by phone or at the counter, on the day it came.

    Raises:
        DomainError: as ``ask``, without name or contact, or for a day that has not come.
    """
    for value, field in ((name, "name"), (contact, "contact")):
        if not value:
            raise DomainError(_l("Write who asks and how to reach them."), field=field)
    if asked_at > now:
        raise DomainError(_l("This day has not come yet."), field="day")
    row = _taken(kind, words, asked_at, now)
    row.source = ON_PAPER
    row.seal(name=name, contact=contact)
    return _born(row, by.reference, now)


def answer(row: DataRequest, words: str, by: Actor, now: datetime) -> None:
    """Tell the person how it will be done: the first clock stops."""
    _needed(words)
    LIFE.move(row, "answer")
    row.answered_at = now
    row.seal(answer=words)
    _note(row, "answer", by, now)
    _tell(row, ANSWERED, now)


def extend(row: DataRequest, words: str, by: Actor, now: datetime) -> None:
    """Take up to twenty days in all, once, with the reason."""
    _needed(words)
    LIFE.move(row, "extend")
    row.extended_at = now
    row.act_by = _end_of_day(row.asked_at, AT_MOST_DAYS)
    row.seal(extension=words)
    _note(row, "extend", by, now)
    _tell(row, EXTENDED, now)


def finish(row: DataRequest, words: str, by: Actor, now: datetime) -> None:
    _end(row, "finish", words, by, now)


def refuse(row: DataRequest, words: str, by: Actor, now: datetime) -> None:
    """Say why it is not done: the law allows it where others' rights or duties stand against."""
    _end(row, "refuse", words, by, now)


def withdraw(row: DataRequest, user: User, now: datetime) -> None:
    LIFE.move(row, "withdraw")
    row.closed_at = now
    audit.record(user.reference, "data_request.withdraw", row.reference, now=now)


def warn(now: datetime) -> None:
    """Tell the officials of what is due soon, and of what is late, each once."""
    officials = queries.protectors()
    for row in queries.running():
        deadline = row.deadline(now)
        if deadline is None or deadline.tone == "ok":
            continue
        kind = LATE if deadline.tone == "late" else DUE
        part = "act" if row.answered_at else "answer"
        key = f"{row.reference}:{part}:{deadline.tone}:{row.act_by.isoformat()}"
        tell(officials, kind.name, {"code": row.code}, office_url(row), key, now=now)


def office_url(row: DataRequest) -> str:
    return f"/can-bo/du-lieu/yeu-cau/{row.code}"


def _taken(kind: str, words: str, asked_at: datetime, now: datetime) -> DataRequest:
    if kind not in KINDS:
        raise DomainError(_l("Choose what you want."), field="kind")
    if not words:
        raise DomainError(_l("Write in a few words what it is about."), field="words")
    answer_in = calendar().day_length * ANSWER_DAYS
    row = DataRequest(
        kind=kind, source=ASKED_HERE, person_key=personal.new_key(), asked_at=asked_at,
        answer_by=advance(calendar(), WORKING, asked_at, answer_in),
        act_by=_end_of_day(asked_at, ACT_DAYS),
    )  # fmt: skip
    row.seal(words=words)
    return row


def _born(row: DataRequest, by: str, now: datetime) -> DataRequest:
    db.session.add(row)
    db.session.flush()
    audit.record(by, "data_request.ask", row.reference, now=now, after={"kind": row.kind})
    code = {"code": row.code}
    tell(queries.protectors(), ASKED.name, code, office_url(row), f"{row.reference}:asked", now=now)
    return row


def _end(row: DataRequest, verb: str, words: str, by: Actor, now: datetime) -> None:
    _needed(words)
    LIFE.move(row, verb)
    row.closed_at, row.answered_at = now, row.answered_at or now
    row.seal(result=words)
    _note(row, verb, by, now)
    _tell(row, OVER, now)


def _needed(words: str) -> None:
    if not words:
        raise DomainError(_l("Write what the person is told."), field="words")


def _note(row: DataRequest, verb: str, by: Actor, now: datetime) -> None:
    due = row.answer_by if verb == "answer" else row.act_by
    after = {"late": now > due}
    audit.record(by.reference, f"data_request.{verb}", row.reference, now=now, after=after)


def _tell(row: DataRequest, kind: Kind, now: datetime) -> None:
    """Tell who asked here; who asked on paper is told on paper."""
    if row.user is not None:
        url, key = f"/tai-khoan/yeu-cau/{row.code}", f"{row.reference}:{kind.name}"
        tell([row.user], kind.name, {"code": row.code}, url, key, now=now)


def _end_of_day(start: datetime, days: int) -> datetime:
    """Give the end of the last of so many days after the day of ``start``."""
    day = clock.local(start).date() + timedelta(days=days)
    return datetime.combine(day, time(23, 59, 59), clock.VIETNAM)
