"""What a household has not answered yet, for the front page."""

from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, outerjoin, select
from sqlalchemy.orm import joinedload

from app.core.db import UTCDateTime, db
from app.villages.households.models import Household, HouseholdMember
from app.villages.notices.life import SENT
from app.villages.notices.models import VillageNotice, VillageReach


def to_answer(
    user_id: int | None, now: datetime, most: int
) -> tuple[Household | None, list[VillageNotice]]:
    """Give the viewer's household and what it has not answered yet, the next first.

    One statement: the front page asks for it.
    """
    if user_id is None:
        return None, []
    given = {"user_id": user_id, "now": now, "most": most}
    rows: list[Any] = list(db.session.execute(_to_answer(), given).all())
    household = rows[0][0] if rows else None
    return household, [notice for _household, notice in rows if notice is not None]


@cache
def _to_answer() -> Select[Household, VillageNotice]:
    """Build it once. A household's reaches are found first: a join of all would walk every one."""
    me: Any = bindparam("user_id")
    now = bindparam("now", type_=UTCDateTime)
    home = select(HouseholdMember.household_id).where(HouseholdMember.user_id == me)
    open_ = select(VillageReach.notice_id).where(
        VillageReach.household_id == home.scalar_subquery(), VillageReach.answered_at.is_(None)
    )
    asked = (
        VillageNotice.id.in_(open_), VillageNotice.status == SENT, VillageNotice.starts_at > now,
    )  # fmt: skip
    return (
        select(Household, VillageNotice)
        .select_from(outerjoin(Household, VillageNotice, and_(*asked)))
        .where(Household.id == home.scalar_subquery())
        .options(joinedload(Household.village))
        .order_by(VillageNotice.starts_at)
        .limit(bindparam("most"))
    )
