"""Whether a link works: asked once a week by the worker, of listed hosts alone.

A page that answers is there, whatever it wants (a sign-in, a browser's cookie), and so is one that
leads on; it is gone where nothing answers, the answer is that there is none, or the server fails.
One failure is looked at again the next day: a server may be down for a night.
"""

import http.client
from datetime import datetime, timedelta

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select

from app.core import clock, jobs
from app.core.config import Config
from app.core.db import db, for_change
from app.core.text import line
from app.directory.programmes.models import DEAD_AFTER, MAX_WHY, Programme
from app.directory.rights import keepers
from app.notifications import tell
from app.notifications.endpoints import BadEndpoint, Endpoint
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register
from app.notifications.reaching import NotReached, Way, checked, connected

STATE = ".gov.vn"
WEEK, DAY = timedelta(days=7), timedelta(hours=20)
MOST, SECONDS = 30, 10.0
GONE = frozenset({404, 410})
FAILS = 500
TOLD = register(
    Kind(
        "programme-link", _l("A link no longer works"), _l("%(name)s"), "flag", group=DESK
    )
)  # fmt: skip


def endpoint(url: str) -> Endpoint:
    """Give the checked address of a link: the State's, or on a host of LINK_HOSTS.

    Raises:
        BadEndpoint: any other address.
    """
    config: Config = current_app.config["SETTINGS"]
    local = () if config.is_production else config.link_hosts
    whole = url if url.count("/") > 2 else f"{url}/"
    return checked(
        whole, lambda host: f".{host}".endswith(STATE) or host in config.link_hosts, local
    )


@jobs.every(timedelta(hours=6))
def test_links() -> None:
    """Test the links whose week is over, and again those that failed yesterday."""
    now = clock.now()
    for number, url in due(now):
        db.session.commit()  # nobody is kept waiting for the database meanwhile
        note(number, url, answer(url), now)
    db.session.commit()


def due(now: datetime) -> list[tuple[int, str]]:
    """Give the links to test now: their programme's number and their address."""
    tested = Programme.link_tested_at
    again = (Programme.link_failures > 0) & (tested <= now - DAY)
    open_ones = Programme.closed_on.is_(None), Programme.link != ""
    statement = select(Programme.id, Programme.link).where(
        *open_ones, or_(tested.is_(None), tested <= now - WEEK, again)
    )
    rows = db.session.execute(statement.order_by(Programme.id).limit(MOST))
    return [(number, url) for number, url in rows]


def answer(url: str) -> str:
    """Ask a link; give why it does not work, or nothing where it does."""
    way: Way = current_app.extensions.get("link_way") or Way(seconds=SECONDS)
    try:
        found = endpoint(url)
        with connected(found, way) as line_:
            line_.request("GET", found.path, headers={
                "Host": found.authority, "User-Agent": "citizen-app-links/1",
                "Accept": "text/html, */*;q=0.1", "Connection": "close",
            })  # fmt: skip
            status = line_.getresponse().status
    except (BadEndpoint, NotReached) as error:
        return str(error)
    except (http.client.HTTPException, OSError, ValueError) as error:
        return f"{type(error).__name__}: {error}"
    return f"{status}" if status in GONE or status >= FAILS else ""


def note(number: int, url: str, why: str, now: datetime) -> None:
    """Write down what a test came to; the office is told of a dead link. The caller commits."""
    mine = select(Programme).where(Programme.id == number, Programme.link == url)
    found = db.session.scalar(for_change(mine, of=Programme))
    if found is None:
        return  # somebody changed it meanwhile
    found.link_tested_at = now
    found.link_failures = found.link_failures + 1 if why else 0
    found.link_why = line(why, MAX_WHY)
    if found.link_failures == DEAD_AFTER:
        key = f"programme-link:{found.id}:{clock.local(now).date()}"
        url = f"/can-bo/chuong-trinh/{found.code}"
        tell(keepers(found.agency), TOLD.name, {"name": found.title}, url, key, now=now)
