"""The citizens' pages of reports, for what a page may weigh and ask of the database."""

from dataclasses import dataclass

from app.accounts import permissions
from app.accounts.models import User
from app.core import clock
from app.core.db import db
from app.places import queries as units
from app.service_requests.answering import closing, replying
from app.service_requests.catalogue import listing_words
from app.service_requests.joining import joining
from app.service_requests.models import (
    MapBlank,
    RequestPhoto,
    ServiceRequest,
    ShownRepair,
    StatusChange,
)
from app.service_requests.routing import handing_on
from tests import budgets
from tests.budgets import Page
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.media import photo
from tests.planted import planted

ICONS = ("road", "lamp", "bin", "flood", "tree", "bolt", "drop", "telecom", "order", "noise")
_people: list[User] = []


def sender() -> User:
    """The person who sent the report made last."""
    return _people[-1]


def the_form(rows: int) -> str:
    """Make seventeen services, as a province has, and a commune."""
    commune = places.make_commune()
    for number in range(17):
        icon = ICONS[number % len(ICONS)]
        service = make.service(f"code-{make.number()}", f"Lĩnh vực số {number}", icon=icon)
        service.emergency_number = "114" if number in (3, 5) else None
        service.urgent_class = make.urgency_class() if number % 3 == 0 else None
        if number < 3:
            values = [(f"key-{each}", f"Giá trị số {each}") for each in range(4)]
            make.question(service, "Bị làm sao?", datatype="singlevaluelist", offered=values)
            make.question(service, "Ghi trên biển nhỏ ở cột", required=True)
    for _ in range(rows):
        make.received(service=service, place=commune)
    return "/phan-anh/moi"


@dataclass(frozen=True)
class Sender:
    """Who sent reports."""

    person: User


@planted
def accepted(rows: int) -> Sender:
    """Make that many listed reports of one person."""
    person = make_user()
    for _ in range(rows):
        make.service_request("accepted", citizen=person)
    return Sender(person)


def the_list(rows: int) -> str:
    """Make that many listed reports."""
    accepted(rows)
    return "/phan-anh"


def mine(rows: int) -> str:
    """Make that many reports of one person."""
    _people.append(accepted(rows).person)
    return "/phan-anh/cua-toi"


@dataclass(frozen=True)
class Story:
    """A report and who sent it."""

    report: ServiceRequest
    sender: User


@planted
def _long_story(steps: int) -> Story:
    sender = make_user()
    report = make.service_request("in_progress", citizen=sender, agency=make_agency())
    handing_on.route(report, make.official_actor(), report.requested_datetime, make_agency())
    for _ in range(steps):
        official = make.official_actor(report.agency)
        replying.reply(
            report, official, report.requested_datetime, "Đã cử người đến xem, mai làm tiếp."
        )
        make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
    answer = {"resolution": "fixed", "text": "Xong.", "has_proof": True}
    closing.close(report, make.official_actor(report.agency), report.requested_datetime, **answer)
    return Story(report, sender)


def a_long_story(steps: int) -> ServiceRequest:
    """Make a report with that many photos and replies of several agencies, answered."""
    made = _long_story(steps)
    _people.append(made.sender)
    return made.report


def one_report(rows: int) -> str:
    """One report with a long story."""
    return f"/phan-anh/{a_long_story(rows).code}"


def following(rows: int) -> str:
    """The page of somebody who may follow such a report."""
    code = a_long_story(rows).code
    _people.append(make_user())
    return f"/phan-anh/{code}/theo-doi"


def receipt(rows: int) -> str:
    """The receipt of a report."""
    return f"/phan-anh/{a_long_story(0).code}/bien-nhan"


def intake(rows: int) -> str:
    """The official's form, with all services."""
    the_form(rows)
    _people.append(make_official(permissions.INTAKE))
    return "/can-bo/tiep-nhan-ho"


def everything_to_look_at(rows: int) -> str:
    """The desk's page of a report with answers, marked words, and likely duplicates."""
    agency, service, commune = make_agency(), make.service(), places.make_commune()
    _people.append(make_official(permissions.HANDLE, permissions.LEAD, agency=agency))
    question = make.question(service, "Ghi chú", datatype="text")
    spot = {"service": service, "place": commune, "agency": agency, "lat": 21.7, "long": 104.87}
    for _ in range(rows):
        make.service_request("accepted", **spot)
    words = "Đèn tắt, gọi 0900 000 071"
    report = make.received(description=words, answers=[(question.id, "Gần trường")], **spot)
    return f"/can-bo/phan-anh/{report.code}"


