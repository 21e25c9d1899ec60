"""Teams are founded, areas drawn, members invited, joined, given areas, and gone."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from app.accounts import limits
from app.accounts.actors import Actor
from app.accounts.limits import DAY, Limit, too_many
from app.accounts.models import User
from app.community.people.models import CommunityPerson
from app.community.teams import queries
from app.community.teams.models import (
    MOST_AREAS,
    MOST_MEMBERS,
    CommunityArea,
    CommunityLook,
    CommunityMember,
    CommunityTeam,
)
from app.core import audit, personal
from app.core.db import db
from app.core.errors import DomainError
from app.places.models import Place

OPEN_FOR = timedelta(hours=12)
"""An evening's round from door to door."""
REASONS = {
    "visit": _l("To make an appointment or find a house"),
    "list": _l("To bring the list up to date"),
}
WRONG_CODES = Limit("community-codes", 10, DAY, _l("Wrong codes of a community team: a person"))
NO_SUCH = _l("No team has this code. Look again, or ask whoever gave it to you.")


def found(place: Place, by: Actor, now: datetime) -> CommunityTeam:
    """Found the team of a village or a commune; where there is one, give that."""
    there = queries.of_place(place.id)
    if there is not None:
        return there
    made = CommunityTeam(place=place, created_at=now, areas=[])
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "community.found", made.reference, now=now)
    return made


def add_area(
    team: CommunityTeam, name: str, first: int | None, last: int | None, by: Actor, now: datetime
) -> CommunityArea:
    """Draw an area; those of the list who have none and live within its numbers belong to it.

    Raises:
        DomainError: numbers the wrong way round, a name that is there, too many areas.
    """
    if (first is None) != (last is None) or (first or 0) > (last or 0):
        raise DomainError(_l("Write the first and the last household number, or none."), field="tu")
    if any(each.name.casefold() == name.casefold() for each in team.areas):
        raise DomainError(_l("The team has an area of this name already."), field="ten")
    if len(team.areas) >= MOST_AREAS:
        raise DomainError(_l("A team has at most %(most)s areas.", most=MOST_AREAS), field="ten")
    made = CommunityArea(team=team, name=name, first_number=first, last_number=last)
    db.session.add(made)
    db.session.flush()
    if first is not None:
        homeless = (
            CommunityPerson.team_id == team.id, CommunityPerson.area_id.is_(None),
            CommunityPerson.number.between(first, last),
        )  # fmt: skip
        db.session.execute(update(CommunityPerson).where(*homeless).values(area_id=made.id))
    audit.record(by.reference, "community.area", team.reference, now=now, after={"area": made.id})
    return made


def drop_area(area: CommunityArea, by: Actor, now: datetime) -> None:
    """Take an area away: its people stay on the list, without an area."""
    team = area.team
    audit.record(by.reference, "community.area-off", team.reference, now=now,
                 after={"area": area.id})  # fmt: skip
    team.areas.remove(area)
    db.session.flush()


def invite(
    team: CommunityTeam, name: str, leads: bool, by: Actor, now: datetime
) -> CommunityMember:
    """Name somebody: they join with the code, and see nothing before.

    Raises:
        DomainError: the team is full.
    """
    if len(queries.members(team.id)) >= MOST_MEMBERS:
        raise DomainError(
            _l("A team has at most %(most)s members.", most=MOST_MEMBERS), field="ten"
        )
    made = CommunityMember(
        team=team, person_key=personal.new_key(), leads=leads, invited_at=now, area_rows=[]
    )
    made.invite(name)
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "community.member", made.reference, now=now, after={"leads": leads})
    return made


def charge(
    member: CommunityMember, leads: bool, area_ids: frozenset[int], by: Actor, now: datetime
) -> None:
    """Say which areas a member looks after, and whether they lead."""
    own = {each.id for each in member.team.areas}
    member.leads = leads
    member.look_after(area_ids & own)
    after = {"leads": leads, "areas": sorted(area_ids & own)}
    audit.record(by.reference, "community.member", member.reference, now=now, after=after)


def let_go(member: CommunityMember, by: Actor, now: datetime) -> None:
    """Let somebody leave: they see nothing any more; what they did stays, what is still on their
    phone is looked at by the lead."""
    member.withdraw()
    member.left_at = now
    audit.record(by.reference, "community.member-off", member.reference, now=now)


def join(user: User, code: str, now: datetime) -> CommunityMember:
    """Let an account belong to the team that invites it; a wrong code counts (the caller keeps the
    count).

    Raises:
        DomainError: no such code, or already in the team. TooMany: too many wrong ones today.
    """
    tried: limits.Try = (WRONG_CODES, user.id)
    spent = limits.count(now, tried)
    if spent is not None:
        raise too_many(spent)
    member = queries.invited(code)
    if member is None:
        raise DomainError(NO_SUCH, field="ma")
    limits.give_back(now, tried)
    _refuse_twice(user, member)
    member.user, member.joined_at = user, now
    member.withdraw()
    db.session.flush()
    audit.record(user.reference, "community.join", member.reference, now=now)
    return member


def _refuse_twice(user: User, member: CommunityMember) -> None:
    there = [
        each
        for each in queries.members(member.team_id)
        if each.user_id == user.id and each.joined_at
    ]
    if there:
        raise DomainError(_l("You belong to this team already."), field="ma")


def open_phones(team: CommunityTeam, reason: str, user: User, now: datetime) -> None:
    """Open the list's phones for an evening's round; the reason is written down.

    Raises:
        DomainError: no reason.
    """
    if reason not in REASONS:
        raise DomainError(_l("Choose what the numbers are for."), field="ly_do")
    db.session.add(
        CommunityLook(team_id=team.id, user_id=user.id, reason=reason, at=now, until=now + OPEN_FOR)
    )
    audit.record(user.reference, "community.phones", team.reference, now=now,
                 after={"reason": reason})  # fmt: skip
