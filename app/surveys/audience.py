"""Whom a survey is for: by where they live, or because they reported about a service."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, select

from app.accounts.models import User
from app.core.db import db
from app.notifications.audience import Audience, living_in
from app.places import queries as places
from app.places.models import Place
from app.service_requests.record import ServiceRequest
from app.surveys.models import PLACES, SERVICE, Survey
from app.surveys.rights import area_of
from app.surveys.sampled import SurveyDrawn
from app.villages.households.models import Household, HouseholdMember

USED_WITHIN = timedelta(days=365)


def places_of(survey: Survey) -> list[Place]:
    """Give the places it is for; none: the whole province."""
    if survey.audience == PLACES:
        return [each.place for each in survey.places]
    area = area_of(survey.agency)
    return [area] if area is not None else []


def condition(survey: Survey, now: datetime) -> ColumnElement[bool]:
    """Give the condition on ``User``: active, and asked."""
    if survey.sample is not None:
        return Audience(everybody=True).condition & User.id.in_(_drawn_users(survey))
    if survey.by_household:
        homes = select(HouseholdMember.user_id).join(HouseholdMember.household)
        mine = homes.where(_in_villages(Household.village_id, survey))
        return Audience(everybody=True).condition & User.id.in_(mine)
    within = places_of(survey)
    found = (living_in(within) if within else Audience(everybody=True)).condition
    if survey.audience == SERVICE:
        used = select(ServiceRequest.citizen_id).where(
            ServiceRequest.service_id == survey.service_id,
            ServiceRequest.requested_datetime > now - USED_WITHIN,
            ServiceRequest.citizen_id.is_not(None),
        )
        found = found & User.id.in_(used)
    return found


def _drawn_users(survey: Survey) -> Any:
    """Select whose household was drawn; people of a list are asked at the door alone."""
    drawn = SurveyDrawn.household_id == HouseholdMember.household_id
    members = select(HouseholdMember.user_id).join(SurveyDrawn, drawn)
    return members.where(SurveyDrawn.survey_id == survey.id)


def is_asked(survey: Survey, user: User, now: datetime) -> bool:
    mine = select(User.id).where(User.id == user.id, condition(survey, now))
    return db.session.scalar(mine) is not None


def count(survey: Survey, now: datetime) -> int:
    """Count the people, or the households, that it is for now."""
    if survey.by_household:
        mine = select(func.count(Household.id)).where(
            Household.number.is_not(None), _in_villages(Household.village_id, survey)
        )
        return db.session.scalar(mine) or 0
    people = select(func.count()).select_from(User).where(condition(survey, now))
    return db.session.scalar(people) or 0


def holds_place(survey: Survey, place: Place | None) -> bool:
    """Tell whether people of the place are asked: all of them, or some."""
    ids = place_ids(survey)
    if ids is None or place is None:
        return ids is None
    return place.id in ids or any(each.parent_id == place.id for each in places_of(survey))


def _in_villages(column: Any, survey: Survey) -> Any:
    ids = place_ids(survey)
    return column.in_(ids) if ids is not None else column.is_not(None)


def place_ids(survey: Survey) -> Sequence[int] | None:
    """Give the places asked with all below them; None: the whole province."""
    within = places_of(survey)
    if not within:
        return None
    return [
        number for each in within for number in db.session.scalars(places.descendant_ids(each.id))
    ]
