"""The one text message about a question or an answer that nobody opened for a day.

It goes to people whose number was proved, within the day's budget, outside their quiet hours,
unless they turned it off. Steps of one matter within an hour are one message: the last's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts import sms
from app.accounts.models import User
from app.core import clock, outbox
from app.core.config import settings
from app.core.db import db
from app.notifications import kinds, queries, quiet
from app.notifications.models import Notification

QUEUE, TEXT = "texts", "notifications.text"
UNOPENED = timedelta(hours=24)
TOGETHER = timedelta(hours=1)
WORTH = timedelta(days=3)
"""How long after the step a text message still says something new."""
AGAIN = timedelta(hours=1)


def later(added: Sequence[Any], now: datetime) -> None:
    """Add a job for each person told: rows with the ``id`` and ``user_id`` of a notification."""
    for row in added:
        if row.user_id is not None:
            outbox.add(QUEUE, TEXT, {"notification": row.id}, run_at=now + UNOPENED)


@outbox.handler(TEXT)
def text(job: outbox.Job) -> None:
    """Write the text message, if it is still due; raise ``Later`` at night and over the budget."""
    now = clock.now()
    notification = db.session.get(Notification, job.payload["notification"])
    user = notification.user if notification is not None else None
    if notification is None or user is None or not _is_due(notification, user):
        return
    wait = quiet.earliest(now, user.quiet_from, user.quiet_to) - now
    if wait > timedelta(0):
        raise outbox.Later(wait.total_seconds())
    if now - notification.created_at <= WORTH and not _send(notification, user):
        raise outbox.Later(AGAIN.total_seconds())


def _is_due(notification: Notification, user: User) -> bool:
    takes_it = user.is_active and user.text_messages and queries.has_proved_phone(user.id)
    if not (notification.is_unread and takes_it):
        return False
    return not queries.is_followed_within(notification, TOGETHER)


def _send(notification: Notification, user: User) -> bool:
    """Tell whether it is done with: handed over, or nowhere to go; not over the day's budget."""
    config, phone = settings(), user.phone
    if phone is None:
        return True
    kind = kinds.kind_named(notification.kind)
    words = kinds.text_message(kind, notification.parameters, config.site_name, user.language)
    link = config.base_url.rstrip("/") + notification.url
    return sms.send(phone, words, clock.now(), link=link)
