"""What was said to be transferred is asked for by nothing, told everywhere, and counted apart."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.bills.actions import reminding
from app.bills.queries import desk as figures
from app.core import clock as core_clock
from app.notifications.models import Notification
from app.payments import queries as payments
from app.payments.statement_rows import Movement
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_clerk, make_subscription
from tests.factories.payments import DAY, money, take

WAITS = "đã báo chuyển, chờ xác nhận"


@pytest.fixture
def person(app):
    return make_user()


@pytest.fixture
def bill(person):
    today = core_clock.local(core_clock.now()).date()
    bill = make_bill(due_on=today)
    make_subscription(person, bill.account)
    return bill


@pytest.fixture
def phone(person, login_as, bill):
    phone = login_as(person)
    assert phone.post(f"/hoa-don/{bill.code}/da-chuyen").status_code == 303
    return phone


def _pages(bill):
    return ["/", "/hoa-don", f"/hoa-don/{bill.code}", f"/hoa-don/{bill.code}/tra"]


def _kinds(db, person):
    told = select(Notification.kind).where(Notification.user_id == person.id)
    return sorted(set(db.session.scalars(told)) - {"bill-new"})


def test_every_page_says_so_and_none_asks_again(phone, bill):
    for page in map(phone.get, _pages(bill)):
        assert WAITS in page.text.lower(), page.request.path
        assert 'class="qr"' not in page.text
        assert f'href="/hoa-don/{bill.code}/tra"' not in page.text, page.request.path
        assert "Đến hạn hôm nay" not in page.text
    assert phone.get(f"/hoa-don/{bill.code}/ma-qr.png").status_code == 404
    index = phone.get("/hoa-don").text
    assert '<h2 id="awaited">' in index
    assert not any(f'<h2 id="{asked}">' in index for asked in ("late", "soon", "later"))
    biller = bill.biller.code
    look = phone.post("/hoa-don/tra-cuu", data={"biller": biller, "code": bill.account.code})
    assert WAITS in look.text.lower()


def test_no_reminder_is_sent_and_the_desk_counts_it_apart(phone, bill, person, db, login_as):
    reminding.remind(core_clock.now())
    assert reminding.remind_unpaid([bill], core_clock.now()) == 0
    assert _kinds(db, person) == []
    total = figures.totals(bill.biller)[0]
    assert (total.unpaid, total.said) == (0, 1)
    desk = login_as(make_clerk(bill.biller))
    base = f"/can-bo/hoa-don/{bill.biller.code}"
    assert bill.account.code not in desk.get(f"{base}/danh-sach?loai=chua-tra").text
    assert WAITS in desk.get(f"{base}/danh-sach?loai=bao-chuyen").text.lower()
    assert desk.get(base).status_code == 200
    assert WAITS in desk.get(f"/can-bo/hoa-don/phieu/{bill.code}").text.lower()


def test_after_days_it_says_what_to_do_once(phone, bill, person, db, clock):
    clock.shift(4 * 86_400)
    for _ in range(2):
        reminding.remind(core_clock.now())
    assert _kinds(db, person) == ["bill-said-long"]
    assert "ứng dụng ngân hàng" in phone.get(f"/hoa-don/{bill.code}").text
    assert "cần làm gì" in phone.get("/hoa-don").text


def test_it_can_be_taken_back_and_is_asked_for_again(phone, bill):
    assert phone.post(f"/hoa-don/{bill.code}/chua-chuyen").status_code == 303
    assert 'class="qr"' in phone.get(f"/hoa-don/{bill.code}/tra").text
    assert WAITS not in phone.get("/hoa-don").text.lower()


def test_once_the_bank_was_heard_what_is_missing_is_asked_for(phone, bill, person, db):
    asked = payments.request_of("bill", bill.id)
    account = payments.account_of("agency", bill.biller.agency_id)
    take(account, money(asked.reference, 40_000))
    assert (bill.is_said, bill.to_pay) == (False, 60_000)
    take(account, money(asked.reference, 60_000))
    assert bill.receipt is not None
    take(account, Movement(DAY + timedelta(days=1), -60_000, asked.reference, takes_back=True))
    assert (bill.is_open, bill.to_pay, bill.receipt) == (True, 60_000, None)
    assert "bill-open-again" in _kinds(db, person)
