"""Finding notices and whom they reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.core.db import db, for_change, one
from app.core.listing import Listing, Page, code_of
from app.places import queries as places
from app.places.models import Place
from app.villages.households import queries as homes
from app.villages.households.models import Household, HouseholdMember
from app.villages.notices.life import CANCELLED, SENT
from app.villages.notices.models import (
    GOING,
    NOT_GOING,
    SENDS,
    VillageGroup,
    VillageGroupHousehold,
    VillageNotice,
    VillageReach,
    VillageText,
)
from app.villages.rights import may_head, may_post

NEWEST = Listing(VillageNotice.id, newest_first=True, most=20)
ROUND = Listing(Household.number, most=1_000)
REACHED: ColumnElement[bool] = or_(
    VillageReach.seen_at.is_not(None), VillageReach.told_at.is_not(None),
    VillageReach.answered_at.is_not(None), VillageReach.came_at.is_not(None),
)  # fmt: skip


@dataclass(frozen=True)
class Reach:
    """How many households a notice was for, knows, answered, came; of the answers how many what."""

    homes: int = 0
    reached: int = 0
    answered: int = 0
    came: int = 0
    going: int = 0
    not_going: int = 0
    sends: int = 0
    people: int = 0

    @property
    def left(self) -> int:
        return self.homes - self.reached


def _with_village(statement: Select[Any]) -> Select[Any]:
    return statement.options(joinedload(VillageNotice.village).joinedload(Place.parent))


def by_code(code: str) -> VillageNotice | None:
    found: VillageNotice | None = one(
        _with_village(select(VillageNotice).where(VillageNotice.code == code)), of=VillageNotice
    )
    return found


def headed(viewer: Viewer, code: str) -> VillageNotice | None:
    """Give a notice to the head of its village."""
    found = by_code(code)
    return found if found is not None and may_head(viewer, found.village) else None


def posted(viewer: Viewer, code: str) -> VillageNotice | None:
    """Give a notice to whoever posts there: the head, or the commune."""
    found = by_code(code)
    return found if found is not None and may_post(viewer, found.village) else None


def received(viewer: Viewer, code: str) -> VillageReach | None:
    """Give the reach of a notice in the household that the viewer belongs to."""
    statement = (
        select(VillageReach)
        .join(VillageNotice).join(Household)
        .join(HouseholdMember, HouseholdMember.household_id == Household.id)
        .where(VillageNotice.code == code, HouseholdMember.user_id == viewer.user_id)
        .options(joinedload(VillageReach.household))
    )  # fmt: skip
    found: VillageReach | None = one(statement, of=VillageReach)
    return found


def by_token(_viewer: Viewer, token: str) -> VillageNotice | None:
    """Give a notice to whoever has its link."""
    mine = VillageNotice.token == token.upper()
    found: VillageNotice | None = one(
        _with_village(select(VillageNotice).where(mine)), of=VillageNotice
    )
    return found


def of_village(village: Place, before: str) -> Page[VillageNotice]:
    """Give a page of a village's notices, the newest first."""
    statement = select(VillageNotice).where(VillageNotice.village_id == village.id)
    last = select(VillageNotice.id).where(VillageNotice.code == before).scalar_subquery()
    return NEWEST.page(statement, last if before else None, code_of)


def of_household(household_id: int, before: str) -> Page[VillageReach]:
    """Give a page of what a household was told, the newest first."""
    statement = (
        select(VillageReach)
        .join(VillageNotice)
        .where(VillageReach.household_id == household_id)
        .options(joinedload(VillageReach.notice))
    )
    last = select(VillageNotice.id).where(VillageNotice.code == before).scalar_subquery()
    return NEWEST.page(statement, last if before else None, lambda each: each.notice.code)


def sums(notice_ids: Iterable[int]) -> dict[int, Reach]:
    """Give how far each of those notices reached; one statement."""
    answered = VillageReach.answer
    columns = [
        func.count(), _count(REACHED), _count(VillageReach.answered_at.is_not(None)),
        _count(VillageReach.came_at.is_not(None)), _count(answered == GOING),
        _count(answered == NOT_GOING), _count(answered == SENDS), func.sum(Household.people),
    ]  # fmt: skip
    statement = (
        select(VillageReach.notice_id, *columns)
        .join(Household)
        .where(VillageReach.notice_id.in_(list(notice_ids)))
        .group_by(VillageReach.notice_id)
    )
    return {row[0]: Reach(*(int(each or 0) for each in row[1:]))
            for row in db.session.execute(statement)}  # fmt: skip


def sums_of(notice: VillageNotice) -> Reach:
    """Give how far a notice reached; of an old one what was kept of it."""
    if notice.sums is not None:
        return Reach(**{name: notice.sums[name] for name in Reach.__dataclass_fields__})
    return sums([notice.id]).get(notice.id, Reach())


