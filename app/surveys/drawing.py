"""Whom a sample survey asks: drawn once, when it is opened, by a seed that is kept.

Of every village those are asked whose SHA-256 of ``seed:code`` comes first; the villages' parts go
by how many are on their lists. The same seed and list give the same sample, in whatever order the
list is read, and whoever has both can draw it again with ``sha256sum``.
"""

import secrets
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.actors import Actor
from app.community.people.models import CommunityPerson
from app.community.teams.models import CommunityTeam
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.places.models import Place
from app.surveys import answering, audience, doors, margins, takers, telling
from app.surveys.models import (
    FACES,
    LIFE,
    ONE,
    SERVICE,
    SEVERAL,
    Survey,
    SurveyQuestion,
)
from app.surveys.sampled import AWAY, FEWEST, GONE, MOST, REFUSED, SurveyDrawn, SurveySample
from app.villages.households.models import Household

LEAST = 2
"""Of each village: one answer alone tells nothing of how far answers differ."""
Draw = dict[int, list[str]]
"""Codes by village."""


class Listed(NamedTuple):
    """A household, or a person of a team's list: its row, its code, its village."""

    number: int
    code: str
    place_id: int


def choose_size(survey: Survey, size: int | None, actor: Actor, now: datetime) -> None:
    """Say how many are asked; None: everybody.

    Raises:
        DomainError: a survey that cannot be one, or too few or too many.
    """
    LIFE.move(survey, "edit")
    if size is None:
        survey.sample = None
    else:
        _refuse_unfit(survey)
        if not FEWEST <= size <= MOST:
            raise DomainError(_l("Ask %(least)s at least, %(most)s at most.", least=FEWEST,
                                 most=MOST), field="so_mau")  # fmt: skip
        survey.sample = survey.sample or SurveySample()
        survey.sample.size = size
    db.session.flush()
    audit.record(actor.reference, "survey.sample", survey.reference, now=now, after={"size": size})


def _refuse_unfit(survey: Survey) -> None:
    if survey.is_consultation or survey.audience == SERVICE:
        raise DomainError(_l("A sample is drawn from the lists of villages: of a survey for "
                             "places, not of a consultation."), field="so_mau")  # fmt: skip


def draw(survey: Survey, actor: Actor, now: datetime) -> None:
    """Draw whom the survey asks; a survey without a sample asks everybody.

    Raises:
        DomainError: the lists are empty, or the sample is too small for so many villages.
    """
    sample = survey.sample
    if sample is None:
        return
    _refuse_unfit(survey)
    found = listed(survey)
    sizes = Counter(each.place_id for each in found)
    parts = allot(sizes, sample.size)
    sample.seed, sample.drawn_at = secrets.token_hex(16), now
    drawn = first_of(found, parts, sample.seed)
    places = _places(sizes)
    sample.strata = [
        {"place": each.title, "listed": sizes[each.id], "drawn": len(drawn[each.id])}
        for each in places
    ]
    _keep(survey, found, drawn, [each.id for each in places])
    sample.list_print = print_of(each.code for each in found)
    sample.draw_print = print_of(code for codes in drawn.values() for code in codes)
    survey.asked = sample.drawn
    db.session.flush()
    audit.record(actor.reference, "survey.draw", survey.reference, now=now,
                 after={"seed": sample.seed, "listed": sample.listed, "drawn": sample.drawn,
                        "list": sample.list_print})  # fmt: skip


def _keep(survey: Survey, found: Sequence[Listed], drawn: Draw, places: Sequence[int]) -> None:
    own = "household_id" if survey.by_household else "person_id"
    wanted = {code for codes in drawn.values() for code in codes}
    strata = {place: at for at, place in enumerate(places)}
    db.session.add_all(
        SurveyDrawn(survey_id=survey.id, place_id=each.place_id, stratum=strata[each.place_id],
                    outcome="", **{own: each.number})
        for each in found if each.code in wanted
    )  # fmt: skip


def listed(survey: Survey) -> list[Listed]:
    """Give the list from which is drawn: households, or the people of the villages' teams."""
    within = audience.place_ids(survey)
    statement: Any
    if survey.by_household:
        home = Household
        statement = select(home.id, home.code, home.village_id).where(home.number.is_not(None))
        column: Any = home.village_id
    else:
        person = CommunityPerson
        statement = (
            select(person.id, person.code, CommunityTeam.place_id)
            .join(person.team)
            .where(person.position.is_not(None))
        )
        column = CommunityTeam.place_id
    if within is not None:
        statement = statement.where(column.in_(within))
    return [Listed(*row) for row in db.session.execute(statement)]


