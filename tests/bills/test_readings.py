"""Meters: typed by people, pasted from messages, read for a hamlet's ledger."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from app.bills import company_sms
from app.bills.models import Bill, CustomerAccount, MeterReading
from tests.factories.accounts import make_user
from tests.factories.bills import (
    make_bill,
    make_biller,
    make_clerk,
    make_customer,
    make_tariff,
    make_vat,
)

MESSAGE = (
    "EVN TB: KH PA25VY0012345, ky 1 thang 10/2026 (tu ngay 01/10/2026 den ngay 31/10/2026), chi so "
    "dau ky 1.200, chi so cuoi ky 1.550, dien nang tieu thu 350 kWh. Tong so tien 979.560 dong. "
    "De nghi thanh toan truoc ngay 12/11/2026."
)


@pytest.fixture
def own(app, login_as, db):
    """A person's own record of an electricity meter: their phone and the page's address."""
    make_vat()
    biller = make_biller("electricity", "own", tariff=make_tariff())
    phone = login_as(make_user())
    form = {"biller": biller.code, "code": "PA25VY0012345", "nickname": "Điện nhà"}
    return phone, phone.post("/hoa-don/them", data=form).location


def _read(own, value, on, **more):
    phone, url = own
    return phone.post(url + "/chi-so", data={"value": str(value), "read_on": on, **more})


def test_two_readings_make_a_bill_marked_as_ones_own(own, db):
    _read(own, 1200, "30/09/2026")
    answer = _read(own, 1550, "31/10/2026", sure="1")
    bill = db.session.scalar(select(Bill))
    assert (bill.quantity, bill.total, bill.period) == (350, 979_560, "2026-10")
    page = own[0].get(answer.location).text
    assert "907.000" in page
    assert bill.is_own
    assert own[0].get(own[1]).status_code == 200
    own[0].post(answer.location + "/da-tra")
    assert bill.missing == 0


@pytest.mark.parametrize(("value", "question"), [(1100, "rolled_over"), (9000, "sure")])
def test_a_reading_below_the_last_or_absurdly_high_is_asked_back(own, value, question, db):
    _read(own, 1200, "30/09/2026")
    answer = _read(own, value, "31/10/2026")
    assert answer.status_code == 422
    assert f'name="{question}"' in answer.text
    assert db.session.scalar(select(func.count(MeterReading.id))) == 1


def test_a_counter_that_passed_its_end_goes_on_from_zero(own, db):
    _read(own, 9_950, "30/09/2026")
    _read(own, 50, "31/10/2026", rolled_over="1")
    assert db.session.scalar(select(Bill)).quantity == 100


@pytest.mark.parametrize(("value", "on"), [
    ("-5", "31/10/2026"), ("abc", "31/10/2026"), ("1300", "31/12/2026"), ("1300", "01/09/2026"),
    ("1300", "hom qua"), ("1300", "30/09/2026"),
])  # fmt: skip
@pytest.mark.own_day
def test_it_rejects_a_reading_that_cannot_be(own, value, on, db):
    _read(own, 1200, "30/09/2026")
    assert _read(own, value, on).status_code == 422
    assert db.session.scalar(select(func.count(MeterReading.id))) == 1


def test_a_companys_message_is_read():
    told = company_sms.read(MESSAGE)
    assert told.code == "PA25VY0012345"
    assert (told.before, told.after, told.quantity) == (1200, 1550, 350)
    assert (told.total, told.period) == (979_560, "2026-10")
    assert (told.from_on, told.to_on) == (date(2026, 10, 1), date(2026, 10, 31))
    assert told.due_on == date(2026, 11, 12)


@pytest.mark.parametrize("message", ["", "xin chao", "tong tien 5", "350 kWh", "x" * 5000])
def test_a_message_that_says_too_little_makes_nothing(own, message, db):
    phone, url = own
    assert phone.post(url + "/tin-nhan", data={"message": message}).status_code == 422
    assert db.session.scalar(select(Bill)) is None


def test_a_pasted_message_makes_the_bill_once(own, db):
    phone, url = own
    answer = phone.post(url + "/tin-nhan", data={"message": MESSAGE})
    bill = db.session.scalar(select(Bill))
    assert (bill.total, bill.due_on) == (979_560, date(2026, 11, 12))
    assert phone.get(answer.location).status_code == 200
    assert phone.post(url + "/tin-nhan", data={"message": MESSAGE}).status_code == 422


def test_s24_ones_own_record_is_nobody_elses(own, login_as, db):
    other = login_as(make_user())
    assert other.get(own[1]).status_code == 404
    assert other.post(own[1] + "/chi-so", data={}).status_code == 404
    account = db.session.scalar(select(CustomerAccount))
    clerk = login_as(make_clerk(account.biller))
    _read(own, 1200, "30/09/2026")
    _read(own, 1300, "31/10/2026")
    bill = db.session.scalar(select(Bill))
    assert clerk.get(f"/can-bo/hoa-don/phieu/{bill.code}").status_code == 404
    assert clerk.get(f"/hoa-don/{bill.code}").status_code == 404


@pytest.fixture
def ledger(app, login_as):
    """A hamlet's water: the clerk's phone, a customer, and the meter's address."""
    make_vat("water", "0.05")
    make_vat("water", "0.1", "environment")
    biller = make_biller("water", "ledger", tariff=make_tariff("water", ((10, 5000), (None, 7000))))
    account = make_customer(biller)
    return login_as(make_clerk(biller)), account, f"/can-bo/hoa-don/{biller.code}/chi-so"


