"""The table of figures: periods, who sees which rows, sorting, the workbook, a year's total."""

import io
import re
from datetime import UTC, date, datetime

import pytest
from openpyxl import load_workbook

from app.core.clock import local
from app.core.db import db
from app.service_requests.figures import counting, queries
from app.service_requests.figures.measures import STATES, Tally, shares
from app.service_requests.figures.models import WHOLE
from app.service_requests.figures.periods import DAYS, QUARTER, WEEK, WHOLE_MONTH, YEAR, Period
from app.service_requests.figures.queries import Reach
from app.service_requests.routing import assigning
from tests.factories import service_requests as make

PAGE = "/can-bo/lanh-dao/so-lieu"


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def counted(db, offices):
    """Two reports of the office, one of them the handler's, and four of the neighbour."""
    for agency, number in ((offices.office, 2), (offices.neighbour, 4)):
        for _ in range(number):
            report = make.service_request("closed", agency=agency)
    mine = make.service_request("accepted", agency=offices.office)
    assigning.assign(mine, make.official_actor(offices.office), now(), offices.handler)
    assert report.agency is not mine.agency
    while counting.count_due(now()):
        db.session.flush()
    db.session.commit()
    return offices


def rows(page: str) -> dict[str, list[int]]:
    """The sorted table: the row's name, then the numbers."""
    table = page.split('id="bang"')[1].split("<tbody>")[1].split("</tbody>")[0]
    found = {}
    for row in table.split("<tr>")[1:]:
        name = row.split('scope="row">')[1].split("<")[0]
        found[name] = [int(each) for each in re.findall(r'class="n">(\d+)', row)]
    return found


@pytest.mark.parametrize(
    ("kind", "within", "first", "last", "before"),
    [
        (WEEK, date(2026, 11, 19), "2026-11-16", "2026-11-22", "2026-11-09"),
        (WHOLE_MONTH, date(2026, 1, 31), "2026-01-01", "2026-01-31", "2025-12-01"),
        (QUARTER, date(2026, 2, 28), "2026-01-01", "2026-03-31", "2025-10-01"),
        (YEAR, date(2028, 2, 29), "2028-01-01", "2028-12-31", "2027-01-01"),
    ],
)
def test_a_period_is_around_a_day(kind, within, first, last, before):
    period = Period.around(kind, within)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)
    assert period.before.first.isoformat() == before
    assert period.before.after == period


@pytest.mark.parametrize(
    ("first", "last", "segments"),
    [
        ("2026-11-05", "2026-11-20", ["d 11-05 11-20"]),
        ("2026-11-01", "2026-11-30", ["m 11-01 11-30"]),
        ("2026-09-15", "2026-11-10", ["d 09-15 09-30", "m 10-01 10-31", "d 11-01 11-10"]),
        ("2026-09-15", "2026-10-10", ["d 09-15 10-10"]),
        ("2026-09-01", "2026-10-10", ["m 09-01 09-30", "d 10-01 10-10"]),
    ],
)
def test_a_period_is_whole_months_and_the_days_at_its_ends(first, last, segments):
    period = Period(DAYS, date.fromisoformat(first), date.fromisoformat(last))
    found = [f"{span} {a:%m-%d} {b:%m-%d}" for span, a, b in period.segments()]
    assert found == segments
    days = sum((b - a).days + 1 for _span, a, b in period.segments())
    assert days == (period.last - period.first).days + 1


@pytest.mark.parametrize(
    "parts", [(1, 1, 1, 0, 0), (65, 12, 17, 5, 59), (1, 0, 0, 0, 0), (7, 7, 7, 7, 1)]
)
def test_the_shares_of_what_came_in_are_a_hundred(parts):
    on_time, late, withdrawn, overdue, rest = parts
    tally = Tally(
        received=sum(parts), on_time=on_time, late=late, withdrawn=withdrawn, overdue=overdue
    )
    assert tally.open == rest
    assert sum(getattr(tally, name) for name in STATES) == tally.received
    assert sum(shares(tally).values()) == 100


