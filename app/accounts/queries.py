"""What is read of people, agencies, rights and sessions."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, true, union
from sqlalchemy.orm import contains_eager, selectinload

from app.accounts import permissions, phones
from app.accounts.models import (
    Absence,
    Agency,
    Grant,
    Right,
    Session,
    SessionGrant,
    User,
)
from app.core import clock, codes
from app.core.db import db, for_change
from app.core.text import name_sort_key

# What every page asks is built once: to build a statement takes longer than to run it.

_BY_TOKEN = select(Session).where(Session.token_hash == bindparam("token_hash"))


def session_by_token(token: str) -> Session | None:
    """Give the session whose cookie holds ``token``, open or not."""
    return db.session.scalar(_BY_TOKEN, {"token_hash": codes.sha256(token)})


def session_by_id(session_id: int) -> Session | None:
    return db.session.get(Session, session_id)


def user_by_id(user_id: int) -> User | None:
    return db.session.get(User, user_id)


def user_by_phone(phone: str) -> User | None:
    """Give the account of ``phone`` (E.164)."""
    return db.session.scalar(select(User).where(User.phone_index == phones.index(phone)))


def user_by_code(code: str) -> User | None:
    return db.session.scalar(select(User).where(User.code == code))


def users_by_ids(ids: Iterable[int]) -> dict[int, User]:
    """Give the people with those ids, by id, in one statement."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {user.id: user for user in db.session.scalars(select(User).where(User.id.in_(wanted)))}


_ABSENT = select(Absence.user_id).where(
    Absence.deputy_id == bindparam("user_id"),
    Absence.starts_on <= bindparam("today"),
    Absence.ends_on >= bindparam("today"),
    Absence.ended_at.is_(None),
)
_LENT = and_(Right.user_id.in_(_ABSENT), Right.permission.in_(permissions.DELEGABLE))
_RIGHTS = (
    select(Right)
    .join(Right.agency)
    .options(contains_eager(Right.agency))
    .where(or_(Right.user_id == bindparam("user_id"), _LENT), Agency.is_closed.is_(False))
    .order_by(Agency.path, Right.permission)
)


def rights_of(user: User) -> Sequence[Right]:
    """Give a person's rights with their agencies; those in closed agencies are void.

    Where the person stands in for somebody absent, that one's delegable rights count too.
    """
    today = clock.local(clock.now()).date()
    return db.session.scalars(_RIGHTS, {"user_id": user.id, "today": today}).all()


GRANTS = union(
    select(SessionGrant.grant_id).where(SessionGrant.session_id == bindparam("session_id")),
    select(Grant.id).where(Grant.claimed_by_id == bindparam("user_id")),
)
"""The grants opened in a session (``session_id``) or claimed by a person (``user_id``)."""


def grant_ids(user: User | None, session: Session | None) -> Sequence[int]:
    """Give the ids of the grants opened in ``session`` and of those ``user`` claimed."""
    if user is None and session is None:
        return []
    given = {"session_id": session and session.id, "user_id": user and user.id}
    return db.session.scalars(GRANTS, given).all()


def grant_by_token(token: str) -> Grant | None:
    """Give the grant that a link's ``token`` opens."""
    return db.session.scalar(select(Grant).where(Grant.token_hash == codes.sha256(token)))


def grants_by_ids(ids: Iterable[int]) -> Sequence[Grant]:
    """Give those grants, the newest first."""
    statement = select(Grant).where(Grant.id.in_(list(ids))).order_by(Grant.id.desc())
    return db.session.scalars(statement).all()


def grants_for_change(ids: Iterable[int]) -> Sequence[Grant]:
    """Give those grants as they are now, locked in the order of their numbers."""
    statement = select(Grant).where(Grant.id.in_(list(ids))).order_by(Grant.id)
    fresh = for_change(statement).execution_options(populate_existing=True)
    return db.session.scalars(fresh).all()


def granted_subject_ids(subject_kind: str, grant_ids: Iterable[int]) -> Sequence[int]:
    """Give the ids of the ``subject_kind`` things that those grants open."""
    statement = select(Grant.subject_id).where(
        Grant.subject_kind == subject_kind, Grant.id.in_(list(grant_ids))
    )
    return db.session.scalars(statement).all()


def grants_on(subject_kind: str, subject_id: int) -> Sequence[Grant]:
    """Give the grants that open that thing: whom to tell beside its owner."""
    statement = select(Grant).where(
        Grant.subject_kind == subject_kind, Grant.subject_id == subject_id
    )
    return db.session.scalars(statement).all()


def grants_made_in(session: Session) -> frozenset[int]:
    """Give the ids of the grants of what was sent in ``session`` since its proof was gone."""
    statement = select(SessionGrant.grant_id).where(
        SessionGrant.session_id == session.id,
        SessionGrant.made_here,
        SessionGrant.added_at >= (session.unproved_since or session.created_at),
    )
    return frozenset(db.session.scalars(statement))


def unclaimed_grants(session: Session) -> Sequence[Grant]:
    """Give the grants opened in ``session`` that are nobody's yet."""
    statement = (
        select(Grant)
        .join(SessionGrant, SessionGrant.grant_id == Grant.id)
        .where(SessionGrant.session_id == session.id, Grant.claimed_by_id.is_(None))
    )
    return db.session.scalars(statement).all()


