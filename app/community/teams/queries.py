"""Finding teams, areas and members; whether numbers stand open."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.community.teams.models import (
    CommunityArea,
    CommunityLook,
    CommunityMember,
    CommunityTeam,
    index_of,
)
from app.core.db import db, one
from app.places.models import Place

MOST = 60
"""Teams of a commune on a page: its own and those of its villages."""


def team(code: str) -> CommunityTeam | None:
    """Give the team with that code, its place and the place above it."""
    place = joinedload(CommunityTeam.place).joinedload(Place.parent)
    statement = select(CommunityTeam).where(CommunityTeam.code == code).options(place)
    found: CommunityTeam | None = one(statement, of=CommunityTeam)
    return found


def of_place(place_id: int) -> CommunityTeam | None:
    return db.session.scalar(select(CommunityTeam).where(CommunityTeam.place_id == place_id))


def of_places(place_ids: Iterable[int]) -> dict[int, CommunityTeam]:
    """Give the teams of those places, by place."""
    statement = select(CommunityTeam).where(CommunityTeam.place_id.in_(list(place_ids)))
    return {each.place_id: each for each in db.session.scalars(statement)}


def of_commune(commune: Place) -> Sequence[CommunityTeam]:
    """Give the commune's own team and those of its villages, in alphabetical order."""
    statement = (
        select(CommunityTeam)
        .join(CommunityTeam.place)
        .where((Place.id == commune.id) | (Place.parent_id == commune.id))
        .order_by(Place.kind, Place.sort_key, CommunityTeam.id)
        .limit(MOST)
    )
    return db.session.scalars(statement.options(joinedload(CommunityTeam.place))).all()


def area(code: str) -> CommunityArea | None:
    statement = select(CommunityArea).where(CommunityArea.code == code)
    return db.session.scalar(statement.options(joinedload(CommunityArea.team)))


def members(team_id: int) -> Sequence[CommunityMember]:
    """Give who is in the team or invited, in the order in which they were named."""
    mine = CommunityMember.team_id == team_id, CommunityMember.left_at.is_(None)
    statement = select(CommunityMember).where(*mine).order_by(CommunityMember.id)
    return db.session.scalars(statement.options(selectinload(CommunityMember.area_rows))).all()


def member(number: int) -> CommunityMember | None:
    """Give somebody who is in a team or invited."""
    mine = CommunityMember.id == number, CommunityMember.left_at.is_(None)
    found: CommunityMember | None = one(select(CommunityMember).where(*mine), of=CommunityMember)
    return found


def invited(code: str) -> CommunityMember | None:
    """Give whom that code invites."""
    mine = CommunityMember.invitation_index == index_of(code), CommunityMember.left_at.is_(None)
    found: CommunityMember | None = one(select(CommunityMember).where(*mine), of=CommunityMember)
    return found


def of_person(viewer: Viewer) -> Sequence[CommunityMember]:
    """Give the teams to which the viewer's account belongs now, those joined first in front."""
    if viewer.user_id is None:
        return ()
    return _asked(_of_person(), user_id=viewer.user_id)


def ever_of(viewer: Viewer, team_id: int) -> CommunityMember | None:
    """Give as whom the viewer belongs to the team, or did: the newest."""
    if viewer.user_id is None:
        return None
    mine = _ever().where(CommunityMember.team_id == bindparam("team_id"))
    found = _asked(mine, user_id=viewer.user_id, team_id=team_id)
    return found[-1] if found else None


def _asked(statement: Select[Any], **given: Any) -> Sequence[CommunityMember]:
    return db.session.scalars(statement, given).unique().all()


@cache
def _of_person() -> Select[Any]:
    return _ever().where(CommunityMember.left_at.is_(None))


@cache
def _ever() -> Select[Any]:
    """Build what every front page asks: that takes longer than the database does."""
    mine = CommunityMember.user_id == bindparam("user_id"), CommunityMember.joined_at.is_not(None)
    statement = select(CommunityMember).where(*mine).order_by(CommunityMember.id)
    return statement.options(joinedload(CommunityMember.area_rows))


def is_open_to(viewer: Viewer, team_id: int, now: datetime) -> bool:
    """Tell whether the viewer opened the list's phones a while ago, and it still holds."""
    mine = (
        CommunityLook.user_id == viewer.user_id,
        CommunityLook.team_id == team_id,
        CommunityLook.until > now,
    )
    return db.session.scalar(select(CommunityLook.id).where(*mine).limit(1)) is not None
