"""To tell somebody, to let a browser tell, and what other rooms' events mean here."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from app.accounts.models import Grant, Session, SessionGrant, User
from app.accounts.viewer import Viewer
from app.core import clock, codes, outbox
from app.core.db import db
from app.core.errors import Conflict
from app.core.inserting import insert
from app.core.security import is_local
from app.notifications import broadcasts, queries, quiet, ringing, texting
from app.notifications.encryption import Keys
from app.notifications.endpoints import Endpoint
from app.notifications.kinds import Kind, kind_named
from app.notifications.models import (
    Notification,
    PushBinding,
    PushSubscription,
    new_subscription,
)

PUSH = "notifications.push"
CHUNK = 500
MAX_BROWSERS = 20
Recipient = User | Grant


def tell(
    recipients: Iterable[Recipient],
    kind: str,
    parameters: Mapping[str, Any],
    url: str,
    dedupe_key: str,
    *,
    now: datetime | None = None,
    by_text: bool = False,
) -> None:
    """Tell each of ``recipients`` once, in the caller's transaction; only rows are added.

    ``kind`` is registered in ``kinds``, ``parameters`` (JSON) fill its words, ``url`` is a path
    on this site. The same ``dedupe_key`` tells a recipient no second time. Disabled and erased
    people are left out. ``by_text``: people who open it within a day neither here nor by push
    get one text message, where the kind has words for that.

    Raises ``LookupError`` for an unknown kind, ``ValueError`` for a ``url`` that leaves the site.
    """
    found = kind_named(kind)
    if not is_local(url):
        raise ValueError(f"not a path on this site: {url}")
    moment = now or clock.now()
    common = {
        "kind": kind,
        "parameters": dict(parameters),
        "url": url,
        "dedupe_key": dedupe_key,
        "created_at": moment,
    }
    db.session.flush()
    told = [each for each in dict.fromkeys(recipients) if _can_be_told(each)]
    for some in _chunks(told):
        rows = [{**common, **_recipient_columns(each, found, moment)} for each in some]
        added = _added(rows)
        _push(added, moment)
        if by_text and found.by_text:
            texting.later(found, added, moment)


def subscribe(viewer: Viewer, endpoint: Endpoint, keys: Keys, now: datetime) -> PushSubscription:
    """Have a browser tell ``viewer``, and nobody else any more.

    The keys prove that it is the same browser: raises ``Conflict`` where another person is
    told at this endpoint and the keys differ from theirs.
    """
    db.session.execute(
        insert(PushSubscription)
        .values(new_subscription(endpoint, keys, now))
        .on_conflict_do_nothing()
    )
    row = queries.subscription_at(endpoint.url)
    assert row is not None
    if row.keys != keys:
        if not row.is_only_of(viewer):
            raise Conflict(
                _l("Another person is notified in this browser. Turn its notifications off first.")
            )
        row.p256dh, row.auth = keys.p256dh, keys.auth
    row.bind(viewer, now)
    db.session.flush()
    _drop_oldest(viewer, now)
    return row


def unsubscribe(viewer: Viewer, url: str) -> None:
    """End the push to ``viewer`` at that endpoint; the row goes with its last binding."""
    row = queries.subscription_at(url)
    if row is None:
        return
    row.unbind([binding for binding in row.bindings if binding.is_of(viewer)])
    if not row.bindings:
        db.session.delete(row)


def read_all(viewer: Viewer, now: datetime, url: str | None = None) -> int:
    """Mark the viewer's notifications as read, or those that lead to ``url``; give how many."""
    found = queries.unread(viewer, url)
    broadcasts.opened(found)
    for notification in found:
        notification.read(now)
    return len(found)


def read_by(recipients: Iterable[Recipient], url: str, now: datetime) -> None:
    """Mark what led ``recipients`` to ``url`` as read: they acted there. Not for broadcasts."""
    people = list(recipients)
    whose = or_(
        Notification.user_id.in_([each.id for each in people if isinstance(each, User)]),
        Notification.grant_id.in_([each.id for each in people if isinstance(each, Grant)]),
    )
    unread = Notification.url == url, Notification.read_at.is_(None), whose
    db.session.execute(update(Notification).where(*unread).values(read_at=now))


