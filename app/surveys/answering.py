"""An answer is taken once: who has answered is noted apart, and the answer goes into the box."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, personal
from app.core.db import db
from app.core.errors import DomainError
from app.core.inserting import insert
from app.core.text import fold, whole
from app.places.models import Place
from app.surveys import audience, reading
from app.surveys.models import (
    FULL,
    OPEN,
    PLACES,
    Survey,
    SurveyBox,
    SurveyTaker,
)
from app.surveys.named import SurveyReply
from app.villages.households import queries as homes

LOT = random.SystemRandom()
LATE = timedelta(days=1)
"""What a phone kept before the end, out of signal, is taken for so long after it."""


@dataclass(frozen=True)
class Taker:
    """Who answers: what is hashed, their name where it is kept, and where they live."""

    who: str
    name: str = ""
    user: User | None = None
    place: Place | None = None
    by: Actor | None = None
    """Who writes it down for them."""


def of_person(survey: Survey, user: User, now: datetime) -> Taker:
    """Give a person, or their household, as one who answers.

    Raises:
        DomainError: the survey is not for them, or asks households and they belong to none.
    """
    if not survey.by_household:
        if not audience.is_asked(survey, user, now):
            raise DomainError(_l("This survey is for other people: for where they live, or what "
                                 "they reported."))  # fmt: skip
        return Taker(f"user:{user.code}", user.name, user, _place_of(survey, user))
    home = audience.household_of(user)
    if home is None:
        raise DomainError(_l("One answer of each household is asked for. First belong to your "
                             "household, under “My village”."))  # fmt: skip
    if not audience.holds_place(survey, home.village):
        raise DomainError(_l("This survey is for households of other villages."))
    return Taker(f"household:{home.code}", user.name, user, home.village)


def of_helped(survey: Survey, place: Place | None, said: "Helped", by: Actor) -> Taker:
    """Give somebody without a phone, as whoever helps names them.

    Raises:
        DomainError: no such household, or no name and year.
    """
    if not audience.holds_place(survey, place):
        raise DomainError(_l("This survey is for people of other places than yours."))
    if survey.by_household:
        number = whole(said.number)
        home = homes.by_number(place.id, number) if number and place else None
        if home is None:
            raise DomainError(_l("There is no household of this number in the village."),
                              field="so_ho")  # fmt: skip
        return Taker(f"household:{home.code}", place=place, by=by)
    year = whole(said.year)
    if not said.name or year is None or not 1900 <= year <= said.this_year:
        raise DomainError(_l("Write the name and the year of birth: they tell that nobody answers "
                             "twice, and are not kept."), field="ho_ten")  # fmt: skip
    where = place.code if place is not None else ""
    who = f"helped:{where}:{fold(said.name)}:{year}"
    return Taker(who, said.name, place=place, by=by)


@dataclass(frozen=True)
class Helped:
    """How whoever helps names somebody: a household's number, or a name and a year of birth."""

    number: str = ""
    name: str = ""
    year: str = ""
    this_year: int = 0


def answer(
    survey: Survey, taker: Taker, sent: reading.Sent, now: datetime, kept_at: datetime | None
) -> bool:
    """Take an answer in; False where this person or household has answered already.

    The survey's row is locked, so that none comes while it is counted. ``kept_at``: when a
    phone out of signal had it whole.

    Raises:
        DomainError: it is not open, or an answer is missing.
    """
    _check_open(survey, now, kept_at)
    given = reading.read(survey.questions, sent)
    if not _is_first(survey, taker):
        return False
    if taker.place is not None:
        given["place"] = taker.place.code
    if survey.is_named:
        _keep_named(survey, taker, given, now)
    else:
        _put_in_box(survey, given)
    if taker.by is not None:  # who helped, and in which survey: neither whom nor what
        audit.record(taker.by.reference, "survey.help", survey.reference, now=now)
    return True


def has_answered(survey: Survey, who: str) -> bool:
    mine = SurveyTaker.survey_id == survey.id, SurveyTaker.who == survey.taker(who)
    return db.session.scalar(select(SurveyTaker.who).where(*mine)) is not None


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
    """Destroy the answers and who gave them; what came out is counted."""
    for table in (SurveyBox, SurveyTaker):
        db.session.execute(delete(table).where(table.survey_id == survey.id))


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


def _keep_named(survey: Survey, taker: Taker, given: dict[str, Any], now: datetime) -> None:
    reply = SurveyReply(survey=survey, user=taker.user, person_key=personal.new_key(), at=now)
    reply.keep({"name": taker.name, "ballot": given, "helped": taker.by is not None})
    db.session.add(reply)


def _place_of(survey: Survey, user: User) -> Place | None:
    """Give where somebody lives, as finely as the survey tells places apart."""
    if survey.audience == PLACES and any(each.place.kind == "village" for each in survey.places):
        return user.home_village or user.home_commune
    return user.home_commune
