"""The worker's side of a broadcast: a batch to one push service, again and again."""

import json
import time
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ARRAY, Integer, and_, delete, func, literal, select, update

from app.accounts.models import User
from app.core import clock, outbox
from app.core.db import db
from app.notifications import broadcasts, ringing
from app.notifications.broadcast_models import Broadcast, BroadcastPush
from app.notifications.broadcasts import SEND
from app.notifications.delivery import sender, topic_of
from app.notifications.encryption import Keys
from app.notifications.kinds import kind_named, words
from app.notifications.models import PushBinding, PushSubscription
from app.notifications.webpush import Message, Outcome, Result

log = structlog.get_logger()

BATCH = 64
"""What one exchange takes: done well before a lease ends, even when it is slow."""
LARGEST = 1024
QUICK_SECONDS, SLOW_SECONDS = 2.0, 5.0
TURN_SECONDS = 5.0
"""How long one broadcast keeps its thread before a graver one may take it."""
RETRY = timedelta(minutes=1)
LONGEST_PAUSE = 300.0


@outbox.handler(SEND)
def send_some(job: outbox.Job) -> None:
    """Send one batch of a broadcast to one service; the job comes again while more waits."""
    now = clock.now()
    broadcast_id, service = job.payload["broadcast"], job.payload["service"]
    broadcast = db.session.get(Broadcast, broadcast_id)
    if broadcast is None or not broadcast.is_running:
        broadcasts.drop_waiting(broadcast_id, service)
        return
    if now - broadcast.created_at > kind_named(broadcast.kind).ttl:
        _give_up_waiting(broadcast, service)
    slowest = _send_batches(broadcast, service, now)
    if slowest is None:
        _wait_or_end(broadcast, service, now)
        return
    head_start = broadcasts.HEAD_START.total_seconds() * broadcast.level
    db.session.commit()
    raise outbox.Later(min(slowest, 60.0) if slowest > SLOW_SECONDS else -head_start)


def _send_batches(broadcast: Broadcast, service: str, now: datetime) -> float | None:
    """Send batches for some seconds; give what the last one took, None where nothing waits.

    While the service is quick the batches grow: every batch costs a commit.
    """
    size, begun = BATCH, time.monotonic()
    while broadcast.is_running and (rows := _due(broadcast, service, now, size)):
        taken = _send(broadcast, rows, now)
        db.session.commit()
        if taken > QUICK_SECONDS or time.monotonic() - begun > TURN_SECONDS:
            return taken
        if taken < QUICK_SECONDS / 2:
            size = min(size * 2, LARGEST)
    return None if broadcast.is_running else 0.0


def _due(broadcast: Broadcast, service: str, now: datetime, size: int) -> Sequence[Any]:
    """Give the next batch, the longest waiting first, with whoever is still told there."""
    push, browser = BroadcastPush, PushSubscription
    group = kind_named(broadcast.kind).group
    statement = (
        select(
            push.id, push.place_id, push.subscription_id, browser.endpoint, browser.p256dh,
            browser.auth, User.language, PushBinding.id.label("binding"),
        )
        .join(browser, browser.id == push.subscription_id)
        .join(User, User.id == push.user_id)
        .outerjoin(
            PushBinding,
            and_(
                PushBinding.subscription_id == push.subscription_id,
                PushBinding.user_id == push.user_id,
                ~ringing.is_silent(push.user_id, group),
            ),
        )
        .where(push.broadcast_id == broadcast.id, push.service == service, push.run_at <= now)
        .order_by(push.run_at, push.id)
        .limit(size)
    )  # fmt: skip
    return db.session.execute(statement).all()


def _send(broadcast: Broadcast, rows: Sequence[Any], now: datetime) -> float:
    """Send a batch and keep what became of it; give the seconds it took."""
    bound = [row for row in rows if row.binding is not None]
    messages = _letters(broadcast, bound)
    broadcast_id = broadcast.id
    db.session.commit()  # let go of the write lock: the network takes a while
    begun = time.monotonic()
    results = sender().send_many(messages, now)
    taken = time.monotonic() - begun
    unbound = [row.id for row in rows if row.binding is None]
    _keep(broadcast_id, list(zip(bound, results, strict=True)), unbound, clock.now())
    return taken


