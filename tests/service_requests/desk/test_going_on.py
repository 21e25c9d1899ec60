"""After an act the next report of the same list opens, in whatever order the list was."""

import pytest

from app.service_requests import life
from tests.factories import service_requests as make

KEY = "a-key-of-a-form-long-enough"


@pytest.fixture
def reports(offices):
    """Four, due one after another."""
    return [make.service_request("accepted", agency=offices.office) for _ in range(4)]


def close(visitor, report, **more):
    values = {"version": report.version, "idempotency_key": f"{KEY}-{report.id}", "anyway": "1",
              "resolution": "explained", "text": "Đã giải thích rõ.", **more}  # fmt: skip
    return visitor.post(f"/can-bo/phan-anh/{report.code}/dong", data=values)


def at(report) -> str:
    return f"/can-bo/phan-anh/{report.code}"


def in_order(visitor, reports, query: str) -> list:
    page = visitor.get(f"/can-bo{query}").text
    return sorted(reports, key=lambda each: page.index(f'id="card-{each.id}"'))


@pytest.mark.parametrize(
    "query", ["", "?xep=-han", "?xep=ma", "?xep=xa", "?muc=tat-ca&trang_thai=accepted"]
)
def test_the_next_of_the_list_as_it_was_sorted_opens(login_as, offices, reports, query):
    visitor = login_as(offices.handler)
    first, second, third, fourth = in_order(visitor, reports, query)
    assert close(visitor, second).location == at(third)
    assert "Đây là phản ánh kế tiếp" in visitor.get(at(third)).text
    assert close(visitor, fourth).location == at(first)
    assert close(visitor, third).location == at(first)
    ended = close(visitor, first)
    assert ended.location.startswith("/can-bo")
    assert "cuối cùng của danh sách" in visitor.get(ended.location).text
    assert {each.status for each in reports} == {life.CLOSED}


def test_what_is_still_in_the_list_or_was_not_opened_from_it_stays(login_as, offices, reports):
    visitor = login_as(offices.handler)
    assert close(visitor, reports[0]).location == at(reports[0])
    visitor.get("/can-bo?muc=da-xong")
    assert close(visitor, reports[1]).location == at(reports[1])
    visitor.get("/can-bo")
    note = {"version": reports[2].version, "idempotency_key": KEY, "text": "Gọi tổ điện"}
    answer = visitor.post(f"{at(reports[2])}/ghi-chu", data=note)
    assert answer.location == at(reports[2])


def test_whoever_takes_a_report_keeps_it_open(login_as, offices, reports):
    visitor = login_as(offices.handler)
    visitor.get("/can-bo?nguoi=chua-giao")
    data = {"version": reports[0].version, "idempotency_key": KEY}
    assert visitor.post(f"{at(reports[0])}/nhan-xu-ly", data=data).location == at(reports[0])


def test_the_queue_of_a_phone_is_led_on_too(login_as, offices, reports):
    visitor = login_as(offices.handler)
    first, second, *_rest = in_order(visitor, reports, "")
    values = {"version": first.version, "idempotency_key": KEY, "anyway": "1",
              "resolution": "explained", "text": "Đã giải thích rõ."}  # fmt: skip
    answer = visitor.post(f"{at(first)}/dong", data=values, headers={"Accept": "application/json"})
    assert answer.json["url"] == at(second)
