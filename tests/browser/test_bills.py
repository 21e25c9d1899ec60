"""A citizen finds, understands and pays a bill, and the bank's statement marks it paid."""

import re

import pytest

from app.core import outbox as outbox_module
from app.payments import queries as payments
from tests.factories.accounts import make_user
from tests.factories.bills import (
    NAME,
    make_bill,
    make_biller,
    make_clerk,
    make_customer,
    make_tariff,
    make_vat,
)


@pytest.fixture
def bill(app):
    make_vat()
    biller = make_biller("electricity", tariff=make_tariff(), code_forms="PA**********")
    account = make_customer(biller, "PA25VY001234")
    make_bill(account, "2026-09", 423_468, 180)
    return make_bill(account, "2026-10", 979_560, 350)


def test_a_citizen_finds_understands_and_pays_a_bill(
    app, phone, desk, bill, sign_in, settle, axe, tmp_path, db
):
    reference = payments.request_of("bill", bill.id).reference
    biller, clerk, person = bill.biller, make_clerk(bill.biller), make_user()
    account = payments.account_of("agency", biller.agency_id)
    account_code, holder = account.code, account.holder_name
    sign_in(phone, person)
    sign_in(desk, clerk)
    settle()

    _find(phone)
    _understand(phone)
    assert axe(phone) == []
    _pay(phone, reference, holder)
    _statement(desk, account_code, reference, tmp_path)
    with app.app_context():
        while outbox_module.sweep():
            pass
    desk.reload()
    desk.get_by_role("link", name=re.compile("Xem các dòng|See its lines")).click()
    assert reference in desk.locator("main").inner_text()

    phone.reload()
    phone.locator("a", has_text=re.compile("Biên nhận|Receipt")).click()
    phone.wait_for_url("**/bien-nhan")
    assert "BN" in phone.locator("main").inner_text()
    assert axe(phone) == []


def _find(phone):
    phone.goto("/hoa-don")
    phone.locator('main a[href="/hoa-don/them"]').first.click()
    phone.locator('input[name="code"]').fill("pa25vy oo1234")
    phone.locator('form[action="/hoa-don/them"] > button:last-of-type').click()
    phone.wait_for_url("**/hoa-don/ma/*")
    assert NAME not in phone.locator("main").inner_text()
    phone.locator('input[name="answer"]').fill("khach hang thu mot")
    phone.locator('form[action$="/chung-minh"] button').click()
    phone.locator("p.sum").wait_for()
    assert NAME in phone.locator("main").inner_text()


def _understand(phone):
    phone.locator("a.card", has=phone.locator("p.sum")).click()
    phone.locator("tfoot").wait_for()
    words = phone.locator("main").inner_text()
    for part in ("979.560", "907.000", "72.560", "3.350", "131%"):
        assert part in words, part
    assert phone.locator("svg.chart").is_visible()
    phone.locator("#neu").fill("300")
    phone.locator("#neu").press("Enter")
    assert "798.660" in phone.locator("[role=status]", has_text="300").inner_text()


def _pay(phone, reference, holder):
    phone.locator('main a[href$="/tra"]').click()
    phone.locator("svg.qr").wait_for()
    words = phone.locator("main").inner_text()
    assert reference in words
    assert holder in words
    with phone.expect_download() as saved:
        phone.locator("a[download]").click()
    assert saved.value.suggested_filename.endswith(".png")
    phone.locator('form[action$="/da-chuyen"] button').click()
    phone.locator(".chip", has_text=re.compile("chờ xác nhận|waiting")).wait_for()


def _statement(desk, account_code, reference, folder):
    file = folder / "sao-ke.csv"
    rows = f"Ngày giao dịch;Ghi có;Nội dung\n20/11/2026;979.560;MBVCB {reference} tien dien\n"
    file.write_text(rows, encoding="utf-16")
    desk.goto(f"/can-bo/thanh-toan/tai-khoan/{account_code}/sao-ke")
    desk.locator("#file").set_input_files(str(file))
    desk.locator('form[enctype="multipart/form-data"] button').click()
    desk.wait_for_url("**/tep/*")
    desk.locator('form:not([action$="/bo"]) button.btn').first.click()
    desk.locator("progress").wait_for()