def leading(rows: int) -> str:
    """The desk's page of a report under which others were joined."""
    everything_to_look_at(1)
    found = db.session.query(ServiceRequest).order_by(ServiceRequest.id.desc()).first()
    main = make.service_request("accepted", agency=found.agency, service=found.service)
    for _ in range(rows):
        other = make.received(agency=found.agency, service=found.service)
        joining.join(other, main, make.official_actor(found.agency), clock.now())
    return f"/can-bo/phan-anh/{main.code}"


def own_questions(rows: int) -> str:
    """The list of a service's own questions."""
    service = make.service()
    _people.append(make_official(permissions.ADMINISTER))
    for _ in range(rows):
        make.question(service, datatype="singlevaluelist", offered=(("a", "A"), ("b", "B")))
    return f"/can-bo/quan-tri/linh-vuc/{service.service_code}/cau-hoi"


def flag_words(rows: int) -> str:
    """The words to look at twice."""
    _people.append(make_official(permissions.ADMINISTER))
    for number in range(rows):
        given = {"exact": False, "actor": make.official_actor(), "now": clock.now()}
        listing_words.add(f"cụm từ số {number}{make.number()}", "Vì thế", **given)
    return "/can-bo/quan-tri/tu-can-xem"


def slip(rows: int) -> str:
    """The slip of a report that was taken in by phone."""
    agency = make_agency()
    _people.append(make_official(permissions.INTAKE, agency=agency))
    report = make.received(source="phone")
    first = db.session.query(StatusChange).filter_by(service_request_id=report.id).one()
    first.agency_id = agency.id
    return f"/can-bo/tiep-nhan-ho/{report.code}/phieu"


def matrix(rows: int) -> str:
    """Communes with who gets what there, half of them with gaps."""
    agency = make_agency(kind="committee")
    _people.append(make_official(permissions.ADMINISTER, agency=agency))
    services = [make.service() for _ in range(5)]
    top = units.province() or places.make_province()
    for number in range(rows):
        commune = places.make_commune(f"Xã {number}", top, "Xã")
        make.routing_rule(agency, services[number % 5], commune)
    return "/can-bo/quan-tri/phan-luong/bang"


def repairs(rows: int) -> str:
    """What was fixed, before and after."""
    for _ in range(rows):
        report = make.service_request("closed")
        make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
        make.reply_photo(report).status_change_id = report.changes[-1].id
        db.session.add(ShownRepair(service_request_id=report.id, picked_at=clock.now()))
    return "/truoc-va-sau"


def repair(rows: int) -> str:
    """One of them."""
    repairs(rows)
    last = db.session.query(ShownRepair).order_by(ShownRepair.id.desc()).first()
    return f"/truoc-va-sau/{last.service_request.code}"


def the_map(rows: int) -> str:
    """Where public reports lie."""
    top = units.province() or places.make_province()
    commune = places.make_commune("Trên Bản Đồ", top, lat=22.0, long=104.0)
    for number in range(rows):
        spot = {"lat": 22.0 + number / 500, "long": 104.0 + number / 500}
        make.service_request("accepted", place=commune, **spot)
    return "/phan-anh/ban-do"


def blank_areas(rows: int) -> str:
    """Areas that the map leaves out."""
    _people.append(make_official(permissions.OPERATE))
    for number in range(rows):
        area = {"lat": 22.0 + number / 10, "long": 104.0, "radius_m": 300}
        db.session.add(MapBlank(note=f"Vùng {number}", marked_at=clock.now(), **area))
    return "/can-bo/quan-tri/vung-khong-hien"


PAGES = [
    Page("public map", the_map),
    Page("areas left out of the map", blank_areas, who=sender),
    Page("before and after", repairs),
    Page("one before and after", repair),
    Page("topics by commune", matrix, who=sender),
    Page("slip of a report taken in", slip, who=sender),
    Page("a report to look at twice on the desk", everything_to_look_at, who=sender),
    Page("a report that leads others on the desk", leading, who=sender),
    Page("a service's own questions", own_questions, who=sender),
    Page("words to look at twice", flag_words, who=sender),
    Page("intake for others", intake, who=sender),
    Page("report form", the_form, html_and_css=budgets.FORM_HTML_AND_CSS),
    Page("list of reports", the_list),
    Page("list narrowed", lambda rows: the_list(rows) + "?q=den&status=accepted&where=thu"),
    Page("reports of mine", mine, who=sender),
    Page("one report, to everybody", one_report),
    Page("one report, to its sender", one_report, who=sender),
    Page("following a report, to a stranger", following),
    Page("following a report", following, who=sender),
    Page("receipt", receipt, who=sender),
]