def _meter(ledger, value, on, key="a-key-of-the-form-1", **more):
    desk, account, url = ledger
    data = {"value": str(value), "read_on": on, "idempotency_key": key, **more}
    return desk.post(f"{url}/{account.id}", data=data)


def test_a_hamlets_readings_become_bills_to_publish(ledger, db, outbox):
    desk, account, url = ledger
    assert desk.get(url).status_code == desk.get(f"{url}/{account.id}").status_code == 200
    _meter(ledger, 100, "31/10/2026")
    _meter(ledger, 115, "18/11/2026", "a-key-of-the-form-2")
    bill = db.session.scalar(select(Bill))
    assert (bill.state, bill.before_tax, bill.tax, bill.fee) == ("draft", 85_000, 4_250, 8_500)
    desk.post(f"/can-bo/hoa-don/{account.biller.code}/phat-hanh")
    assert (bill.state, bill.total) == ("published", 97_750)
    assert desk.get(f"/can-bo/hoa-don/{account.biller.code}").status_code == 200


@pytest.mark.both_databases
def test_s16_the_same_reading_sent_twice_is_kept_once(ledger, db):
    for _again in range(2):
        assert _meter(ledger, 100, "31/10/2026").status_code == 303
    assert db.session.scalar(select(func.count(MeterReading.id))) == 1
    assert _meter(ledger, 101, "01/11/2026").status_code == 409


def test_a_slip_at_the_meter_is_asked_back_and_kept_once_confirmed(ledger, db):
    _meter(ledger, 100, "31/10/2026")
    assert _meter(ledger, 5_000, "18/11/2026", "a-key-of-the-form-2").status_code == 422
    assert _meter(ledger, 5_000, "18/11/2026", "a-key-of-the-form-3", sure="1").status_code == 303
    assert db.session.scalar(select(Bill)).quantity == Decimal(4900)


def _round(ledger, data, key="a-key-of-the-form-1", accept="text/html"):
    desk, account, url = ledger
    data = {"number": str(account.id), "read_on": "18/11/2026", "idempotency_key": key, **data}
    address = url.replace("/chi-so", "/di-ghi")
    return desk.post(address, data=data, headers={"Accept": accept})


@pytest.mark.own_day
def test_the_round_keeps_one_reading_and_offers_the_next_meter(ledger, db):
    desk, account, _url = ledger
    second = make_customer(account.biller)
    answer = _round(ledger, {"value": "100"})
    assert answer.status_code == 303
    page = desk.get(answer.location)
    assert page.headers["X-Keep"] == "1"
    assert f'value="{second.id}" selected' in page.text
    assert db.session.scalar(select(MeterReading)).account_id == account.id


def test_a_hamlets_round_is_one_page_and_a_longer_one_goes_on(ledger, db):
    desk, account, url = ledger
    address = url.replace("/chi-so", "/di-ghi")
    others = [make_customer(account.biller) for _ in range(99)]
    db.session.commit()
    page = desk.get(address).text
    assert f'<option value="{others[-1].id}"' in page
    assert 'rel="next"' not in page
    last = make_customer(account.biller)
    db.session.commit()
    page = desk.get(address).text
    assert f'<option value="{last.id}"' not in page
    assert f'href="{address}/{others[-1].id}" rel="next"' in page
    assert f'<option value="{last.id}"' in desk.get(f"{address}/{others[-1].id}").text


@pytest.mark.parametrize(
    "wrong",
    [{"number": "0"}, {"number": "x"}, {"value": "-5"}, {"value": ""}, {"read_on": "32/13"}],
)
def test_what_is_wrong_on_the_round_is_said_with_all_that_was_typed(ledger, db, wrong):
    answer = _round(ledger, {"value": "123", **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert db.session.scalar(select(MeterReading)) is None


@pytest.mark.both_databases
def test_s16_the_phones_queue_gets_one_receipt_for_a_repeat_and_a_reason_for_a_slip(ledger, db):
    first = _round(ledger, {"value": "100"}, accept="application/json")
    assert first.status_code == 201
    assert first.json["code"] == ledger[1].code
    assert _round(ledger, {"value": "100"}, accept="application/json").json == first.json
    other = _round(ledger, {"value": "90"}, "a-key-of-the-form-2", accept="application/json")
    assert (other.status_code, bool(other.json["error"])) == (422, True)
    assert db.session.scalar(select(func.count(MeterReading.id))) == 1


def test_s24_another_billers_meter_is_not_read_on_the_round(ledger, db):
    foreign = make_customer(make_biller("water", "ledger"))
    assert _round(ledger, {"value": "100", "number": str(foreign.id)}).status_code == 422
    assert db.session.scalar(select(MeterReading)) is None


def test_customers_are_added_at_the_desk(ledger, db):
    desk, _account, url = ledger
    new = {"code": "NB-002", "name": "Khách Hàng Thử Hai", "phone": "0900 000 078"}
    assert desk.post(url, data=new).status_code == 303
    assert desk.post(url, data=new).status_code == 422
    assert db.session.scalar(select(func.count(CustomerAccount.id))) == 2


def test_a_file_biller_has_no_ledger(login_as):
    biller = make_bill().biller
    assert (
        login_as(make_clerk(biller)).get(f"/can-bo/hoa-don/{biller.code}/chi-so").status_code == 404
    )
