"""Meters read and bills looked at where there is no signal."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.bills.models import CustomerAccount, MeterReading
from app.core import clock as core_clock
from app.core.db import db
from tests.factories.accounts import make_user
from tests.factories.bills import (
    NAME,
    make_bill,
    make_biller,
    make_clerk,
    make_customer,
    make_subscription,
    make_tariff,
    make_vat,
)

pytestmark = pytest.mark.details

KEPT_TEXT = """async (name) => {
  const store = (await caches.keys()).find((each) => each.startsWith('keep-'));
  const answers = store ? await (await caches.open(store)).matchAll() : [];
  const texts = await Promise.all(answers.map((answer) => answer.text()));
  return texts.some((text) => text.includes(name));
}"""


@pytest.fixture
def hamlet(app, settle):
    """A hamlet's water with three meters, each read a month ago; the clerk."""
    make_vat("water", "0.05")
    make_vat("water", "0.1", "environment")
    tariff = make_tariff("water", ((10, 5000), (None, 7000)))
    biller = make_biller("water", "ledger", tariff=tariff)
    before = core_clock.local(core_clock.now()).date() - timedelta(days=31)
    for code in ("NB0001", "NB0002", "NB0003"):
        account = make_customer(biller, code)
        account.biller.tariff.versions[0].valid_from = date(2020, 1, 1)
        _read(account, before - timedelta(days=30), 85)
        _read(account, before, 100)
    clerk = make_clerk(biller)
    settle()
    return biller, clerk


def _read(account, on, value):
    reading = MeterReading(
        account=account, read_on=on, value=Decimal(value), source="clerk",
        made_at=core_clock.now(),
    )  # fmt: skip
    db.session.add(reading)


def _type(page, value):
    page.fill("[name=value]", value)
    page.click("[data-send]")
    expect(page.locator("[name=value]")).to_have_value("")


def test_three_meters_read_without_a_signal_are_on_the_server_once(battery_phone, hamlet, sign_in):
    biller, clerk = hamlet
    here = f"/can-bo/hoa-don/{biller.code}/di-ghi"
    phone = battery_phone
    sign_in(phone.page, clerk)
    page = phone.ready()
    page.goto(here)
    phone.holds(here)
    phone.offline()

    page.goto(here)
    expect(page.locator("[data-saved]")).to_be_visible()
    for value in ("112", "113"):
        _type(page, value)
    expect(page.locator("#number option:checked")).to_have_text(re.compile("NB0003"))
    page.fill("[name=value]", "90")
    expect(page.get_by_label("Đồng hồ đã quay hết vòng", exact=False)).to_be_visible()
    page.fill("[name=value]", "9000")
    sure = page.get_by_label("Tôi đã xem lại", exact=False)
    sure.check()
    page.fill("[name=value]", "114")
    expect(sure).to_be_hidden()
    page.click("[data-send]")
    expect(page.locator("[data-state]")).to_have_text(["Đã lưu trên máy"] * 3)
    phone.kill()

    page = phone.start()
    sign_in(page, clerk)
    page.goto(here)
    expect(page.locator("[data-state]")).to_have_text(
        [f"Đã gửi, mã NB000{number}" for number in (1, 2, 3)]
    )
    db.session.rollback()
    day = core_clock.local(core_clock.now()).date()
    rows = db.session.scalars(select(MeterReading).where(MeterReading.read_on == day)).all()
    assert sorted(row.value for row in rows) == [112, 113, 114]


def test_a_reading_that_somebody_else_has_typed_meanwhile_comes_back(
    queue_phone, hamlet, sign_in, settle
):
    biller, clerk = hamlet
    here = f"/can-bo/hoa-don/{biller.code}/di-ghi"
    account = db.session.scalar(select(CustomerAccount).where(CustomerAccount.code == "NB0001"))
    phone = queue_phone()
    sign_in(phone.page, clerk)
    page = phone.ready(here, pages=1)
    phone.offline()
    _type(page, "112")
    _read(account, core_clock.local(core_clock.now()).date(), 120)
    settle()
    phone.offline(False)
    expect(page.locator("[data-state]")).to_have_text("Chưa gửi được, cần sửa")
    expect(page.locator("[data-why]")).to_have_text(re.compile("Ngày đó đã có chỉ số khác"))
    page.click("[data-edit]")
    page.reload()
    expect(page.locator("[name=value]")).to_have_value("112")
    expect(page.locator("#number option:checked")).to_have_text(re.compile("NB0001"))
    page.fill("[name=value]", "120")
    page.click("[data-send]")
    expect(page.locator("[data-state]")).to_have_text("Đã gửi, mã NB0001")


def test_bills_once_read_are_there_without_a_signal_and_gone_after_signing_out(
    queue_phone, app, sign_in, settle
):
    make_vat()
    person = make_user()
    account = make_customer(make_biller("electricity", tariff=make_tariff()), "PA0001")
    make_subscription(person, account)
    bills = [make_bill(account, f"2026-{month:02d}", 400_000 + month, 180) for month in (8, 9, 10)]
    newest = f"/hoa-don/{bills[-1].code}"
    settle()
    phone = queue_phone()
    sign_in(phone.page, person)
    page = phone.ready()
    page.goto("/hoa-don")
    page.get_by_text("Đã trả và các mã của tôi").click()
    page.locator("main a[href^='/hoa-don/ma/']").first.click()
    history = page.url
    page.goto(newest)
    phone.holds(newest)
    phone.offline()

    page.goto(history)
    expect(page.locator("[data-saved]")).to_be_visible()
    for month in ("08/2026", "09/2026", "10/2026"):
        expect(page.locator("main")).to_contain_text(month)
    page.goto(newest)
    expect(page.locator("tfoot")).to_be_visible()
    assert page.evaluate(KEPT_TEXT, NAME)

    phone.offline(False)
    page.goto("/tai-khoan")
    with page.expect_navigation():
        page.click("[data-sign-out] button")
    phone.offline()
    page.goto(history)
    expect(page.locator('a[href="tel:113"]')).to_be_visible()
    assert not page.evaluate(KEPT_TEXT, NAME)
