"""What the form of a report asks of those that are there."""

from collections.abc import Sequence

from sqlalchemy import bindparam, func, select

from app.accounts.viewer import Viewer
from app.core import codes
from app.core.config import settings
from app.core.db import db
from app.service_requests.catalogue.offered import Offered
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import SUBJECT

LATELY = 500
"""How many of the newest reports say which services are used most."""


_LATELY = select(ServiceRequest.service_id).order_by(ServiceRequest.id.desc()).limit(LATELY)
_NEWEST = _LATELY.subquery()
_USED = select(_NEWEST.c.service_id, func.count()).group_by(_NEWEST.c.service_id)


def most_used_first(services: Sequence[Offered]) -> list[Offered]:
    """Give the services, those lately reported most in front, the operator's order else."""
    used = {service_id: count for service_id, count in db.session.execute(_USED)}
    return sorted(services, key=lambda service: -used.get(service.id, 0))


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
