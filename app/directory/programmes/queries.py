"""Reading programmes: those one may still apply to, the State's apps, an office's own."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import func, or_, select

from app.accounts.businesses import Business
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db, one
from app.core.matching import best, named
from app.core.navigation import Found, Source
from app.directory.programmes.models import APP, DEAD_AFTER, Programme

MOST = 200


def offered(today: date) -> Sequence[Programme]:
    """Give what one may apply to, the soonest last day first; then the State's apps by name."""
    here = Programme.closed_on.is_(None), or_(Programme.until.is_(None), Programme.until >= today)
    last = func.coalesce(Programme.until, date.max)
    order = Programme.kind == APP, last, Programme.title, Programme.id
    return db.session.scalars(select(Programme).where(*here).order_by(*order).limit(MOST)).all()


def fitting(business: Business, today: date) -> list[Programme]:
    """Give what that business may apply to, the soonest last day first."""
    return [each for each in offered(today) if each.is_for(business)]


def shown(_viewer: object, code: str) -> Programme | None:
    found = db.session.scalar(select(Programme).where(Programme.code == code))
    return found if found is not None and found.is_open else None


def kept(_viewer: object, code: str) -> Programme | None:
    """Give a programme for its desk; locked where it is to be changed."""
    found: Programme | None = one(select(Programme).where(Programme.code == code), of=Programme)
    return found if found is not None and found.is_open else None


def kept_by(viewer: Viewer) -> Sequence[Programme]:
    """Give the programmes that the viewer keeps, those with a dead link first."""
    mine = Programme.agency_id.in_(viewer.agencies_below(KEEP_DIRECTORY))
    here = select(Programme).where(mine, Programme.closed_on.is_(None))
    rows = db.session.scalars(here.order_by(Programme.title, Programme.id).limit(MOST)).all()
    return sorted(rows, key=lambda each: not each.is_dead)


def dead(agencies: Any) -> Any:
    """Select the programmes of those agencies whose link is dead."""
    mine = Programme.agency_id.in_(agencies), Programme.closed_on.is_(None)
    return select(Programme.id).where(*mine, Programme.link_failures >= DEAD_AFTER)


def find(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find programmes by their titles and for whom they are."""
    rows = offered(clock.local(clock.now()).date())
    chosen = [rows[at] for _fit, at in best(typed, [named(each.title, "") for each in rows])]
    return [
        Found(each.title, each.who, url_for("directory.programme", code=each.code), "star")
        for each in chosen[:limit]
    ]


SOURCE = Source("programmes", _l("Programmes"), find, order=28)
