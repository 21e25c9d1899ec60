"""The browser's session: from the cookie to its row, and who is looking.

The signed cookie holds a random token through Flask-Login, the database its hash. There is no
remember cookie, and nothing is bound to the network address: phones change it all the time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from flask import Flask, g, request
from flask import session as cookie
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from flask_wtf.csrf import generate_csrf
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from app.accounts import askers, device_cookie, queries
from app.accounts.devices import describe
from app.accounts.models import Session, SessionGrant, User
from app.accounts.viewer import NOBODY, Viewer
from app.core import clock, events, preferences
from app.core.access import current_viewer, provide_viewer
from app.core.config import settings
from app.core.db import db, short_write
from app.media import staging

log = structlog.get_logger()
manager = LoginManager()
KEPT_AT_PROOF = ("asked", "next", "sent")


@dataclass(frozen=True)
class Known(UserMixin):
    """What Flask-Login keeps: the session's row, and the token that its cookie holds."""

    row: Session
    token: str

    def get_id(self) -> str:
        return self.token


def init_app(app: Flask) -> None:
    """Set Flask-Login up and provide the viewer."""
    manager.session_protection = None
    manager.init_app(app)
    manager.user_loader(_known)
    provide_viewer(find_viewer)
    staging.provide_sender(askers.sender)
    device_cookie.init_app(app)


def find_viewer() -> Viewer:
    """Give who is looking at the present request.

    A session that is locked by its PIN, or whose phone is not proved, is a guest's: it holds
    what was sent or opened in it since, and nothing of the person's from before.
    """
    row: Session | None = getattr(current_user, "row", None)
    if row is None:
        return NOBODY
    now = clock.now()
    _note_visit(row, now)
    return viewer_in(row, now)


def idle_limit() -> timedelta:
    """Give after how long without a visit a phone has to be proved again."""
    return timedelta(days=settings().prove_again_after_days)


def closed_since(session: Session, now: datetime) -> datetime | None:
    """Give since when the person's things are closed in ``session``; None where they are open.

    For want of the PIN or of the phone's proof, whichever began last.
    """
    unproved = session.unproved_from(now, idle_limit())
    if not session.is_locked(now):
        return unproved
    locked = session.locked_since or session.created_at
    return max(locked, unproved) if unproved else locked


def held(session: Session, now: datetime) -> Sequence[int]:
    """Give the ids of the grants that whoever uses ``session`` at ``now`` may see."""
    statement = select(SessionGrant.grant_id).where(SessionGrant.session_id == session.id)
    closed = closed_since(session, now)
    if closed is not None:
        statement = statement.where(SessionGrant.added_at >= closed)
    return db.session.scalars(statement).all()


def ensure(now: datetime) -> Session:
    """Give the browser's session, made for a guest where there is none yet (POST only)."""
    viewer: Viewer = current_viewer()
    return viewer.session or _start(None, now)


def sign_in(user: User, now: datetime, *, proved: bool = True) -> Session:
    """Begin a new session for ``user`` in this browser; the one before it is refused.

    A guest's grants go along, and the same person's; another's do not. ``proved`` is False
    where another person vouched (a helper's code): nothing of the person's is then shown.
    """
    before: Session | None = current_viewer().session
    cookie.clear()
    session = _start(user, now, proved)
    generate_csrf()  # now, so that pages fetched side by side next do not each make another
    if proved:
        device_cookie.remember(user.phone_index)
    if before is not None:
        if before.user_id in (None, user.id):
            _carry_grants(before, session, now)
        _leave(before, now)
    if proved:
        remember_choices(user)
    return session


def prove(session: Session, now: datetime) -> None:
    """Note that the phone of the session's person was proved in this browser.

    The cookie gets a new token. What was sent meanwhile is the caller's to claim.
    """
    user = session.user
    assert user is not None
    kept = dict(cookie)
    cookie.clear()
    login_user(Known(session, session.prove(now)))
    cookie.update({name: kept[name] for name in kept if name in KEPT_AT_PROOF})
    cookie.permanent = True
    generate_csrf()
    g.viewer = viewer_in(session, now)
    remember_choices(user)


def sign_in_official(user: User, now: datetime) -> Session:
    """Begin an official's session, after both factors: rights, and the short limits."""
    session = sign_in(user, now)
    session.become_official(now)
    cookie.permanent = False
    return session


def sign_out(now: datetime) -> None:
    """End this browser's session on the server, and forget the person here."""
    session: Session | None = current_viewer().session
    if session is not None:
        end(session, now)
    forget_browser()


def forget_browser() -> None:
    """Let this browser be nobody's: no cookie, no home; language and text size stay."""
    logout_user()
    cookie.clear()
    preferences.change(commune_id=None, village_id=None)
    g.viewer = NOBODY


def end(session: Session, now: datetime) -> None:
    """End any session; whoever is told through it is no longer."""
    session.end(now)
    events.session_ended.send(session, now=now)


def end_all(user: User, now: datetime, but: Session | None = None) -> int:
    """End the person's sessions except ``but``; give how many were ended."""
    others = [each for each in queries.open_sessions(user, now) if each is not but]
    for session in others:
        end(session, now)
    return len(others)


def remember_choices(user: User) -> None:
    """Let this browser follow the person's language, text size and home."""
    preferences.change(
        language=user.language,
        text=user.text_size,
        commune_id=user.home_commune_id,
        village_id=user.home_village_id,
    )


def _known(token: str) -> Known | None:
    row = queries.session_by_token(token)
    return Known(row, token) if row is not None and row.is_open(clock.now()) else None


def viewer_in(row: Session, now: datetime) -> Viewer:
    """Give who is looking through that session at ``now``."""
    if row.user_id is not None and closed_since(row, now) is not None:
        return _named(Viewer(None, row, frozenset(held(row, now)), ()))
    # Rights need the second factor: an official who came in by SMS is a citizen like others.
    return _named(Viewer(row.user, row, rights=None if row.is_official else ()))


def _named(viewer: Viewer) -> Viewer:
    """Work out what every answer says of its viewer: nothing is read once it is made."""
    _ = viewer.pseudonym, viewer.may_keep_pages
    return viewer


def _start(user: User | None, now: datetime, proved: bool = False) -> Session:
    row, token = Session.begin(now, user, describe(request.user_agent.string))
    if user is not None:
        row.pin_passed_at = now
        row.proved_at, row.unproved_since = (now, None) if proved else (None, now)
    db.session.flush()
    login_user(Known(row, token))
    cookie.permanent = True
    g.viewer = viewer_in(row, now)
    return row


def _carry_grants(before: Session, session: Session, now: datetime) -> None:
    """Let ``session`` hold what ``before`` showed; what was sent there unproved stays known."""
    made = queries.grants_made_in(before) if before.unproved_since else frozenset()
    for grant_id in held(before, now):
        row = SessionGrant(session_id=session.id, grant_id=grant_id, added_at=now)
        row.made_here = grant_id in made
        db.session.add(row)


def _leave(before: Session, now: datetime) -> None:
    if before.user_id is not None:
        end(before, now)
    else:
        before.end(now)


def _note_visit(session: Session, now: datetime) -> None:
    """Write down the visit, at most every 15 minutes; a busy database may skip one.

    It comes first, in a transaction of its own: nothing of the answer depends on it.
    """
    if not session.is_due_to_be_seen(now):
        return
    try:
        with short_write():
            session.see(now, idle_limit())
    except OperationalError as error:
        db.session.rollback()
        log.warning("session.visit_not_noted", error=type(error.orig).__name__)
    cookie.modified = True
