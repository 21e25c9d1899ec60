"""A member's teams and visits in their export; the account's name goes with the account."""

from typing import Any

from sqlalchemy import delete, func, select

from app.accounts.models import User
from app.community.teams.models import CommunityLook, CommunityMember
from app.community.visits.models import CommunityVisit
from app.core.db import db
from app.core.events import person_erased, person_exported


@person_exported.connect
def export(user: User, **_more: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the teams that the account belonged to, and how many visits it wrote down."""
    visits = select(CommunityVisit.member_id, func.count()).group_by(CommunityVisit.member_id)
    mine = select(CommunityMember).where(CommunityMember.user_id == user.id)
    rows = db.session.scalars(mine.order_by(CommunityMember.id)).all()
    theirs = visits.where(CommunityVisit.member_id.in_([each.id for each in rows]))
    made: dict[int, int] = {member: count for member, count in db.session.execute(theirs)}
    return "community", [
        {
            "team": each.team.place.within,
            "name": each.name,
            "leads": each.leads,
            "joined_at": each.joined_at.isoformat() if each.joined_at else None,
            "left_at": each.left_at.isoformat() if each.left_at else None,
            "visits": made.get(each.id, 0),
        }
        for each in rows
    ]


@person_erased.connect
def erase(user: User, now: Any, **_more: Any) -> None:
    """Let nothing tell any more who the member was; the visits stay the team's."""
    mine = select(CommunityMember).where(CommunityMember.user_id == user.id)
    for member in db.session.scalars(mine.order_by(CommunityMember.id)).all():
        member.left_at = member.left_at or now
        member.forget()
    db.session.execute(delete(CommunityLook).where(CommunityLook.user_id == user.id))
