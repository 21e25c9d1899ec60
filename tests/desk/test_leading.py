"""The lead's page, and the week's figures against a table made by hand."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.core.clock import VIETNAM
from app.service_requests.figures import counting
from app.service_requests.leading import desks
from app.service_requests.models import Escalation, EscalationRecipient, Pause, Rating
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make


def on(day: float | None) -> datetime | None:
    """Noon of a day in November, or another hour: 9.0 is its first minute, 9.5 noon."""
    if day is None:
        return None
    return (datetime(2026, 11, 1, tzinfo=VIETNAM) + timedelta(days=day - 1)).astimezone(UTC)


# name: received, due, answered, result, asked the citizen, extended, rated on, face
TABLE = {
    "answered the week before": (3.5, 10.5, 6.5, "fixed", None, None, 10.5, "satisfied"),
    "answered late": (4.5, 6.5, 10.5, "explained", None, None, None, None),
    "answered on time": (9.5, 12.5, 11.5, "fixed", None, None, 12.5, "dissatisfied"),
    "late": (10.5, 12.5, None, None, None, None, None, None),
    "asked": (12.5, 20.5, None, None, 13.5, None, None, None),
    "asked, else late": (11.5, 13.5, None, None, 12.5, None, None, None),
    "withdrawn": (9.5, 12.5, 10.5, "withdrawn", None, None, None, None),
    "extended": (5.5, 18.5, None, None, None, 10.5, None, None),
    "on Sunday's last second": (8.99999, 30.5, 16.0, "fixed", None, None, None, None),
    "on Monday's first": (9.0, 30.5, 15.99999, "not_accepted", None, None, None, None),
    "after the week": (16.5, 30.5, None, None, None, None, None, None),
}
EXPECTED = {
    # figure: the week of 9 to 15 November, the week before
    "Nhận được": (6, 4),
    "Đã trả lời": (3, 1),
    "Đúng hạn": (2, 1),
    "Tỷ lệ đúng hạn": ("67%", "100%"),
    "Quá hạn chưa trả lời": (1, 1),
    "Chờ người dân bổ sung": (2, 0),
    "Gia hạn": (1, 0),
    "Lượt đánh giá": (2, 0),
    "Hài lòng": (1, 0),
    "Tỷ lệ hài lòng": ("50%", "–"),
}


def enter(db, agency, row, **given):
    received, due, answered, result, asked, extended, rated, face = row
    report = make.service_request("accepted", agency=agency, **given)
    promise = report.promise
    report.requested_datetime = promise.started_at = on(received)
    report.answer_by = promise.answer_by = on(due)
    promise.answered_at, promise.resolution, promise.extended_at = (
        on(answered),
        result,
        on(extended),
    )
    if asked:
        pause = Pause(promise_number=1, started_at=on(asked), reason="Ở đâu?", until=on(29.5))
        report.pauses.append(pause)
    if rated:
        rating = Rating(service_request_id=report.id, promise_number=1, face=face, at=on(rated))
        db.session.add(rating)
    db.session.flush()
    return report


@pytest.fixture
def november(db, offices):
    """The table's reports in one office; others that count elsewhere or nowhere."""
    given = {"service": make.service(name="Đèn đường"), "place": make.place(name="Suối Thử")}
    for row in TABLE.values():
        enter(db, offices.office, row, **given)
    enter(db, offices.neighbour, TABLE["late"])
    sealed = enter(db, offices.office, TABLE["late"])
    sealing.seal(sealed, make.official_actor(offices.office), sealed.requested_datetime, COMPLAINT)
    for _ in counting.rebuild(clock_now()):  # the table's reports were written as they stand
        db.session.commit()
    return offices


def cells(page: str) -> dict[str, tuple[str, ...]]:
    """The table's rows: the figure's name, then the numbers."""
    found = {}
    for row in page.split("<tbody>")[1].split("</tbody>")[0].split("<tr>")[1:]:
        name = row.split('scope="row">')[1].split("<")[0]
        numbers = tuple(each.split("<")[0] for each in row.split('class="n">')[1:])
        found[name] = numbers
    return found


@pytest.mark.own_day
def test_the_week_equals_the_table_made_by_hand(login_as, november):
    page = login_as(november.lead).get("/can-bo/lanh-dao/tuan").text
    assert cells(page) == {name: tuple(map(str, row)) for name, row in EXPECTED.items()}


