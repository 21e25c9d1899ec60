"""Codes that people follow: what is shown before proof and after, and to whom."""

import re

import pytest
from sqlalchemy import select

from app.accounts.erasing import erase
from app.accounts.models import SmsMessage
from app.bills.models import CustomerAccount, Subscription
from app.core import clock
from tests.factories.accounts import make_user
from tests.factories.bills import (
    ADDRESS,
    NAME,
    make_bill,
    make_biller,
    make_clerk,
    make_customer,
    make_subscription,
)


@pytest.fixture
def person(app):
    return make_user()


@pytest.fixture
def phone(person, login_as):
    return login_as(person)


@pytest.fixture
def bill(app):
    return make_bill(make_customer(code="NU0001", phone="+84900000077"))


def _follow(phone, bill, code="NU0001", **more):
    form = {
        "biller": bill.biller.code,
        "code": code,
        "is_for": "parents",
        "nickname": "Nhà bà",
        **more,
    }
    return phone.post("/hoa-don/them", data=form)


@pytest.mark.parametrize("typed", ["NU0001", "nu 0001", "NUooo1", "nu-00.01"])
def test_a_code_is_found_however_it_is_typed(phone, bill, typed):
    assert _follow(phone, bill, typed).status_code == 303


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["", "x", "NU9999"])
def test_a_code_that_is_none_is_refused_and_kept(phone, bill, typed):
    answer = _follow(phone, bill, typed)
    assert answer.status_code == 422
    assert "Nhà bà" in answer.text


def test_a_code_is_followed_once(phone, bill):
    _follow(phone, bill)
    assert _follow(phone, bill, "nu0001").status_code == 422


def test_s26_before_proof_only_paid_or_not_is_shown(phone, bill):
    page = phone.get(_follow(phone, bill).location).text
    for secret in (NAME, ADDRESS, "100.000", bill.code):
        assert secret not in page
    assert phone.get(f"/hoa-don/{bill.code}").status_code == 404
    assert NAME not in phone.get("/hoa-don").text


@pytest.mark.parametrize(("how", "answer", "right"), [
    ("name", "khach hang thu mot", True), ("name", "KHÁCH HÀNG THỬ MỘT", True),
    ("name", "Khách Hàng Thử", False), ("name", "", False),
    ("amount", "95.000", True), ("amount", "100000", False), ("amount", "abc", False),
])  # fmt: skip
def test_the_name_or_the_last_amount_paid_proves(phone, bill, how, answer, right, db):
    make_bill(bill.account, "2026-10", 95_000, settled_on=bill.from_on)
    url = _follow(phone, bill).location
    answered = phone.post(url + "/chung-minh", data={"how": how, "answer": answer})
    assert answered.status_code == (303 if right else 422)
    assert db.session.scalar(select(Subscription)).is_proved is right
    assert (NAME in phone.get(url).text) is right
    assert phone.get(f"/hoa-don/{bill.code}").status_code == (200 if right else 404)


def test_a_biller_may_rule_a_proof_out(phone, bill):
    bill.biller.by_name = False
    url = _follow(phone, bill).location
    assert phone.post(url + "/chung-minh", data={"how": "name", "answer": NAME}).status_code == 422


@pytest.mark.one_database
def test_s26_tries_of_a_proof_are_limited(phone, bill):
    url = _follow(phone, bill).location
    codes = [phone.post(url + "/chung-minh", data={"how": "name", "answer": "x"}).status_code
             for _ in range(11)]  # fmt: skip
    assert codes == [422] * 10 + [429]
    right = phone.post(url + "/chung-minh", data={"how": "name", "answer": NAME})
    assert right.status_code == 429


def test_a_code_to_the_phone_on_file_proves(phone, bill, db, outbox):
    url = _follow(phone, bill).location
    assert phone.post(url + "/gui-ma").status_code == 303
    message = db.session.scalar(select(SmsMessage))
    assert message.phone == "+84900000077"
    code = re.search(r"\d{6}", message.words)[0]
    wrong = "000000" if code != "000000" else "111111"
    assert phone.post(url + "/nhap-ma", data={"otp": wrong}).status_code == 422
    assert phone.post(url + "/nhap-ma", data={"otp": code}).status_code == 303
    assert db.session.scalar(select(Subscription)).proved_by == "phone"