def payload(broadcast: Broadcast, language: str) -> bytes:
    """Give what the service worker reads; the same for all who read ``language``."""
    said = words(kind_named(broadcast.kind), broadcast.parameters, language)
    content = {
        "id": broadcast.code,
        "tag": _tag(broadcast),
        "title": said.title,
        "body": said.body,
        "url": broadcast.url,
        "lang": language,
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _tag(broadcast: Broadcast) -> str:
    return str(broadcast.parameters.get("code") or broadcast.code)


def _letters(broadcast: Broadcast, rows: Sequence[Any]) -> list[Message]:
    """Address what is said to each browser, in its reader's language."""
    kind, topic = kind_named(broadcast.kind), topic_of(_tag(broadcast))
    said = {language: payload(broadcast, language) for language in {r.language for r in rows}}
    return [
        Message(
            row.endpoint, Keys(row.p256dh, row.auth), said[row.language], topic, kind.ttl,
            kind.urgency,
        )
        for row in rows
    ]  # fmt: skip


def _keep(
    broadcast_id: int, judged: Sequence[tuple[Any, Result]], unbound: list[int], now: datetime
) -> None:
    """Delete the rows that are through, postpone the others, count; dead browsers go."""
    outcomes: dict[Outcome, list[Any]] = {outcome: [] for outcome in Outcome}
    for row, result in judged:
        outcomes[result.outcome].append(row)
        if result.outcome is Outcome.LATER:
            _postpone(row.id, now + (result.wait or RETRY))
    sent, gone = outcomes[Outcome.ACCEPTED], outcomes[Outcome.GONE]
    refused = outcomes[Outcome.REFUSED]
    through = [row.id for row in (*sent, *gone, *refused)] + unbound
    _delete(BroadcastPush, through)
    _delete(PushSubscription, [row.subscription_id for row in gone])
    _add_up(broadcast_id, len(sent), len(gone), len(refused) + len(unbound))
    broadcasts.count_delivered(broadcast_id, Counter(row.place_id for row in sent))
    if refused:
        log.warning("broadcast.refused", broadcast=broadcast_id, count=len(refused))


def _postpone(push_id: int, at: datetime) -> None:
    db.session.execute(update(BroadcastPush).where(BroadcastPush.id == push_id).values(run_at=at))


def _delete(table: Any, ids: list[int]) -> None:
    """Delete rows by id: one statement whose text does not grow with them."""
    if ids:
        rows = table.__table__
        db.session.execute(delete(rows).where(rows.c.id.in_(_each_of(ids))))


def _each_of(ids: list[int]) -> Any:
    """Give a sub-select of ``ids``, which go to the database as one value."""
    if db.engine.dialect.name == "postgresql":
        return select(func.unnest(literal(ids, ARRAY(Integer))))
    each = func.json_each(json.dumps(ids)).table_valued("value")
    return select(each.c.value)


def _add_up(broadcast_id: int, sent: int, gone: int, failed: int) -> None:
    db.session.execute(
        update(Broadcast)
        .where(Broadcast.id == broadcast_id)
        .values(
            sent=Broadcast.sent + sent,
            gone=Broadcast.gone + gone,
            failed=Broadcast.failed + failed,
        )
    )


def _give_up_waiting(broadcast: Broadcast, service: str) -> None:
    """Drop what came too late to be worth telling."""
    mine = (BroadcastPush.broadcast_id == broadcast.id, BroadcastPush.service == service)
    count = db.session.scalar(select(func.count()).select_from(BroadcastPush).where(*mine)) or 0
    broadcasts.drop_waiting(broadcast.id, service)
    _add_up(broadcast.id, 0, 0, count)


def _wait_or_end(broadcast: Broadcast, service: str, now: datetime) -> None:
    """Come back when the next row is due; where none is left, the last service ends it all."""
    waiting = select(func.min(BroadcastPush.run_at)).where(
        BroadcastPush.broadcast_id == broadcast.id
    )
    mine = db.session.scalar(waiting.where(BroadcastPush.service == service))
    if mine is not None:
        raise outbox.Later(min((mine - now).total_seconds(), LONGEST_PAUSE))
    if db.session.scalar(waiting) is None:
        broadcast.finish(now)
