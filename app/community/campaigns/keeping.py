"""A campaign begins, a village's target is set, somebody signs, a figure is entered by hand."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import User
from app.community.campaigns.models import (
    LIFE,
    CommunityCampaign,
    CommunityFigure,
    CommunityPledge,
    CommunityTarget,
)
from app.community.people import queries as people
from app.community.teams import queries as teams
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.inserting import insert
from app.places import queries as places
from app.places.models import Place

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Said:
    """What the form says of a campaign; ``percent`` of each list is the target."""

    title: str
    measure: str
    pledge: str
    begins_on: date
    ends_on: date
    percent: int


def begin(commune: Place, said: Said, by: Actor, now: datetime) -> CommunityCampaign:
    """Begin one: the target of each village that has a list is a share of it, rounded up.

    Raises:
        DomainError: days the wrong way round, or too many.
    """
    if said.ends_on < said.begins_on:
        raise DomainError(_l("The last day comes before the first."), field="den_ngay")
    if said.ends_on - said.begins_on > LONGEST:
        raise DomainError(_l("A campaign takes a year at most."), field="den_ngay")
    made = CommunityCampaign(
        place=commune, title=said.title, measure=said.measure, pledge=said.pledge,
        begins_on=said.begins_on, ends_on=said.ends_on, created_at=now, version=1, targets=[],
    )  # fmt: skip
    villages = places.villages_of(commune)
    found = teams.of_places([each.id for each in villages])
    sizes = people.counts([each.id for each in found.values()])
    for village in villages:
        team = found.get(village.id)
        base = sizes.get(team.id, (0, 0, 0))[0] if team is not None else 0
        if base:
            number = -(-base * said.percent // 100)
            made.targets.append(CommunityTarget(place=village, base=base, number=number))
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "community.campaign", made.reference, now=now,
                 after={"measure": said.measure, "percent": said.percent})  # fmt: skip
    return made


def set_target(
    campaign: CommunityCampaign, village: Place, base: int, number: int, by: Actor, now: datetime
) -> None:
    """Type a village's target: it is marked as typed.

    Raises:
        DomainError: more than live there.
    """
    LIFE.move(campaign, "set")
    if number > base:
        raise DomainError(_l("The target is larger than the number of people."), field="chi_tieu")
    target = next((each for each in campaign.targets if each.place_id == village.id), None)
    if target is None:
        target = CommunityTarget(place=village)
        campaign.targets.append(target)
    target.base, target.number, target.is_typed = base, number, True
    db.session.flush()
    audit.record(by.reference, "community.target", campaign.reference, now=now,
                 after={"place": village.code, "base": base, "number": number})  # fmt: skip


def sign(campaign: CommunityCampaign, user: User, village: Place | None, today: date) -> bool:
    """Sign the pledge; False where the person has signed already.

    Raises:
        DomainError: nothing to sign now, or somebody of another commune.
    """
    if not campaign.pledge or not campaign.runs_on(today):
        raise DomainError(_l("There is nothing to sign now."))
    if village is None or village.parent_id != campaign.place_id:
        raise DomainError(_l("This pledge is for people of %(place)s. Say in your account where "
                             "you live, or belong to your household.",
                             place=campaign.place.title))  # fmt: skip
    table = CommunityPledge.__table__
    row = {"campaign_id": campaign.id, "place_id": village.id, "user_id": user.id, "day": today}
    added = insert(table).values(row).on_conflict_do_nothing().returning(table.c.id)
    return db.session.execute(added).first() is not None


@dataclass(frozen=True)
class ByHand:
    """A number that the app did not count: of which day, from what."""

    number: int
    day: date
    source: str


def enter(
    campaign: CommunityCampaign, village: Place, said: ByHand, by: Actor, now: datetime
) -> CommunityFigure:
    """Enter a figure by hand.

    Raises:
        DomainError: a day outside the campaign, a village without a target.
    """
    LIFE.move(campaign, "set")
    if not campaign.begins_on <= said.day <= campaign.ends_on:
        raise DomainError(_l("This day lies outside the campaign."), field="ngay")
    if all(each.place_id != village.id for each in campaign.targets):
        raise DomainError(_l("Set this village's target first."), field="thon")
    made = CommunityFigure(
        campaign_id=campaign.id, place=village, day=said.day, number=said.number,
        source=said.source, at=now,
    )  # fmt: skip
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "community.figure", campaign.reference, now=now,
                 after={"place": village.code, "number": said.number})  # fmt: skip
    return made


def withdraw(campaign: CommunityCampaign, by: Actor, now: datetime) -> None:
    """Take a campaign back that was a mistake: nobody sees it any more."""
    LIFE.move(campaign, "withdraw")
    audit.record(by.reference, "community.campaign-off", campaign.reference, now=now)
