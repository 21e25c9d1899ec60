"""Somebody asks about land, takes the question back, lets the answer be published or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import grants, sessions
from app.accounts import queries as accounts
from app.accounts.permissions import ADVISE_LAND
from app.accounts.viewer import Viewer
from app.core import audit, personal, sent
from app.core.db import db
from app.core.errors import DomainError
from app.core.working_days import calendar
from app.enquiries.land import answering, kinds, queries
from app.enquiries.land.models import KINDS, LIFE, MAX_WORDS, LandAttachment, LandQuestion
from app.media import actions as media
from app.media.intake import Prepared
from app.media.models import Attachment
from app.media.saying import Said, take_once
from app.notifications import tell
from app.places.forms import chosen_place
from app.places.models import COMMUNE

DAYS = 5
"""Working days within which an adviser answers, on the calendar that reports go by."""


@dataclass(frozen=True)
class AskForm(Said):
    """What is asked, where the land lies, and whether others may read the answer."""

    kind: str = sent.line("loai")
    place: str = sent.line("noi")
    may_publish: str = sent.line("dang")


def ask(form: AskForm, prepared: Prepared, viewer: Viewer, now: datetime) -> str:
    """Take it in once, however often the form arrives; give its code.

    Raises:
        DomainError: nothing is said, there is no such commune, nobody advises there.
    """

    def does(things: Sequence[Attachment]) -> str:
        return _taken(form, things, viewer, now).code

    content = [form.kind, form.place, form.may_publish]
    return take_once(viewer.reference, form, content, prepared, now, does)


def _taken(
    form: AskForm, things: Sequence[Attachment], viewer: Viewer, now: datetime
) -> LandQuestion:
    words = form.words[:MAX_WORDS]
    if form.kind not in KINDS:
        raise DomainError(_l("Choose what it is about."), field="loai")
    if not (words or things):
        raise DomainError(_l("Add a photo or a few words, or say it."), field="words")
    place = chosen_place(form.place, (COMMUNE,)) if form.place else None
    if place is None:
        raise DomainError(_l("Choose the commune in which the land lies."), field="noi")
    agency = queries.agency_for(place)
    if agency is None:
        raise DomainError(_l("No adviser answers for this commune yet. Ask at its one-stop "
                             "office."),
                          field="noi")  # fmt: skip
    days = calendar()
    row = LandQuestion(kind=form.kind, place=place, agency=agency, user=viewer.user, asked_at=now,
                       person_key=personal.new_key(), may_publish=form.may_publish == "1",
                       answer_by=days.add(now, DAYS * days.day_length))  # fmt: skip
    row.seal(words=words)
    row.links = [LandAttachment(thing=thing) for thing in things]
    db.session.add(row)
    media.attach(things)
    db.session.flush()
    if viewer.user is None:
        grants.make(sessions.ensure(now), queries.SUBJECT, row.id, now)
    audit.record(viewer.reference, "land.ask", row.reference, now=now, after={"kind": row.kind})
    people = accounts.officials_with(ADVISE_LAND, agency)
    tell(people, kinds.ASKED.name, {"code": row.code}, f"/can-bo/dat-dai/{row.code}",
         f"{row.reference}:asked", now=now)  # fmt: skip
    return row


def withdraw(row: LandQuestion, by: str, now: datetime) -> None:
    """Take it back: nobody answers it, and its words and photos go."""
    LIFE.move(row, "withdraw")
    row.answered_at = now
    forget(row)
    audit.record(by, "land.withdraw", row.reference, now=now)


def consent(row: LandQuestion, may_publish: bool, by: str, now: datetime) -> None:
    """Let the answer be published without the asker, or have what was published taken down."""
    row.may_publish = may_publish
    if not may_publish:
        answering.take_down(row)
    audit.record(by, "land.consent", row.reference, now=now, after={"may_publish": may_publish})


def forget(row: LandQuestion) -> None:
    """Keep no more than what kind it was, where, when, and whether it was answered in time."""
    media.let_go(row)
    personal.destroy(row.person_key)
    row.words_sealed = row.answer_sealed = row.user_id = None
