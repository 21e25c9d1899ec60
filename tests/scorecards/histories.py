"""158 histories of October 2026, whose figures were worked out by hand: see test_account."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.accounts.models import Agency
from app.core.db import db
from app.places.models import Place
from app.scorecards import publishing
from app.service_requests import life
from app.service_requests.directing.models import ANSWERED, Direction
from app.service_requests.figures import counting
from app.service_requests.following.models import Rating
from app.service_requests.history import StatusChange
from app.service_requests.models import Commitment, Promise, Reason, Service, ServiceRequest
from app.service_requests.record import HIDDEN
from tests.factories import service_requests as make
from tests.planted import planted
from tests.service_requests.offices import Offices, make_offices

EARLY = datetime(2026, 10, 5, 1, tzinfo=UTC)
LATE = datetime(2026, 10, 30, 1, tzinfo=UTC)
PUBLISHED = datetime(2026, 11, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Province:
    """Three communes with most, many and seven reports; all of one office."""

    first: Place
    second: Place
    third: Place
    lamps: Service
    private: Service
    office: Agency
    neighbour: Agency


@planted
def published() -> Province:
    """Make them all, count and publish them."""
    there = play()
    while counting.count_due(PUBLISHED):
        db.session.flush()
    publishing.publish(PUBLISHED)
    return there


def play(at: datetime = EARLY) -> Province:
    """Make them all, received at ``at``: 8 hours to accept, 120 to answer."""
    offices = make_offices()
    first, second, third = (make.place() for _ in range(3))
    there = Province(
        first, second, third, make.service(), make.service(private_by_default=True),
        offices.office, offices.neighbour,
    )  # fmt: skip
    hidden = make.reason(Reason.NOT_PUBLIC, "Có thông tin riêng")

    def some(number, commune, start=at, service=there.lamps, **history):
        return [_report(offices, service, commune, start, **history) for _ in range(number)]

    good = some(59, first, accepted=2, answered=30, as_=life.FIXED, face="satisfied")
    some(12, first, accepted=5, answered=70, as_=life.EXPLAINED, face="fair")
    explained = some(17, first, accepted=5, answered=70, as_=life.EXPLAINED)
    named = some(13, second, accepted=8, answered=100, as_=life.SCHEDULED)
    late = some(19, second, accepted=10, answered=130, as_=life.FIXED, face="dissatisfied")
    some(6, second, answered=3, as_=life.NOT_ACCEPTED)
    some(14, second, LATE, accepted=4)
    some(5, second, service=there.private)
    some(6, second)
    some(7, third, answered=20, as_=life.WITHDRAWN)
    for report in good[:9]:
        _move(report, offices)
    for number, report in enumerate(explained[:10]):
        _reopen(report, (*[life.FIXED] * 5, life.EXPLAINED, *[None] * 4)[number])
    for number, report in enumerate(named):
        day = report.requested_datetime + timedelta(days=10)
        db.session.add(
            Commitment(
                service_request_id=report.id, promise_number=2, agency_id=offices.office.id,
                made_at=report.answered_at, due_on=day.date(), due_at=day, settled_at=day,
                kept=number < 8,
            )
        )  # fmt: skip
    for report in late[:6]:
        report.publicity, report.not_public_reason = HIDDEN, hidden
    for answered in (-1, -1, 30, None):
        _direct(offices, at, answered)
    db.session.flush()
    return there


def _report(offices, service, place, start, accepted=None, answered=None, as_=None, face=None):
    report = make.received(service=service, place=place, agency=offices.office)
    promise: Promise = report.promises[0]
    report.requested_datetime = promise.started_at = start
    report.accept_by = promise.accept_by = start + 8 * HOUR
    report.answer_by = promise.answer_by = start + 120 * HOUR
    if accepted is not None:
        report.status = life.ACCEPTED
        report.accepted_at = promise.accepted_at = start + accepted * HOUR
    if answered is not None:
        report.status, report.resolution, promise.resolution = life.CLOSED, as_, as_
        report.answered_at = promise.answered_at = start + answered * HOUR
    if face:
        at = start + 200 * HOUR
        db.session.add(Rating(service_request_id=report.id, promise_number=1, face=face, at=at))
    return report


def _reopen(report: ServiceRequest, ended: str | None) -> None:
    at = report.requested_datetime + 80 * HOUR
    again = Promise(number=2, kind=Promise.REOPENED, started_at=at, accept_by=at + 8 * HOUR,
                    answer_by=at + 1_000 * HOUR)  # fmt: skip
    report.promises.append(again)
    if ended:
        again.resolution, again.answered_at = ended, at + 10 * HOUR
    else:
        report.status, report.answer_by = life.IN_PROGRESS, again.answer_by


def _move(report: ServiceRequest, offices: Offices) -> None:
    db.session.add(
        StatusChange(
            service_request=report, at=report.requested_datetime + HOUR, verb="route",
            from_status="received", to_status="received", visibility="public",
            actor_kind="official",
            details={"from_agency": offices.neighbour.id, "to_agency": offices.office.id},
        )
    )  # fmt: skip


def _direct(offices: Offices, at: datetime, answered: int | None) -> None:
    due = at + 48 * HOUR
    db.session.add(
        Direction(
            agency=offices.office, given_at=at, words="Đề nghị xử lý",
            due_on=due.date(), due_at=due,
            status=ANSWERED if answered is not None else "open",
            answered_at=due + answered * HOUR if answered is not None else None,
        )
    )  # fmt: skip
