"""Sending to many: one row, fanned out by the worker in chunks.

Listing (``broadcast_listing``) adds a chunk of people's inbox rows and waiting browsers, and moves
the cursor, in one transaction. Sending (``broadcast_sending``) takes a batch for one push service,
talks to it with nothing locked, then deletes the rows of the batch. A worker killed in between
repeats at most that batch; all its messages carry the broadcast's id, which a phone shows once.

One job stands for a broadcast and a push service, so a slow service occupies one thread and is
left alone as long as it took. A higher level has an earlier time in the queue: it goes first.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update

from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.inserting import insert
from app.core.security import is_local
from app.notifications import audience as audiences
from app.notifications.audience import Audience
from app.notifications.broadcast_models import (
    NOWHERE,
    Broadcast,
    BroadcastPush,
    BroadcastReach,
)
from app.notifications.kinds import kind_named
from app.notifications.models import Notification, queue_of

QUEUE = "broadcasts"
LIST, SEND = "notifications.broadcast_list", "notifications.broadcast_send"
HEAD_START = timedelta(days=1)
"""How much earlier each level stands in the queue than the level below it."""
SMALL = 5
"""Fewer than this are not told apart in figures: they might be somebody's neighbours."""


def begin(
    kind: str,
    parameters: Mapping[str, Any],
    url: str,
    audience: Audience,
    *,
    level: int = 0,
    now: datetime,
) -> Broadcast:
    """Start telling ``audience``, in the caller's transaction; the worker does the rest.

    Raises ``LookupError`` for an unknown kind and ``ValueError`` for a ``url`` off this site.
    """
    kind_named(kind)
    if not is_local(url):
        raise ValueError(f"not a path on this site: {url}")
    broadcast = Broadcast(
        kind=kind,
        parameters=dict(parameters),
        url=url,
        level=level,
        audience=audience.as_json(),
        people=audiences.count_people(audience),
        created_at=now,
    )
    db.session.add(broadcast)
    db.session.flush()
    outbox.add(QUEUE, LIST, {"broadcast": broadcast.id}, run_at=place_in_queue(broadcast, now))
    return broadcast


def by_id(broadcast_id: int) -> Broadcast | None:
    return db.session.get(Broadcast, broadcast_id)


def reach_of(broadcast_ids: Iterable[int]) -> dict[int, Counter[str]]:
    """Give reached, delivered and opened by commune id, over those broadcasts."""
    reach = BroadcastReach
    sums = (func.sum(reach.reached), func.sum(reach.delivered), func.sum(reach.opened))
    statement = select(reach.place_id, *sums).where(reach.broadcast_id.in_(list(broadcast_ids)))
    return {
        row[0]: Counter(reached=row[1], delivered=row[2], opened=row[3])
        for row in db.session.execute(statement.group_by(reach.place_id))
    }


def opened(notifications: Iterable[Notification]) -> None:
    """Count broadcasts that were just read for the first time, by the reader's commune."""
    for each in notifications:
        if each.user is None or not each.dedupe_key.startswith("broadcast:"):
            continue
        code = each.dedupe_key.removeprefix("broadcast:")
        found = db.session.scalar(select(Broadcast.id).where(Broadcast.code == code))
        if found is not None:
            _count(found, {each.user.home_commune_id or NOWHERE: 1}, "opened")


@jobs.every(timedelta(seconds=30))
def resume_now() -> None:
    """See to it that whatever waits has its job: the guarantee behind the chain."""
    now = clock.now()
    waiting = select(BroadcastPush.broadcast_id, BroadcastPush.service).distinct()
    for broadcast_id, service in db.session.execute(waiting).all():
        broadcast = db.session.get(Broadcast, broadcast_id)
        if broadcast is not None:
            ask_to_send(broadcast, service, now)
    db.session.commit()


def ask_to_send(broadcast: Broadcast, service: str, now: datetime) -> None:
    """Have the worker send what waits for ``service``; asking twice is asking once."""
    outbox.add(
        queue_of(service),
        SEND,
        {"broadcast": broadcast.id, "service": service},
        run_at=place_in_queue(broadcast, now),
        dedupe_key=f"broadcast:{broadcast.id}:{service}"[:200],
    )


def count_reached(broadcast_id: int, by_place: Mapping[int, int]) -> None:
    """Add people who have it in their inbox to the figures of each commune."""
    _count(broadcast_id, by_place, "reached")


def count_delivered(broadcast_id: int, by_place: Mapping[int, int]) -> None:
    """Add browsers that were told to the figures of each commune."""
    _count(broadcast_id, by_place, "delivered")


def place_in_queue(broadcast: Broadcast, now: datetime) -> datetime:
    """Give the moment that puts a broadcast's work before that of lower levels."""
    return now - HEAD_START * broadcast.level


def _count(broadcast_id: int, by_place: Mapping[int, int], column: str) -> None:
    """Add to one of the figures of each commune, making its row where there is none."""
    for place_id, number in sorted(by_place.items()):
        row = {"broadcast_id": broadcast_id, "place_id": place_id}
        db.session.execute(
            insert(BroadcastReach.__table__)
            .values(**row, reached=0, delivered=0, opened=0)
            .on_conflict_do_nothing()
        )
        figure = getattr(BroadcastReach, column)
        db.session.execute(
            update(BroadcastReach)
            .where(BroadcastReach.broadcast_id == broadcast_id, BroadcastReach.place_id == place_id)
            .values({column: figure + number})
        )


def drop_waiting(broadcast_id: int, service: str) -> None:
    """Drop what waits for ``service``: the broadcast was stopped."""
    db.session.execute(
        delete(BroadcastPush).where(
            BroadcastPush.broadcast_id == broadcast_id, BroadcastPush.service == service
        )
    )
