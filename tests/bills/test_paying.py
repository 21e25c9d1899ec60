"""From a published bill to its receipt, and back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts.actors import SYSTEM
from app.bills.actions import issuing, reminding
from app.bills.models import Receipt
from app.core.clock import now
from app.core.errors import DomainError
from app.notifications.models import Notification
from app.payments import queries as payments
from app.payments import reconciling
from app.payments.actions import payload
from app.payments.vietqr import parse
from tests.factories.accounts import make_user
from tests.factories.bills import make_bill, make_clerk, make_customer, make_subscription
from tests.factories.payments import money, take


@pytest.fixture
def person(app):
    return make_user()


@pytest.fixture
def bill(person):
    bill = make_bill()
    make_subscription(person, bill.account)
    return bill


@pytest.fixture
def phone(person, login_as):
    return login_as(person)


def _request(bill):
    return payments.request_of("bill", bill.id)


def _pay(bill, amount=None, bank_id="FT1"):
    account = payments.account_of("agency", bill.biller.agency_id)
    asked = _request(bill)
    return take(account, money(asked.reference, amount or asked.amount, bank_id))


@pytest.mark.one_database
def test_the_pages_qr_pays_the_bill_with_amount_and_reference(phone, bill):
    page = phone.get(f"/hoa-don/{bill.code}/tra").text
    asked, account = _request(bill), payments.account_of("agency", bill.biller.agency_id)
    assert asked.reference in page
    assert account.holder_name in page
    assert 'class="qr"' in page
    png = phone.get(f"/hoa-don/{bill.code}/ma-qr.png")
    assert (png.mimetype, png.data[:4]) == ("image/png", b"\x89PNG")


@pytest.mark.one_database
def test_the_payload_says_account_amount_and_reference(bill):
    asked, account = _request(bill), payments.account_of("agency", bill.biller.agency_id)
    said = parse(payload(asked, account))
    assert (said.account, said.amount, said.purpose) == (account.number, 100_000, asked.reference)


def test_what_was_said_to_be_transferred_waits_until_the_bank_shows_it(phone, bill):
    phone.post(f"/hoa-don/{bill.code}/da-chuyen")
    assert "chờ xác nhận" in phone.get(f"/hoa-don/{bill.code}").text
    assert _request(bill).said_paid_at is not None
    assert _request(bill).missing > 0
    assert bill.is_open
    _pay(bill)
    assert _request(bill).missing == 0
    assert not bill.is_open


@pytest.mark.own_day
def test_a_paid_bill_has_a_receipt_with_a_number_and_its_follower_is_told(phone, bill, person, db):
    _pay(bill)
    receipt = bill.receipt
    assert receipt.number.endswith("-2026-000001")
    page = phone.get(f"/hoa-don/{bill.code}/bien-nhan").text
    assert receipt.number in page
    kinds = set(
        db.session.scalars(select(Notification.kind).where(Notification.user_id == person.id))
    )
    assert "bill-paid" in kinds


def test_part_of_it_is_no_receipt_and_the_rest_makes_one(bill):
    _pay(bill, 40_000)
    assert (bill.missing, bill.receipt) == (60_000, None)
    _pay(bill, 60_000, "FT2")
    assert bill.receipt.amount == 100_000


def test_a_match_taken_back_voids_the_receipt_and_the_next_has_another_number(bill, db):
    _pay(bill)
    line = payments.allocations_of(_request(bill))[0].line
    reconciling.undo(line.active[0], SYSTEM, now())
    assert (bill.is_open, bill.receipt) == (True, None)
    reconciling.match_by_hand(line, _request(bill), None, SYSTEM, now())
    numbers = [
        each.number[-6:] for each in db.session.scalars(select(Receipt).order_by(Receipt.id))
    ]
    assert numbers == ["000001", "000002"]


@pytest.mark.one_database
def test_too_much_is_told(phone, bill):
    _pay(bill, 130_000)
    assert bill.overpaid == 30_000
    assert phone.get(f"/hoa-don/{bill.code}").status_code == 200


def test_a_credit_lowers_what_is_asked_and_settles_what_is_paid(bill):
    _pay(bill, 60_000)
    issuing.correct(bill, 60_000, "Đọc nhầm đồng hồ", SYSTEM, now())
    assert (bill.owed, bill.missing, bill.is_open) == (60_000, 0, False)
    assert _request(bill).balance == "paid"


@pytest.mark.one_database
@pytest.mark.parametrize(("total", "reason"), [(100_000, "x"), (-1, "x"), (5, " ")])
def test_it_rejects_a_correction_that_changes_nothing_or_says_no_reason(bill, total, reason):
    with pytest.raises(DomainError):
        issuing.correct(bill, total, reason, SYSTEM, now())


def test_a_withdrawn_bill_is_asked_for_no_more_and_its_money_waits_for_the_clerk(bill, phone):
    issuing.withdraw(bill, SYSTEM, now())
    _pay(bill)
    account = payments.account_of("agency", bill.biller.agency_id)
    assert len(payments.open_lines(account).rows) == 1
    assert phone.get(f"/hoa-don/{bill.code}").status_code == 404


@pytest.mark.one_database
@pytest.mark.own_day
def test_reminders_come_5_and_1_days_before_on_the_day_and_once_when_overdue(
    bill, person, db, clock
):
    told = []
    clock.move_to(now().replace(month=11, day=24))
    for _day in range(14):
        for _again in range(2):
            reminding.remind(now())
            db.session.commit()
        kinds = db.session.scalars(
            select(Notification).where(Notification.kind != "bill-new").order_by(Notification.id)
        ).all()
        told.append(len(kinds))
        clock.shift(timedelta(days=1))
    # Due on 1 December: told on 26 and 30 November, 1 and 2 December.
    assert told == [0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 4, 4, 4, 4]


def test_a_paid_bill_and_an_unproved_code_are_not_reminded_of(db, person, bill):
    other = make_bill(due_on=bill.due_on)
    make_subscription(make_user(), other.account, proved=False)
    _pay(bill)
    before = db.session.scalars(select(Notification.id)).all()
    reminding.remind(now().replace(day=26))
    assert db.session.scalars(select(Notification.id)).all() == before


def test_the_clerk_corrects_settles_and_withdraws_on_the_desk(login_as):
    account = make_customer()
    bill, other = make_bill(account), make_bill(account, "2026-10")
    desk = login_as(make_clerk(account.biller))
    url = f"/can-bo/hoa-don/phieu/{bill.code}"
    assert desk.get(url).status_code == 200
    assert desk.post(url + "/dieu-chinh", data={"total": "abc", "reason": "x"}).status_code == 422
    desk.post(url + "/dieu-chinh", data={"total": "80.000", "reason": "Đọc nhầm"})
    assert bill.owed == 80_000
    desk.post(url + "/da-thu", data={"on": "18/11/2026"})
    assert bill.missing == 0
    desk.post(f"/can-bo/hoa-don/phieu/{other.code}/rut")
    assert other.state == "withdrawn"
    assert desk.get(f"/can-bo/hoa-don/{account.biller.code}/danh-sach").status_code == 200
