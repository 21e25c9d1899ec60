"""One matter several people meet: a likely duplicate, a follower, a report taken in by phone."""

from datetime import timedelta

from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency, Grant
from app.accounts.viewer import Viewer
from app.core.db import db
from app.demo.people import WARD
from app.demo.reports import Stage
from app.places import queries as places
from app.service_requests.filing.receiving import NewReport, receive
from app.service_requests.following import follows
from app.service_requests.models import ServiceRequest
from app.service_requests.rights import SUBJECT

A_FEW_STEPS = 0.0002
"""Degrees of latitude: some twenty metres."""
HALF_AN_HOUR = timedelta(minutes=30)


def load(stage: Stage, agencies: dict[str, Agency]) -> None:
    """Add them beside a lamp that is being looked after already."""
    lamp = _lamp(stage)
    if lamp is None or lamp.lat is None:
        return
    neighbour = stage.people["citizen-2"]
    received = stage.now - HALF_AN_HOUR
    near = NewReport(
        service=lamp.service,
        place=lamp.place,
        description="Đèn ngõ tôi chập chờn mấy hôm nay, tối đi rất khó",
        lat=round(lamp.lat + A_FEW_STEPS, 6),
        long=lamp.long,
        accuracy_m=15,
    )
    actor = Actor("citizen", neighbour.id)
    receive(near, actor=actor, citizen=neighbour, now=received, calendar=stage.calendar)
    head = Viewer(stage.people["village-head"], rights=())
    follows.follow(lamp, head, stage.now, affected=True)
    _by_phone(stage, agencies[f"ubnd-{WARD}"])


def _lamp(stage: Stage) -> ServiceRequest | None:
    lamps = db.session.query(ServiceRequest).filter_by(
        service_id=stage.services["street-light"].id, is_open=True, publicity="public"
    )
    ward = places.by_code(WARD)
    found = [each for each in lamps.order_by(ServiceRequest.id) if each.place == ward]
    return found[-1] if found else None


def _by_phone(stage: Stage, agency: Agency) -> None:
    ward = places.by_code(WARD)
    if ward is None:
        return
    new = NewReport(
        service=stage.services["flood"],
        place=ward,
        description="Bà gọi báo: cống trước nhà văn hóa tắc, nước tràn ra đường",
        source="phone",
    )
    actor = Actor(OFFICIAL, stage.people["receiver"].id, agency.id)
    received = stage.now - 2 * HALF_AN_HOUR
    made = receive(new, actor=actor, citizen=None, now=received, calendar=stage.calendar)
    Grant.make(SUBJECT, made.id, received)
