"""From a provider's word to a signed-in person, and how an account is connected with it.

An account is connected only in a browser that proved both within a few minutes: the phone (or an
official's two factors), and the provider's word. What the provider says of a phone counts as
nothing but a number that need not be typed.
"""

import base64
import json
from binascii import Error as NotBase64
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.exceptions import InvalidTag
from flask import session as cookie
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import grants, queries, sessions
from app.accounts.models import Identity, Session, User
from app.accounts.models.identity import index
from app.accounts.present import viewer
from app.accounts.provider.claims import Told
from app.accounts.signing_in import Closed
from app.core import audit, clock, personal
from app.core.config import settings
from app.core.db import db, for_change
from app.core.errors import Conflict
from app.core.providers import PROVIDERS, Provider

CITIZENS, OFFICIALS = PROVIDERS.values()
WAITS_FOR = timedelta(minutes=10)
WAITING, PURPOSE = "provider_waiting", "provider-waiting"


@dataclass(frozen=True)
class Waiting:
    """Somebody of whom the provider told, until they proved their phone here."""

    kind: str
    told: Told


def provider_of(kind: str) -> Provider | None:
    """Give the provider of that kind; None where the operator set none up."""
    return next((each for each in settings().providers if each.kind == kind), None)


def of_user(user: User) -> Sequence[Identity]:
    """Give with what the person's account is connected."""
    mine = select(Identity).where(Identity.user_id == user.id).order_by(Identity.id)
    return db.session.scalars(mine).all()


def known(told: Told) -> Identity | None:
    return db.session.scalar(select(Identity).where(Identity.subject_index == told.identity))


def sign_in(row: Identity, told: Told, now: datetime) -> Session:
    """Sign in whom the provider told of; what was sent here while unproved becomes theirs.

    The proof is as old as the sign-in there: who was signed in for days proves nothing anew.

    Raises:
        Closed: the account is disabled.
    """
    if not row.user.is_active:
        raise Closed
    before = viewer().session
    sent = (
        queries.grants_made_in(before)
        if before is not None and before.user_id == row.user_id else frozenset()
    )  # fmt: skip
    session = sessions.sign_in(row.user, now)
    grants.claim(row.user, queries.grants_by_ids(sent), now)
    note(session, row, told, now)
    session.proved_at = min(told.at, now) if told.at is not None else None
    audit.record(row.user.reference, "account.sign_in_by_provider", row.user.reference, now=now,
                 after={"kind": row.kind, "level": told.level})  # fmt: skip
    return session


def note(session: Session, row: Identity, told: Told, now: datetime) -> None:
    """Note that the session began through the provider, which may end it therefore."""
    session.provider = row.kind
    session.provider_subject, session.provider_session = told.subject, told.session or None
    _vouched(session, row, told, now)


def raise_level(session: Session, row: Identity, told: Told, now: datetime) -> None:
    """Note that who is signed in signed in there anew, which is proof of who is here as well."""
    session.proved_at = now
    _vouched(session, row, told, now)


def _vouched(session: Session, row: Identity, told: Told, now: datetime) -> None:
    session.level = told.level
    row.last_used_at, row.level = now, max(row.level, told.level)


def connect(user: User, kind: str, told: Told, now: datetime) -> Identity:
    """Connect the account with whom the provider told of; a second time changes nothing.

    Whether both were proved, the caller has seen to.

    Raises:
        Conflict: one of the two is connected with another.
    """
    same = for_change(select(User).where(User.id == user.id), User)
    db.session.scalar(same)
    row = known(told)
    own = next((each for each in of_user(user) if each.kind == kind), None)
    if row is not None and row.user_id != user.id:
        raise Conflict(_l("This identity is connected with another account already."))
    if own is not None and own is not row:
        raise Conflict(_l("Your account is connected with another identity. Disconnect it first."))
    if row is None:
        row = Identity(user=user, kind=kind, subject_index=told.identity, level=told.level,
                       linked_at=now, last_used_at=now)  # fmt: skip
        db.session.add(row)
        db.session.flush()
        audit.record(user.reference, "account.connect", user.reference, now=now,
                     after={"kind": kind, "level": told.level})  # fmt: skip
    return row


