"""Asking, and what the office does with it, each with its clock and told to the other side.

Law 91/2025 and decree 356/2025 (checked on 28 November 2026): a request is answered within two
working days and carried out within ten days; where that is not possible, within twenty, with the
reason told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, clock, personal, sent
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.promises import WORKING, advance
from app.core.working_days import calendar
from app.media import actions as media
from app.media.intake import Prepared
from app.media.models import Attachment
from app.media.saying import Said, take_once
from app.notifications import tell
from app.notifications.groups import DEADLINES, DESK, REPORTS
from app.notifications.kinds import Kind, register
from app.personal_data.asking import queries
from app.personal_data.asking.models import (
    ASKED_HERE,
    KINDS,
    LIFE,
    ON_PAPER,
    DataRequest,
    DataRequestAttachment,
)
from app.personal_data.rights import protectors

ANSWER_DAYS, ACT_DAYS, AT_MOST_DAYS = 2, 10, 20
MOST_OPEN = 5
MAX_WORDS = 2_000


def _kind(name: str, title: Any, icon: str, group: str) -> Kind:
    return register(Kind(name, title, _l("%(code)s"), icon, group=group))


ASKED = _kind("data-asked", _l("Somebody asks about their data"), "shield", DESK)
ANSWERED = _kind("data-answered", _l("Your request about your data was answered"), "reply", REPORTS)
EXTENDED = _kind("data-extended", _l("Your request about your data takes longer"), "clock", REPORTS)
OVER = _kind("data-over", _l("Your request about your data has a result"), "check", REPORTS)
DUE = _kind("data-due", _l("A request about data is due soon"), "clock", DEADLINES)
LATE = _kind("data-late", _l("A request about data is late"), "clock", DEADLINES)
TOLD = {"answer": ("answer", ANSWERED), "extend": ("extension", EXTENDED),
        "finish": ("result", OVER), "refuse": ("result", OVER)}  # fmt: skip
"""Of each step of the office: which text it writes, and by which notice the person has it."""


@dataclass(frozen=True)
class AskForm(Said):
    """What is asked: tapped, and written, said or shown."""

    kind: str = sent.line()


def ask_once(form: AskForm, prepared: Prepared, user: User, now: datetime) -> str:
    """Take a signed-in person's form, however often it arrives; give the request's code.

    Raises:
        DomainError: a file was not taken, or as ``ask``.
    """

    def does(things: Sequence[Attachment]) -> str:
        return ask(user, form.kind, form.words[:MAX_WORDS], now, things).code

    return take_once(user.reference, form, [form.kind], prepared, now, does)


def ask(
    user: User, kind: str, words: str, now: datetime, things: Sequence[Attachment] = ()
) -> DataRequest:
    """Take a request of a signed-in person, in words or with what they said and showed.

    Raises:
        DomainError: no such kind, or nothing is said; Conflict: very many wait already.
    """
    if queries.open_count(user.id) >= MOST_OPEN:
        raise Conflict(_l("Five of your requests are being worked on. Wait for an answer first."))
    row = _taken(kind, words, now, now, things)
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


def act(row: DataRequest, verb: str, words: str, by: Actor, now: datetime) -> None:
    """Answer, extend, finish or refuse; ``words`` are what the person is told.

    The first of them stops the first clock. The law allows a refusal where others' rights or
    duties stand against it.

    Raises:
        DomainError: no words.
    """
    if not words:
        raise DomainError(_l("Write what the person is told."), field="words")
    LIFE.move(row, verb)
    if verb == "extend":
        row.extended_at, row.act_by = now, _end_of_day(row.asked_at, AT_MOST_DAYS)
    row.answered_at = row.answered_at or now
    row.closed_at = None if row.is_open else now
    text, kind = TOLD[verb]
    row.seal(**{text: words})
    late = {"late": now > (row.answer_by if verb == "answer" else row.act_by)}
    audit.record(by.reference, f"data_request.{verb}", row.reference, now=now, after=late)
    if row.user is not None:  # who asked on paper is told on paper
        url, key = f"/tai-khoan/yeu-cau/{row.code}", f"{row.reference}:{kind.name}"
        tell([row.user], kind.name, {"code": row.code}, url, key, now=now)


def withdraw(row: DataRequest, user: User, now: datetime) -> None:
    LIFE.move(row, "withdraw")
    row.closed_at = now
    audit.record(user.reference, "data_request.withdraw", row.reference, now=now)


def warn(now: datetime) -> None:
    """Tell the officials of what is due soon, and of what is late, each once."""
    officials = protectors()
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


def _taken(
    kind: str, words: str, asked_at: datetime, now: datetime, things: Sequence[Attachment] = ()
) -> DataRequest:
    if kind not in KINDS:
        raise DomainError(_l("Choose what you want."), field="kind")
    if not (words or things):
        raise DomainError(_l("Write in a few words what it is about."), field="words")
    answer_in = calendar().day_length * ANSWER_DAYS
    row = DataRequest(
        kind=kind, source=ASKED_HERE, person_key=personal.new_key(), asked_at=asked_at,
        answer_by=advance(calendar(), WORKING, asked_at, answer_in),
        act_by=_end_of_day(asked_at, ACT_DAYS),
    )  # fmt: skip
    row.seal(words=words)
    row.links = [DataRequestAttachment(thing=thing) for thing in things]
    media.attach(things)
    return row


def _born(row: DataRequest, by: str, now: datetime) -> DataRequest:
    db.session.add(row)
    db.session.flush()
    audit.record(by, "data_request.ask", row.reference, now=now, after={"kind": row.kind})
    code = {"code": row.code}
    tell(protectors(), ASKED.name, code, office_url(row), f"{row.reference}:asked", now=now)
    return row


def _end_of_day(start: datetime, days: int) -> datetime:
    """Give the end of the last of so many days after the day of ``start``."""
    day = clock.local(start).date() + timedelta(days=days)
    return clock.at(day, time(23, 59, 59))