def below(agencies: Iterable[Agency]) -> ColumnElement[bool]:
    """Give the condition "one of ``agencies`` or below one of them"; nothing for none."""
    return or_(~true(), *(Agency.path.startswith(agency.path) for agency in agencies))


def ids_below(agencies: Iterable[Agency]) -> Sequence[int]:
    """Give the ids of ``agencies`` and of all below them, in one statement."""
    tops = list(agencies)
    if not tops:
        return []
    return db.session.scalars(select(Agency.id).where(below(tops))).all()


def agency_by_id(agency_id: int) -> Agency | None:
    return db.session.get(Agency, agency_id)


def agency_by_code(code: str) -> Agency | None:
    return db.session.scalar(select(Agency).where(Agency.code == code))


def agencies(
    kind: str | None = None, within: Iterable[Agency] | None = None, closed: bool = False
) -> Sequence[Agency]:
    """Give agencies in the order of the tree; ``within`` limits them to some branches."""
    statement = select(Agency).order_by(Agency.path)
    if kind is not None:
        statement = statement.where(Agency.kind == kind)
    if within is not None:
        statement = statement.where(below(within))
    if not closed:
        statement = statement.where(Agency.is_closed.is_(False))
    return db.session.scalars(statement).all()


def agencies_by_ids(ids: Iterable[int]) -> dict[int, Agency]:
    wanted = set(ids)
    if not wanted:
        return {}
    found = db.session.scalars(select(Agency).where(Agency.id.in_(wanted)))
    return {agency.id: agency for agency in found}


def officials_with(permission: str, agency: Agency) -> Sequence[User]:
    """Give the active people who may do ``permission`` in ``agency``: whom to tell."""
    return _active(Right.permission == permission, Right.agency_id.in_(ids_on(agency.path)))


def officials_in(agency: Agency, permission: str) -> Sequence[User]:
    """Give the active people granted ``permission`` in exactly ``agency``: whom to assign."""
    return _active(Right.permission == permission, Right.agency_id == agency.id)


def officials_within(tops: Iterable[Agency], agency: Agency | None = None) -> Sequence[User]:
    """Give officials with a right in those branches, and officials without any right.

    ``agency`` limits them to those with a right in exactly that agency.
    """
    holders = select(Right.user_id).join(Agency, Agency.id == Right.agency_id)
    statement = select(User).options(selectinload(User.rights)).where(User.erased_at.is_(None))
    if agency is not None:
        statement = statement.where(User.id.in_(holders.where(Agency.id == agency.id)))
    else:
        idle = User.password_hash.is_not(None) & User.id.not_in(select(Right.user_id))
        statement = statement.where(or_(User.id.in_(holders.where(below(tops))), idle))
    found = db.session.scalars(statement).all()
    return sorted(found, key=lambda user: name_sort_key(user.name))


def rights_on(agency: Agency) -> Sequence[Right]:
    """Give all rights that reach ``agency``: held in it or above it."""
    found = select(Right).where(Right.agency_id.in_(ids_on(agency.path)))
    return db.session.scalars(found).all()


def rights_in(agency: Agency) -> Sequence[Right]:
    return db.session.scalars(select(Right).where(Right.agency_id == agency.id)).all()


def administrators() -> Sequence[User]:
    """Give the active people who administer any open agency."""
    held = Right.agency_id.in_(select(Agency.id).where(Agency.is_closed.is_(False)))
    return _active(Right.permission == permissions.ADMINISTER, held)


def right_by_id(right_id: int) -> Right | None:
    return db.session.get(Right, right_id)


def branch_of(agency: Agency) -> Sequence[Agency]:
    """Give all agencies below ``agency``, closed ones too."""
    inside = Agency.path.startswith(agency.path) & (Agency.id != agency.id)
    return db.session.scalars(select(Agency).where(inside)).all()


def unended_sessions(user: User) -> Sequence[Session]:
    """Give the person's sessions that nobody ended, the one seen last first."""
    statement = (
        select(Session)
        .where(Session.user_id == user.id, Session.ended_at.is_(None))
        .order_by(Session.last_seen_at.desc(), Session.id.desc())
    )
    return db.session.scalars(statement).all()


def open_sessions(user: User, now: datetime) -> list[Session]:
    """Give the person's sessions that still hold, the one seen last first."""
    return [session for session in unended_sessions(user) if session.is_open(now)]


def last_sign_in(user: User) -> datetime | None:
    """Give when the person last signed in as an official, as far back as sessions are kept."""
    newest = select(func.max(Session.created_at)).where(
        Session.user_id == user.id, Session.second_factor_at.is_not(None)
    )
    return db.session.scalar(newest)


def session_of(user: User, code: str) -> Session | None:
    """Give the person's session with that public code, open or not."""
    return db.session.scalar(
        select(Session).where(Session.user_id == user.id, Session.code == code)
    )


def open_session_by_code(user: User, code: str, now: datetime) -> Session | None:
    """Give the person's own open session with that public code."""
    return next((each for each in open_sessions(user, now) if each.code == code), None)


def _active(*conditions: ColumnElement[bool]) -> Sequence[User]:
    holders = select(Right.user_id).where(*conditions)
    statement = (
        select(User)
        .where(User.id.in_(holders), User.disabled_at.is_(None), User.erased_at.is_(None))
        .order_by(User.id)
    )
    return db.session.scalars(statement).all()


def ids_on(path: str) -> list[int]:
    """Give the numbers of an agency and of all above it."""
    return [int(part) for part in path.split("/") if part]
