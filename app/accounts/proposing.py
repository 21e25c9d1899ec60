"""Grave rights take two administrators: one proposes, another confirms.

Only the first administrator of a province is made by one, at the command line.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from app.accounts import permissions, queries
from app.accounts.actors import SYSTEM, Actor
from app.accounts.models import Agency, Right, RightProposal, User
from app.core import audit, events
from app.core.db import db
from app.core.errors import Conflict, DomainError

OWN = _l("Nobody gives themselves rights. Another administrator does it.")


def propose(
    user: User, permission: str, agency: Agency, actor: Actor, now: datetime
) -> RightProposal:
    """Propose a grave right; a second time changes nothing. Those who may confirm are told."""
    known = open_one(user, permission, agency)
    if known is not None:
        return known
    row = note(user, permission, agency, actor, now)
    events.right_proposed.send(row, now=now)
    return row


def note(user: User, permission: str, agency: Agency, actor: Actor, now: datetime) -> RightProposal:
    """Add a proposal and tell nobody: whoever notes many tells of them together."""
    row = RightProposal(
        user=user, permission=permission, agency=agency, proposed_by_id=actor.user_id,
        proposed_at=now, outcome="",
    )  # fmt: skip
    db.session.add(row)
    db.session.flush()
    _record(row, "propose", actor, now)
    return row


def tell_of(rows: list[RightProposal], now: datetime) -> None:
    """Tell whoever may confirm of many proposals at once."""
    if rows:
        events.rights_proposed.send(rows, now=now)


def confirm(row: RightProposal, actor: Actor, now: datetime) -> None:
    """Let the right count from the next request on; proposer and official are told.

    Raises:
        DomainError: the second administrator is the proposer or the one who gets it;
        Conflict: it was decided already.
    """
    _check_open(row)
    if actor.user_id in (row.proposed_by_id, row.user_id):
        raise DomainError(_l("Another administrator than you confirms this right."))
    row.decide(row.CONFIRMED, actor.user_id, now)
    if not any(r.permission == row.permission and r.agency_id == row.agency_id
               for r in row.user.rights):  # fmt: skip
        right = Right(user=row.user, permission=row.permission, agency=row.agency, granted_at=now)
        right.granted_by_id = actor.user_id
        db.session.add(right)
    _record(row, "confirm", actor, now)
    events.right_decided.send(row, now=now)


def confirm_first(row: RightProposal, now: datetime) -> None:
    """Let the command line alone make a province's first administrator; the audit log says so."""
    if queries.administrators():
        raise Conflict(_l("There is an administrator already."))
    row.decide(row.CONFIRMED, None, now)
    db.session.add(
        Right(user=row.user, permission=row.permission, agency=row.agency, granted_at=now)
    )
    _record(row, "first_administrator", SYSTEM, now)


def refuse(row: RightProposal, actor: Actor, now: datetime) -> None:
    """Refuse it, or take one's own proposal back; it gives nothing. Raises ``Conflict``."""
    _check_open(row)
    row.decide(row.REFUSED, actor.user_id, now)
    _record(row, "refuse", actor, now)
    events.right_decided.send(row, now=now)


def open_one(user: User, permission: str, agency: Agency) -> RightProposal | None:
    return db.session.scalar(
        select(RightProposal).where(
            RightProposal.user_id == user.id,
            RightProposal.permission == permission,
            RightProposal.agency_id == agency.id,
            RightProposal.decided_at.is_(None),
        )
    )


def open_of(user: User) -> list[RightProposal]:
    """Give a person's open proposals, oldest first."""
    statement = _open().where(RightProposal.user_id == user.id)
    return list(db.session.scalars(statement))


def waiting(tops: list[Agency]) -> list[RightProposal]:
    """Give the open proposals in those branches, oldest first."""
    statement = _open().join(RightProposal.agency).where(queries.below(tops))
    return list(db.session.scalars(statement))


def by_id(proposal_id: int) -> RightProposal | None:
    return db.session.get(RightProposal, proposal_id)


def second_administrators(row: RightProposal) -> list[User]:
    """Give who may confirm: administrators there, but the proposer and who gets it."""
    found = queries.officials_with(permissions.ADMINISTER, row.agency)
    return [each for each in found if each.id not in (row.proposed_by_id, row.user_id)]


def may_confirm(user: User, row: RightProposal) -> bool:
    """Tell whether ``user`` is one of ``second_administrators``."""
    other = user.id not in (row.proposed_by_id, row.user_id)
    return other and any(r.covers(permissions.ADMINISTER, row.agency) for r in user.rights)


def _open() -> Select[tuple[RightProposal]]:
    return (
        select(RightProposal)
        .where(RightProposal.decided_at.is_(None))
        .options(joinedload(RightProposal.user), joinedload(RightProposal.proposed_by))
        .order_by(RightProposal.id)
    )


def _check_open(row: RightProposal) -> None:
    if not row.is_open:
        raise Conflict(_l("Somebody decided on this right already."))


def _record(row: RightProposal, verb: str, actor: Actor, now: datetime) -> None:
    what = {"permission": row.permission, "agency": row.agency_id, "proposal": row.id}
    audit.record(actor.reference, f"right.{verb}", row.user.reference, now=now, after=what)
