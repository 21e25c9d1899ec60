"""Finding campaigns; counting what came of them from visits and pledges."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.accounts.models import User
from app.community.campaigns.models import (
    HELPED,
    OPEN,
    PLEDGED,
    CommunityCampaign,
    CommunityFigure,
    CommunityPledge,
)
from app.community.campaigns.ranking import Standing, rank
from app.community.people.models import HELPED as WAS_HELPED
from app.community.teams.models import CommunityTeam
from app.community.visits.models import (
    COUNTED,
    CommunitySkill,
    CommunityVisit,
    CommunityVisitSkill,
)
from app.core import clock
from app.core.db import db, one
from app.places.models import Place
from app.villages.households import queries as homes

MOST, MOST_FIGURES = 30, 50
Days = dict[int, Counter[date]]
"""How many on which day, by village."""


def by_code(code: str) -> CommunityCampaign | None:
    """Give a campaign with its targets; locked when writing."""
    statement = select(CommunityCampaign).where(CommunityCampaign.code == code)
    whole = statement.options(selectinload(CommunityCampaign.targets))
    found: CommunityCampaign | None = one(whole, of=CommunityCampaign)
    return found


def of_communes(place_ids: Iterable[int]) -> Sequence[CommunityCampaign]:
    """Give the campaigns of communes, the one that ends last in front."""
    mine = CommunityCampaign.place_id.in_(list(place_ids)), CommunityCampaign.status == OPEN
    order = CommunityCampaign.ends_on.desc(), CommunityCampaign.id.desc()
    return db.session.scalars(
        select(CommunityCampaign).where(*mine).order_by(*order).limit(MOST)
    ).all()


def village_of(user: User) -> Place | None:
    """Give where somebody lives: the village of their household, or what their account says."""
    member = homes.of_person(user.id)
    return member.household.village if member is not None else user.home_village


def has_pledged(campaign: CommunityCampaign, user_id: int | None) -> bool:
    mine = CommunityPledge.campaign_id == campaign.id, CommunityPledge.user_id == user_id
    return db.session.scalar(select(CommunityPledge.id).where(*mine)) is not None


def figures(campaign: CommunityCampaign) -> Sequence[CommunityFigure]:
    """Give what was entered by hand, the newest first."""
    mine = select(CommunityFigure).where(CommunityFigure.campaign_id == campaign.id)
    order = CommunityFigure.day.desc(), CommunityFigure.id.desc()
    return db.session.scalars(mine.order_by(*order).limit(MOST_FIGURES)).all()


def figure(number: int) -> CommunityFigure | None:
    found: CommunityFigure | None = one(
        select(CommunityFigure).where(CommunityFigure.id == number), of=CommunityFigure
    )
    return found


def standings(campaign: CommunityCampaign, days: Days) -> Sequence[Standing]:
    """Give each village's place, by what `counted` gave."""
    typed = _by_hand(campaign)
    return rank(
        Standing(
            each.place.title, each.place.code, each.base, each.number,
            days.get(each.place_id, Counter()).total(), typed.get(each.place_id, 0), each.is_typed,
        )
        for each in campaign.targets
    )  # fmt: skip


def counted(campaign: CommunityCampaign) -> Days:
    """Count by village and day; each person once, on the first day on which it happened."""
    return _pledges(campaign) if campaign.measure == PLEDGED else _visits(campaign)


def _visits(campaign: CommunityCampaign) -> Days:
    visit, found = CommunityVisit, Days()
    begins, ends = clock.at(campaign.begins_on), clock.at(campaign.ends_on + timedelta(days=1))
    places = [each.place_id for each in campaign.targets]
    statement = (
        select(CommunityTeam.place_id, visit.person_id, func.min(visit.happened_at))
        .join(CommunityTeam, CommunityTeam.id == visit.team_id)
        .where(CommunityTeam.place_id.in_(places), visit.status == COUNTED,
               visit.happened_at >= begins, visit.happened_at < ends)
        .group_by(CommunityTeam.place_id, visit.person_id)
    )  # fmt: skip
    if campaign.measure == HELPED:
        statement = statement.where(visit.state == WAS_HELPED)
    if campaign.skill is not None:
        taught = (
            select(CommunityVisitSkill.visit_id)
            .join(CommunitySkill, CommunitySkill.id == CommunityVisitSkill.skill_id)
            .where(CommunitySkill.code == campaign.skill)
        )
        statement = statement.where(visit.id.in_(taught))
    for place_id, _person, first in db.session.execute(statement):
        found.setdefault(place_id, Counter())[clock.local(first).date()] += 1
    return found


def _pledges(campaign: CommunityCampaign) -> Days:
    pledge, found = CommunityPledge, Days()
    statement = (
        select(pledge.place_id, pledge.day, func.count())
        .where(pledge.campaign_id == campaign.id)
        .group_by(pledge.place_id, pledge.day)
    )
    for place_id, day, number in db.session.execute(statement):
        found.setdefault(place_id, Counter())[day] = number
    return found


def _by_hand(campaign: CommunityCampaign) -> dict[int, int]:
    mine = CommunityFigure.campaign_id == campaign.id
    rows = select(CommunityFigure.place_id, func.sum(CommunityFigure.number)).where(mine)
    return {
        place_id: int(number)
        for place_id, number in db.session.execute(rows.group_by(CommunityFigure.place_id))
    }
