"""What the form of a report asks of those that are there."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, bindparam, or_, select

from app.accounts.viewer import Viewer
from app.core import codes
from app.core.config import settings
from app.core.db import db
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT


def last_used(viewer: Viewer) -> int | None:
    """Give the id of the service of the viewer's newest report; None where there is none."""
    held = viewer.subjects(SUBJECT)
    mine: list[ColumnElement[bool]] = [ServiceRequest.id.in_(held)] if held else []
    if viewer.user is not None:
        mine.append(ServiceRequest.citizen_id == viewer.user.id)
    if not mine:
        return None
    newest = select(ServiceRequest.service_id).where(or_(*mine)).order_by(ServiceRequest.id.desc())
    return db.session.scalar(newest.limit(1))


def unused_code() -> str:
    """Give a report's code that no other report has.

    There are 22 to the power of 8: of 50,000 drawn, two are the same one time in forty.
    """
    while True:
        code = f"{settings().code_prefix}-{codes.readable_code()}"
        if db.session.scalar(_TAKEN, {"code": code}) is None:
            return code


_TAKEN = select(ServiceRequest.id).where(ServiceRequest.code == bindparam("code"))


def sent_before(code: str) -> ServiceRequest | None:
    """Give the report with ``code`` to whoever proved by other means that it is theirs."""
    return db.session.scalar(select(ServiceRequest).where(ServiceRequest.code == code))


def own_of(viewer: Viewer, named: Sequence[str]) -> str:
    """Give the first of the codes that is a report of the viewer's; empty where none is.

    A person's own submissions are theirs already; a guest proves it by a grant.
    """
    if viewer.is_signed_in or not named:
        return named[0] if named else ""
    held = select(ServiceRequest.code).where(
        ServiceRequest.code.in_(named), ServiceRequest.id.in_(viewer.subjects(SUBJECT))
    )
    own = set(db.session.scalars(held))
    return next((code for code in named if code in own), "")
