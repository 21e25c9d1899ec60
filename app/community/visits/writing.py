"""A visit is written down; one that came from outside the team's present order is looked at first.

Visits are only ever added: two helpers at one door leave two rows, and the person's state is that
of the visit made last, in whatever order they arrive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.community.people import queries as people
from app.community.people.models import HELPED, STATES, CommunityPerson
from app.community.teams.models import CommunityArea, CommunityMember
from app.community.visits import queries
from app.community.visits.models import (
    COUNTED,
    MAX_WORDS,
    REVIEW,
    TAPS,
    VISIT,
    CommunitySkill,
    CommunityVisit,
    CommunityVisitSkill,
)
from app.core import audit, personal
from app.core.db import db
from app.core.errors import DomainError


@dataclass(frozen=True)
class Said:
    """What a helper wrote down at the door.

    ``happened_at``: when, by the phone; ``known_until``: when the page that was open was made.
    ``alone``: by the code of a skill, how many of its five things the person did by themselves.
    """

    position: int | None
    state: str
    skills: Sequence[CommunitySkill]
    is_hard: bool
    words: str
    happened_at: datetime
    known_until: datetime
    alone: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """The visit, and the one by somebody else of which its page did not know."""

    visit: CommunityVisit
    other: CommunityVisit | None


def write(area: CommunityArea, member: CommunityMember, said: Said, now: datetime) -> Written:
    """Write a visit down.

    Of a member who has left, or has other areas by now, it waits for the lead.

    Raises:
        DomainError: nobody of that number, nothing chosen, a skill taught to nobody.
    """
    _refuse_nothing(said)
    person = people.at(area.team_id, said.position)
    if person is None:
        raise DomainError(_l("Nobody with this number is on the list."), field="so")
    other = queries.newer(person.id, member.id, said.known_until)
    made = CommunityVisit(
        team_id=area.team_id, area_id=person.area_id, person=person, member=member,
        status=COUNTED if _is_in_charge(member, person) else REVIEW, state=said.state,
        is_hard=said.is_hard, met=other is not None, happened_at=said.happened_at, received_at=now,
        skills=[
            CommunityVisitSkill(skill=each, alone=min(said.alone.get(each.code, 0), TAPS))
            for each in said.skills
        ],
    )  # fmt: skip
    if said.words:
        made.words_sealed = personal.encrypt(person.person_key, said.words[:MAX_WORDS])
    db.session.add(made)
    if made.status == COUNTED:
        settle(made)
    db.session.flush()
    return Written(made, other)


def settle(visit: CommunityVisit) -> None:
    """Let the person's state be that of the visit, unless a later one said otherwise."""
    person = visit.person
    if person.state_at is None or visit.happened_at >= person.state_at:
        person.state, person.state_at = visit.state, visit.happened_at


def decide(visit: CommunityVisit, is_taken: bool, by: str, now: datetime) -> None:
    """Take a visit over that waited, or leave it out; it stays readable either way.

    Raises:
        InvalidTransition: it was decided already.
    """
    VISIT.move(visit, "accept" if is_taken else "leave_out")
    if is_taken:
        settle(visit)
    audit.record(by, "community.review", visit.reference, now=now, after={"taken": is_taken})


def _refuse_nothing(said: Said) -> None:
    if said.state not in STATES:
        raise DomainError(_l("Choose what the visit came to."), field="viec")
    if said.skills and said.state != HELPED:
        raise DomainError(_l("Something was taught: then the person was helped."), field="viec")


def _is_in_charge(member: CommunityMember, person: CommunityPerson) -> bool:
    return member.is_present and (member.leads or person.area_id in member.area_ids)
