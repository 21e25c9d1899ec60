"""An answer is taken once: who has answered is noted apart, and the answer goes into the box."""

import random
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.inserting import insert
from app.media.models import Recording
from app.notifications.actions import take_back
from app.surveys import named, namesakes, reading
from app.surveys.models import (
    FULL,
    OPEN,
    Survey,
    SurveyBox,
    SurveyTaker,
)
from app.surveys.named import SurveyReply
from app.surveys.takers import Taker

LOT = random.SystemRandom()
UNSPOKEN: Mapping[str, Recording] = MappingProxyType({})
REMINDER = "reminder"
LATE = timedelta(days=1)
"""What a phone kept before the end, out of signal, is taken for so long after it."""


def answer(
    survey: Survey,
    taker: Taker,
    sent: reading.Sent,
    now: datetime,
    kept_at: datetime | None,
    voices: Mapping[str, Recording] = UNSPOKEN,
) -> bool:
    """Take an answer in; False where this person or household has answered already.

    The survey's row is locked, so that none comes while it is counted. ``kept_at``: when a
    phone out of signal had it whole. ``voices``: what was said, by the questions' names; only
    of a survey that keeps names.

    Raises:
        DomainError: it is not open, an answer is missing, or somebody of the name has answered
            the other way.
    """
    _check_open(survey, now, kept_at)
    given = reading.read(
        survey.questions, sent, {name: thing.code for name, thing in voices.items()}
    )
    if not _counts(survey, taker):
        return False
    given |= taker.lot
    if survey.is_named:
        said = {"name": taker.name, "ballot": given, "helped": taker.by is not None}
        named.keep(survey, taker.user, said, voices, now)
    else:
        assert not voices, "a voice tells whose it is"
        _put_in_box(survey, given)
    if taker.by is not None:  # who helped, and in which survey: neither whom nor what
        audit.record(taker.by.reference, "survey.help", survey.reference, now=now)
    return True


def _counts(survey: Survey, taker: Taker) -> bool:
    """Note that they have answered; False where they had.

    Raises:
        DomainError: somebody of the name has answered the other way.
    """
    by_name = bool(taker.name) and not survey.by_household
    if by_name and not taker.is_another and not has_answered(survey, taker.who):
        namesakes.check(survey, taker.way, taker.name, taker.home)
    if not _is_first(survey, taker):
        return False
    if by_name:
        namesakes.note(survey, taker.way, taker.name, taker.home)
    return True


def has_answered(survey: Survey, who: str) -> bool:
    return bool(taken(survey, [survey.taker(who)]))


def taken(survey: Survey, hashed: Iterable[str]) -> set[str]:
    """Give which of those keyed hashes have answered."""
    mine = SurveyTaker.survey_id == survey.id, SurveyTaker.who.in_(list(hashed))
    return set(db.session.scalars(select(SurveyTaker.who).where(*mine)))


def count_takers(survey: Survey) -> tuple[int, int]:
    """Give how many have answered so far, and for how many somebody else wrote it down."""
    mine = SurveyTaker.survey_id == survey.id
    helped = func.count().filter(SurveyTaker.is_helped)
    row = db.session.execute(select(func.count(), helped).where(mine)).one()
    return row[0], row[1]


def ballots(survey: Survey) -> list[dict[str, Any]]:
    """Give all answers, without whose they are."""
    if survey.is_named:
        mine = select(SurveyReply).where(SurveyReply.survey_id == survey.id)
        return [each.said["ballot"] for each in db.session.scalars(mine) if each.said]
    pages = db.session.scalars(select(SurveyBox).where(SurveyBox.survey_id == survey.id))
    found = [ballot for page in pages for ballot in page.ballots]
    return LOT.sample(found, len(found))


def empty(survey: Survey) -> None:
    """Destroy the answers and who gave them; whoever was not reminded had given one."""
    for table in (SurveyBox, SurveyTaker, namesakes.SurveyNamesake):
        db.session.execute(delete(table).where(table.survey_id == survey.id))
    if survey.reminded_at is not None:
        take_back(survey.told_key(REMINDER), survey.reminded_at)


def _check_open(survey: Survey, now: datetime, kept_at: datetime | None) -> None:
    if survey.is_open(now):
        return
    kept = kept_at is not None and survey.is_open(kept_at)
    if kept and survey.ends_at is not None and now < survey.ends_at + LATE:
        return
    if survey.status == OPEN and survey.starts_at is not None and now < survey.starts_at:
        raise DomainError(_l("This survey has not begun yet."))
    raise DomainError(_l("This survey is over. Thank you for your answer all the same."))


def _is_first(survey: Survey, taker: Taker) -> bool:
    row = {
        "survey_id": survey.id,
        "who": survey.taker(taker.who),
        "is_helped": taker.by is not None,
    }
    table = SurveyTaker.__table__
    added = insert(table).values(row).on_conflict_do_nothing().returning(table.c.who)
    return db.session.execute(added).first() is not None


def _put_in_box(survey: Survey, given: dict[str, Any]) -> None:
    """Shuffle it into a page, which is written anew; a full one becomes two by lot.

    So no page but the first ever holds fewer than half of `FULL`: the newest answer lies among
    many, whatever a database tells of the order in which rows were written.
    """
    ids = db.session.scalars(select(SurveyBox.id).where(SurveyBox.survey_id == survey.id)).all()
    if not ids:
        _add_page(survey, [given])
        return
    page = db.session.get_one(SurveyBox, LOT.choice(ids))
    held = LOT.sample([*page.ballots, given], page.number + 1)
    if len(held) >= FULL:
        _add_page(survey, held[FULL // 2 :])
        held = held[: FULL // 2]
    page.keep(held)


def _add_page(survey: Survey, held: list[dict[str, Any]]) -> None:
    page = SurveyBox(survey_id=survey.id)
    page.keep(held)
    db.session.add(page)
    db.session.flush()
