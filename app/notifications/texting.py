"""The one text message about a question or an answer that nobody opened.

It goes to people whose number was proved, a day after the step, unless they turned it off; and at
once to a guest who left a number for it, who has no other way to hear of it. Both within the day's
budget and outside the quiet hours. Steps of one matter within an hour are one message: the last's.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from app.accounts import sms
from app.accounts.models import Grant, User
from app.core import clock, outbox
from app.core.config import settings
from app.core.db import db
from app.notifications import kinds, queries, quiet, wishes
from app.notifications.kinds import Kind
from app.notifications.models import Notification
from app.notifications.wishes import TextWish

QUEUE, TEXT, TEXT_GUEST = "texts", "notifications.text", "notifications.text_guest"
UNOPENED = timedelta(hours=24)
TOGETHER = timedelta(hours=1)
WORTH = timedelta(days=3)
"""How long after the step a text message still says something new."""
AGAIN = timedelta(hours=1)
_opened_at: dict[str, str] = {}


def open_at(subject_kind: str, path: str) -> None:
    """Let a guest's message lead to ``path`` of what their grant opens: ``{token}`` is in it."""
    _opened_at[subject_kind] = path


def later(kind: Kind, added: Sequence[Any], now: datetime) -> None:
    """Add a job for each that was told: rows with ``id``, ``user_id``, ``grant_id``."""
    for row in added:
        if row.user_id is not None:
            outbox.add(QUEUE, TEXT, {"notification": row.id}, run_at=now + UNOPENED)
    if kind.for_guests:
        by_grant = {row.grant_id: row for row in added if row.grant_id is not None}
        for wish in wishes.of_grants(by_grant.keys()):
            told = by_grant[wish.grant_id]
            outbox.add(QUEUE, TEXT_GUEST, {"notification": told.id}, run_at=told.push_after)


@outbox.handler(TEXT)
def text(job: outbox.Job) -> None:
    """Write the text message, if it is still due; raise ``Later`` at night and over the budget."""
    now = clock.now()
    notification = db.session.get(Notification, job.payload["notification"])
    user = notification.user if notification is not None else None
    if notification is None or user is None or not _is_due(notification, user):
        return
    _wait_for_morning(now, user.quiet_from, user.quiet_to)
    if now - notification.created_at <= WORTH and not _send(notification, user):
        raise outbox.Later(AGAIN.total_seconds())


@outbox.handler(TEXT_GUEST)
def text_guest(job: outbox.Job) -> None:
    """Write the one message that a guest wished for, and forget the number; as ``text`` else."""
    now = clock.now()
    notification = db.session.get(Notification, job.payload["notification"])
    if notification is None or notification.grant_id is None or not notification.is_unread:
        return
    _wait_for_morning(now, *quiet.DEFAULT)
    if now - notification.created_at > WORTH:
        return
    for wish in wishes.of_grants([notification.grant_id]):
        if not _send_to_guest(notification, wish):
            raise outbox.Later(AGAIN.total_seconds())
        wishes.take_back(wish)


def _wait_for_morning(now: datetime, begins: int, ends: int) -> None:
    wait = quiet.earliest(now, begins, ends) - now
    if wait > timedelta(0):
        raise outbox.Later(wait.total_seconds())


def _is_due(notification: Notification, user: User) -> bool:
    takes_it = user.is_active and user.text_messages and queries.has_proved_phone(user.id)
    if not (notification.is_unread and takes_it):
        return False
    hushed = queries.is_hushed(notification)
    return not (hushed or queries.is_followed_within(notification, TOGETHER))


def _send(notification: Notification, user: User) -> bool:
    """Tell whether it is done with: handed over, or nowhere to go; not over the day's budget."""
    phone = user.phone
    if phone is None:
        return True
    return _text(phone, notification, user.language, notification.url)


def _send_to_guest(notification: Notification, wish: TextWish) -> bool:
    """As ``_send``; the link opens it in whatever browser, as the one from filing does."""
    phone, held = wish.phone, wish.grant
    if phone is None:
        return True
    grant, token = Grant.make(held.subject_kind, held.subject_id, clock.now())
    db.session.flush()
    path = _opened_at[held.subject_kind].format(token=token)
    sent = _text(phone, notification, wish.language, path)
    if not sent:
        db.session.delete(grant)
    return sent


def _text(phone: str, notification: Notification, language: str, path: str) -> bool:
    config, kind = settings(), kinds.kind_named(notification.kind)
    words = kinds.text_message(kind, notification.parameters, config.site_name, language)
    return sms.send(phone, words, clock.now(), link=config.base_url.rstrip("/") + path)
