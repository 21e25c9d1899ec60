"""Who answers: what is hashed of them, and whether the survey is for them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core.errors import DomainError
from app.core.text import fold, whole
from app.places.models import VILLAGE, Place
from app.surveys import audience, doors, namesakes
from app.surveys.models import PLACES, Survey
from app.surveys.sampled import SurveyDrawn
from app.villages.households import queries as homes
from app.villages.households.models import Household


@dataclass(frozen=True)
class Taker:
    """Who answers: what is hashed, their name where it is kept, and where they live."""

    who: str
    name: str = ""
    user: User | None = None
    place: Place | None = None
    by: Actor | None = None
    """Who writes it down for them."""
    home: Place | None = None
    """Where they live, as finely as it is known."""
    is_another: bool = False
    """Said to be somebody else than whoever of that name answered the other way."""
    stratum: int | None = None
    """Which of a sample's villages they were drawn from."""

    @property
    def way(self) -> str:
        return namesakes.OWN if self.by is None else namesakes.HELPED

    @property
    def lot(self) -> dict[str, Any]:
        """Give what an answer keeps of where it comes from."""
        place = {} if self.place is None else {"place": self.place.code}
        return place if self.stratum is None else {**place, "stratum": self.stratum}


def person_key(user: User) -> str:
    """Give what is hashed of a person."""
    return f"user:{user.code}"


def household_key(code: str) -> str:
    """Give what is hashed of a household."""
    return f"household:{code}"


def drawn_key(drawn: SurveyDrawn) -> str:
    """Give what is hashed of whom a sample's draw came to."""
    is_home = drawn.household_id is not None
    return household_key(drawn.code) if is_home else f"listed:{drawn.code}"


def of_person(survey: Survey, user: User, now: datetime, *, is_another: bool = False) -> Taker:
    """Give a person, or their household, as one who answers.

    Raises:
        DomainError: the survey is not for them, or asks households and they belong to none.
    """
    if survey.sample is not None and not survey.by_household:
        raise DomainError(_l("This survey is done at the door, with people drawn by lot."))
    if not survey.by_household:
        if not audience.is_asked(survey, user, now):
            raise DomainError(_l("This survey is for other people: for where they live, or what "
                                 "they reported."))  # fmt: skip
        home = home_of(user)
        return Taker(person_key(user), user.name, user, _place_of(survey, user), home=home,
                     is_another=is_another)  # fmt: skip
    member = homes.of_person(user.id)
    if member is None:
        raise DomainError(_l("One answer of each household is asked for. First belong to your "
                             "household, under “My village”."))  # fmt: skip
    household = member.household
    if not audience.holds_place(survey, household.village):
        raise DomainError(_l("This survey is for households of other villages."))
    stratum = _stratum(survey, household)
    return Taker(household_key(household.code), user.name, user, household.village,
                 stratum=stratum)  # fmt: skip


def _stratum(survey: Survey, home: Household) -> int | None:
    """Give which village of the sample a household was drawn from; None where all are asked.

    Raises:
        DomainError: it was not drawn.
    """
    if survey.sample is None:
        return None
    drawn = doors.of_household(survey, home.id)
    if drawn is None:
        raise DomainError(_l("This survey asks some households, drawn by lot. Yours is not among "
                              "them."))  # fmt: skip
    return drawn.stratum


def of_helped(survey: Survey, place: Place | None, said: "Helped", by: Actor) -> Taker:
    """Give somebody without a phone, as whoever helps names them.

    Raises:
        DomainError: no such household, or no name and year.
    """
    if not audience.holds_place(survey, place):
        raise DomainError(_l("This survey is for people of other places than yours."))
    if survey.sample is not None and place is not None:
        drawn = doors.at(survey, place, whole(said.number))
        return Taker(drawn_key(drawn), place=drawn.place, by=by, stratum=drawn.stratum)
    if survey.by_household:
        number = whole(said.number)
        home = homes.by_number(place.id, number) if number and place else None
        if home is None:
            raise DomainError(_l("There is no household of this number in the village."),
                              field="so_ho")  # fmt: skip
        return Taker(household_key(home.code), place=place, by=by)
    year = whole(said.year)
    if not said.name or year is None or not 1900 <= year <= said.this_year:
        raise DomainError(_l("Write the name and the year of birth: they tell that nobody answers "
                             "twice, and are not kept."), field="ho_ten")  # fmt: skip
    where = place.code if place is not None else ""
    who = f"helped:{where}:{fold(said.name)}:{year}"
    return Taker(who, said.name, place=place, by=by, home=place, is_another=said.is_another)


@dataclass(frozen=True)
class Helped:
    """How whoever helps names somebody: a household's number, or a name and a year of birth."""

    number: str = ""
    name: str = ""
    year: str = ""
    this_year: int = 0
    is_another: bool = False


def home_of(user: User) -> Place | None:
    return user.home_village or user.home_commune


def _place_of(survey: Survey, user: User) -> Place | None:
    """Give where somebody lives, as finely as the survey tells places apart."""
    if survey.audience == PLACES and any(each.place.kind == VILLAGE for each in survey.places):
        return home_of(user)
    return user.home_commune
