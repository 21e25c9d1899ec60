"""A new phone number: by the person themself at once, at a counter after a time to object."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts import phones, queries, sessions, sms
from app.accounts.actors import SYSTEM, Actor
from app.accounts.models import OneTimeCode, PhoneChange, User
from app.core import audit, codes, events
from app.core.config import settings
from app.core.db import db
from app.core.errors import Conflict, DomainError

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
    _check_free(user, row.phone)
    _set(user, row.phone, actor, now, reason)


def ask_at_counter(
    user: User, row: OneTimeCode, actor: Actor, now: datetime, reason: str
) -> PhoneChange:
    """Ask for the phone that ``row`` proved; the old number is told and may object meanwhile.

    It counts after ``WAITS``, or once a second official confirms it.

    Raises:
        Conflict: the number is another account's, a change waits already, or the proof is old.
    """
    if row.user_id != user.id or not row.is_proved(now):
        raise Conflict(_l("Too much time has passed. Begin again with the new number."))
    _check_free(user, row.phone)
    if open_of(user) is not None:
        raise Conflict(_l("A change of this person's number waits already."))
    by = (actor.user_id, actor.agency_id)
    change, token = PhoneChange.ask(user, row.phone, reason, by, now)
    url = f"/tai-khoan/doi-so/{token}"
    _ask_old_number(change, url, now)
    events.phone_change_asked.send(change, url=url, now=now)
    _record("account.ask_phone_change", change, actor, now)
    return change


def confirm(change: PhoneChange, actor: Actor, now: datetime) -> None:
    """Carry it out at once, as the second official.

    Raises:
        DomainError: the second official is the first, or the person; Conflict: it is settled.
    """
    _check_open(change)
    if actor.user_id in (change.by_id, change.user_id):
        raise DomainError(_l("Another official than you confirms this change."))
    _carry_out(change, actor, now)


def object_to(change: PhoneChange, now: datetime) -> None:
    """Stop it, from the old number; the official who asked is told. Raises ``Conflict``."""
    _check_open(change)
    change.settle(change.OBJECTED, now)
    _record("account.object_phone_change", change, SYSTEM, now)
    events.phone_change_objected.send(change, now=now)


def carry_out_due(now: datetime) -> int:
    """Carry out what nobody objected to in time; give how many. The worker calls it."""
    due = select(PhoneChange).where(PhoneChange.settled_at.is_(None), PhoneChange.due_at <= now)
    found = db.session.scalars(due.order_by(PhoneChange.id)).all()
    for change in found:
        _carry_out(change, SYSTEM, now)
    return len(found)


def by_token(token: str) -> PhoneChange | None:
    """Give the change whose link the old number got."""
    return db.session.scalar(
        select(PhoneChange).where(PhoneChange.token_hash == codes.sha256(token))
    )


def by_id(change_id: int) -> PhoneChange | None:
    return db.session.get(PhoneChange, change_id)


def open_of(user: User) -> PhoneChange | None:
    mine = select(PhoneChange).where(PhoneChange.user_id == user.id)
    return db.session.scalar(mine.where(PhoneChange.settled_at.is_(None)))


def waiting(agency_ids: Iterable[int]) -> Sequence[PhoneChange]:
    """Give the changes that wait, asked for at the counters of those agencies."""
    statement = (
        select(PhoneChange)
        .where(PhoneChange.settled_at.is_(None), PhoneChange.agency_id.in_(list(agency_ids)))
        .options(joinedload(PhoneChange.user))
        .order_by(PhoneChange.due_at)
    )
    return db.session.scalars(statement).all()


def _carry_out(change: PhoneChange, actor: Actor, now: datetime) -> None:
    phone, user = change.phone, change.user
    if phone is None or not user.is_active:
        change.settle(change.TAKEN, now)
        return
    other = queries.user_by_phone(phone)
    if other is not None and other.id != user.id:
        change.settle(change.TAKEN, now)
        _record("account.phone_change_taken", change, actor, now)
        return
    change.settle(change.DONE, now)
    _set(user, phone, actor, now, change.reason)


def _set(user: User, phone: str, actor: Actor, now: datetime, reason: str) -> None:
    _tell_old_number(user, phone, now)
    user.set_phone(phone)
    events.phone_changed.send(user, now=now)
    audit.record(
        actor.reference, "account.change_phone", user.reference, now=now, after={"reason": reason}
    )
    if reason == "lost":
        sessions.end_all(user, now)


def _check_free(user: User, phone: str) -> None:
    other = queries.user_by_phone(phone)
    if other is not None and other.id != user.id:
        raise Conflict(_l("This number already belongs to another account."))


def _check_open(change: PhoneChange) -> None:
    if not change.is_open:
        raise Conflict(_l("This change is settled already."))


def _record(verb: str, change: PhoneChange, actor: Actor, now: datetime) -> None:
    after = {"reason": change.reason, "change": change.id}
    audit.record(actor.reference, verb, change.user.reference, now=now, after=after)


def _ask_old_number(change: PhoneChange, url: str, now: datetime) -> None:
    user = change.user
    if user.phone is None:
        return
    with force_locale(user.language):
        # Short, without the site's name: the link has to fit into one message.
        words = _("Your account is to get another number. Not you? Stop it:")
    sms.send(user.phone, words, now, link=settings().base_url.rstrip("/") + url)


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
