"""The officials' inbox: tabs, order, counts, pages."""

from datetime import timedelta

import pytest

from app.accounts import permissions
from app.core import clock
from app.service_requests.answering import accepting
from app.service_requests.desk import inbox
from app.service_requests.following import rating
from app.service_requests.models import RequestPhoto
from app.service_requests.record import COMPLAINT, OPEN_TO_ALL
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_official
from tests.factories.media import photo

PARTIAL = {"HX-Request": "true", "HX-Request-Type": "partial"}


def codes_in(page: str) -> list[str]:
    """The codes of the cards, in order."""
    return [part.split('"')[0] for part in page.split('href="/can-bo/phan-anh/')[1:]]


@pytest.mark.own_day
def test_what_is_due_first_stands_first(login_as, offices, clock):
    answer = make.service_request("accepted", agency=offices.office)
    clock.shift(timedelta(hours=3))
    urgent = make.urgency_class(answer_minutes=60)
    soon = make.service_request(agency=offices.office, service=make.service(urgency_class=urgent))
    clock.shift(timedelta(hours=1))
    acceptance = make.service_request(agency=offices.office)
    assert acceptance.accept_by < answer.answer_by < acceptance.answer_by
    page = login_as(offices.handler).get("/can-bo").text
    assert codes_in(page) == [soon.code, acceptance.code, answer.code]


def test_the_order_is_that_of_the_deadlines_shown_after_every_act(db, offices):
    report = make.service_request(agency=offices.office)
    actor = make.official_actor(offices.office, offices.handler)
    accepting.accept(report, actor, clock.now(), publicity=OPEN_TO_ALL)
    db.session.flush()
    assert report.due_at == report.next_deadline() == report.answer_by


def test_what_is_late_for_acceptance_is_late(login_as, offices, clock):
    report = make.service_request(agency=offices.office)
    clock.move_to(report.accept_by + timedelta(hours=2))
    assert codes_in(login_as(offices.handler).get("/can-bo?han=qua-han").text) == [report.code]


@pytest.mark.own_day
def test_a_row_says_deadline_urgency_service_place_and_who_works_on_it(login_as, offices):
    urgent = make.urgency_class(name="Rất gấp", accept_minutes=60, answer_minutes=240)
    service = make.service(urgent_class=urgent, name="Cầu treo")
    report = make.service_request(
        agency=offices.office, service=service, urgent=True, place=make.place(name="Suối Thử")
    )
    report.assignee = offices.colleague
    page = login_as(offices.handler).get("/can-bo").text
    for words in ("Còn 1 giờ", "Khẩn", "Cầu treo", "Xã Suối Thử", "Cán Bộ Hai"):
        assert words in page


def test_a_deadline_that_passed_says_so(login_as, offices, clock):
    make.service_request("accepted", agency=offices.office)
    clock.shift(timedelta(days=20))
    page = login_as(offices.handler).get("/can-bo").text
    assert "Quá hạn" in page
    assert 'class="chip late"' in page


def test_until_acceptance_the_nearer_promise_counts(login_as, offices, clock):
    report = make.service_request(agency=offices.office)
    clock.move_to(report.accept_by + timedelta(hours=2))
    assert report.answer_by > clock_now()
    assert "Quá hạn 2 giờ" in login_as(offices.handler).get("/can-bo").text


def clock_now():
    return clock.now()


def test_tabs_hold_what_they_say(login_as, offices):
    office = offices.office
    waiting = make.service_request("accepted", agency=office)
    mine = make.service_request("accepted", agency=office)
    mine.assignee = offices.handler
    asked = make.service_request("awaiting_citizen", agency=office)
    done = make.service_request("closed", agency=office)
    spoken = make.service_request("closed", agency=office)
    rating.thank(spoken, make.citizen_actor(spoken), clock.now())
    visitor = login_as(offices.handler)
    held = {tab: set(codes_in(visitor.get(f"/can-bo?muc={tab}").text)) for tab in TABS}
    assert held == {
        "cho-xu-ly": {waiting.code, mine.code},
        "cho-bo-sung": {asked.code},
        "cua-toi": {mine.code},
        "co-phan-hoi": {spoken.code},
        "da-xong": {done.code, spoken.code},
        "tat-ca": {each.code for each in (waiting, mine, asked, done, spoken)},
    }


TABS = ("cho-xu-ly", "cho-bo-sung", "cua-toi", "co-phan-hoi", "da-xong", "tat-ca")


def test_each_role_has_the_tabs_it_needs(login_as, offices):
    expected = {
        "handler": list(TABS),
        "operator": ["dieu-phoi", *TABS[:-2], "niem-phong", "da-xong", "tat-ca"],
        "receptionist": ["niem-phong"],
    }
    for role, tabs in expected.items():
        page = login_as(getattr(offices, role)).get("/can-bo").text
        found = [part.split('"')[0] for part in page.split('href="/can-bo?muc=')[1:]]
        assert found == tabs, role


def test_the_operators_queue_holds_what_no_rule_fits(login_as, offices):
    waiting = make.service_request()
    make.service_request(agency=offices.office)
    assert codes_in(login_as(offices.operator).get("/can-bo").text) == [waiting.code]


def test_a_tab_that_one_has_not_shows_the_first_instead(login_as, offices):
    sealed = make.service_request("accepted", agency=offices.office)
    sealing.seal(sealed, make.official_actor(offices.office), clock.now(), COMPLAINT)
    page = login_as(offices.handler).get("/can-bo?muc=niem-phong")
    assert page.status_code == 200
    assert sealed.code not in page.text


