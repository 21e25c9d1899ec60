"""A person's pledges in their export; erased they stay counted, nobody's."""

from typing import Any

from sqlalchemy import select, update

from app.accounts.models import User
from app.community.campaigns.models import CommunityPledge
from app.core.db import db
from app.core.events import person_erased, person_exported


@person_exported.connect
def export(user: User, **_more: Any) -> tuple[str, list[dict[str, Any]]]:
    mine = select(CommunityPledge).where(CommunityPledge.user_id == user.id)
    rows = db.session.scalars(mine.order_by(CommunityPledge.id)).all()
    return "pledges", [
        {"title": each.campaign.title, "body": each.campaign.pledge, "at": each.day.isoformat()}
        for each in rows
    ]


@person_erased.connect
def erase(user: User, **_more: Any) -> None:
    mine = update(CommunityPledge).where(CommunityPledge.user_id == user.id)
    db.session.execute(mine.values(user_id=None))
