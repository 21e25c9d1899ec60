"""A biller's own program, through the sandbox and each of its switches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.bills import jobs
from app.bills.adapters import adapter_of, http
from app.bills.adapters.base import BillerDown, Input
from app.bills.models import Bill, CustomerAccount, Subscription
from app.core import clock as core_clock
from app.payments import queries as payments
from tests.factories.accounts import make_user
from tests.factories.bills import make_biller, make_clerk
from tests.factories.payments import money, take
from tools.sandbox_biller import SandboxBiller

pytestmark = [pytest.mark.loopback, pytest.mark.one_database]
SECRET = "a secret for tests only"


@pytest.fixture
def sandbox(clock):
    program = SandboxBiller(SECRET, slow_seconds=0.6)
    program.start()
    yield program
    program.stop()


@pytest.fixture
def biller(app, sandbox):
    biller = make_biller(adapter="http")
    biller.set_program(sandbox.address, SECRET)
    return biller


@pytest.fixture
def follow(biller, login_as, outbox, db):
    """`follow("SB0003")`: a person adds the code; gives their phone, the page and the account."""

    def go(code="SB0003"):
        person = make_user()
        phone = login_as(person)
        answer = phone.post("/hoa-don/them", data={"biller": biller.code, "code": code})
        assert answer.status_code == 303
        outbox.drain(failing=True)
        account = db.session.scalar(select(CustomerAccount))
        return phone, answer.location, account

    return go


def _later(outbox, clock):
    clock.shift(timedelta(minutes=6))
    outbox.drain(failing=True)


def test_a_followed_code_is_asked_for_by_the_worker_and_its_bill_can_be_paid(follow, db, biller):
    _phone, _url, account = follow()
    bill = db.session.scalar(select(Bill))
    assert (account.answer, account.name) == ("bills", "Khách Hàng Thử")
    assert (bill.total, bill.state, bill.is_open) == (143_325, "published", True)
    assert bill.lines[0]["amount"] == 136_500
    assert payments.request_of("bill", bill.id).amount == 143_325


def test_asked_again_the_same_bill_is_not_made_twice(follow, outbox, clock, db):
    phone, url, _account = follow()
    clock.shift(timedelta(minutes=11))
    phone.post(url + "/hoi-lai")
    outbox.drain()
    assert len(db.session.scalars(select(Bill)).all()) == 1


def test_a_payment_is_confirmed_once_with_its_own_key(follow, outbox, sandbox, db, biller):
    follow()
    bill = db.session.scalar(select(Bill))
    account = payments.account_of("agency", biller.agency_id)
    take(account, money(payments.request_of("bill", bill.id).reference, bill.total))
    db.session.commit()
    outbox.drain()
    number = bill.receipt.number
    assert sandbox.paid == {number: {"bill": bill.foreign_id, "amount": bill.total}}
    adapter = adapter_of(biller)
    adapter.confirm(bill.foreign_id, bill.total, number)
    assert len(sandbox.paid) == 1
    assert sandbox.confirmed_keys == [number, number]
    assert adapter.reconcile([]).matched == [number]
    told = adapter.reconcile([(number, bill.total), (number, bill.total), ("x", 1)])
    assert (told.matched, told.duplicate, told.unmatched) == ([number], [number], ["x"])


def test_the_clerk_sees_what_the_program_says_and_which_payments_differ(
    follow, biller, login_as, outbox, db, clock, sandbox
):
    follow()
    bill = db.session.scalar(select(Bill))
    account = payments.account_of("agency", biller.agency_id)
    take(account, money(payments.request_of("bill", bill.id).reference, bill.total))
    db.session.commit()
    outbox.drain()
    sandbox.paid["BN-LA"] = {"bill": "x", "amount": 5}
    desk, url = login_as(make_clerk(biller)), f"/can-bo/hoa-don/{biller.code}/ket-noi"
    desk.post(url + "/hoi")
    outbox.drain()
    assert (biller.told["matched"], biller.told["unmatched"]) == (1, [["BN-LA", False]])
    page = desk.get(url).text
    assert "BN-LA" in page
    assert "SB và 4 chữ số" in page
    sandbox.switches = {"down"}
    jobs.compare()
    outbox.drain()
    assert biller.told["down"]
    assert "BN-LA" not in desk.get(url).text


def test_it_describes_what_a_customer_types(biller):
    assert adapter_of(biller).describe() == [Input("customer_code", "SB và 4 chữ số")]


def test_no_debt_is_no_bill(follow, db):
    assert follow("SB0000")[2].answer == "no_debt"
    assert db.session.scalar(select(Bill)) is None


def test_switch_not_found(follow, sandbox):
    sandbox.switches = {"not-found"}
    phone, url, account = follow()
    assert account.answer == "not_found"
    assert phone.get(url).status_code == 200


def test_switch_pending_is_asked_for_again(follow, sandbox, outbox, clock, db):
    sandbox.switches = {"pending"}
    phone, url, account = follow()
    assert (account.answer, account.pending_reference) == ("pending", "Q-SB0003")
    assert 'data-reload="5"' in phone.get(url).text
    sandbox.switches = set()
    _later(outbox, clock)
    assert (account.answer, account.pending_reference) == ("bills", None)
    assert db.session.scalar(select(Bill)).total == 143_325


@pytest.mark.parametrize("switch", ["down", "wrong-signature", "slow"])
@pytest.mark.own_day
def test_switch_down_slow_or_wrongly_signed_keeps_the_last_figures_with_their_time(
    follow, sandbox, outbox, clock, db, monkeypatch, switch
):
    monkeypatch.setattr(http.HttpAdapter.__init__, "__defaults__", (0.2,))
    phone, url, account = follow()
    answered = account.answered_at
    make_proved(db, account)
    sandbox.switches = {switch}
    clock.shift(timedelta(hours=1))
    phone.post(url + "/hoi-lai")
    outbox.drain(failing=True)
    assert (account.answer, account.answered_at) == ("unavailable", answered)
    page = phone.get(url).text
    assert "143.325" in page
    assert "09:12" in page
    sandbox.switches = set()
    _later(outbox, clock)
    assert account.answer == "bills"
    assert account.answered_at > answered


def make_proved(db, account):
    db.session.scalar(select(Subscription)).prove("name", core_clock.now())
    db.session.commit()


ENDLESS = [{"label": "Nước", "amount": float("inf")}]


@pytest.mark.parametrize("answer", [
    {}, {"status": "odd"}, {"status": "bills", "bills": [{}]}, {"status": "bills", "bills": 5},
    {"status": "bills", "bills": [{"period": "2026-10", "total": -5}]},
    {"status": "bills", "bills": [{"period": "2026-10", "total": "1e9"}]},
    {"status": "bills", "bills": [{"period": "2026-10", "total": 5, "lines": ENDLESS}]},
])  # fmt: skip
def test_s29_an_odd_answer_counts_as_none(biller, sandbox, monkeypatch, answer):
    monkeypatch.setattr(sandbox, "answer", lambda path, asked, key: answer)
    with pytest.raises(BillerDown):
        adapter_of(biller).inquire("SB0003")


def test_s29_a_program_is_spoken_to_by_https_alone_in_production(biller, app, monkeypatch):
    settings = replace(app.config["SETTINGS"], app_env="production")
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    with pytest.raises(BillerDown):
        adapter_of(biller).inquire("SB0003")


def test_a_question_with_another_secret_is_refused_by_the_biller(biller):
    biller.set_program(biller.address, "another secret")
    with pytest.raises(BillerDown):
        adapter_of(biller).inquire("SB0003")


def test_those_who_follow_are_told_of_nothing_before_proof(follow, db):
    phone, url, _account = follow()
    assert "143.325" not in phone.get(url).text
