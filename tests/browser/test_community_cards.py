"""A card at the door, without a signal: read on the phone, into the form or onto the list."""

import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.community.models import CommunityPerson
from tests.browser.test_bill_codes import CAMERA

pytestmark = [pytest.mark.one_database, pytest.mark.details]
TABLE = Path(__file__).parents[1] / "community" / "cards.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"))["case"]
SHOWN = "099190000001||Lò Thị Mẫu|05031970|Nữ|Thôn Mẫu, Xã Thử|01082024||||"


@pytest.fixture
def round_(helper_phone):
    """A member's phone with its area open: two people on it."""
    return helper_phone({"name": "Lò Thị Thử"}, {"name": "Lo Thi Mau"}, script=CAMERA)


def show(page, says):
    page.evaluate("(says) => { window.shown = says; }", says)
    page.locator("[data-scan-start]").click()


def test_the_phone_reads_cards_as_the_server_does(round_):
    for case in CASES:
        found = round_.page.evaluate("(text) => window.readCard(text)", case["text"])
        if case.get("nothing"):
            assert found is None, case["why"]
            continue
        wanted = {name: case[name] for name in ("number", "name", "sex", "address")}
        assert found == {**wanted, "born": case.get("born")}, case["why"]


def test_a_card_finds_who_is_on_the_list(round_):
    page = round_.page
    show(page, SHOWN)
    expect(page.locator("[name=so]")).to_have_value("2")
    expect(page.locator("[data-picked]")).to_have_text("Lo Thi Mau")
    show(page, SHOWN.replace("1970", "1971"))
    expect(page.locator("[data-scan-status]")).to_contain_text("không có ai trùng tên")
    show(page, "PA25VY0012345")
    expect(page.locator("[data-scan-status]")).to_contain_text("không phải thẻ căn cước")


def test_without_a_signal_a_card_fills_in_somebody_new_and_is_sent_once(round_, db):
    page, new = round_.page, round_.page.url + "/nguoi-moi"
    round_.holds(new)
    round_.offline()
    page.goto(new)
    page.locator("[data-send]").click()
    expect(page.locator("[name=ho_ten]")).to_be_focused()
    show(page, SHOWN.replace("Mẫu|", "Mới|"))
    expect(page.locator("[name=ho_ten]")).to_have_value("Lò Thị Mới")
    expect(page.locator("[name=nam_sinh]")).to_have_value("1970")
    expect(page.locator("[name=gioi]")).to_have_value("f")
    expect(page.locator("[name=dia_chi]")).to_have_value("Thôn Mẫu, Xã Thử")
    number = page.locator("[name=so_can_cuoc]")
    expect(number).to_have_value("")
    page.locator("details.field summary").click()
    page.check("[name=dong_y_so]", force=True)
    expect(number).to_have_value("099190000001")
    page.uncheck("[name=dong_y_so]", force=True)
    expect(number).to_have_value("")
    page.locator("[data-send]").click()
    expect(page.get_by_text("Đã lưu trên máy").first).to_be_visible()
    expect(page.locator("[name=ho_ten]")).to_have_value("")
    assert "099190000001" not in page.evaluate(EVERYTHING)
    round_.offline(False)
    expect(page.get_by_text("Đã gửi, mã")).to_have_count(1)
    db.session.rollback()
    made = db.session.scalars(select(CommunityPerson).order_by(CommunityPerson.id)).all()[-1]
    assert (made.opened().name, made.opened().born, made.sex) == ("Lò Thị Mới", 1970, "f")
    assert made.card == ""


EVERYTHING = """
async () => {
  const rows = await window.phone.table('queue', (all) => all.getAll());
  const drafts = await window.phone.table('drafts', (all) => all.getAll());
  return JSON.stringify([rows, drafts]);
}
"""
