"""Finding classes, who signed up, one's own place; parts of long lists."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.community.teams.models import CommunityMember, CommunityTeam
from app.community.training.life import AHEAD
from app.community.training.models import (
    SUBJECT,
    TEAMS,
    WAITS,
    Training,
    TrainingFile,
    TrainingPlace,
)
from app.core.db import db, one
from app.core.listing import Listing, Page, code_of
from app.places import queries as places
from app.places.models import COMMUNE, Place

COMING = Listing(Training.starts_at, Training.id)
PAST = Listing(Training.starts_at, Training.id, newest_first=True)
ROWS = Listing(TrainingPlace.number, most=100)
MOST_MINE = 10
_PARTS = (
    joinedload(Training.place).joinedload(Place.parent),
    selectinload(Training.skill_rows),
    selectinload(Training.files),
    selectinload(Training.helpers),
)


def by_code(code: str) -> Training | None:
    """Give a class with all that belongs to it; locked when writing."""
    wanted = select(Training).where(Training.code == code).options(*_PARTS)
    found: Training | None = one(wanted, of=Training)
    return found


def inside(place: Place) -> list[int]:
    """Give the ids of the place and, of a commune, of its villages."""
    below = places.villages_of(place) if place.kind == COMMUNE else []
    return [place.id, *(each.id for each in below)]


def coming(
    place_ids: Iterable[int], now: datetime, after: str | None, *, teams: bool
) -> Page[Training]:
    """Give classes that are not over, the next first; those for teams where ``teams``."""
    wanted = select(Training).where(Training.place_id.in_(list(place_ids)), Training.ends_at > now)
    if not teams:
        wanted = wanted.where(Training.audience != TEAMS)
    return COMING.page(wanted, _point(after), code_of)


def past(
    place_ids: Iterable[int], now: datetime, after: str | None, *, teams: bool
) -> Page[Training]:
    """Give classes that are over, the last one first."""
    wanted = select(Training).where(Training.place_id.in_(list(place_ids)), Training.ends_at <= now)
    if not teams:
        wanted = wanted.where(Training.audience != TEAMS)
    return PAST.page(wanted, _point(after), code_of)


def _point(code: str | None) -> tuple[datetime, int] | None:
    if not code:
        return None
    row = select(Training.starts_at, Training.id).where(Training.code == code)
    found = db.session.execute(row).one_or_none()
    return (found[0], found[1]) if found is not None else None


def rows(training: Training, after: int | None) -> Page[TrainingPlace]:
    """Give a part of those who signed up, in that order."""
    mine = select(TrainingPlace).where(TrainingPlace.training_id == training.id)
    return ROWS.page(mine, after, lambda each: each.number)


def everybody(training: Training) -> Sequence[TrainingPlace]:
    """Give all who signed up, with the accounts that are told."""
    mine = select(TrainingPlace).where(TrainingPlace.training_id == training.id)
    people = joinedload(TrainingPlace.user), joinedload(TrainingPlace.helper)
    return db.session.scalars(mine.options(*people).order_by(TrainingPlace.number)).all()


def next_waiting(training: Training) -> TrainingPlace | None:
    mine = TrainingPlace.training_id == training.id, TrainingPlace.status == WAITS
    ordered = select(TrainingPlace).where(*mine).order_by(TrainingPlace.number)
    return db.session.scalar(ordered.limit(1))


def ahead_of(row: TrainingPlace) -> int:
    """Count who waits in front of somebody who waits."""
    mine = TrainingPlace.training_id == row.training_id, TrainingPlace.status == WAITS
    front = select(func.count()).select_from(TrainingPlace)
    return db.session.scalar(front.where(*mine, TrainingPlace.number < row.number)) or 0


def numbered(training: Training, number: int | None) -> TrainingPlace | None:
    mine = TrainingPlace.training_id == training.id, TrainingPlace.number == number
    return db.session.scalar(select(TrainingPlace).where(*mine))


def by_who(training: Training, who: str) -> TrainingPlace | None:
    mine = TrainingPlace.training_id == training.id, TrainingPlace.who == who
    return db.session.scalar(select(TrainingPlace).where(*mine))


def place_of(viewer: Viewer, training: Training) -> TrainingPlace | None:
    """Give the viewer's own place in a class, by account or by what this browser holds."""
    mine = _mine(viewer)
    if mine is None:
        return None
    found = select(TrainingPlace).where(TrainingPlace.training_id == training.id, mine)
    return db.session.scalar(found.order_by(TrainingPlace.id).limit(1))


def coming_of(viewer: Viewer, now: datetime) -> Sequence[TrainingPlace]:
    """Give the viewer's places in classes that are not over, the next first."""
    mine = _mine(viewer)
    if mine is None:
        return []
    found = (
        select(TrainingPlace)
        .join(TrainingPlace.training)
        .where(mine, Training.ends_at > now, Training.status.in_(AHEAD))
        .options(joinedload(TrainingPlace.training))
    )
    ordered = found.order_by(Training.starts_at, TrainingPlace.id)
    return db.session.scalars(ordered.limit(MOST_MINE)).all()


def file_of(training: Training, code: str) -> TrainingFile | None:
    return next((each for each in training.files if each.thing.code == code), None)


def members_near(place: Place) -> Sequence[User]:
    """Give the accounts of the teams of a place and, of a commune, of its villages'."""
    found = (
        select(User)
        .join(CommunityMember, CommunityMember.user_id == User.id)
        .join(CommunityTeam, CommunityTeam.id == CommunityMember.team_id)
        .where(CommunityTeam.place_id.in_(inside(place)), CommunityMember.left_at.is_(None))
    )
    return db.session.scalars(found.order_by(User.id).distinct()).all()


def _mine(viewer: Viewer) -> ColumnElement[bool] | None:
    held = viewer.subjects(SUBJECT)
    if viewer.user_id is None and not held:
        return None
    return or_(
        (TrainingPlace.user_id == (viewer.user_id or 0)),
        TrainingPlace.id.in_(held) & ~TrainingPlace.is_helped,
    )
