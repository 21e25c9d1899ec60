"""Which account belongs to which household: by the slip's code, or by a number on the list.

The head only invites: belonging begins with the person's own yes, and ends when they leave.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import limits
from app.accounts.actors import Actor
from app.accounts.limits import DAY, Limit, too_many
from app.accounts.models import User
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.notifications import tell
from app.notifications.groups import VILLAGE
from app.notifications.kinds import Kind, register
from app.villages.households import queries
from app.villages.households.models import (
    BY_CODE,
    BY_INVITATION,
    Household,
    HouseholdMember,
)

INVITED = register(
    Kind(
        "village-invited",
        _l("Your village invites you"),
        _l("%(village)s"),
        "people",
        group=VILLAGE,
    )
)
WRONG_SLIPS = Limit("village-slips", 10, DAY, _l("Wrong codes of a household: a person"))
NO_SUCH = _l("No household has this code. Look at the slip again, or ask the village head.")


def find(user: User, code: str, now: datetime) -> Household:
    """Give the household of a slip's code; a wrong one counts (the caller keeps the count).

    Raises:
        DomainError: no such code. TooMany: too many wrong ones today.
    """
    tried: limits.Try = (WRONG_SLIPS, user.id)
    spent = limits.count(now, tried)
    if spent is not None:
        raise too_many(spent)
    found = queries.by_slip(code)
    if found is None or not found.is_listed:
        raise DomainError(NO_SUCH, field="ma")
    limits.give_back(now, tried)
    return found


def join(household: Household, user: User, way: str, now: datetime) -> None:
    """Let an account belong to a household; from another one it goes over."""
    present = queries.of_person(user.id)
    if present is not None and present.household_id == household.id:
        return
    if present is not None:
        db.session.delete(present)
        db.session.flush()
    db.session.add(
        HouseholdMember(household_id=household.id, user_id=user.id, way=way, joined_at=now)
    )
    db.session.flush()
    audit.record(user.reference, "household.join", household.reference, now=now,
                 after={"way": way})  # fmt: skip


def join_by_slip(user: User, code: str, now: datetime) -> Household:
    """As ``find`` and ``join`` together."""
    found = find(user, code, now)
    join(found, user, BY_CODE, now)
    return found


def join_by_phone(household: Household, user: User, now: datetime) -> None:
    """Let the account whose number stands on the household's list belong to it."""
    join(household, user, BY_INVITATION, now)


def leave(member: HouseholdMember, now: datetime) -> None:
    household, user = member.household, member.user
    db.session.delete(member)
    audit.record(user.reference, "household.leave", household.reference, now=now)


def invite(household: Household, by: Actor, now: datetime) -> None:
    """Tell the accounts with the household's numbers; who they are, nobody is told."""
    people = queries.accounts_called(household)
    key = f"household-invited:{household.id}:{now:%Y-%m-%d}"
    name = household.village.title
    tell(people, INVITED.name, {"village": name}, "/thon-toi", key, now=now)
    audit.record(by.reference, "household.invite", household.reference, now=now)