def take_back(dedupe_key: str, since: datetime) -> None:
    """Delete what was told under the key, to everybody, since then."""
    told = Notification.created_at >= since, Notification.dedupe_key == dedupe_key
    db.session.execute(delete(Notification).where(*told))


def forget_session(session: Session) -> None:
    """Unbind the browser that signed out.

    What it was told as a guest's, before the person signed in there, ends too: those bindings
    name the guest's session, which ended at that moment, and a grant that went along.
    """
    carried = select(SessionGrant.grant_id).where(SessionGrant.session_id == session.id)
    ended = select(Session.id).where(Session.ended_at.is_not(None))
    as_guest = and_(PushBinding.grant_id.in_(carried), PushBinding.session_id.in_(ended))
    mine = PushBinding.session_id == session.id
    _unbind(or_(mine, as_guest))


def forget_person(user: User) -> None:
    """Erase what a person was told and chose, and forget their browsers' push endpoints."""
    ringing.forget(user)
    db.session.execute(delete(Notification).where(Notification.user_id == user.id))
    _unbind(PushBinding.user_id == user.id)


def _unbind(condition: ColumnElement[bool]) -> None:
    """Delete bindings; a browser that then tells nobody is forgotten with its endpoint."""
    db.session.flush()
    touched = db.session.scalars(select(PushBinding.subscription_id).where(condition)).all()
    db.session.execute(delete(PushBinding).where(condition))
    bound = select(PushBinding.id).where(PushBinding.subscription_id == PushSubscription.id)
    unbound = (PushSubscription.id.in_(touched), ~bound.exists())
    db.session.execute(
        delete(PushSubscription).where(*unbound).execution_options(synchronize_session="fetch")
    )


def _can_be_told(recipient: Recipient) -> bool:
    return not isinstance(recipient, User) or recipient.is_active


def _recipient_columns(recipient: Recipient, kind: Kind, now: datetime) -> dict[str, Any]:
    is_person = isinstance(recipient, User)
    hours = (recipient.quiet_from, recipient.quiet_to) if is_person else quiet.DEFAULT
    return {
        "code": codes.random_token(),
        "user_id": recipient.id if is_person else None,
        "grant_id": None if is_person else recipient.id,
        "push_after": now if kind.pierces_quiet else quiet.earliest(now, *hours),
    }


def _added(rows: Sequence[dict[str, Any]]) -> Sequence[Any]:
    """Add ``rows`` but those told before; give id, recipient and time of the new ones."""
    table: Any = Notification.__table__
    statement = insert(table).values(rows).on_conflict_do_nothing()
    columns = (table.c.id, table.c.user_id, table.c.grant_id, table.c.push_after)
    return db.session.execute(statement.returning(*columns)).all()


def _push(added: Sequence[Any], now: datetime) -> None:
    """Add a job for each browser of each recipient."""
    if not added:
        return
    by_user = {row.user_id: row for row in added if row.user_id is not None}
    by_grant = {row.grant_id: row for row in added if row.grant_id is not None}
    for binding in queries.bindings_of(by_user.keys(), by_grant.keys(), now):
        row = by_user.get(binding.user_id) or by_grant[binding.grant_id]
        payload = {"notification": row.id, "subscription": binding.subscription_id}
        outbox.add(binding.subscription.queue, PUSH, payload, run_at=row.push_after)


def _drop_oldest(viewer: Viewer, now: datetime) -> None:
    """Keep the newest 20 browsers of a person: a row for each of ever new ones helps nobody."""
    if viewer.user_id is None:
        return
    for binding in queries.bindings_of([viewer.user_id], [], now)[:-MAX_BROWSERS]:
        db.session.delete(binding)


def _chunks(items: Sequence[Recipient]) -> Iterator[Sequence[Recipient]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
