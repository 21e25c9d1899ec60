"""Activation slips: a code on paper for each of many officials who have not begun yet.

A thousand officials of a workbook cannot be activated one by one. A slip is cut out and handed
over in the office; with it goes the code that the phone gets, so that paper alone opens nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Exists, ScalarSelect, Select, exists, func, select, update
from sqlalchemy.orm import selectinload

from app.accounts import permissions, policies, queries
from app.accounts.actors import Actor
from app.accounts.models import Activation, Agency, Right, User
from app.accounts.models.activation import ON_PAPER
from app.accounts.viewer import Viewer
from app.core import audit
from app.core.db import db
from app.core.text import name_sort_key

AT_ONCE = 160
"""Slips of one printing: twenty sheets of paper."""


@dataclass(frozen=True)
class Wanted:
    """Whom slips are for; ``given_at``: whose rights came at that moment, by one workbook."""

    agency: Agency | None = None
    given_at: datetime | None = None
    again: bool = False
    """Also those who hold a code that still counts; it ends then."""


@dataclass(frozen=True)
class Slip:
    """What one piece of paper says."""

    user: User
    agency: Agency
    code: str


@dataclass(frozen=True)
class Counts:
    """How many have not begun yet; of them those who hold a code that still counts."""

    all: int
    hold_one: int


def counted(viewer: Viewer, wanted: Wanted, now: datetime) -> Counts:
    def number(statement: Select[User]) -> int:
        return db.session.scalar(select(func.count()).select_from(statement.subquery())) or 0

    found = _not_begun(viewer, wanted)
    return Counts(number(found), number(found.where(_holds_one(now))))


def make(viewer: Viewer, wanted: Wanted, actor: Actor, now: datetime) -> list[Slip]:
    """Give the next slips, by agency and name; codes so far of these people no longer count.

    The caller commits. What is kept of a code is its hash. Of two who print for the same people at
    once both get slips; those made last count, as with any newer code.
    """
    found = _not_begun(viewer, wanted)
    if not wanted.again:
        found = found.where(~_holds_one(now))
    found = found.options(selectinload(User.rights)).order_by(_first_agency(), User.id)
    limited = db.session.scalars(found.limit(AT_ONCE))
    people = [each for each in limited if policies.may_administer_official(viewer, each)]
    _end_codes(people, now)
    slips = [
        Slip(each, _where(each, wanted), Activation.issue(each, now, ON_PAPER)[1])
        for each in people
    ]
    after = {"on": "paper"}
    audit.record_many(
        actor.reference, [("official.activation", each.reference, after) for each in people], now
    )
    return sorted(slips, key=lambda slip: (slip.agency.path, name_sort_key(slip.user.name)))


def _not_begun(viewer: Viewer, wanted: Wanted) -> Select[User]:
    """Select whom the viewer administers altogether and who never chose a password."""
    tops = viewer.agencies(permissions.ADMINISTER)
    rights = select(Right.user_id).join(Agency, Agency.id == Right.agency_id)
    wide = (
        [] if policies.administers_all(viewer) else [Right.permission.in_(permissions.EVERYWHERE)]
    )
    beyond = rights.where(~queries.below(tops))
    among = rights.where(queries.below([wanted.agency] if wanted.agency else tops))
    if wanted.given_at is not None:
        among = among.where(Right.granted_at == wanted.given_at)
    found = select(User).where(
        User.password_hash.is_(None), User.disabled_at.is_(None), User.erased_at.is_(None),
        User.phone_index.is_not(None), User.id.in_(among), User.id.not_in(beyond),
    )  # fmt: skip
    return found.where(User.id.not_in(rights.where(*wide))) if wide else found


def _holds_one(now: datetime) -> Exists:
    return exists().where(
        Activation.user_id == User.id, Activation.used_at.is_(None), Activation.expires_at > now
    )


def _first_agency() -> ScalarSelect[str]:
    paths = select(func.min(Agency.path)).join(Right, Right.agency_id == Agency.id)
    return paths.where(Right.user_id == User.id).scalar_subquery()


def _end_codes(people: Sequence[User], now: datetime) -> None:
    mine = Activation.user_id.in_([each.id for each in people])
    still = update(Activation).where(
        mine, Activation.used_at.is_(None), Activation.expires_at > now
    )
    db.session.execute(still.values(expires_at=now))


def _where(user: User, wanted: Wanted) -> Agency:
    """Give the agency on the slip: within the one that was asked for, the first of the tree."""
    held = sorted({right.agency for right in user.rights}, key=lambda agency: agency.path)
    within = [each for each in held if wanted.agency is None or wanted.agency.covers(each)]
    return (within or held)[0]
