"""The worker's side of push: one job is one notification to one browser.

Nothing is locked while the push service is being talked to. Whoever kills the worker between
the service's 201 and our commit causes a repeat; the payload's id, the Topic and the tag let
the phone show it once.
"""

import base64
import hashlib
import json
from datetime import datetime, timedelta

import structlog
from flask import current_app
from sqlalchemy import delete, select

from app.accounts.models import User
from app.core import clock, outbox
from app.core.config import Config
from app.core.db import db
from app.notifications import queries, quiet, ringing
from app.notifications.actions import PUSH
from app.notifications.endpoints import PushServices
from app.notifications.kinds import Kind, kind_named, words
from app.notifications.models import Notification, PushBinding, PushSubscription
from app.notifications.vapid import Vapid
from app.notifications.webpush import Message, Outcome, Result, WebPush

log = structlog.get_logger()

SHORTEST, LONGEST = timedelta(seconds=30), timedelta(hours=1)
CHUNK = 1_000


def sender() -> WebPush:
    """Give this process' sender, made when first needed."""
    found: WebPush | None = current_app.extensions.get("webpush")
    if found is None:
        settings: Config = current_app.config["SETTINGS"]
        vapid = Vapid(settings.vapid_private_key, settings.vapid_subject)
        found = current_app.extensions["webpush"] = WebPush(vapid, push_services(settings))
    return found


def push_services(settings: Config) -> PushServices:
    """Give the allow-list; raise ``ValueError`` where PUSH_HOSTS opens too much."""
    return PushServices(settings.push_hosts, local_allowed=not settings.is_production)


@outbox.handler(PUSH)
def push(job: outbox.Job) -> None:
    """Send one notification to one browser, and keep what the push service said of it."""
    now = clock.now()
    notification = db.session.get(Notification, job.payload["notification"])
    binding = _binding(notification, job.payload["subscription"], now)
    if notification is None or binding is None:
        return
    _wait_for_morning(notification, now)
    message = message_to(notification, binding.subscription)
    age = max(now - notification.created_at, timedelta())
    subscription_id = binding.subscription_id
    db.session.commit()  # let go of the write lock: the network takes a while
    result = sender().send(message, now)
    _keep(result, subscription_id, age)


def message_to(notification: Notification, subscription: PushSubscription) -> Message:
    """Write the message in the receiver's language and address it to one browser."""
    kind = kind_named(notification.kind)
    return Message(
        subscription.endpoint,
        subscription.keys,
        payload(notification, kind, ringing.rang_for_it(notification, kind)),
        topic_of(notification.tag),
        kind.ttl,
        kind.urgency,
    )


def payload(notification: Notification, kind: Kind, is_quiet: bool = False) -> bytes:
    """Give what the service worker reads; nothing personal beyond what ``kind`` says."""
    language = _language(notification)
    said = words(kind, notification.parameters, language)
    content = {
        "id": notification.code,
        "tag": notification.tag,
        "title": said.title,
        "body": said.body,
        "url": notification.url,
        "lang": language,
        **({"quiet": 1} if is_quiet else {}),
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def topic_of(tag: str) -> str:
    """Give the Topic of ``tag`` (RFC 8030, 5.4): 32 characters that tell the service nothing."""
    key = current_app.config["SETTINGS"].data_key.encode()
    digest = hashlib.blake2b(tag.encode(), key=hashlib.sha256(key).digest(), digest_size=24)
    return base64.urlsafe_b64encode(digest.digest()).decode()


def forget_unbound() -> int:
    """Drop browsers nobody is told in; give how many.

    The caller commits; at most a thousand a call.
    """
    bound = select(PushBinding.id).where(PushBinding.subscription_id == PushSubscription.id)
    lonely = select(PushSubscription.id).where(~bound.exists()).limit(CHUNK)
    gone = delete(PushSubscription).where(PushSubscription.id.in_(lonely))
    return len(db.session.scalars(gone.returning(PushSubscription.id)).all())


def _binding(
    notification: Notification | None, subscription_id: int, now: datetime
) -> PushBinding | None:
    """Give the way to the recipient, or None where there is nothing left to tell there."""
    if notification is None or not notification.is_unread:
        return None
    kind = kind_named(notification.kind)
    if now - notification.created_at > kind.ttl:
        return None
    user: User | None = notification.user
    if user is not None and (not user.is_active or kind.group in ringing.silent(user.id)):
        return None
    return queries.binding_for(notification, subscription_id, now)


def _wait_for_morning(notification: Notification, now: datetime) -> None:
    """Hold back what comes up in the quiet hours after all: a late worker, changed hours."""
    if kind_named(notification.kind).pierces_quiet:
        return
    user = notification.user
    hours = (user.quiet_from, user.quiet_to) if user is not None else quiet.DEFAULT
    wait = quiet.earliest(now, *hours) - now
    if wait > timedelta(0):
        raise outbox.Later(wait.total_seconds())


def _language(notification: Notification) -> str:
    """Give the receiver's language; a guest has told none, so the deployment's."""
    return notification.user.language if notification.user is not None else "vi"


def _keep(result: Result, subscription_id: int, age: timedelta) -> None:
    """Note what became of a message; raise ``Later`` or ``GiveUp`` for the outbox."""
    if result.outcome is Outcome.HELD and result.wait is not None:
        raise outbox.Later(result.wait.total_seconds())
    subscription = db.session.get(PushSubscription, subscription_id)
    if subscription is None:
        return
    if result.outcome is Outcome.ACCEPTED:
        subscription.worked()
        return
    if result.outcome is Outcome.GONE or subscription.failed(clock.now()):
        db.session.delete(subscription)
        return
    log.warning("push.failed", service=subscription.service, detail=result.detail)
    db.session.commit()
    if result.outcome is Outcome.REFUSED:
        raise outbox.GiveUp(f"refused: {result.detail}")
    wait = result.wait or min(max(age, SHORTEST), LONGEST)
    raise outbox.Later(wait.total_seconds())
