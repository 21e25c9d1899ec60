"""Reports and what they need. A report reaches its status by the real verbs."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from app.accounts.actors import GUEST, OFFICIAL, Actor
from app.accounts.models import Agency, User
from app.core import clock
from app.core.db import db
from app.core.working_days import calendar
from app.media.models import Photo
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place
from app.service_requests import life, transition
from app.service_requests.answering import accepting, closing, noting, refusing, signing
from app.service_requests.clock import asking, named_days
from app.service_requests.desk.desk_index import index_for_desk
from app.service_requests.filing import receiving
from app.service_requests.following import withdrawing
from app.service_requests.models import (
    AnswerDraft,
    AnswerTemplate,
    Commitment,
    Escalation,
    Promise,
    Question,
    QuestionText,
    QuestionValue,
    Reason,
    ReasonText,
    RequestPhoto,
    RoutingRule,
    Service,
    ServiceRequest,
    ServiceText,
    Support,
    UrgencyClass,
    UrgencyClassText,
)
from app.service_requests.record import OPEN_TO_ALL
from tests.factories.accounts import make_agency, make_user
from tests.factories.media import photo

WORKING_DAY = 450
"""Minutes of work in a day of the default calendar."""
_numbers = count(1)


def number() -> int:
    """A number that was not given before in this run."""
    return next(_numbers)


# --- what a report stands on


def place(kind: str = COMMUNE, name: str = "", parent: Place | None = None, **values: Any) -> Place:
    """A present place, by default a commune."""
    unit = {PROVINCE: "Tỉnh", COMMUNE: "Xã", VILLAGE: "Thôn"}[kind]
    made = Place(kind=kind, parent=parent, valid_from=date(2025, 7, 1))
    made.code = values.pop("code", f"8{number():04d}")  # 9…: factories/places
    made.rename(values.pop("unit_type", unit), name or f"Thử {made.code}")
    for key, value in values.items():
        setattr(made, key, value)
    db.session.add(made)
    db.session.flush()
    return made


# --- what an operator writes


def urgency_class(code: str = "", name: str = "Thường", **values: Any) -> UrgencyClass:
    """A class: accept in 8 working hours, answer in 5 working days."""
    return _added(_new_class(code, name, **values))


def _new_class(code: str = "", name: str = "Thường", **values: Any) -> UrgencyClass:
    given = {"accept_minutes": 480, "answer_minutes": 5 * WORKING_DAY, **values}
    made = UrgencyClass(code=code or f"class-{number()}", **given)
    made.texts = [UrgencyClassText(language="vi", name=name)]
    return made


def service(code: str = "", name: str = "Đèn đường", **values: Any) -> Service:
    """A service anybody may see; `values` are columns."""
    values.setdefault("urgency_class", None)
    values["urgency_class"] = values["urgency_class"] or _new_class()
    group, keywords = values.pop("group", "Hạ tầng"), values.pop("keywords", "")
    made = Service(**{"service_code": code or f"service-{number()}", "icon": "lamp", **values})
    made.texts = [ServiceText(language="vi", name=name, group=group, keywords=keywords)]
    return _added(made)


def reason(kind: str = Reason.NOT_ACCEPTED, name: str = "Không thuộc thẩm quyền") -> Reason:
    """A listed reason."""
    made = Reason(code=f"reason-{number()}", kind=kind)
    made.texts = [ReasonText(language="vi", name=name)]
    return _added(made)


def routing_rule(
    agency: Agency, service: Service | None = None, place: Place | None = None
) -> RoutingRule:
    """A rule: reports of `service` (any) in `place` (anywhere) go to `agency`."""
    return _added(
        RoutingRule(
            service_id=service.id if service else None,
            place_id=place.id if place else None,
            agency_id=agency.id,
        )
    )


def answer_template(agency: Agency | None, **values: Any) -> AnswerTemplate:
    """An answer kept ready for an agency, or for all."""
    given = {"title": "Đã thay bóng", "body": "Đã thay bóng ở {xã}.", "purpose": "fixed"}
    made = AnswerTemplate(code=f"MAU{number()}", agency=agency, **{**given, **values})
    return _added(made)


def draft(service_request: ServiceRequest, author: User, **values: Any) -> AnswerDraft:
    """An answer that waits for a lead."""
    change = signing.submit_draft(
        service_request, official_actor(service_request.agency, author), clock.now()
    )
    given = {"verb": "reply", "text": "Mai thay bóng đèn ngõ 12.", "state": AnswerDraft.SUBMITTED}
    made = AnswerDraft(
        service_request_id=service_request.id,
        agency_id=service_request.agency_id,
        author_id=author.id,
        status_change_id=change.id,
        submitted_at=clock.now(),
        **{**given, **values},
    )
    return _added(made)


# --- who acts


def official_actor(agency: Agency | None = None, user: User | None = None) -> Actor:
    """An official who acts for `agency`."""
    who = user or make_user("Cán Bộ Thử")
    return Actor(OFFICIAL, who.id, agency.id if agency else None)


def citizen_actor(service_request: ServiceRequest) -> Actor:
    """The sender: by account, or a guest."""
    if service_request.citizen_id is None:
        return Actor(GUEST)
    return Actor("citizen", service_request.citizen_id)


# --- reports


def service_request(status: str = life.RECEIVED, **given: Any) -> ServiceRequest:
    """A report in `status`.

    `given`: `service`, `place`, `agency`, `citizen`, `description`, `photos`, `urgent`, `lat`,
    `long`, `contact_name`, `contact_phone`, `resolution` (of a closed one), `publicity`.
    """
    resolution = given.pop("resolution", life.FIXED)
    publicity = given.pop("publicity", OPEN_TO_ALL)
    made = received(**given)
    if status == life.CLOSED:
        _end(made, official_actor(made.agency), resolution, publicity)
    elif status != life.RECEIVED:
        _advance(made, official_actor(made.agency), status, publicity)
    db.session.flush()
    return made


def answered(made: ServiceRequest) -> None:
    """End a report that came in, with an answer."""
    _end(made, official_actor(made.agency), life.FIXED, OPEN_TO_ALL)
    db.session.flush()


def received(**given: Any) -> ServiceRequest:
    """A report that just came in; `agency` stands for a rule that names it."""
    agency_given = given.pop("agency", None)
    citizen = given.pop("citizen", None)
    new = receiving.NewReport(
        service=given.pop("service", None) or service(),
        place=given.pop("place", None) or place(),
        description=given.pop("description", "Đèn đường không sáng, ngõ 12"),
        **given,
    )
    actor = Actor("citizen", citizen.id) if citizen else Actor(GUEST)
    made = receiving.receive(
        new, actor=actor, citizen=citizen, now=clock.now(), calendar=calendar()
    )
    if agency_given is not None:
        made.agency = agency_given
        db.session.flush()
        index_for_desk(made)
    db.session.flush()
    return made


def _advance(made: ServiceRequest, official: Actor, status: str, publicity: str) -> None:
    now = clock.now()
    accepting.accept(made, official, now, publicity=publicity)
    if status in (life.IN_PROGRESS, life.AWAITING_CITIZEN):
        noting.start(made, official, now)
    if status == life.AWAITING_CITIZEN:
        asking.ask(made, official, now, "Cột đèn số mấy ạ?")


def _end(made: ServiceRequest, official: Actor, resolution: str, publicity: str) -> None:
    now = clock.now()
    if resolution == life.WITHDRAWN:
        withdrawing.withdraw(made, citizen_actor(made), now, calendar())
    elif resolution == life.NOT_ACCEPTED:
        refusing.refuse(made, official, now, reason=reason())
    else:
        _advance(made, official, life.IN_PROGRESS, publicity)
        later = now.date() + timedelta(days=7) if resolution == life.SCHEDULED else None
        text = "Tổ điện đã thay bóng."
        closing.close(
            made,
            official,
            now,
            resolution=resolution,
            text=text,
            scheduled_on=later,
            has_proof=True,
        )


def day_named(service_request: ServiceRequest, days: int = 7) -> Commitment:
    """A day named in a report's answer, in the register."""
    day = clock.local(clock.now()).date() + timedelta(days=days)
    return named_days.name_day(service_request, clock.now(), day, calendar())


