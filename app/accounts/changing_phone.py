"""A new phone number: by the person themself, or at a counter by an official."""

from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones, queries, sessions, sms
from app.accounts.actors import Actor
from app.accounts.models import OneTimeCode, User
from app.core import audit, events
from app.core.config import settings
from app.core.errors import Conflict

REASONS = {
    "lost": _l("The old phone is lost or stolen"),
    "new_number": _l("The person has a new number"),
    "wrong": _l("The number in the account was wrong"),
}


def change(user: User, row: OneTimeCode, actor: Actor, now: datetime, reason: str) -> None:
    """Give ``user`` the phone that ``row`` proved; the old number and old devices are told.

    After a loss (``reason`` "lost") all sessions end.

    Raises:
        Conflict: the number is another account's, or the proof is too old.
    """
    if row.user_id != user.id or not row.is_proved(now):
        raise Conflict(_l("Too much time has passed. Begin again with the new number."))
    other = queries.user_by_phone(row.phone)
    if other is not None and other.id != user.id:
        raise Conflict(_l("This number already belongs to another account."))
    _tell_old_number(user, row.phone, now)
    user.set_phone(row.phone)
    events.phone_changed.send(user, now=now)
    audit.record(
        actor.reference, "account.change_phone", user.reference, now=now, after={"reason": reason}
    )
    if reason == "lost":
        sessions.end_all(user, now)


def _tell_old_number(user: User, phone: str, now: datetime) -> None:
    if user.phone is None or user.phone == phone:
        return
    new = phones.masked(phone).replace("•", "x")
    with force_locale(user.language):
        words = _(
            "%(site)s: your account now has the number %(phone)s."
            " Not you? Tell the commune's office.",
            site=settings().site_name,
            phone=new,
        )
    sms.send(user.phone, words, now)
