"""Reading guides: all of them for people, an office's for its desk, by what one types."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.matching import best, named
from app.core.navigation import Found, Source
from app.directory.guides.models import Guide, GuideFault

MOST = 200
"""Guides of a province: procedures that people ask for, not all that there are."""


def open_ones() -> Sequence[Guide]:
    """Give the guides that people read, in alphabetical order."""
    here = select(Guide).where(Guide.closed_on.is_(None)).options(joinedload(Guide.agency))
    return db.session.scalars(here.order_by(Guide.code).limit(MOST)).all()


def shown(_viewer: object, code: str) -> Guide | None:
    found = by_code(code)
    return found if found is not None and found.is_open else None


def by_code(code: str) -> Guide | None:
    whole = select(Guide).where(Guide.code == code).options(joinedload(Guide.agency))
    return db.session.scalar(whole)


def kept(_viewer: object, code: str) -> Guide | None:
    """Give a guide for its desk; locked where it is to be changed."""
    found: Guide | None = one(select(Guide).where(Guide.code == code), of=Guide)
    return found


def kept_by(viewer: Viewer) -> Sequence[Guide]:
    """Give the guides that the viewer keeps, those first of which a step is said to be wrong."""
    mine = Guide.agency_id.in_(viewer.agencies_below(KEEP_DIRECTORY))
    statement = select(Guide).where(mine).options(selectinload(Guide.faults))
    rows = db.session.scalars(statement.order_by(Guide.code).limit(MOST)).all()
    return sorted(rows, key=lambda each: (not each.faults, each.code))


def faulty(agencies: Any) -> Any:
    """Select the guides of those agencies of which a step is said to be wrong."""
    said = select(GuideFault.guide_id).join(Guide).where(Guide.agency_id.in_(agencies))
    return said.distinct()


def find(_viewer: Viewer, typed: str, limit: int) -> list[Found]:
    """Find guides by their titles and what people call them."""
    rows = open_ones()
    known = [named(each.told.title, f"{each.title}, {each.words}") for each in rows]
    chosen = [rows[at] for _fit, at in best(typed, known)[:limit]]
    return [
        Found(each.told.title, each.told.place, url_for("directory.guide", code=each.code), "list")
        for each in chosen
    ]


SOURCE = Source("guides", _l("How a procedure goes"), find, order=25)
