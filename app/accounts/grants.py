"""Guests' links: made with the thing they open, opened in a browser, claimed by an account."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import update

from app.accounts import queries, sessions
from app.accounts.models import Grant, Session, SessionGrant, User
from app.core import events
from app.core.db import db


def make(
    session: Session,
    subject_kind: str,
    subject_id: int,
    now: datetime,
    phone_index: str | None = None,
) -> tuple[Grant, str]:
    """Make a link's grant for a thing and let ``session`` hold it; give it and its secret."""
    grant, token = Grant.make(subject_kind, subject_id, now, phone_index)
    db.session.flush()
    hold(session, [grant], now, made_here=True)
    return grant, token


def open_link(token: str, now: datetime) -> Grant | None:
    """Let this browser hold what the link's ``token`` opens; None for an unknown token."""
    grant = queries.grant_by_token(token)
    if grant is not None:
        hold(sessions.ensure(now), [grant], now)
    return grant


def hold(
    session: Session, grants: Iterable[Grant], now: datetime, *, made_here: bool = False
) -> None:
    """Let ``session`` hold those grants; what it holds already is left as it is."""
    for grant in grants:
        key = {"session_id": session.id, "grant_id": grant.id}
        if db.session.get(SessionGrant, key) is None:
            db.session.add(SessionGrant(**key, added_at=now, made_here=made_here))
    db.session.flush()


def claim(user: User, grants: Iterable[Grant], now: datetime) -> list[int]:
    """Make the grants the person's; give the ids of those that now are.

    The caller has made sure that the person holds them by link or code, and has locked nothing
    that they open: the links come first (``core/locks``), each room then locks its own.
    """
    held = queries.grants_for_change(grant.id for grant in grants)
    claimed = [grant.id for grant in held if grant.claim(user, now)]
    if claimed:
        events.grants_claimed.send(user, grant_ids=claimed, now=now)
    return claimed


def give_unclaimed(owner: Any, subject: str, user: User, grant_ids: Iterable[int]) -> None:
    """Let what those links open, and nobody owns, be the person's; ``owner``: the column."""
    ids = queries.granted_subject_ids(subject, grant_ids)
    table = owner.class_
    mine = table.id.in_(ids) & owner.is_(None)
    db.session.execute(update(table).where(mine).values({owner.key: user.id}))
