"""The inbox as a table: sorted by any column, columns chosen and kept, counts, shared filters."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.core.clock import local, now
from app.service_requests.desk import counting, going_on, inbox, kept
from app.service_requests.desk.filters import DUE, NOBODY, Filters, due_conditions
from app.service_requests.figures import counting as figures
from app.service_requests.figures import standing
from app.service_requests.following import rating
from app.service_requests.models import RequestPhoto, SavedFilter
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from app.service_requests.scope import scope_of
from tests.desk.test_inbox import PARTIAL, codes_in, next_page
from tests.factories import service_requests as make
from tests.factories.accounts import make_official
from tests.factories.media import photo

COLUMNS = ("ma", "viec", "xa", "co_quan", "nguoi", "nhan", "han", "cuoi")


def listed(visitor, **values) -> list[str]:
    """The codes of all pages, one after another."""
    answer = visitor.get("/can-bo", query_string=values)
    seen = codes_in(answer.text)
    while (address := next_page(answer.text)) is not None:
        answer = visitor.get(address)
        seen += codes_in(answer.text)
    return seen


@pytest.fixture
def mixed(offices, clock):
    """A dozen open reports that differ in all that is sorted by; some are nobody's."""
    places = [make.place(name=name) for name in ("Ân", "Đông", "Cầu")]
    services = [make.service(name=name) for name in ("Rác", "Đường", "Đèn")]
    people = [None, offices.handler, offices.colleague]
    made = []
    for number in range(12):
        clock.shift(timedelta(minutes=7))
        report = make.service_request(
            "accepted",
            agency=offices.office if number % 4 else offices.commune,
            place=places[number % 3],
            service=services[number // 2 % 3],
            description=f"Việc số {number}",
        )
        report.assignee = people[number // 3 % 3]
        report.answer_by += timedelta(hours=(number * 5) % 12)
        report.updated_datetime += timedelta(minutes=(number * 7) % 12)
        made.append(report)
    return made


KEYS = {
    "ma": lambda report: report.code,
    "viec": lambda report: (report.service.position, report.service_id),
    "xa": lambda report: (report.place.sort_key, report.place_id),
    "co_quan": lambda report: report.agency.path,
    "nguoi": lambda report: report.assignee_id or 0,
    "nhan": lambda report: report.requested_datetime,
    "han": lambda report: report.answer_by,
    "cuoi": lambda report: report.updated_datetime,
}
GROUPED = ("viec", "xa", "co_quan", "nguoi")


@pytest.mark.own_day
@pytest.mark.parametrize(
    ("role", "tab"), [("commune_handler", inbox.WAITING), ("operator", inbox.ALL)]
)
def test_each_column_sorts_both_ways_page_by_page(
    db, login_as, offices, mixed, monkeypatch, role, tab
):
    monkeypatch.setattr(inbox, "PAGE", 5)
    db.session.flush()
    visitor = login_as(getattr(offices, role))
    for name, key in KEYS.items():

        def place(report, key=key, grouped=name in GROUPED):
            return (key(report), *((report.answer_by, report.id) if grouped else (report.id,)))

        wanted = [report.code for report in sorted(mixed, key=place)]
        assert listed(visitor, muc=tab, xep=name) == wanted, name
        assert listed(visitor, muc=tab, xep=f"-{name}") == wanted[::-1], name


@pytest.mark.parametrize("after", ["x", "1-2", "1-2-3-4", "-", "9" * 30, "0-0-0"])
@pytest.mark.parametrize("name", ["ma", "xa"])
def test_a_cursor_of_a_sorted_list_that_was_tampered_with_loses_nothing(
    login_as, offices, after, name
):
    report = make.service_request(agency=offices.office)
    page = login_as(offices.handler).get("/can-bo", query_string={"sau": after, "xep": name})
    assert report.code in page.text


def test_the_heads_say_how_it_is_sorted_and_lead_to_the_other_way(login_as, offices):
    make.service_request(agency=offices.office)
    visitor = login_as(offices.handler)
    page = visitor.get("/can-bo?muc=cho-xu-ly&khan=").text
    assert page.count("aria-sort") == 1
    assert 'aria-sort="ascending"><a href="/can-bo?muc=cho-xu-ly&amp;xep=-han">' in page
    assert 'href="/can-bo?muc=cho-xu-ly&amp;xep=-nhan"' in page  # first the newest
    sorted_page = visitor.get("/can-bo?muc=cho-xu-ly&xep=-han").text
    assert 'aria-sort="descending"><a href="/can-bo?muc=cho-xu-ly&amp;xep=han">' in sorted_page
    assert "aria-sort" not in visitor.get("/can-bo?muc=co-phan-hoi&xep=x").text


def test_days_of_receipt_put_the_newest_first_unless_said_otherwise(login_as, offices, clock):
    made = []
    for _ in range(2):
        made.append(make.service_request("accepted", agency=offices.office).code)
        clock.shift(timedelta(hours=1))
    visitor = login_as(offices.handler)
    assert listed(visitor, muc="cho-xu-ly", nhan_tu="2026-01-01") == made[::-1]
    assert listed(visitor, muc="cho-xu-ly", nhan_tu="2026-01-01", xep="han") == made


def test_columns_are_chosen_and_kept(login_as, offices):
    make.service_request(agency=offices.office, source="counter")
    visitor = login_as(offices.handler)
    chosen = {"cot": ["nguon", "han", "x"], "muc": "cho-xu-ly", "han": "hom-nay", "xep": "-han"}
    answer = visitor.post("/can-bo/cot", data=chosen)
    assert answer.location == "/can-bo?muc=cho-xu-ly&han=hom-nay&xep=-han"
    page = visitor.get("/can-bo").text
    assert page.count('<th scope="col"') == 3  # the matter is always there
    assert "Tại quầy" in page
    visitor.post("/can-bo/cot", data={})
    assert visitor.get("/can-bo").text.count('<th scope="col"') == 8  # one agency: not said


def test_who_sees_several_agencies_sees_whose_it_is(login_as, offices):
    make.service_request(agency=offices.office)
    assert login_as(offices.operator).get("/can-bo?muc=cho-xu-ly").text.count("<th ") == 9


def test_a_list_says_how_many_how_many_late_and_how_many_due_today(login_as, offices, clock):
    for _ in range(2):
        make.service_request("accepted", agency=offices.office)
    clock.shift(timedelta(days=30))
    make.service_request("accepted", agency=offices.office, source="paper")
    visitor = login_as(offices.handler)
    page = visitor.get("/can-bo").text
    assert '<b>3 phản ánh</b> · <span class="late">2 quá hạn</span>' in page
    assert "<b>1 phản ánh</b>" in visitor.get("/can-bo?nguon=paper").text


def test_counts_of_a_narrowed_list_stop_at_a_hundred(login_as, offices, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    for _ in range(3):
        make.service_request(agency=offices.office)
    page = login_as(offices.handler).get("/can-bo?nguon=web").text
    assert "Hơn 1 phản ánh" in page


@pytest.mark.parametrize("tab", ["cho-xu-ly", "cho-bo-sung", "da-xong", "tat-ca"])
def test_beyond_a_hundred_a_whole_tab_is_counted_by_what_is_kept(
    login_as, offices, clock, monkeypatch, tab
):
    monkeypatch.setattr(counting, "MOST", 2)
    for status in ("accepted", "awaiting_citizen", "closed"):
        for _ in range(3):
            make.service_request(status, agency=offices.office)
    while figures.count_due(now()):
        pass
    clock.shift(timedelta(days=30))
    for role in ("handler", "operator"):
        page = login_as(getattr(offices, role)).get(f"/can-bo?muc={tab}").text
        number = 9 if tab == "tat-ca" else 3
        assert f"<b>{number} phản ánh</b>" in page
        assert ("3 quá hạn" in page) == (tab == "cho-xu-ly")


def many_kinds(offices) -> list[Filters]:
    """Reports of two communes, services, agencies and of nobody; every filter counters know."""
    places, services = [make.place(), make.place()], [make.service(), make.service()]
    for number in range(24):
        report = make.service_request(
            ("accepted", "awaiting_citizen", "closed", "received")[number % 4],
            agency=offices.office if number % 3 else offices.commune,
            place=places[number // 2 % 2],
            service=services[number % 5 // 3],
        )
        report.assignee = offices.handler if number // 3 % 2 else None
        report.about_officials = number in (11, 12)
        report.answer_by += timedelta(days=number)
    named = [
        ("linh_vuc", services[0].service_code), ("xa", places[1].code), ("nguoi", NOBODY),
        ("co_quan", offices.office.code), ("nguoi", offices.handler.code), ("khan", ""),
    ]  # fmt: skip
    return [Filters.read({name: code, "han": due}) for name, code in named for due in ("", *DUE)]


def test_what_is_kept_of_a_narrowed_list_is_what_one_counts(db, offices, clock):
    asked, known = many_kinds(offices), Counter()
    db.session.flush()
    for counted in (False, True, False):
        if counted:
            while figures.count_due(now()):
                pass
        else:
            clock.shift(timedelta(days=8))
        for role in ("lead", "operator"):
            scope = scope_of(Viewer(getattr(offices, role)))
            for tab in inbox.tabs(scope):
                at_once = tab.name in (inbox.WAITING, inbox.ASKED)
                for filters in asked if counted or at_once else ():
                    for name, told in kept.counts(tab, scope, filters, now()).items():
                        narrowed = filters.conditions(now()) + due_conditions(name, now())
                        rows = db.session.scalar(select(inbox.count(tab, scope, 99, narrowed)))
                        assert told == rows, (role, tab.name, filters.given, name)
                        known[role, tab.name, *filters.given] += rows
    assert {("lead", inbox.WAITING, "nguoi", "han"), ("lead", inbox.ASKED, "co_quan"),
            ("operator", inbox.WAITING, "xa", "han"), ("operator", inbox.DONE, "linh_vuc"),
            ("operator", inbox.ALL), ("lead", inbox.ALL, "xa")} <= set(+known)  # fmt: skip
    assert ("operator", inbox.WAITING, "co_quan") not in known


def test_while_too_much_is_to_be_counted_a_whole_tab_says_more_than(login_as, offices, monkeypatch):
    monkeypatch.setattr(counting, "MOST", 2)
    monkeypatch.setattr(standing, "MOST_CHANGED", 0)
    for _ in range(3):
        make.service_request(agency=offices.office)
    assert "Hơn 1 phản ánh" in login_as(offices.handler).get("/can-bo").text


def test_of_all_only_the_half_that_can_be_meant_is_walked(offices):
    reports = {status: make.service_request(status, agency=offices.office)
               for status in ("accepted", "closed")}  # fmt: skip
    scope = scope_of(Viewer(offices.operator))
    for status, report in reports.items():
        tab = going_on.listed(scope, inbox.ALL, Filters(trang_thai=status))
        assert len(tab.branches(scope)) == 1
        assert [each.service_request for each in inbox.page(tab, scope).rows] == [report]
    assert len(going_on.listed(scope, inbox.ALL, Filters()).branches(scope)) == 2


def test_each_filter_narrows_the_list(db, login_as, offices, clock):
    here, there = make.place(name="Một"), make.place(name="Hai")
    village = make.place(name="Thôn Bốn", kind="village", parent=here)
    other = make.service_request("accepted", agency=offices.office, place=there)
    clock.shift(timedelta(days=3))
    report = make.service_request("closed", agency=offices.commune, place=here, source="paper")
    report.village = village
    make.link_photo(report, photo(), RequestPhoto.REPORT)
    make.link_photo(other, photo(), RequestPhoto.DRAFT)
    rating.rate(report, make.citizen_actor(report), now(), "fair", "")
    db.session.flush()
    visitor, day = login_as(offices.commune_handler), f"{local(now()):%Y-%m-%d}"
    both = {report.code, other.code}
    assert set(listed(visitor, muc="tat-ca")) == both
    for asked in (
        {"xa": here.code}, {"thon": village.code}, {"co_quan": offices.commune.code},
        {"trang_thai": "closed"}, {"ket_qua": report.resolution}, {"nguon": "paper"},
        {"cham": "co"}, {"cham": "fair"}, {"anh": "1"}, {"nhan_tu": day}, {"xong_tu": day},
        {"xong_den": day},
    ):  # fmt: skip
        assert listed(visitor, muc="tat-ca", **asked) == [report.code], asked
    for asked in ({"cham": "chua"}, {"trang_thai": "accepted"}, {"nguon": "web"},
                  {"nhan_den": "2000-01-01"}, {"han_den": "2000-01-01"}):  # fmt: skip
        assert report.code not in listed(visitor, muc="tat-ca", **asked), asked
    assert set(listed(visitor, muc="tat-ca", nhan_tu="hôm qua")) == both


def test_what_only_closed_reports_can_be_is_looked_for_among_them(login_as, offices):
    report = make.service_request("closed", agency=offices.office)
    visitor = login_as(offices.handler)
    for asked in ({"trang_thai": "closed"}, {"ket_qua": report.resolution}):
        assert listed(visitor, muc="cho-xu-ly", **asked) == [report.code]
    late = make.service_request("received", agency=offices.office)
    assert listed(visitor, muc="da-xong", trang_thai="received") == [late.code]


def test_what_is_typed_is_found_by_a_part_of_the_name(login_as, offices):
    place, service = make.place(name="Mậu Thử"), make.service(name="Đèn chiếu sáng")
    visitor = login_as(offices.commune_handler)
    sent = {"muc": "cho-xu-ly", "o_noi": "mau thu", "o_linh_vuc": "chieu sang",
            "o_co_quan": "phong kinh te", "o_nguoi": "can bo hai"}  # fmt: skip
    answer = visitor.post("/can-bo/tim", data=sent)
    assert answer.location == (
        f"/can-bo?muc=cho-xu-ly&linh_vuc={service.service_code}&xa={place.code}"
        f"&co_quan={offices.office.code}&nguoi={offices.colleague.code}"
    )
    page = visitor.get(answer.location).text
    for words in ("Xã Mậu Thử", "Đèn chiếu sáng", "Phòng Kinh tế xã Thử", "Cán Bộ Hai"):
        assert words in page
    nobody = visitor.post("/can-bo/tim", data={"o_nguoi": "chưa phân công"})
    assert nobody.location == "/can-bo?nguoi=chua-giao"
    kept = visitor.post("/can-bo/tim", data={"nguoi": "chua-giao", "o_nguoi": "Chưa phân công"})
    assert kept.location == nobody.location
    assert visitor.post("/can-bo/tim", data={"nguoi": "chua-giao"}).location == "/can-bo"


def test_a_name_that_fits_nothing_or_several_is_said_at_its_field(login_as, offices):
    make.service(name="Đèn đường"), make.service(name="Đèn tín hiệu")
    visitor = login_as(offices.handler)
    none = visitor.post("/can-bo/tim", data={"o_co_quan": "không có"})
    assert none.status_code == 422
    assert 'value="không có"' in none.text
    assert 'id="o_co_quan-error"' in none.text
    several = visitor.post("/can-bo/loc", data={"o_linh_vuc": "đèn"})
    assert several.status_code == 422
    assert "Đèn đường, Đèn tín hiệu" in several.text


def test_names_are_offered_of_what_one_works_on(login_as, offices):
    visitor = login_as(offices.handler)

    def offered(name: str) -> str:
        return visitor.get(f"/can-bo/loc/goi-y/{name}", headers=PARTIAL).text

    assert "Phòng Kinh tế xã Thử" in offered("co_quan?o_co_quan=phong")
    assert "Phòng Kinh tế xã Khác" not in offered("co_quan")
    assert offered("nguoi").count("<option") == 5  # nobody, oneself, the three of the office
    assert offered("x").strip() == ""


def test_a_filter_is_shared_with_the_people_of_ones_agency(db, login_as, offices):
    owner = login_as(offices.handler)
    sent = {"ten": "Đèn hỏng", "khan": "1", "muc": "cho-xu-ly", "chia_se": offices.office.code}
    owner.post("/can-bo/loc", data=sent)
    kept = db.session.scalars(select(SavedFilter)).one()
    assert kept.shared_with_id == offices.office.id
    colleague = login_as(offices.colleague)
    assert "Đèn hỏng" in colleague.get("/can-bo").text
    assert f"/can-bo/loc/{kept.code}/xoa" not in colleague.get("/can-bo/loc").text
    assert colleague.post(f"/can-bo/loc/{kept.code}/xoa").status_code == 404
    assert "Đèn hỏng" not in login_as(offices.neighbour_handler).get("/can-bo").text
    owner.post("/can-bo/loc", data={**sent, "chia_se": offices.neighbour.code})
    db.session.refresh(kept)
    assert kept.shared_with_id is None  # not an agency of theirs


def test_what_is_sealed_is_in_no_list_no_count_and_no_order(login_as, offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    assignee = make_official(permissions.HANDLE, agency=offices.office)
    report.assignee = assignee
    sealing.seal(report, make.official_actor(offices.office), now(), COMPLAINT)
    for official in (offices.handler, offices.lead, assignee, offices.commune_handler):
        visitor = login_as(official)
        for tab in ("cho-xu-ly", "cua-toi", "tat-ca", "da-xong", "niem-phong"):
            for sort in ("", *COLUMNS):
                page = visitor.get("/can-bo", query_string={"muc": tab, "xep": sort}).text
                assert report.code not in page
                assert "<b>0 phản ánh</b>" in page
    sealed = login_as(offices.receptionist).get("/can-bo?muc=niem-phong&xep=xa").text
    assert codes_in(sealed) == [report.code]
