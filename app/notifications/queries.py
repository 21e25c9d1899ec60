"""What is read of notifications and of the browsers that get them."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
    union,
)
from sqlalchemy.orm import joinedload, selectinload

from app.accounts import queries as accounts
from app.accounts import sessions
from app.accounts.models import Session, User
from app.accounts.viewer import Viewer
from app.core import codes
from app.core.db import db, for_change
from app.core.listing import Listing, Page, code_of, counted
from app.notifications.kinds import all_kinds, texted_kinds
from app.notifications.models import Notification, PushBinding, PushSubscription

# Asked before PostgreSQL is: it takes no text with a NUL in it.
CODE = re.compile(r"[A-Za-z0-9_-]{1,43}", re.ASCII)
NEWEST = Listing(Notification.id, newest_first=True)
MANY = 100


@dataclass(frozen=True)
class Matter:
    """All that was told of one thing: the newest word, and the earlier ones, newest first."""

    newest: Notification
    earlier: list[Notification]

    @property
    def is_unread(self) -> bool:
        return any(each.is_unread for each in (self.newest, *self.earlier))


def inbox(viewer: Viewer, before: str | None = None) -> Page[Matter]:
    """Give a page of what the viewer was told, by matter: the one told of last comes first.

    What leads to one page is one matter. ``before`` is the code of the newest word of the last
    matter already seen: only older ones follow.
    """
    mine, given = _whose(viewer)
    if before is not None:
        given["before"] = before if CODE.fullmatch(before) else ""
    heads = db.session.scalars(_heads(mine, before is not None), given).all()
    page = NEWEST.cut(heads, code_of)
    earlier = _earlier(viewer, page.rows)
    return Page([Matter(head, earlier[head.url]) for head in page.rows], page.after)


@cache
def _heads(mine: ColumnElement[bool], goes_on: bool) -> Select[Any]:
    """Build what asks for the newest word of each matter: that takes longer than to ask."""
    newest = select(func.max(Notification.id)).where(mine).group_by(Notification.url)
    heads = select(Notification).where(mine, Notification.id.in_(newest))
    last = select(Notification.id).where(Notification.code == bindparam("before"))
    return NEWEST.part(heads, last.scalar_subquery() if goes_on else None)


def _earlier(viewer: Viewer, heads: Sequence[Notification]) -> defaultdict[str, list[Notification]]:
    """Give what was told of each matter before its newest word, the last ones of all."""
    found: defaultdict[str, list[Notification]] = defaultdict(list)
    if heads:
        mine, given = _whose(viewer)
        given |= {"urls": [head.url for head in heads], "heads": [head.id for head in heads]}
        for each in db.session.scalars(_before_heads(mine), given):
            found[each.url].append(each)
    return found


@cache
def _before_heads(mine: ColumnElement[bool]) -> Select[Any]:
    return (
        select(Notification)
        .where(mine, Notification.url.in_(bindparam("urls", expanding=True)))
        .where(Notification.id.not_in(bindparam("heads", expanding=True)))
        .order_by(Notification.id.desc())
        .limit(MANY)
    )


def unread_count(viewer: Viewer) -> int:
    """Give how many the viewer has not read, at most 100; nothing is asked for a stranger."""
    given: dict[str, Any] = {"user_id": viewer.user_id}
    if viewer.user is not None and viewer.session is not None and not viewer.knows_grants:
        given["session_id"] = viewer.session.id
        return db.session.scalar(_unread_of_session(), given) or 0
    if not (viewer.is_signed_in or viewer.grant_ids):
        return 0
    given["grant_ids"] = sorted(viewer.grant_ids)
    return db.session.scalar(_unread(bool(viewer.grant_ids)), given) or 0


@cache
def _unread_of_session() -> Select[tuple[int]]:
    """Count it with the grants read in the same statement, where nothing else asked for them."""
    held = Notification.grant_id.in_(select(accounts.GRANTS.subquery().c.grant_id))
    parts = (
        select(Notification.id).where(whose, Notification.read_at.is_(None)).limit(MANY).subquery()
        for whose in (Notification.user_id == bindparam("user_id"), held)
    )
    return select(counted(union(*(select(each.c.id) for each in parts)), MANY))


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


def is_hushed(notification: Notification) -> bool:
    """Tell whether the person was told later that nothing of the matter is texted any more."""
    newer = select(Notification.id).where(
        Notification.user_id == notification.user_id,
        Notification.url == notification.url,
        Notification.id > notification.id,
        Notification.kind.in_([each.name for each in all_kinds() if each.ends_texts]),
    )
    return db.session.scalar(newer.limit(1)) is not None


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
    if db.session.scalar(select(Session.id).where(*proved).limit(1)) is not None:
        return True
    long_ago = select(User.id).where(User.id == user_id, User.phone_proved_at.is_not(None))
    return db.session.scalar(long_ago) is not None


def when_read(
    dedupe_key: ColumnElement[str], grants: Select[Any], user_id: Any
) -> ScalarSelect[Any]:
    """Give "when the person, or a holder of one of ``grants``, read it" as SQL; NULL: not yet."""
    whose: ColumnElement[bool] = Notification.grant_id.in_(grants)
    whose = or_(whose, Notification.user_id == user_id) if user_id is not None else whose
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
    seen = now - sessions.idle_limit()
    given = {"user_ids": list(user_ids), "grant_ids": list(grant_ids), "seen": seen}
    return db.session.scalars(_bindings(), given).all()


@cache
def _bindings() -> Select[Any]:
    people = PushBinding.user_id.in_(bindparam("user_ids", expanding=True))
    guests = PushBinding.grant_id.in_(bindparam("grant_ids", expanding=True))
    return (
        select(PushBinding)
        .where(or_(people, guests))
        .outerjoin(Session, Session.id == PushBinding.session_id)
        .where(_is_proved(bindparam("seen")))
        .options(joinedload(PushBinding.subscription))
        .order_by(PushBinding.id)
    )


def binding_for(
    notification: Notification, subscription_id: int, now: datetime
) -> PushBinding | None:
    """Give the binding by which that browser still tells the notification's recipient."""
    statement = (
        select(PushBinding)
        .outerjoin(Session, Session.id == PushBinding.session_id)
        .where(PushBinding.subscription_id == subscription_id)
        .where(_is_proved(now - sessions.idle_limit()))
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


def _is_proved(seen: Any) -> ColumnElement[bool]:
    """Give the condition "whom it tells is known there": a guest, or a person's proved phone.

    ``seen``: since when a browser was seen that need not be proved again.
    """
    return or_(
        PushBinding.user_id.is_(None),
        PushBinding.session_id.is_(None),
        and_(Session.unproved_since.is_(None), Session.last_seen_at > seen),
    )


def _of(viewer: Viewer) -> ColumnElement[bool]:
    """Give the condition "the viewer's", as a person or by a guest's grant."""
    mine: ColumnElement[bool] = (
        Notification.user_id == viewer.user_id if viewer.user_id is not None else false()
    )
    if not viewer.grant_ids:
        return mine
    return or_(mine, Notification.grant_id.in_(viewer.grant_ids))


def _whose(viewer: Viewer) -> tuple[ColumnElement[bool], dict[str, Any]]:
    """Give the condition as ``_of`` does, made once, and what is put into it."""
    given = {"user_id": viewer.user_id, "grant_ids": sorted(viewer.grant_ids)}
    return _known_by(viewer.user_id is not None, bool(viewer.grant_ids)), given


@cache
def _known_by(account: bool, grants: bool) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [Notification.user_id == bindparam("user_id")]
    parts = parts if account else [false()]
    if grants:
        parts.append(Notification.grant_id.in_(bindparam("grant_ids", expanding=True)))
    return or_(*parts)


def told_already(user_ids: Collection[int], dedupe_keys: Collection[str]) -> set[int]:
    """Give those of the people who were told under any of these keys."""
    told = select(Notification.user_id).where(
        Notification.user_id.in_(user_ids), Notification.dedupe_key.in_(dedupe_keys)
    )
    return {number for number in db.session.scalars(told) if number is not None}
