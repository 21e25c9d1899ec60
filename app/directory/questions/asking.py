"""A question is asked, taken back, answered; each side is told."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, personal
from app.core.asked import NEW
from app.core.db import db
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.directory.programmes.models import Programme
from app.directory.questions.models import LIFE, ProgrammeQuestion
from app.directory.rights import keepers
from app.notifications import tell
from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register

DAYS = 5
"""Working days within which the office answers, on the calendar that reports go by."""
ASKED = register(
    Kind(
        "programme-asked", _l("Somebody asks about a programme"), _l("%(name)s"), "question",
        group=DESK,
    )
)  # fmt: skip
ANSWERED = register(
    Kind(
        "programme-answered", _l("Your question about a programme was answered"), _l("%(name)s"),
        "reply", group=MARKET,
    )
)  # fmt: skip


def ask(
    about: Programme, words: str, business: str, user: User, now: datetime
) -> ProgrammeQuestion:
    """Ask the office of a programme; ``business``: for which one, where for one.

    Raises:
        DomainError: nothing is said.
    """
    if not words:
        raise DomainError(_l("Write what you want to know."), field="hoi")
    days = calendar()
    row = ProgrammeQuestion(
        programme=about, programme_id=about.id, agency=about.agency, agency_id=about.agency_id,
        user=user, business_name=business, person_key=personal.new_key(), status=NEW, asked_at=now,
        answer_by=days.add(now, DAYS * days.day_length),
    )  # fmt: skip
    row.seal(words=words)
    db.session.add(row)
    db.session.flush()
    audit.record(user.reference, "programme.ask", row.reference, now=now)
    url, key = f"/can-bo/chuong-trinh/cau-hoi/{row.code}", f"{row.reference}:asked"
    tell(keepers(row.agency), ASKED.name, {"name": about.title}, url, key, now=now)
    return row


def answer(row: ProgrammeQuestion, words: str, by: Actor, now: datetime) -> None:
    """Answer it; the first of two answers counts.

    Raises:
        DomainError: there are no words, or whoever answers asked it themself.
    """
    if not words:
        raise DomainError(_l("Write what the person is told."), field="words")
    if row.user_id is not None and row.user_id == by.user_id:
        raise DomainError(_l("You asked this yourself. Somebody else answers it."), field="words")
    LIFE.move(row, "answer")
    row.seal(answer=words)
    row.answered_at = now
    audit.record(by.reference, "programme.answer", row.reference, now=now)
    url, key = f"/chuong-trinh/cau-hoi/{row.code}", f"{row.reference}:answered"
    people = [row.user] if row.user is not None else []
    tell(people, ANSWERED.name, {"name": row.programme.title}, url, key, now=now)


def withdraw(row: ProgrammeQuestion, by: str, now: datetime) -> None:
    """Take it back: nobody answers it, and its words go."""
    LIFE.move(row, "withdraw")
    row.answered_at = now
    forget(row)
    audit.record(by, "programme.withdraw", row.reference, now=now)


def forget(row: ProgrammeQuestion) -> None:
    """Keep no more than about which programme it was, when, and whether it was answered in time."""
    personal.destroy(row.person_key)
    row.words_sealed = row.answer_sealed = row.user_id = None
    row.business_name = ""