def fallen_due(service_request: ServiceRequest) -> ServiceRequest:
    """The report as it is once its named day has come: the citizen is being asked."""
    day_named(service_request).returned_at = clock.now()
    number = service_request.promise.number + 1
    transition.promise_again(service_request, clock.now(), calendar(), Promise.COMMITMENT)
    assert service_request.promise.number == number
    return service_request


def part(service_request: ServiceRequest, agency: Agency | None = None) -> Support:
    """A supporting agency's part that waits for its answer."""
    made = Support(agency=agency or make_agency(), asked_at=clock.now(), asked="Cho xe cẩu")
    service_request.supports.append(made)
    db.session.flush()
    return made


def reply_photo(service_request: ServiceRequest) -> RequestPhoto:
    """A photo with which an agency answered, on the last step."""
    return link_photo(service_request, photo(), RequestPhoto.REPLY, public=True)


def link_photo(
    service_request: ServiceRequest, made: Photo, role: str, public: bool = False
) -> RequestPhoto:
    """Make `made` a photo of the report."""
    return _added(
        RequestPhoto(
            service_request_id=service_request.id,
            attachment_id=made.id,
            role=role,
            is_public=public,
        )
    )


def escalations_of(service_request: ServiceRequest) -> list[Escalation]:
    """The steps taken for a report, oldest first."""
    wanted = select(Escalation).where(Escalation.service_request_id == service_request.id)
    return list(db.session.scalars(wanted.order_by(Escalation.id)))


# --- services' own questions


def question(service: Service, name: str = "Số cột đèn", **values: Any) -> Question:
    """A question of `service`; `offered` are (key, name) pairs of a list."""
    offered = values.pop("offered", ())
    given = {"code": f"question-{number()}", "datatype": "string", **values}
    made = Question(service_id=service.id, **given)
    made.texts = [QuestionText(language="vi", name=name)]
    made.values = [QuestionValue(key=key, name=label) for key, label in offered]
    return _added(made)


def _added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row