def allot(sizes: Mapping[int, int], wanted: int) -> dict[int, int]:
    """Share a sample out among the villages by their size: two of each at least, all at most.

    What does not divide goes to the largest remainders.

    Raises:
        DomainError: nobody is on a list, or not two of each village can be asked.
    """
    everybody = sum(sizes.values())
    if not everybody:
        raise DomainError(_l("The villages have no list to draw from yet."))
    floor = {place: min(LEAST, size) for place, size in sizes.items()}
    if sum(floor.values()) > wanted:
        raise DomainError(_l("Two of each village are asked at least: %(least)s of %(villages)s "
                             "villages.", least=sum(floor.values()), villages=len(sizes)),
                          field="so_mau")  # fmt: skip
    wanted = min(wanted, everybody)
    parts = {
        place: max(floor[place], min(size, wanted * size // everybody))
        for place, size in sizes.items()
    }
    order = sorted(sizes, key=lambda each: (-(wanted * sizes[each] % everybody), each))
    while (missing := wanted - sum(parts.values())) != 0:
        step = 1 if missing > 0 else -1
        room = [
            each for each in (order if step > 0 else reversed(order))
            if floor[each] <= parts[each] + step <= sizes[each]
        ]  # fmt: skip
        for each in room[: abs(missing)]:
            parts[each] += step
    return parts


def first_of(found: Iterable[Listed], parts: Mapping[int, int], seed: str) -> Draw:
    """Give the codes that the seed draws, by village, in the order in which it draws them."""
    ranked = sorted(found, key=lambda each: sha256(f"{seed}:{each.code}".encode()).hexdigest())
    drawn: Draw = {place: [] for place in parts}
    for each in ranked:
        if len(drawn[each.place_id]) < parts[each.place_id]:
            drawn[each.place_id].append(each.code)
    return drawn


def print_of(codes: Iterable[str]) -> str:
    """Give the SHA-256 of codes in alphabetical order, a line each."""
    return sha256("\n".join(sorted(codes)).encode()).hexdigest()


def draw_again(survey: Survey) -> tuple[bool, bool]:
    """Tell whether the list is as it was, and whether the seed draws the same from it today."""
    sample = survey.sample
    if sample is None or sample.seed is None:
        return False, False
    found = listed(survey)
    sizes = Counter(each.place_id for each in found)
    if print_of(each.code for each in found) != sample.list_print:
        return False, False
    drawn = first_of(found, allot(sizes, sample.size), sample.seed)
    return True, print_of(code for codes in drawn.values() for code in codes) == sample.draw_print


def _places(ids: Iterable[int]) -> Sequence[Place]:
    found = select(Place).where(Place.id.in_(list(ids)))
    return db.session.scalars(found.order_by(Place.sort_key, Place.id)).all()


def states(survey: Survey, drawn: Sequence[SurveyDrawn]) -> dict[int, bool]:
    """Tell of each who was drawn, by its row, whether they have answered."""
    hashed = {each.id: survey.taker(takers.drawn_key(each)) for each in drawn}
    done = answering.taken(survey, hashed.values())
    return {number: each in done for number, each in hashed.items()}


def count(survey: Survey, ballots: Sequence[telling.Ballot]) -> dict[str, Any] | None:
    """Count the sample: who answered, who could not be met, and each share with its margin."""
    sample = survey.sample
    if sample is None:
        return None
    drawn = doors.drawn_of(survey)
    answered = states(survey, drawn)
    without = Counter(each.outcome for each in drawn if not answered[each.id])
    reached = {each.stratum for each in drawn if answered[each.id]}
    return {
        "listed": sample.listed, "drawn": sample.drawn, "answered": sum(answered.values()),
        "away": without[AWAY], "gone": without[GONE], "refused": without[REFUSED],
        "unasked": without[""],
        "silent": [each["place"] for at, each in enumerate(sample.strata) if at not in reached],
        "questions": {
            str(each.id): _estimates(each, sample, ballots)
            for each in survey.questions
            if each.kind in {ONE, FACES, SEVERAL} and each.after_id is None
        },
    }  # fmt: skip


def forget(survey: Survey) -> None:
    """Delete who was drawn: seed and list draw them again, and nothing else is to name them."""
    db.session.execute(delete(SurveyDrawn).where(SurveyDrawn.survey_id == survey.id))


def _estimates(
    question: SurveyQuestion, sample: SurveySample, ballots: Sequence[telling.Ballot]
) -> list[tuple[int, int, int] | None]:
    """Give (lowest, share, highest) of each choice in per cent."""
    mine = [each for each in ballots if str(question.id) in each]
    answered = Counter(each["stratum"] for each in mine)
    found: list[tuple[int, int, int] | None] = []
    for at in range(len(question.choices)):
        chose = Counter(each["stratum"] for each in mine if _chose(each[str(question.id)], at))
        strata = [
            margins.Stratum(each["listed"], answered[place], chose[place])
            for place, each in enumerate(sample.strata)
        ]
        estimate = margins.estimate(strata)
        found.append(estimate.whole if estimate is not None else None)
    return found


def _chose(value: Any, at: int) -> bool:
    return at in value if isinstance(value, list) else bool(value == at)
