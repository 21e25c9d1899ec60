"""What is read of notifications and of the browsers that get them."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import sessions
from app.accounts.models import Session
from app.accounts.viewer import Viewer
from app.core import codes
from app.core.db import db, for_change
from app.core.listing import Listing, Page, code_of, counted
from app.notifications.kinds import texted_kinds
from app.notifications.models import Notification, PushBinding, PushSubscription

# Asked before PostgreSQL is: it takes no text with a NUL in it.
CODE = re.compile(r"[A-Za-z0-9_-]{1,43}", re.ASCII)
NEWEST = Listing(Notification.id, newest_first=True)
MANY = 100


def inbox(viewer: Viewer, before: str | None = None) -> Page[Notification]:
    """Give a page of the viewer's notifications, newest first.

    ``before`` is the code of the last one already seen: only older ones follow.
    """
    last = None
    if before is not None:
        code = before if CODE.fullmatch(before) else ""
        last = select(Notification.id).where(Notification.code == code).scalar_subquery()
    return NEWEST.page(select(Notification).where(_of(viewer)), last, code_of)


def unread_count(viewer: Viewer) -> int:
    """Give how many the viewer has not read, at most 100; nothing is asked for a stranger."""
    if not (viewer.is_signed_in or viewer.grant_ids):
        return 0
    given = {"user_id": viewer.user_id, "grant_ids": sorted(viewer.grant_ids)}
    return db.session.scalar(_unread(bool(viewer.grant_ids)), given) or 0


@cache
def _unread(by_grants: bool) -> Select[tuple[int]]:
    """Count what was not read: asked on every page, so it is built once."""
    mine: ColumnElement[bool] = Notification.user_id == bindparam("user_id")
    if by_grants:
        mine |= Notification.grant_id.in_(bindparam("grant_ids", expanding=True))
    some = select(Notification.id).where(mine, Notification.read_at.is_(None))
    return select(counted(some, MANY))


def unread(viewer: Viewer, url: str | None = None) -> Sequence[Notification]:
    """Give what the viewer has not read; with ``url`` only what leads there."""
    statement = select(Notification).where(_of(viewer), Notification.read_at.is_(None))
    if url is not None:
        statement = statement.where(Notification.url == url)
    return db.session.scalars(for_change(statement)).all()


def is_unread(viewer: Viewer, url: str) -> bool:
    """Tell whether something that leads to ``url`` was not read."""
    some = select(Notification.id).where(
        _of(viewer), Notification.read_at.is_(None), Notification.url == url
    )
    return db.session.scalar(some.limit(1)) is not None


def is_followed_within(notification: Notification, span: timedelta) -> bool:
    """Tell whether the person was told more of the same matter within ``span``, to be texted."""
    newer = select(Notification.id).where(
        Notification.user_id == notification.user_id,
        Notification.url == notification.url,
        Notification.id > notification.id,
        Notification.kind.in_([each.name for each in texted_kinds()]),
        Notification.created_at <= notification.created_at + span,
        Notification.read_at.is_(None),
    )
    return db.session.scalar(newer.limit(1)) is not None


def has_proved_phone(user_id: int) -> bool:
    """Tell whether the person has ever answered from that phone, not by a helper's code alone."""
    proved = Session.user_id == user_id, Session.unproved_since.is_(None)
    return db.session.scalar(select(Session.id).where(*proved).limit(1)) is not None


def when_read(
    dedupe_key: ColumnElement[str], grants: Select[Any], user_id: int | None
) -> ScalarSelect[Any]:
    """Give "when the person, or a holder of one of ``grants``, read it" as SQL; NULL: not yet."""
    whose: ColumnElement[bool] = Notification.grant_id.in_(grants)
    whose = or_(whose, Notification.user_id == user_id) if user_id else whose
    told = Notification.dedupe_key == dedupe_key, whose
    return select(func.max(Notification.read_at)).where(*told).scalar_subquery()


def one_of(viewer: Viewer, code: str) -> Notification | None:
    if not CODE.fullmatch(code):
        return None
    return db.session.scalar(select(Notification).where(Notification.code == code, _of(viewer)))


def subscription_at(url: str) -> PushSubscription | None:
    """Give the subscription with that endpoint and its bindings, locked for change."""
    statement = (
        select(PushSubscription)
        .where(PushSubscription.endpoint_hash == codes.sha256(url))
        .options(selectinload(PushSubscription.bindings))
    )
    return db.session.scalar(for_change(statement))


def bindings_of(
    user_ids: Collection[int], grant_ids: Collection[int], now: datetime
) -> Sequence[PushBinding]:
    """Give the bindings that tell those people and grants at ``now``, with their subscriptions."""
    statement = (
        select(PushBinding)
        .where(or_(PushBinding.user_id.in_(user_ids), PushBinding.grant_id.in_(grant_ids)))
        .outerjoin(Session, Session.id == PushBinding.session_id)
        .where(_is_proved(now))
        .options(joinedload(PushBinding.subscription))
        .order_by(PushBinding.id)
    )
    return db.session.scalars(statement).all()


def binding_for(
    notification: Notification, subscription_id: int, now: datetime
) -> PushBinding | None:
    """Give the binding by which that browser still tells the notification's recipient."""
    statement = (
        select(PushBinding)
        .outerjoin(Session, Session.id == PushBinding.session_id)
        .where(PushBinding.subscription_id == subscription_id, _is_proved(now))
        .where(
            PushBinding.user_id == notification.user_id
            if notification.user_id is not None
            else PushBinding.grant_id == notification.grant_id
        )
        .options(joinedload(PushBinding.subscription))
    )
    return db.session.scalar(statement)


def told_to(user_id: int) -> Sequence[Notification]:
    """Give all that a person was told, oldest first: for the export of their data."""
    statement = select(Notification).where(Notification.user_id == user_id)
    return db.session.scalars(statement.order_by(Notification.id)).all()


def _is_proved(now: datetime) -> ColumnElement[bool]:
    """Give the condition "whom it tells is known there": a guest, or a person's proved phone."""
    return or_(
        PushBinding.user_id.is_(None),
        PushBinding.session_id.is_(None),
        and_(Session.unproved_since.is_(None), Session.last_seen_at > now - sessions.idle_limit()),
    )


def _of(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition "the viewer's", as a person or by a guest's grant."""
    mine: ColumnElement[bool] = (
        Notification.user_id == viewer.user_id if viewer.user_id is not None else false()
    )
    if not viewer.grant_ids:
        return mine
    return or_(mine, Notification.grant_id.in_(viewer.grant_ids))


def told_already(user_ids: Collection[int], dedupe_keys: Collection[str]) -> set[int]:
    """Give those of the people who were told under any of these keys."""
    told = select(Notification.user_id).where(
        Notification.user_id.in_(user_ids), Notification.dedupe_key.in_(dedupe_keys)
    )
    return {number for number in db.session.scalars(told) if number is not None}