def test_any_days_give_what_their_day_counters_give(counted):
    """A month is the sum of its days, a year of its months: by the counters themselves."""
    today = local(now()).date()
    year = Period.around(YEAR, today)
    found = queries.totals(Reach(), [year, Period(DAYS, year.first.replace(day=2), year.last)])
    whole, by_day = found.periods
    assert whole == by_day == found.ever
    assert whole.received == 7
    assert queries.tables(Reach(), WHOLE, [year])[0] == {(0, 0): whole}


def test_a_lead_sees_the_own_office_alone_with_its_people(login_as, counted):
    page = login_as(counted.lead).get(PAGE).text
    assert rows(page) == {"Phòng Kinh tế xã Thử": [3, 2, 0, 1, 0, 0, 0, 0, 0, 0]}
    people = rows(login_as(counted.lead).get(f"{PAGE}?theo=nguoi").text)
    assert people["Cán Bộ Một"][0] == 1
    assert people["Lãnh Đạo Một (lãnh đạo): chưa phân công"][0] == 2


def test_the_operator_compares_agencies_and_never_people(login_as, counted):
    client = login_as(counted.operator)
    page = client.get(f"{PAGE}?theo=nguoi").text
    assert set(rows(page)) == {"Phòng Kinh tế xã Thử", "Phòng Kinh tế xã Khác"}
    assert "theo=nguoi" not in page.split("<main")[1]
    one = client.get(f"{PAGE}?co_quan={counted.office.code}").text
    assert list(rows(one)) == ["Phòng Kinh tế xã Thử"]


def test_an_agency_that_is_not_led_is_not_shown(login_as, counted):
    page = login_as(counted.lead).get(f"{PAGE}?co_quan={counted.neighbour.code}").text
    assert list(rows(page)) == ["Phòng Kinh tế xã Thử"]


def test_a_tap_on_a_head_sorts(login_as, counted):
    client = login_as(counted.operator)
    assert next(iter(rows(client.get(f"{PAGE}?xep=-received").text))) == "Phòng Kinh tế xã Khác"
    assert next(iter(rows(client.get(f"{PAGE}?xep=received").text))) == "Phòng Kinh tế xã Thử"
    assert next(iter(rows(client.get(f"{PAGE}?xep=-ten").text))) == "Phòng Kinh tế xã Thử"


@pytest.mark.parametrize(
    "asked",
    ["ky=x", "ky=ngay", "ky=ngay&tu=2026-02-30&den=x", "ky=nam&ngay=0001-01-01",
     "ky=ngay&tu=2026-11-20&den=2026-11-01", "ky=quy&ngay=9999-12-31", "theo=x&xep=x"],
)  # fmt: skip
def test_what_makes_no_sense_shows_what_does(login_as, offices, asked):
    assert login_as(offices.lead).get(f"{PAGE}?{asked}").status_code == 200


def test_the_workbook_has_the_same_numbers_and_no_formula(login_as, counted):
    answer = login_as(counted.operator).get(f"{PAGE}/bang.xlsx?theo=co-quan")
    assert answer.headers["Content-Disposition"].endswith(".xlsx")
    sheet = list(load_workbook(io.BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert sheet[0][0] == "Cơ quan"
    assert {row[0]: row[1] for row in sheet[1:]} == {
        "Phòng Kinh tế xã Khác": 4, "Phòng Kinh tế xã Thử": 3, "Tổng cộng": 7,
    }  # fmt: skip


def test_the_pages_are_for_leads_and_the_operator(login_as, offices):
    for address in (PAGE, f"{PAGE}/bang.xlsx"):
        statuses = {
            role: login_as(getattr(offices, role)).get(address).status_code
            for role in ("lead", "operator", "handler", "receptionist", "administrator")
        }
        assert statuses == {
            "lead": 200, "operator": 200, "handler": 403, "receptionist": 403,
            "administrator": 403,
        }  # fmt: skip


def test_what_waits_to_be_counted_is_said(login_as, counted):
    client, words = login_as(counted.lead), "Các bước mới nhất đang được tính"
    assert words not in client.get(PAGE).text
    make.service_request("accepted", agency=counted.office)
    db.session.commit()
    assert words in client.get(PAGE).text


def test_the_first_four_figures_of_a_head(login_as, counted):
    page = login_as(counted.lead).get("/can-bo/lanh-dao").text
    assert re.findall(r'<b class="sum[^>]*>([^<]+)<', page) == ["3", "100%", "1", "0"]