def disconnect(user: User, kind: str, now: datetime) -> None:
    """Forget the connection and end every other session that began through it."""
    here = viewer().session
    for row in of_user(user):
        if row.kind == kind:
            db.session.delete(row)
            audit.record(user.reference, "account.disconnect", user.reference, now=now,
                         before={"kind": kind, "level": row.level})  # fmt: skip
    for session in queries.unended_sessions(user):
        if session.provider == kind and session is not here:
            sessions.end(session, now)
    if here is not None and here.provider == kind:
        here.level = here.provider = here.provider_subject = here.provider_session = None


def forget(user: User) -> None:
    """Delete all connections of a person who is erased."""
    for row in of_user(user):
        db.session.delete(row)


def end_told(provider: Provider, subject: str, session: str, at: datetime, now: datetime) -> int:
    """End the sessions that the provider says are over; give how many were.

    Its session where it names one, else all of the subject's. Those that began after it said so
    stay, so that the same word heard again ends nothing more.
    """
    which = (
        Session.provider_session == index(provider, "sid", session)
        if session else Session.provider_subject == index(provider, "sub", subject)
    )  # fmt: skip
    began_before = Session.created_at <= at + clock.SKEW
    open_ones = select(Session).where(
        which, Session.provider == provider.kind, Session.ended_at.is_(None), began_before
    )
    found = db.session.scalars(open_ones.order_by(Session.id)).all()
    for each in found:
        sessions.end(each, now)
        reference = each.user.reference if each.user else "guest"
        audit.record(f"provider:{provider.kind}", "account.sign_out_by_provider", reference,
                     now=now)  # fmt: skip
    return len(found)


def wait(kind: str, told: Told, now: datetime) -> None:
    """Keep what the provider told in this browser, sealed, until the phone is proved too."""
    cookie[WAITING] = sealed(kind, told, now)


def sealed(kind: str, told: Told, now: datetime) -> str:
    said: dict[str, Any] = {**asdict(told), "at": told.at.timestamp() if told.at else None}
    words = json.dumps({"kind": kind, "until": (now + WAITS_FOR).timestamp(), "told": said})
    return base64.urlsafe_b64encode(personal.seal(PURPOSE, words)).decode()


def waiting(now: datetime) -> Waiting | None:
    """Give who waits in this browser; None for nobody, or for too long."""
    try:
        words = personal.unseal(PURPOSE, base64.urlsafe_b64decode(cookie.get(WAITING, "")))
    except (InvalidTag, NotBase64, ValueError):
        return None
    found = json.loads(words)
    left = found["until"] - now.timestamp()
    if not 0 < left <= WAITS_FOR.total_seconds() + clock.SKEW.total_seconds():
        return None
    said = found["told"]
    if said["at"] is not None:
        said["at"] = datetime.fromtimestamp(said["at"], UTC)
    return Waiting(found["kind"], Told(**said))


def wait_no_more() -> None:
    cookie.pop(WAITING, None)


def note_waiting(session: Session, waits: Waiting | None, now: datetime) -> None:
    """Note that an official, who has now given the second factor, came through the provider."""
    row = known(waits.told) if waits is not None and waits.kind == OFFICIALS else None
    if waits is not None and row is not None and row.user_id == session.user_id:
        note(session, row, waits.told, now)


def connect_waiting(session: Session, waits: Waiting | None, now: datetime) -> Any:
    """Connect whoever proved their phone with whom the provider told of; give what to say of it."""
    provider = provider_of(CITIZENS)
    if waits is None or waits.kind != CITIZENS or provider is None or session.user is None:
        return ""
    try:
        row = connect(session.user, CITIZENS, waits.told, now)
    except Conflict as error:
        return error.message
    note(session, row, waits.told, now)
    return _l("Connected. From now on you can sign in through %(name)s.", name=provider.name)
