"""A person's household in their export; gone with the account."""

from typing import Any

from sqlalchemy import delete

from app.accounts.models import User
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.villages.households import queries
from app.villages.households.models import HouseholdMember, PhoneLook


@person_exported.connect
def export(user: User, **_more: Any) -> tuple[str, list[dict[str, Any]]]:
    """Give the household that the account belongs to, as the village's list has it."""
    member = queries.of_person(user.id)
    if member is None:
        return "household", []
    home = member.household
    return "household", [
        {
            "village": home.village.within,
            "number": home.number,
            "head": home.head,
            "people": home.people,
            "address": home.address,
            "phones": home.phones,
            "joined_at": member.joined_at.isoformat(),
        }
    ]


@person_erased.connect
def erase(user: User, **_more: Any) -> None:
    """Let the account belong nowhere; the household's own row is the village's."""
    db.session.execute(delete(HouseholdMember).where(HouseholdMember.user_id == user.id))
    db.session.execute(delete(PhoneLook).where(PhoneLook.user_id == user.id))
