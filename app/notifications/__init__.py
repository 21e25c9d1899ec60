"""Telling people: the inbox, web push, and what each kind of message says."""

from datetime import timedelta

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core import jobs, layout, navigation
from app.core.config import Config
from app.core.db import db
from app.core.keys import vapid_public_key
from app.core.navigation import Goal
from app.notifications import (
    broadcast_listing,
    broadcast_sending,
    delivery,
    queries,
    receivers,
    retention,
)
from app.notifications.actions import tell
from app.notifications.mail import sending as mail_settings
from app.notifications.mail.views import mail
from app.notifications.views import notifications

__all__ = ["broadcast_listing", "broadcast_sending", "init_app", "retention", "tell"]


GOALS = (
    Goal(
        "notifications.index", _l("Notifications"), "bell",
        lazy_pgettext("typed", "notifications, messages, unread, turn notifications on, be told"),
    ),
    Goal(
        "notifications.choose_groups", _l("Choose my notifications"), "settings",
        lazy_pgettext("typed", "which notifications, turn some notifications off, fewer messages"),
    ),
)  # fmt: skip
"""What the front page's search finds of this room: pages by what one wants there."""


def init_app(app: Flask) -> None:
    """Add the inbox, the bell's count, the receivers and the worker's jobs.

    Raises ``ValueError`` where PUSH_HOSTS or the VAPID key cannot be used, ``ConfigurationError``
    for a mail server that cannot.
    """
    settings: Config = app.config["SETTINGS"]
    delivery.push_services(settings)
    mail_settings.check(settings)
    app.register_blueprint(notifications)
    app.register_blueprint(mail)
    app.jinja_env.globals["mail_offered"] = lambda: mail_settings.is_offered(settings)
    app.jinja_env.globals["push_key"] = vapid_public_key(settings.vapid_private_key)
    navigation.add_goals(app, GOALS)
    layout.count_unread_with(app, queries.unread_count)
    receivers.connect()


@jobs.every(timedelta(days=1))
def forget_unbound_now() -> None:
    """Drop browsers nobody is told in any more."""
    while delivery.forget_unbound() >= delivery.CHUNK:
        db.session.commit()
    db.session.commit()
