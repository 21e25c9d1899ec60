"""Asking and answering, each told to the other side."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import grants, sessions
from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.accounts.models import Grant, Right, User
from app.accounts.permissions import OPERATE
from app.accounts.viewer import Viewer
from app.core import audit, personal, sent
from app.core.db import db
from app.core.errors import DomainError
from app.enquiries.models import KINDS, LIFE, Enquiry, EnquiryAttachment
from app.enquiries.queries import SUBJECT
from app.media import actions as media
from app.media.intake import Prepared
from app.media.models import Attachment
from app.media.saying import Said, take_once
from app.notifications import tell
from app.notifications.actions import Recipient
from app.notifications.groups import DESK, REPORTS
from app.notifications.kinds import Kind, register

MAX_WORDS = 2_000
ASKED = register(
    Kind("enquiry-asked", _l("Somebody asks the operators"), _l("%(code)s"), "question", group=DESK)
)
ANSWERED = register(
    Kind(
        "enquiry-answered", _l("Your question was answered"), _l("%(code)s"), "reply", group=REPORTS
    )
)


@dataclass(frozen=True)
class AskForm(Said):
    """What is asked: tapped, and written, said or shown."""

    kind: str = sent.line()


def ask(form: AskForm, prepared: Prepared, viewer: Viewer, now: datetime) -> str:
    """Take it in once, however often the form arrives; give its code.

    Raises:
        DomainError: no such kind, nothing is said, or a file was not taken.
    """

    def does(things: Sequence[Attachment]) -> str:
        return _taken(form, things, viewer, now).code

    return take_once(viewer.reference, form, [form.kind], prepared, now, does)


def _taken(form: AskForm, things: Sequence[Attachment], viewer: Viewer, now: datetime) -> Enquiry:
    words = form.words[:MAX_WORDS]
    if form.kind not in KINDS:
        raise DomainError(_l("Choose what it is about."), field="kind")
    if not (words or things):
        raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
    row = Enquiry(kind=form.kind, user=viewer.user, person_key=personal.new_key(), asked_at=now)
    row.seal(words=words)
    row.links = [EnquiryAttachment(thing=thing) for thing in things]
    db.session.add(row)
    media.attach(things)
    db.session.flush()
    if viewer.user is None:
        grants.make(sessions.ensure(now), SUBJECT, row.id, now)
    kind = {"kind": form.kind}
    audit.record(viewer.reference, "enquiry.ask", row.reference, now=now, after=kind)
    code, url = {"code": row.code}, f"/can-bo/lien-he/{row.code}"
    tell(_operators(), ASKED.name, code, url, f"{row.reference}:asked", now=now)
    return row


def answer(row: Enquiry, words: str, by: Actor, now: datetime) -> None:
    """Answer it; whoever asked has it in their inbox, a guest in the browser it came from.

    Raises ``DomainError`` without words.
    """
    if not words:
        raise DomainError(_l("Write what the person is told."), field="words")
    LIFE.move(row, "answer")
    row.seal(answer=words)
    row.answered_at = now
    audit.record(by.reference, "enquiry.answer", row.reference, now=now)
    code, url = {"code": row.code}, f"/lien-he/{row.code}"
    tell(_asker(row), ANSWERED.name, code, url, f"{row.reference}:answered", now=now)


def withdraw(row: Enquiry, now: datetime) -> None:
    """Nobody has to answer any more: who asked has gone."""
    LIFE.move(row, "withdraw")
    row.answered_at = now


def forget(row: Enquiry) -> None:
    """Keep no more than what kind it was, when, and that it was answered."""
    media.let_go(row)
    personal.destroy(row.person_key)
    row.words_sealed = row.answer_sealed = row.user_id = None


def _operators() -> Sequence[User]:
    holders = select(Right.user_id).where(Right.permission == OPERATE)
    active = User.disabled_at.is_(None), User.erased_at.is_(None)
    return db.session.scalars(select(User).where(User.id.in_(holders), *active)).all()


def _asker(row: Enquiry) -> Sequence[Recipient]:
    if row.user is not None:
        return [row.user]
    links: Sequence[Grant] = accounts.grants_on(SUBJECT, row.id)
    return links
