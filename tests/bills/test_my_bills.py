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
    """Give the sum beside each heading, and the bills below it, as they are read."""
    found = {}
    for section in re.findall(r"<section.*?</section>", page.text, re.DOTALL):
        words = " ".join(re.sub(r"<svg.*?</svg>|<[^>]+>", " ", section, flags=re.DOTALL).split())
        heading = re.match(r"(\D+?)(?: ([0-9.]+) ₫)? Nhà \d", words.replace("\xa0", " "))
        if heading:
            acts = re.findall(r"(Thanh toán|Xem hóa đơn) Nhà (\d+)", words)
            found[heading[1]] = (heading[2], acts)
    return found


def test_each_bill_is_a_card_under_when_it_is_due_and_what_was_said_is_in_none(person, login_as):
    for days, total in ((-3, 40_000), (-40, 50_000), (0, 3_000), (7, 4_000), (8, 900_000)):
        _owes(person, days, total)
    said = _owes(person, -1, 700_000)
    phone = login_as(person)
    assert phone.post(f"/hoa-don/{said.code}/da-chuyen").status_code == 303
    pay = "Thanh toán"
    assert _parts(phone.get("/hoa-don")) == {
        LATE: ("90.000", [(pay, "50000"), (pay, "40000")]),
        SOON: ("7.000", [(pay, "3000"), (pay, "4000")]),
        "Chưa đến hạn": (None, [(pay, "900000")]),
        "Chờ ngân hàng báo": (None, [("Xem hóa đơn", "700000")]),
    }


def test_without_anything_overdue_the_word_does_not_stand_there(person, login_as):
    _owes(person, 3, 4_000)
    page = login_as(person).get("/hoa-don")
    assert LATE not in page.text
    assert SOON in _parts(page)


def test_paid_bills_are_folded_and_open_where_nothing_is_owed(person, login_as):
    paid = _owes(person, -3, 40_000)
    _owes(person, 3, 4_000)
    paid.settle(paid.due_on)
    folded = login_as(person).get("/hoa-don").text
    assert re.search(r'<details class="tasks">.*Nhà 40000<small>[^<]*· Đã trả', folded, re.DOTALL)
    assert "Nhà 40000" not in folded.split("<details")[0]


def test_who_owes_nothing_is_told_so(person, login_as):
    paid = _owes(person, -3, 40_000)
    paid.settle(paid.due_on)
    page = login_as(person).get("/hoa-don").text
    assert "Bạn không còn khoản nào phải trả." in page
    assert '<details class="tasks" open>' in page


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
