"""An adviser answers under their name; a good answer is published, masked and by consent alone."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.core import audit
from app.core.asked import ANSWERED
from app.core.db import db
from app.core.errors import DomainError
from app.core.private_numbers import numbers
from app.enquiries.land import kinds, queries
from app.enquiries.land.models import LIFE, LandAnswer, LandQuestion
from app.notifications import tell


@dataclass(frozen=True)
class Told:
    """What everybody is to read: the question in a line, and the answer."""

    title: str
    answer: str


def answer(row: LandQuestion, words: str, by: Actor, now: datetime) -> None:
    """Answer it under the adviser's name, and tell whoever asked.

    Raises:
        DomainError: there are no words, or the adviser asked it themself.
    """
    if not words:
        raise DomainError(_l("Write what the person is told."), field="words")
    if row.user_id is not None and row.user_id == by.user_id:
        raise DomainError(_l("You asked this yourself. Another adviser answers it."))
    LIFE.move(row, "answer")
    row.seal(answer=words)
    row.answered_at, row.adviser_id = now, by.user_id
    audit.record(by.reference, "land.answer", row.reference, now=now)
    who = [row.user] if row.user is not None else accounts.grants_on(queries.SUBJECT, row.id)
    tell(who, kinds.ANSWERED.name, {"code": row.code}, f"/dat-dai/cau-hoi/{row.code}",
         f"{row.reference}:answered", now=now)  # fmt: skip


def publish(row: LandQuestion, said: Told, by: Actor, now: datetime) -> LandAnswer:
    """Let everybody read it; published again it is written anew.

    Raises:
        DomainError: whoever asked has not agreed, or a number of a person stands in it.
    """
    if row.status != ANSWERED or not row.may_publish:
        raise DomainError(_l("Whoever asked has not agreed to have it published."))
    for name, words in (("cau", said.title), ("loi", said.answer)):
        if not words:
            raise DomainError(_l("Please fill this in."), field=name)
        found = numbers(words)
        if found:
            raise DomainError(_l("A number that tells who somebody is stands in it: %(number)s. "
                                 "Take it out.", number=found[0].words), field=name)  # fmt: skip
    made = row.told or LandAnswer(question=row, agency=row.agency, kind=row.kind)
    made.title, made.answer, made.published_at = said.title, said.answer, now
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "land.publish", row.reference, now=now, after={"title": said.title})
    return made


def take_down(row: LandQuestion) -> None:
    """Let nobody read it any more."""
    if row.told is not None:
        db.session.delete(row.told)
        row.told = None
        db.session.flush()