@pytest.mark.own_day
def test_the_paragraph_says_the_same_in_the_words_of_an_office(login_as, november):
    page = login_as(november.lead).get("/can-bo/lanh-dao/tuan").text
    text = page.split('id="paragraph">')[1].split("<")[0]
    assert text == (
        "Từ ngày 09/11/2026 đến ngày 15/11/2026, Phòng Kinh tế xã Thử tiếp nhận 6 phản ánh, "
        "kiến nghị (tăng 2 so với tuần trước). Đã trả lời 3 phản ánh (tăng 2 so với tuần trước), "
        "trong đó 2 phản ánh đúng hạn, đạt 67% (tuần trước 100%). Đến hết tuần còn 1 "
        "phản ánh quá hạn chưa trả lời (bằng tuần trước), 2 phản ánh đang chờ người "
        "dân bổ sung thông tin; gia hạn 1 trường hợp. Người dân đánh giá 2 lượt, trong đó 1 "
        "lượt hài lòng, đạt 50%. Lĩnh vực "
        "quá hạn nhiều nhất: đèn đường (2 phản ánh); địa bàn quá hạn nhiều nhất: xã Suối Thử "
        "(2 phản ánh)."
    )
    assert f'data-copy="{text}"' in page


def test_a_quiet_week_is_told_without_shares(login_as, offices):
    text = login_as(offices.lead).get("/can-bo/lanh-dao/tuan?tuan=2026-01-07").text
    for words in (
        "Từ ngày 05/01/2026", "chưa trả lời phản ánh nào", "Không có phản ánh nào quá hạn",
        "Đến hết tuần không có phản ánh quá hạn",
    ):  # fmt: skip
        assert words in text


@pytest.mark.parametrize("asked", ["x", "0001-01-01", "9999-12-31", "2026-02-30"])
def test_a_week_that_is_none_shows_one_that_is(login_as, offices, asked):
    assert login_as(offices.lead).get(f"/can-bo/lanh-dao/tuan?tuan={asked}").status_code == 200


def test_the_lead_sees_what_is_late_near_and_to_be_approved(login_as, offices, clock):
    late = make.service_request("accepted", agency=offices.office, description="Việc đã trễ")
    late.assignee = offices.colleague
    clock.move_to(late.answer_by + timedelta(hours=1))
    near = make.service_request("accepted", agency=offices.office, description="Việc sắp trễ")
    near.answer_by = near.promise.answer_by = clock_now() + timedelta(hours=20)
    drafted = make.service_request("accepted", agency=offices.office, description="Việc chờ ký")
    drafted.approval_asked_at = clock_now()
    make.service_request("accepted", agency=offices.neighbour, description="Việc nơi khác")
    page = login_as(offices.lead).get("/can-bo/lanh-dao").text
    lists = [part.split("</section>")[0] for part in page.split("<h2>")[1:4]]
    for part, title in zip(lists, ("đã trễ", "sắp trễ", "chờ ký"), strict=True):
        assert f"Việc {title}" in part
        assert part.count("<a ") == 1
    assert "Việc nơi khác" not in page
    assert '>Cán Bộ Hai</a></td><td class="n">1</td><td class="n"><b>1</b>' in page
    assert '>Cán Bộ Một</a></td><td class="n">0</td><td class="n">0<' in page
    assert 'Chưa phân công</a></td><td class="n">2<' in page


def clock_now() -> datetime:
    return datetime.now(UTC)


def test_the_pages_are_for_leads_and_the_operator(login_as, offices):
    for address in ("/can-bo/lanh-dao", "/can-bo/lanh-dao/tuan"):
        statuses = {
            role: login_as(getattr(offices, role)).get(address).status_code
            for role in ("lead", "operator", "handler", "receptionist", "administrator")
        }
        assert statuses == {
            "lead": 200, "operator": 200, "handler": 403, "receptionist": 403,
            "administrator": 403,
        }  # fmt: skip


def test_the_page_of_who_was_told_names_them_with_the_step(db, login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    step = Escalation(
        service_request_id=report.id, promise_number=1, step="overdue",
        due_at=clock_now(), at=clock_now(),
    )  # fmt: skip
    step.recipients = [EscalationRecipient(user_id=offices.lead.id)]
    db.session.add(step)
    address = f"/can-bo/phan-anh/{report.code}/da-bao"
    page = login_as(offices.handler).get(address).text
    assert "Lãnh Đạo Một" in page
    assert "quá hạn" in page
    assert login_as(offices.neighbour_handler).get(address).status_code == 404


def test_only_who_writes_templates_is_led_to_them(login_as, offices):
    for role, is_led in (("lead", True), ("operator", False)):
        page = login_as(getattr(offices, role)).get("/can-bo/lanh-dao").text
        assert ("/can-bo/mau-tra-loi" in page) == is_led


def test_beyond_a_hundred_what_is_late_and_what_nobody_has_is_as_it_is_kept(
    login_as, offices, clock, monkeypatch
):
    monkeypatch.setattr(desks, "MOST_COUNTED", 2)
    desks._asked.cache_clear()
    for number in range(6):
        report = make.service_request("accepted", agency=offices.office)
        report.assignee = offices.handler if number % 2 else None
    clock.shift(timedelta(days=30))
    page = login_as(offices.lead).get("/can-bo/lanh-dao").text
    desks._asked.cache_clear()
    assert re.search(r"Quá hạn[^<]*: 6<", page)
    assert re.findall(r'<td class="n">(?:<b>)?(\d+)(?:</b>)?</td>', page)[:4] == ["3"] * 4
