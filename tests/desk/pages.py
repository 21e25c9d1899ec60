"""The officials' pages, for what a page may weigh and ask of the database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select, update

from app.accounts import permissions as may
from app.accounts.models import Right, User
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.service_requests.answering import noting
from app.service_requests.desk.saved_filters import save
from app.service_requests.directing import giving
from app.service_requests.figures import counting
from app.service_requests.following import rating, reopening
from app.service_requests.models import (
    AnswerDraft,
    Direction,
    Escalation,
    EscalationRecipient,
    Promise,
    Reason,
    RequestPhoto,
    ServiceRequest,
)
from app.service_requests.routing import assigning, handing_on
from tests.budgets import Page
from tests.factories import news
from tests.factories import service_requests as make
from tests.factories.market import make_market_office, make_product, make_shop
from tests.factories.market_orders import make_order
from tests.factories.media import photo
from tests.factories.payments import make_bank_account, money, take
from tests.planted import planted
from tests.service_requests.offices import Offices, make_offices

_offices: list[Offices] = []
LONG = timedelta(days=1, minutes=1)


def lead() -> User:
    """The lead of the office made last."""
    return _offices[-1].lead


def operator() -> User:
    """The operator of the province made last."""
    return _offices[-1].operator


def administrator() -> User:
    """The administrator of the province made last."""
    return _offices[-1].administrator


@planted
def _inbox(rows: int) -> Offices:
    offices = make_offices()
    for number in range(rows):
        agency = offices.office if number % 2 else offices.neighbour
        report = make.service_request("accepted", agency=agency)
        report.assignee = offices.colleague if number % 3 else offices.handler
        make.link_photo(report, photo(), RequestPhoto.REPORT)
    return offices


def the_inbox(rows: int) -> str:
    """Make that many reports in two agencies, each with a photo and somebody who works on it."""
    _offices.append(_inbox(rows))
    return "/can-bo?muc=cho-xu-ly"


def much_waits(rows: int) -> str:
    """Such an inbox, of a lead who also publishes, warns, matches and oversees; all of it waits."""
    the_inbox(rows)
    shop = make_product().shop
    agency = shop.office = make_market_office(shop.commune)
    account = make_bank_account(agency)
    for right in (may.MARKET, may.CLERK, may.PUBLISH_NEWS, may.ALERT):
        db.session.add(Right(user=lead(), permission=right, agency=agency, granted_at=clock.now()))
    for number in range(rows):
        make_shop(status="listed", commune=shop.commune, village=shop.village).office = agency
        make_order(make_product(shop)).created_at -= LONG
        take(account, money(f"khong ro {number}"))
        news.article("in_review", agency=agency)
        news.alert(agency=agency)
    return "/can-bo?muc=cho-xu-ly"


def a_search(rows: int) -> str:
    """Search such an inbox, with every other filter set and two kept."""
    the_inbox(rows)
    lead_id = lead().id
    for number in range(2):
        save(lead_id, f"Bộ lọc {number}", "han=qua-han", clock.now())
    return (
        f"/can-bo?tim=den+duong&linh_vuc=x&nguoi={lead().code}&han=hom-nay&xa=1&thon=1&co_quan=1"
        "&trang_thai=received&nguon=web&cham=chua&khan=1&anh=1&nhan_tu=2026-01-01&xep=han"
    )


def a_sorted_inbox(rows: int) -> str:
    """Sort such an inbox by what its reports have in common, with all that waits beside it."""
    much_waits(rows)
    return "/can-bo?muc=cho-xu-ly&xep=xa"


def all_reports(rows: int) -> str:
    """Sort all, open and closed, by who handles them."""
    the_inbox(rows)
    return "/can-bo?muc=tat-ca&xep=-nguoi"


def the_deadlines(rows: int) -> str:
    """Show the week in which such an inbox is due."""
    the_inbox(rows)
    return f"/can-bo/lich-han?tuan={clock.now() + timedelta(days=7):%Y-%m-%d}"


def the_map(rows: int) -> str:
    """Show where such an inbox lies, each report in a place of its own."""
    the_inbox(rows)
    for number, report in enumerate(db.session.scalars(select(ServiceRequest))):
        report.lat, report.long = 22.0 + number % 7 / 10, 104.0 + number // 7 / 10
    return "/can-bo/ban-do?o=13/22.3/104.3&trang_thai=chua-xong"


def an_export(rows: int) -> str:
    """Ask for such an inbox as a file, every filter set."""
    return a_search(rows).replace("/can-bo?", "/can-bo/xuat?")


def the_filters(rows: int) -> str:
    """Keep filters beside such an inbox."""
    the_inbox(rows)
    for number in range(min(rows, 12)):
        save(lead().id, f"Bộ lọc {number}", "han=qua-han", clock.now())
    return "/can-bo/loc"


def the_leads_page(rows: int) -> str:
    """Make such an inbox a month ago, so that all of it is late."""
    the_inbox(rows)
    month = clock.now() - timedelta(days=30)
    db.session.execute(update(ServiceRequest).values(answer_by=month))
    db.session.execute(update(Promise).values(answer_by=month, started_at=month))
    return "/can-bo/lanh-dao"


def the_week(rows: int) -> str:
    """Give the figures of the present week over such reports."""
    the_leads_page(rows)
    return f"/can-bo/lanh-dao/tuan?tuan={clock.local(clock.now()):%Y-%m-%d}"


def the_figures(by: str) -> Callable[[int], str]:
    """Give the figures of the month over such reports, counted, with such rows."""

    def ask(rows: int) -> str:
        the_leads_page(rows)
        for _ in counting.rebuild(clock.now()):
            db.session.flush()
        return f"/can-bo/lanh-dao/so-lieu?theo={by}"

    return ask


def the_directions(rows: int) -> str:
    """Give that many directions to the office."""
    the_inbox(1)
    offices, due = _offices[-1], clock.local(clock.now()).date() + timedelta(days=5)
    for number in range(rows):
        giving.give(
            Viewer(offices.operator), offices.office, f"Việc số {number}", due, clock.now(),
            make.calendar(),
        )  # fmt: skip
    return "/can-bo/don-doc"


def a_direction(_rows: int) -> str:
    """Give one direction."""
    the_directions(1)
    newest = select(Direction.code).order_by(Direction.id.desc())
    return f"/can-bo/don-doc/{db.session.scalars(newest).first()}"


def who_was_told(steps: int) -> str:
    """Let the chain tell two people of a report in several steps."""
    address = a_reopened_report(1)
    code = address.rsplit("/", 1)[1]
    report = db.session.scalars(select(ServiceRequest).where(ServiceRequest.code == code)).one()
    for number in range(min(steps, 7)):
        step = Escalation(service_request_id=report.id, promise_number=1, step=f"step-{number}")
        step.due_at = step.at = clock.now()
        people = (_offices[-1].lead, _offices[-1].operator)
        step.recipients = [EscalationRecipient(user_id=each.id) for each in people]
        db.session.add(step)
    return f"{address}/da-bao"


def several(act: str) -> Callable[[int], str]:
    """Ask for an act on that many reports of one office."""

    def ask(rows: int) -> str:
        offices = make_offices()
        _offices.append(offices)
        status = "accepted" if act == "dong" else "received"
        made = [make.service_request(status, agency=offices.office) for _ in range(rows)]
        return f"/can-bo/nhieu-phan-anh/{act}?" + "&".join(
            f"chon={each.code}.{each.version}" for each in made
        )

    return ask


@dataclass(frozen=True)
class Reopened(Offices):
    """A report beside those who work on it."""

    report: ServiceRequest


@planted
def _reopened(steps: int) -> Reopened:
    offices = make_offices()
    report = make.service_request("closed", agency=offices.office)
    sender = make.citizen_actor(report)
    rating.rate(report, sender, clock.now(), "dissatisfied", "Vẫn tối")
    reopening.reopen(report, sender, clock.now(), make.calendar(), "Vẫn tối, đèn lại tắt")
    for number in range(steps):
        agency = offices.neighbour if number % 2 else offices.office
        actor = make.official_actor(agency, offices.colleague if number % 3 else offices.lead)
        noting.note(report, actor, clock.now(), f"Ghi chú số {number}")
        handing_on.route(report, actor, clock.now(), agency)
        make.link_photo(report, photo(), RequestPhoto.REPORT)
    handing_on.route(report, make.official_actor(offices.neighbour), clock.now(), offices.office)
    assigning.assign(
        report, make.official_actor(offices.office, offices.lead), clock.now(), offices.handler
    )
    for _ in range(5):
        make.reason(Reason.NOT_ACCEPTED)
    return Reopened(**vars(offices), report=report)


def a_reopened_report(steps: int) -> str:
    """Make a report that went through many hands, was answered, rated and reopened."""
    made = _reopened(steps)
    _offices.append(made)
    return f"/can-bo/phan-anh/{made.report.code}"


def a_dossier(steps: int) -> str:
    """Show such a report on paper."""
    return f"{a_reopened_report(steps)}/in"


def refusing(steps: int) -> str:
    """Open the form that refuses such a report."""
    return f"{a_reopened_report(steps)}/khong-tiep-nhan"


def routing_away(steps: int) -> str:
    """Open the form that hands such a report to another agency."""
    return f"{a_reopened_report(steps)}/chuyen"


def the_rules(rows: int) -> str:
    """Make that many routing rules."""
    offices = make_offices()
    _offices.append(offices)
    for _ in range(rows):
        make.routing_rule(offices.office, make.service(), make.place())
    return "/can-bo/quan-tri/phan-luong"


def the_services(rows: int) -> str:
    """Make that many services."""
    _offices.append(make_offices())
    for _ in range(rows):
        make.service()
    return "/can-bo/quan-tri/linh-vuc"


def templates(rows: int) -> str:
    """Make that many answers kept ready."""
    offices = make_offices()
    _offices.append(offices)
    for number in range(rows):
        service = make.service() if number % 2 else None
        make.answer_template(offices.office, title=f"Mẫu số {number}", service=service)
    return "/can-bo/mau-tra-loi"


def a_template(rows: int) -> str:
    """One of that many answers kept ready."""
    templates(rows)
    return f"/can-bo/mau-tra-loi/{make.answer_template(_offices[-1].office).code}"


def to_approve(rows: int) -> str:
    """A report whose answer, with photos, waits for a lead, among that many answers kept ready."""
    templates(rows)
    offices = _offices[-1]
    report = make.service_request("accepted", agency=offices.office)
    draft = make.draft(report, offices.handler)
    for _ in range(min(rows, 4)):
        link = make.link_photo(report, photo(), RequestPhoto.DRAFT)
        link.status_change_id = draft.status_change_id
    return f"/can-bo/phan-anh/{report.code}"


def sent_back(rows: int) -> str:
    """The same, sent back to whoever wrote it."""
    url = to_approve(rows)
    db.session.execute(update(AnswerDraft).values(state=AnswerDraft.DRAFT, words="Nêu rõ ngày"))
    return url


def handler() -> User:
    """The handler of the office made last."""
    return _offices[-1].handler


PAGES = [
    Page("the answers kept ready", templates, lead),
    Page("an answer kept ready", a_template, lead),
    Page("an answer to approve", to_approve, lead),
    Page("an answer that was sent back", sent_back, handler),
    Page("the inbox where much waits", much_waits, lead),
    Page("the inbox of a lead", the_inbox, lead),
    Page("the inbox of an operator", the_inbox, operator),
    Page("the inbox sorted by commune", a_sorted_inbox, lead),
    Page("all reports of an operator by handler", all_reports, operator),
    Page("a search on the desk", a_search, lead),
    Page("the calendar of deadlines", the_deadlines, lead),
    Page("the map", the_map, lead),
    Page("the map of an operator", the_map, operator),
    Page("asking for a file", an_export, lead),
    Page("the filters of the desk", the_filters, lead),
    Page("the lead's page", the_leads_page, lead),
    Page("the operator's page of a lead", the_leads_page, operator),
    Page("the week in figures", the_week, lead),
    Page("the figures by agency", the_figures("co-quan"), operator),
    Page("the figures by service", the_figures("linh-vuc"), operator),
    Page("the figures by handler", the_figures("nguoi"), lead),
    Page("the register of directions", the_directions, lead),
    Page("a direction to answer", a_direction, lead),
    Page("giving a direction", lambda rows: f"{the_directions(rows)}/moi", lead),
    Page("who was told", who_was_told, lead),
    Page("accepting several", several("tiep-nhan"), lead),
    Page("giving several to a colleague", several("phan-cong"), lead),
    Page("closing several", several("dong"), lead),
    Page("a report on the desk", a_reopened_report, lead),
    Page("a report on the operator's desk", a_reopened_report, operator),
    Page("a report on paper", a_dossier, lead),
    Page("refusing a report", refusing, operator),
    Page("handing a report on", routing_away, operator),
    Page("the routing rules", the_rules, administrator),
    Page("the services", the_services, administrator),
]
