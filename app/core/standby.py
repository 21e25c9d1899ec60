"""Lists, searches and figures read from a standby (DATABASE_READ_URL), which may lag behind.

Who asks, and whether they may, is always read from the primary; so is a single thing, where one
is loaded. What is left, a view's own reading in a GET, goes to the standby where that has all
that this browser wrote: each request that wrote leaves the primary's position in a cookie, and a
standby that has not come so far is not asked. Nor is one that lags by more than ``FRESH``, or does
not answer; then all is read from the primary, as without the setting.
"""

import time
from datetime import timedelta
from typing import Any

import structlog
from flask import Flask, Response, current_app, has_request_context, request
from sqlalchemy import (
    ColumnElement,
    Engine,
    Executable,
    create_engine,
    event,
    literal_column,
    select,
    true,
)
from sqlalchemy import func as sql
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core import clock
from app.core.addresses import ASKED_HERE
from app.core.config import Config
from app.core.db import READING, db, reads_only
from app.core.engines import engine_options
from app.core.gathered import read_elsewhere
from app.core.pulse import WorkerPulse
from app.core.text import whole

log = structlog.get_logger()

COOKIE = "vua-ghi"
KEPT = timedelta(hours=1)
FRESH = timedelta(minutes=1)
"""The worker's pulse (a turn is 15 s) arrives with all else: older than this, the standby lags."""
RESTS_SECONDS = 10.0
"""For so long a process does not ask a standby again that failed it."""
BEGINNING: ColumnElement[Any] = literal_column("'0/0'::pg_lsn")
EVERYTHING = 2**63
"""A position that no standby has: read from the primary alone."""
STANDBY, CHOSEN = "citizen.standby", "citizen.standby_chosen"
WROTE = "citizen.wrote"


class Standby:
    """The engine, and until when it is left alone (monotonic seconds)."""

    def __init__(self, engine: Engine) -> None:
        """Nothing is connected before it is first asked."""
        self.engine, self.rests_until = engine, 0.0

    def rest(self, reason: str) -> None:
        """Ask the primary for a while."""
        self.rests_until = time.monotonic() + RESTS_SECONDS
        log.warning("standby.left_alone", reason=reason)

    @property
    def rests(self) -> bool:
        return time.monotonic() < self.rests_until


def init_app(app: Flask) -> None:
    """Read from the standby that the settings name, if any."""
    settings: Config = app.config["SETTINGS"]
    if not settings.database_read_url:
        return
    read_elsewhere(_engine)
    options = engine_options(settings.database_read_url, settings.shares_connections)
    engine = create_engine(settings.database_read_url, **options)
    app.extensions["standby"] = Standby(engine)
    app.after_request(_note_position)


def may_be_asked() -> None:
    """Let what the request reads from here on come from the standby."""
    if "standby" in current_app.extensions and request.path not in ASKED_HERE:
        request.environ[STANDBY] = True


def _engine(session: Session) -> Engine | None:
    """Give the engine of the standby where the present request reads from it."""
    if not has_request_context() or STANDBY not in request.environ or not reads_only():
        return None
    if CHOSEN not in request.environ:
        request.environ[CHOSEN] = None  # of what is asked meanwhile
        request.environ[CHOSEN] = _chosen(session, current_app.extensions["standby"])
    found: Engine | None = request.environ[CHOSEN]
    return found


def _chosen(session: Session, standby: Standby) -> Engine | None:
    wanted = _position()
    if standby.rests or wanted >= EVERYTHING:
        return None
    try:
        # The very connection that will be read from: an address may stand for several standbys.
        connection = session.connection(bind_arguments={"bind": standby.engine})
        has_all, beat_at = connection.execute(_asked(wanted)).one()
    except SQLAlchemyError as error:
        standby.rest(type(error).__name__)
        return None
    if beat_at is None or not clock.lasts(beat_at, FRESH, clock.now()):
        standby.rest("it lags, or no worker runs")
        return None
    return standby.engine if has_all else None


def _asked(wanted: int) -> Executable:
    """Whether it has come so far (one that became the primary has), and how new its pulse is."""
    come = sql.pg_wal_lsn_diff(sql.pg_last_wal_replay_lsn(), BEGINNING) >= wanted
    return select(sql.coalesce(come, true()), select(WorkerPulse.beat_at).scalar_subquery())


def _position() -> int:
    return whole(request.cookies.get(COOKIE, ""), digits=19) or 0


def _note_position(response: Response) -> Response:
    """Give who wrote the position from which on they see it."""
    if WROTE not in request.environ:
        return response
    response.set_cookie(
        COOKIE,
        str(_reached()),
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )
    return response


@event.listens_for(Session, "after_commit")
def _note_commit(session: Session) -> None:
    if has_request_context() and request.method not in READING:
        request.environ[WROTE] = True


def _reached() -> int:
    try:
        reached = sql.pg_wal_lsn_diff(sql.pg_current_wal_insert_lsn(), BEGINNING)
        return int(db.session.execute(select(reached)).scalar_one())
    except SQLAlchemyError:
        log.warning("standby.no_position", exc_info=True)
        return EVERYTHING
