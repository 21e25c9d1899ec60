"""The list of bills tells what is overdue from what is due within a week, each with its sum."""

import re
from datetime import timedelta

import pytest

from app.bills.actions import reminding
from app.core import clock as core_clock
from app.notifications.models import Notification
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_subscription

LATE, SOON = "Quá hạn", "Đến hạn trong tuần"


@pytest.fixture
def person(app):
    return make_user()


def _owes(person, days, total):
    """Have the person follow a code with a bill that is due in so many days."""
    today = core_clock.local(core_clock.now()).date()
    bill = make_bill(due_on=today + timedelta(days=days), total=total)
    make_subscription(person, bill.account, nickname=f"Nhà {total}")
    return bill


def _parts(page):
    """Give the sums by their heading, and the ways to pay below each, as they are read."""
    words = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", page.text, flags=re.S).replace("\xa0", " ")
    section = " ".join(words.split())
    found = re.findall(f"({LATE}|{SOON}) ([0-9.]+) ₫((?: Nhà [0-9]+ [0-9.]+ ₫)*)", section)
    return {heading: (total, re.findall(r"Nhà (\d+)", ways)) for heading, total, ways in found}


def test_overdue_and_due_within_a_week_stand_apart_and_what_was_said_in_neither(person, login_as):
    for days, total in ((-3, 40_000), (-40, 50_000), (0, 3_000), (7, 4_000), (8, 900_000)):
        _owes(person, days, total)
    said = _owes(person, -1, 700_000)
    phone = login_as(person)
    assert phone.post(f"/hoa-don/{said.code}/da-chuyen").status_code == 303
    page = phone.get("/hoa-don")
    parts = _parts(page)
    assert parts[LATE] == ("90.000", ["50000", "40000"])
    assert parts[SOON][0] == "7.000"
    text = page.text.replace("\xa0", " ")
    assert "Tổng cộng còn phải trả 997.000 ₫" in text
    assert re.search("700.000 ₫ đã báo chuyển", text)


def test_without_anything_overdue_the_word_does_not_stand_there(person, login_as):
    _owes(person, 3, 4_000)
    page = login_as(person).get("/hoa-don")
    assert LATE not in page.text
    assert _parts(page)[SOON][0] == "4.000"


def test_the_front_page_says_since_when_a_bill_is_overdue(person, login_as):
    _owes(person, -3, 40_000)
    assert re.search(r"Quá hạn \d\d/\d\d/\d{4}", login_as(person).get("/").text)


def test_the_clerks_reminder_says_what_is_overdue(person, db):
    now = core_clock.now()
    for days, kind in ((-3, "bill-overdue"), (0, "bill-due-today"), (3, "bill-due")):
        bill = _owes(person, days, 40_000)
        assert [reminding.remind_unpaid([bill], now) for _ in range(2)] == [1, 1]
        told = db.session.query(Notification).filter_by(url=f"/hoa-don/{bill.code}")
        assert [each.kind for each in told if each.kind != "bill-new"] == [kind]
