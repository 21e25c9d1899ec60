"""Finding visits: of a person, those that wait for the lead, what another phone did not know."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from app.community.visits.models import COUNTED, REVIEW, CommunityVisit
from app.core.db import db, one

MOST = 50


def of_person(person_id: int) -> Sequence[CommunityVisit]:
    """Give the visits to a person, the last one first."""
    statement = select(CommunityVisit).where(CommunityVisit.person_id == person_id)
    order = CommunityVisit.happened_at.desc(), CommunityVisit.id.desc()
    return db.session.scalars(_whole(statement).order_by(*order).limit(MOST)).all()


def waiting(team_id: int) -> Sequence[CommunityVisit]:
    """Give the visits that the lead has to look at, the earliest first."""
    mine = CommunityVisit.team_id == team_id, CommunityVisit.status == REVIEW
    statement = select(CommunityVisit).where(*mine).order_by(CommunityVisit.happened_at)
    return db.session.scalars(_whole(statement).limit(MOST)).all()


def waits(number: int) -> CommunityVisit | None:
    """Give a visit that has to be looked at or was."""
    found: CommunityVisit | None = one(
        select(CommunityVisit).where(CommunityVisit.id == number), of=CommunityVisit
    )
    return found


def newer(person_id: int, member_id: int, known_until: datetime) -> CommunityVisit | None:
    """Give the newest visit that somebody else made to the person and that came in later."""
    theirs = (
        CommunityVisit.person_id == person_id, CommunityVisit.member_id != member_id,
        CommunityVisit.received_at > known_until, CommunityVisit.status == COUNTED,
    )  # fmt: skip
    newest = select(CommunityVisit).where(*theirs).order_by(CommunityVisit.received_at.desc())
    return db.session.scalar(newest.limit(1))


def _whole(statement: Select[Any]) -> Select[Any]:
    return statement.options(
        joinedload(CommunityVisit.member), joinedload(CommunityVisit.person),
        selectinload(CommunityVisit.skills),
    )  # fmt: skip