def _count(condition: ColumnElement[bool]) -> Any:
    return func.sum(case((condition, 1), else_=0))


def votes(notice: VillageNotice) -> list[int]:
    """Give how many chose each of a question's choices."""
    if notice.sums is not None:
        return list(notice.sums["votes"])
    mine = VillageReach.notice_id == notice.id, VillageReach.votes.is_not(None)
    found = db.session.scalars(select(VillageReach.votes).where(*mine))
    totals = [0] * len(notice.choices)
    for each in found:
        totals = [sum(pair) for pair in zip(totals, each or [], strict=False)]
    return totals


def left(notice: VillageNotice, after: int | None) -> Page[VillageReach]:
    """Give a part of the households that a notice has not reached yet, by number."""
    return _part(notice, after, ~REACHED)


def reaches(notice: VillageNotice, after: int | None) -> Page[VillageReach]:
    """Give a part of all its households, by number."""
    return _part(notice, after, and_(True))


def all_reaches(notice: VillageNotice) -> Sequence[VillageReach]:
    """Give all households of a notice, in their order; nothing of them is opened."""
    mine = VillageReach.notice_id == notice.id
    return db.session.scalars(select(VillageReach).where(mine).order_by(VillageReach.id)).all()


def _part(
    notice: VillageNotice, after: int | None, condition: ColumnElement[bool]
) -> Page[VillageReach]:
    statement = (
        select(VillageReach)
        .join(VillageReach.household)
        .where(VillageReach.notice_id == notice.id, Household.number.is_not(None), condition)
        .options(joinedload(VillageReach.household, innerjoin=True).selectinload(Household.numbers))
    )
    return ROUND.page(statement, after, lambda each: each.household.number)


def reach_of(notice: VillageNotice, number: int | None) -> VillageReach | None:
    """Give a household of a notice by its number in the village, locked for change."""
    if number is None:
        return None
    statement = (
        select(VillageReach)
        .join(VillageReach.household)
        .where(VillageReach.notice_id == notice.id, Household.number == number)
        .options(joinedload(VillageReach.household, innerjoin=True))
    )
    return db.session.scalar(for_change(statement, of=VillageReach))


def groups(village: Place) -> Sequence[tuple[VillageGroup, int]]:
    """Give the groups of a village with how many households each has."""
    statement = (
        select(VillageGroup, func.count(VillageGroupHousehold.household_id))
        .outerjoin(VillageGroupHousehold)
        .where(VillageGroup.village_id == village.id)
        .group_by(VillageGroup.id)
        .order_by(VillageGroup.id)
    )
    return [(group, count) for group, count in db.session.execute(statement)]


def group(viewer: Viewer, number: int) -> VillageGroup | None:
    """Give a group to the head of its village."""
    found: VillageGroup | None = one(
        select(VillageGroup).where(VillageGroup.id == number), of=VillageGroup
    )
    village = places.get(found.village_id) if found is not None else None
    return found if village is not None and may_head(viewer, village) else None


def members(group_id: int) -> frozenset[int]:
    """Give the ids of a group's households."""
    mine = VillageGroupHousehold.group_id == group_id
    return frozenset(db.session.scalars(select(VillageGroupHousehold.household_id).where(mine)))


def audience(village_id: int, group_id: int | None) -> Sequence[int]:
    """Give the ids of the households that a notice goes to, by their numbers."""
    listed = homes.ids(village_id)
    if group_id is None:
        return listed
    chosen = members(group_id)
    return [each for each in listed if each in chosen]


def texts(village: Place) -> Sequence[VillageText]:
    """Give the texts that the village's head keeps."""
    mine = select(VillageText).where(VillageText.village_id == village.id)
    return db.session.scalars(mine.order_by(VillageText.id)).all()


def text(viewer: Viewer, number: int) -> VillageText | None:
    """Give a kept text to whoever posts in its village."""
    found = db.session.get(VillageText, number)
    village = places.get(found.village_id) if found is not None else None
    return found if village is not None and may_head(viewer, village) else None


def due(now: datetime) -> Sequence[VillageNotice]:
    """Give the meetings whose reminder is due."""
    mine = VillageNotice.status == SENT, VillageNotice.remind_at <= now
    return db.session.scalars(for_change(select(VillageNotice).where(*mine))).all()


def photo_of(notice: VillageNotice, code: str) -> Any:
    """Give a photo of the minutes by its code."""
    return next((each.photo for each in notice.photos if each.photo.code == code), None)


def latest(village_ids: Iterable[int]) -> dict[int, VillageNotice]:
    """Give the newest notice of each village that was not called off."""
    newest = (
        select(func.max(VillageNotice.id))
        .where(VillageNotice.village_id.in_(list(village_ids)), VillageNotice.status != CANCELLED)
        .group_by(VillageNotice.village_id)
    )
    found = db.session.scalars(select(VillageNotice).where(VillageNotice.id.in_(newest)))
    return {each.village_id: each for each in found}
