"""Hours are entered, approved by somebody else, struck out; summed by person and month."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts.actors import Actor
from app.community.teams.models import CommunityMember, CommunityTeam
from app.community.training.hours_models import APPROVED, HOURS, VolunteerHours
from app.community.training.models import Training
from app.core import audit, clock
from app.core.db import db, one
from app.core.errors import Conflict, DomainError

LONGEST_DAY = 16 * 60
"""Minutes that one person may have on one day, all together."""
OLDEST = timedelta(days=92)
"""How long after the day they can be entered: the summer's, until it is reported."""
MOST = 200


@dataclass(frozen=True)
class Said:
    """What a lead enters: whose, of which day, how many minutes, doing what."""

    member: CommunityMember
    day: date
    minutes: int
    what: str


def enter(said: Said, by: Actor, by_id: int | None, now: datetime) -> VolunteerHours:
    """Enter hours; they count once somebody else approved them.

    Raises:
        DomainError: a day to come or long over, more than a day has.
    """
    today = clock.local(now).date()
    if not today - OLDEST <= said.day <= today:
        raise DomainError(_l("Choose a day of the last three months, not one to come."),
                          field="ngay")  # fmt: skip
    _refuse_too_long(said.member, said.day, said.minutes)
    return _add(said, None, by, by_id, now)


def of_class(training: Training, by: Actor, now: datetime) -> None:
    """Enter the hours of those who taught and helped; again nothing is entered twice."""
    day = clock.local(training.starts_at).date()
    mine = select(VolunteerHours.member_id).where(VolunteerHours.training_id == training.id)
    known = set(db.session.scalars(mine))
    for each in training.helpers:
        if each.member_id not in known:
            said = Said(each.member, day, training.minutes, training.title)
            _add(said, training, by, by.user_id, now)


def approve(row: VolunteerHours, by: Actor, by_id: int | None, now: datetime) -> None:
    """Approve hours that somebody else entered, and that are not one's own.

    Raises:
        Conflict: one's own, or entered by oneself. InvalidTransition: approved or struck out.
    """
    if by_id is None or by_id in (row.entered_by_id, row.member.user_id):
        raise Conflict(_l("Hours are approved by somebody else than who entered or gave them."))
    HOURS.move(row, "approve")
    row.approved_by_id, row.approved_at = by_id, now
    audit.record(by.reference, "community.hours-approved", row.reference, now=now,
                 after={"minutes": row.minutes})  # fmt: skip


def strike(row: VolunteerHours, by: Actor, now: datetime) -> None:
    """Strike hours out that were wrong."""
    HOURS.move(row, "strike")
    audit.record(by.reference, "community.hours-off", row.reference, now=now)


def by_id(number: int) -> VolunteerHours | None:
    found: VolunteerHours | None = one(
        select(VolunteerHours).where(VolunteerHours.id == number), of=VolunteerHours
    )
    return found


def of_month(team: CommunityTeam, month: date) -> Sequence[VolunteerHours]:
    """Give what a team's members gave in a month, the newest day first."""
    first, behind = span(month)
    mine = (
        select(VolunteerHours)
        .join(VolunteerHours.member)
        .where(CommunityMember.team_id == team.id, VolunteerHours.day >= first,
               VolunteerHours.day < behind)
        .order_by(VolunteerHours.day.desc(), VolunteerHours.id.desc())
        .limit(MOST)
    )  # fmt: skip
    return db.session.scalars(mine).all()


@dataclass(frozen=True)
class Sum:
    """Approved minutes of a member in a month: at classes, and others."""

    member: CommunityMember
    month: date
    at_classes: int
    others: int

    @property
    def minutes(self) -> int:
        return self.at_classes + self.others


def sums(team: CommunityTeam, first: date, behind: date) -> list[Sum]:
    """Sum what was approved, by person and month, from ``first`` until before ``behind``."""
    rows = (
        select(VolunteerHours.member_id, VolunteerHours.day, VolunteerHours.training_id.is_(None),
               func.sum(VolunteerHours.minutes))
        .join(CommunityMember, CommunityMember.id == VolunteerHours.member_id)
        .where(CommunityMember.team_id == team.id, VolunteerHours.status == APPROVED,
               VolunteerHours.day >= first, VolunteerHours.day < behind)
        .group_by(VolunteerHours.member_id, VolunteerHours.day,
                  VolunteerHours.training_id.is_(None))
    )  # fmt: skip
    found: dict[tuple[int, date], list[int]] = {}
    for member_id, day, is_other, minutes in db.session.execute(rows):
        both = found.setdefault((member_id, day.replace(day=1)), [0, 0])
        both[bool(is_other)] += int(minutes)
    members = _members({member_id for member_id, _month in found})
    made = [Sum(members[who], month, *both) for (who, month), both in found.items()]
    return sorted(made, key=lambda each: (each.month, each.member.id))


def span(month: date) -> tuple[date, date]:
    """Give the first day of a month and that of the next one."""
    first = month.replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1)


def _members(ids: set[int]) -> dict[int, CommunityMember]:
    rows = db.session.scalars(select(CommunityMember).where(CommunityMember.id.in_(ids)))
    return {each.id: each for each in rows}


def _refuse_too_long(member: CommunityMember, day: date, minutes: int) -> None:
    held = VolunteerHours.member_id == member.id, VolunteerHours.day == day
    counted = held[0], held[1], VolunteerHours.status.in_(HOURS.verbs["strike"].from_)
    there = db.session.scalar(select(func.sum(VolunteerHours.minutes)).where(*counted)) or 0
    if there + minutes > LONGEST_DAY:
        raise DomainError(_l("More than sixteen hours of one day: look again."), field="so_gio")


def _add(
    said: Said, training: Training | None, by: Actor, by_id: int | None, now: datetime
) -> VolunteerHours:
    row = VolunteerHours(
        member=said.member, training_id=training.id if training is not None else None,
        day=said.day, minutes=said.minutes, what=said.what, entered_by_id=by_id, entered_at=now,
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    audit.record(by.reference, "community.hours", row.reference, now=now,
                 after={"minutes": said.minutes})  # fmt: skip
    return row
