"""The repairs that are shown: a page of them, and one."""

from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager

from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.listing import Listing, Page, code_of
from app.service_requests.following import lists, mended
from app.service_requests.following.mended import Mended
from app.service_requests.record import ServiceRequest
from app.service_requests.showing.models import ShownRepair

NEWEST = Listing(ShownRepair.id, newest_first=True, most=12)


def page(before: str) -> Page[Mended]:
    """Give the repairs that were picked last; ``before``: the code behind which a page begins."""
    asked = before.upper()
    point = select(ShownRepair.id).join(ShownRepair.service_request)
    after = point.where(ServiceRequest.code == asked).scalar_subquery() if asked else None
    rows = db.session.scalars(NEWEST.part(_shown(), after)).unique().all()
    found = NEWEST.cut([each.service_request for each in rows], code_of)
    return Page(mended.pairs(found.rows), found.after)


def by_code(_viewer: Viewer, code: str) -> Mended | None:
    """Give one that is shown; None for one that may be seen no more."""
    shown = db.session.scalar(_shown().where(ServiceRequest.code == code.upper()))
    found = mended.pairs([shown.service_request]) if shown is not None else []
    return found[0] if found else None


def picked(report: ServiceRequest) -> ShownRepair | None:
    """Give the row that says that it was picked, whether or not it can be seen now."""
    mine = ShownRepair.service_request_id == report.id
    return db.session.scalar(select(ShownRepair).where(mine))


def _shown() -> Select[Any]:
    report = contains_eager(ShownRepair.service_request)
    return (
        select(ShownRepair)
        .join(ShownRepair.service_request)
        .where(*mended.conditions())
        .options(report.options(*lists.line(), lists.public()))
    )