def test_whoever_signed_in_with_the_phone_on_file_needs_no_code(login_as, bill, db):
    owner = make_user(phone="+84900000077")
    visitor = login_as(owner)
    url = _follow(visitor, bill).location
    assert visitor.post(url + "/so-cua-toi").status_code == 303
    assert db.session.scalar(select(Subscription)).is_proved


def test_another_phone_than_the_one_on_file_does_not(phone, bill, db):
    url = _follow(phone, bill).location
    assert phone.post(url + "/so-cua-toi").status_code == 422
    assert not db.session.scalar(select(Subscription)).is_proved


@pytest.mark.one_database
def test_s24_what_one_follows_is_nobody_elses(phone, bill, person, login_as, client):
    mine = make_subscription(person, bill.account)
    other = login_as(make_user())
    for path in (f"ma/{mine.code}", bill.code, f"{bill.code}/tra", f"{bill.code}/ma-qr.png"):
        assert other.get(f"/hoa-don/{path}").status_code == 404
        assert client.get(f"/hoa-don/{path}").status_code in (303, 404)
    assert other.post(f"/hoa-don/ma/{mine.code}/bo").status_code == 404
    assert phone.get(f"/hoa-don/ma/{mine.code}").status_code == 200
    clerk = login_as(make_clerk(bill.biller))
    assert clerk.get(f"/hoa-don/{bill.code}").status_code == 200
    assert login_as(make_clerk(make_biller())).get(f"/hoa-don/{bill.code}").status_code == 404


def test_a_code_can_be_named_and_removed(phone, bill, person, db):
    mine = make_subscription(person, bill.account)
    phone.post(
        f"/hoa-don/ma/{mine.code}/sua", data={"nickname": "Nước nhà bà", "is_for": "parents"}
    )
    assert "Nước nhà bà" in phone.get("/hoa-don").text
    phone.post(f"/hoa-don/ma/{mine.code}/bo")
    assert db.session.scalar(select(Subscription)) is None


def test_s26_without_an_account_a_code_is_only_paid_or_not(client, bill):
    form = {"biller": bill.biller.code, "code": "nu 0001"}
    page = client.post("/hoa-don/tra-cuu", data=form).text
    assert "chip soon" in page
    for secret in (NAME, ADDRESS, "100.000", bill.code):
        assert secret not in page
    assert "chip info" in client.post("/hoa-don/tra-cuu", data={**form, "code": "NU7777"}).text


@pytest.mark.one_database
def test_s26_look_ups_are_limited(client, bill):
    form = {"biller": bill.biller.code, "code": "NU0001"}
    answers = [client.post("/hoa-don/tra-cuu", data=form).status_code for _ in range(21)]
    assert answers == [200] * 20 + [429]


def test_hospital_fees_are_opened_by_their_paper_alone(client, phone, person):
    hospital = make_biller("hospital", paper_only=True)
    fee = make_bill(make_customer(hospital, "VP7K3M9QXF"), total=450_000)
    form = {"biller": hospital.code, "code": "vp7k3m9qxf"}
    page = client.post("/hoa-don/theo-giay", data=form).text
    assert "450.000" in page
    assert NAME not in page
    make_subscription(person, fee.account)
    assert phone.get(f"/hoa-don/{fee.code}").status_code == 404
    assert _follow(phone, fee, "VP7K3M9QXF").status_code == 422
    assert client.post("/hoa-don/theo-giay", data={**form, "code": "VP0"}).status_code == 422


def test_s39_an_erased_person_leaves_no_code_behind(person, bill, db):
    own = CustomerAccount.open(make_biller("electricity", "own"), "PA01", person.id)
    db.session.flush()
    make_subscription(person, own)
    make_subscription(person, bill.account)
    erase(person, clock.now())
    db.session.flush()
    assert db.session.scalar(select(Subscription)) is None
    assert (
        db.session.scalar(select(CustomerAccount).where(CustomerAccount.owner_user_id != 0)) is None
    )
