"""The worker's first side of a broadcast: whom it tells, a chunk of people at a time.

The rows of a chunk are made inside the database, a statement for all who share quiet hours:
fetching people only to write them back costs several times more than the rows themselves.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, String, cast, func, literal, select
from sqlalchemy.sql.selectable import SelectBase

from app.accounts.models import User
from app.core import clock, outbox
from app.core.db import db
from app.core.inserting import insert
from app.notifications import broadcasts, quiet, ringing
from app.notifications.audience import Audience
from app.notifications.broadcast_models import (
    LISTING,
    NOWHERE,
    SENDING,
    Broadcast,
    BroadcastPush,
)
from app.notifications.broadcasts import LIST
from app.notifications.kinds import kind_named
from app.notifications.models import Notification, PushBinding, PushSubscription

PEOPLE_AT_ONCE = 4_000
"""Some 50 ms of the write lock: short enough for others, and few statements a person."""
HOME = func.coalesce(User.home_commune_id, NOWHERE)


class Some(NamedTuple):
    """People of a chunk who may be told from the same moment on."""

    who: ColumnElement[bool]
    after: datetime


@outbox.handler(LIST)
def list_people(job: outbox.Job) -> None:
    """List the next chunk of people; the job comes again until all are listed."""
    now = clock.now()
    broadcast = db.session.get(Broadcast, job.payload["broadcast"])
    if broadcast is None or broadcast.state != LISTING:
        return
    last = _last_of_chunk(broadcast)
    if last is None:
        _all_listed(broadcast, now)
        return
    _add_chunk(broadcast, last, now)
    broadcast.cursor = last
    at = broadcasts.place_in_queue(broadcast, now)
    db.session.commit()
    raise outbox.Later((at - now).total_seconds())


def _all_listed(broadcast: Broadcast, now: datetime) -> None:
    broadcast.state = SENDING
    waiting = select(BroadcastPush.id).where(BroadcastPush.broadcast_id == broadcast.id)
    if db.session.scalar(waiting.limit(1)) is None:
        broadcast.finish(now)


def _last_of_chunk(broadcast: Broadcast) -> int | None:
    """Give the id of the last person of the next chunk, None where nobody is left."""
    meant = Audience.from_json(broadcast.audience).condition & (User.id > broadcast.cursor)
    chunk = select(User.id).where(meant).order_by(User.id).limit(PEOPLE_AT_ONCE).subquery()
    return db.session.scalar(select(func.max(chunk.c.id)))


def _add_chunk(broadcast: Broadcast, last: int, now: datetime) -> None:
    """Add inbox rows and waiting browsers of the people up to ``last``, and count them."""
    chunk = Audience.from_json(broadcast.audience).condition & User.id.between(
        broadcast.cursor + 1, last
    )
    newest = db.session.scalar(select(func.max(BroadcastPush.id))) or 0
    for some in list(_by_quiet_hours(broadcast, chunk, now)):
        _add(Notification, _inbox_rows(broadcast, some, now))
        broadcast.queued += _add(BroadcastPush, _waiting_browsers(broadcast, some))
    for service in _services_since(newest, broadcast):
        broadcasts.ask_to_send(broadcast, service, now)
    homes = select(HOME, func.count()).where(chunk).group_by(HOME)
    reached = Counter({home: count for home, count in db.session.execute(homes)})
    broadcast.reached += reached.total()
    broadcasts.count_reached(broadcast.id, reached)


def _by_quiet_hours(
    broadcast: Broadcast, chunk: ColumnElement[bool], now: datetime
) -> Iterator[Some]:
    """Part a chunk by when its people's phones may ring; the gravest kinds ask nobody."""
    if kind_named(broadcast.kind).pierces_quiet:
        yield Some(chunk, now)
        return
    hours = (User.quiet_from, User.quiet_to)
    for begins, ends in db.session.execute(select(*hours).where(chunk).distinct()):
        same = (User.quiet_from == begins) & (User.quiet_to == ends)
        yield Some(chunk & same, quiet.earliest(now, begins, ends))


def _inbox_rows(broadcast: Broadcast, some: Some, now: datetime) -> SelectBase:
    row = Notification
    return select(
        _token().label("code"),
        User.id.label("user_id"),
        literal(broadcast.kind).label("kind"),
        literal(broadcast.parameters, row.parameters.type).label("parameters"),
        literal(broadcast.url).label("url"),
        literal(broadcast.dedupe_key).label("dedupe_key"),
        literal(now, row.created_at.type).label("created_at"),
        literal(some.after, row.push_after.type).label("push_after"),
    ).where(some.who)


def _waiting_browsers(broadcast: Broadcast, some: Some) -> SelectBase:
    """Two people may share a browser: it rings once, as the table holds it once.

    Whoever turned the kind's group off has it in the inbox alone.
    """
    group = kind_named(broadcast.kind).group
    return (
        select(
            literal(broadcast.id).label("broadcast_id"),
            PushSubscription.service.label("service"),
            PushSubscription.id.label("subscription_id"),
            User.id.label("user_id"),
            HOME.label("place_id"),
            literal(some.after, BroadcastPush.run_at.type).label("run_at"),
        )
        .join(PushBinding, PushBinding.user_id == User.id)
        .join(PushSubscription, PushSubscription.id == PushBinding.subscription_id)
        .where(some.who, ~ringing.is_silent(User.id, group))
        .order_by(PushSubscription.id)
    )


def _services_since(newest: int, broadcast: Broadcast) -> list[str]:
    """Give the services of rows added after ``newest``: a chunk, whatever waits already."""
    added = select(BroadcastPush.broadcast_id, BroadcastPush.service).distinct()
    rows = db.session.execute(added.where(BroadcastPush.id > newest))
    return sorted(service for number, service in rows if number == broadcast.id)


def _add(model: Any, rows: SelectBase) -> int:
    """Add the rows that ``rows`` selects and that are not there yet; give how many."""
    adding = insert(model.__table__).from_select(rows.selected_columns.keys(), rows)
    result: Any = db.session.execute(
        adding.on_conflict_do_nothing(), execution_options={"preserve_rowcount": True}
    )
    return int(result.rowcount)


def _token() -> ColumnElement[str]:
    """Give what makes a code that cannot be guessed, anew for every row."""
    if db.engine.dialect.name == "postgresql":
        return func.replace(cast(func.gen_random_uuid(), String), "-", "")
    return func.lower(func.hex(func.randomblob(16)))
