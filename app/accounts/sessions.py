"""The browser's session: from the cookie to its row, and who is looking.

The signed cookie holds a random token through Flask-Login, the database its hash. There is no
remember cookie, and nothing is bound to the network address: phones change it all the time.
"""

from dataclasses import dataclass
from datetime import datetime

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
from app.core.db import db, short_write
from app.media import staging

log = structlog.get_logger()
manager = LoginManager()


@dataclass(frozen=True)
class Known(UserMixin):
    """What Flask-Login keeps: the session's row, and the token that its cookie holds."""

    row: Session
    token: str

    def get_id(self) -> str:
        """Give what the cookie holds."""
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
    """Give who is looking at the present request; a session locked by its PIN is a guest."""
    row: Session | None = getattr(current_user, "row", None)
    if row is None:
        return NOBODY
    now = clock.now()
    _note_visit(row, now)
    if row.is_locked(now):
        return _named(Viewer(None, row, frozenset(_opened_while_locked(row)), ()))
    return _viewer(row)


def ensure(now: datetime) -> Session:
    """Give the browser's session, made for a guest where there is none yet (POST only)."""
    viewer: Viewer = current_viewer()
    return viewer.session or _start(None, now)


def sign_in(user: User, now: datetime, *, proved: bool = True) -> Session:
    """Begin a new session for ``user`` in this browser; the one before it is refused.

    A guest's grants go along. ``proved`` is False where another person vouched (a helper's
    code): what asks again will then ask.
    """
    before: Session | None = current_viewer().session
    cookie.clear()
    session = _start(user, now)
    generate_csrf()  # now, so that pages fetched side by side next do not each make another
    session.pin_passed_at = now
    session.proved_at = now if proved else None
    if proved:
        device_cookie.remember(user.phone_index)
    if before is not None:
        _carry_grants(before, session, now)
        _leave(before, now)
    remember_choices(user)
    return session


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


def _viewer(row: Session) -> Viewer:
    # Rights need the second factor: an official who came in by SMS is a citizen like others.
    return _named(Viewer(row.user, row, rights=None if row.is_official else ()))


def _named(viewer: Viewer) -> Viewer:
    """Work out what every answer says of its viewer: nothing is read once it is made."""
    _ = viewer.pseudonym, viewer.may_keep_pages
    return viewer


def _start(user: User | None, now: datetime) -> Session:
    row, token = Session.begin(now, user, describe(request.user_agent.string))
    db.session.flush()
    login_user(Known(row, token))
    cookie.permanent = True
    g.viewer = _viewer(row)
    return row


def _carry_grants(before: Session, session: Session, now: datetime) -> None:
    statement = select(SessionGrant.grant_id).where(SessionGrant.session_id == before.id)
    for grant_id in db.session.scalars(statement):
        db.session.add(SessionGrant(session_id=session.id, grant_id=grant_id, added_at=now))


def _leave(before: Session, now: datetime) -> None:
    if before.user_id is not None:
        end(before, now)
    else:
        before.end(now)


def _opened_while_locked(row: Session) -> list[int]:
    statement = select(SessionGrant.grant_id).where(SessionGrant.session_id == row.id)
    if row.locked_since is not None:
        statement = statement.where(SessionGrant.added_at >= row.locked_since)
    return list(db.session.scalars(statement))


def _note_visit(session: Session, now: datetime) -> None:
    """Write down the visit, at most every 15 minutes; a busy database may skip one.

    It comes first, in a transaction of its own: nothing of the answer depends on it.
    """
    if not session.is_due_to_be_seen(now):
        return
    try:
        with short_write():
            session.see(now)
    except OperationalError as error:
        db.session.rollback()
        log.warning("session.visit_not_noted", error=type(error.orig).__name__)
    cookie.modified = True