def test_counts_stop_at_a_hundred(db, login_as, offices, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_COUNTED", 3)
    for _ in range(5):
        make.service_request(agency=offices.office)
    assert "<b>99+</b>" in login_as(offices.handler).get("/can-bo").text


def test_counts_are_of_all_that_waits(login_as, offices):
    for _ in range(2):
        make.service_request(agency=offices.office)
    make.service_request(agency=offices.neighbour)
    assert "Chờ xử lý <b>2</b>" in login_as(offices.handler).get("/can-bo").text


def test_what_other_agencies_ask_for_stands_beside_the_tabs(login_as, offices):
    report = make.service_request("accepted", agency=offices.neighbour)
    asked = make.part(report, offices.office)
    visitor = login_as(offices.handler)
    assert 'href="/can-bo/phoi-hop">Phối hợp <b>1</b>' in visitor.get("/can-bo").text
    assert "/can-bo/phoi-hop" not in login_as(offices.neighbour_handler).get("/can-bo").text
    asked.done_at = clock.now()
    assert "/can-bo/phoi-hop" not in login_as(offices.handler).get("/can-bo").text


@pytest.mark.parametrize("tab", ["cho-xu-ly", "da-xong"])
@pytest.mark.parametrize("role", ["handler", "operator", "commune_handler"])
def test_pages_follow_one_another_without_gap_or_repeat(
    db, login_as, offices, monkeypatch, tab, role
):
    monkeypatch.setattr(inbox, "PAGE", 3)
    status = "closed" if tab == "da-xong" else "accepted"
    made = {make.service_request(status, agency=offices.office).code for _ in range(8)}
    visitor, seen, address = login_as(getattr(offices, role)), [], f"/can-bo?muc={tab}"
    while address:
        page = visitor.get(address).text
        seen += codes_in(page)
        address = next_page(page)
    assert len(seen) == 8
    assert set(seen) == made


def next_page(page: str) -> str | None:
    if 'rel="next"' not in page:
        return None
    link = page.split('rel="next"')[0].rsplit('href="', 1)[1]
    return link.split('"')[0].replace("&amp;", "&")


@pytest.mark.parametrize("after", ["x", "-", "1-", "9" * 40 + "-1", "1-1; DROP", "٣-١"])
def test_a_cursor_that_was_tampered_with_counts_as_none(login_as, offices, after):
    report = make.service_request(agency=offices.office)
    page = login_as(offices.handler).get("/can-bo", query_string={"sau": after})
    assert page.status_code == 200
    assert report.code in page.text


def test_a_code_read_over_the_phone_opens_its_report(login_as, offices):
    report = make.service_request(agency=offices.office)
    visitor = login_as(offices.handler)
    for typed in (report.code, report.code.lower(), report.code.replace("-", " ")):
        answer = visitor.get("/can-bo", query_string={"ma": typed})
        assert answer.location == f"/can-bo/phan-anh/{report.code}"


def test_a_code_one_does_not_work_on_is_said_not_to_be_there(login_as, offices):
    report = make.service_request(agency=offices.neighbour)
    answer = login_as(offices.handler).get("/can-bo", query_string={"ma": report.code})
    assert answer.status_code == 200
    assert "Không có phản ánh" in answer.text


@pytest.mark.parametrize("role", ["handler", "commune_handler", "operator"])
def test_the_inbox_needs_at_most_12_statements_and_none_more_for_more_rows(
    db, login_as, offices, statements, role
):
    visitor, counted = login_as(getattr(offices, role)), []
    for _ in range(2):
        for number in range(4):
            agency = offices.office if number % 2 else offices.commune
            report = make.service_request("accepted", agency=agency)
            report.assignee = offices.colleague if number % 2 else offices.lead
            make.link_photo(report, photo(), RequestPhoto.REPORT)
        db.session.commit()
        with statements() as seen:
            visitor.get("/can-bo?muc=cho-xu-ly")
        counted.append(len(seen))
    assert counted[1] <= counted[0] <= 12, "\n".join(seen)


def test_htmx_gets_the_inbox_alone(login_as, offices):
    report = make.service_request(agency=offices.office)
    answer = login_as(offices.handler).get(f"/can-bo?dang_xem={report.code}", headers=PARTIAL)
    assert answer.text.lstrip().startswith('<div class="stack" id="inbox">')
    assert 'aria-current="true"' in answer.text


def test_an_empty_inbox_says_what_will_come(login_as, offices):
    assert "Chưa có gì" in login_as(offices.handler).get("/can-bo").text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("right", "start"),
    [
        (permissions.ADMINISTER, "/can-bo/quan-tri"),
        (permissions.CLERK, "/can-bo/hoa-don"),
        (permissions.PUBLISH_NEWS, "/can-bo/tin"),
        (permissions.ALERT, "/can-bo/tin"),
        (permissions.ISSUE_HELPER_CODE, "/can-bo/toi"),
    ],
)
def test_who_handles_no_reports_begins_with_their_own_work(login_as, offices, right, start):
    visitor = login_as(make_official(right))
    answer = visitor.get("/can-bo")
    assert answer.status_code == 303
    assert answer.location.startswith(start)
    assert visitor.get(answer.location, follow_redirects=True).status_code == 200
