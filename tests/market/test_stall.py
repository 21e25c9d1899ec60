"""The stall: codes read back as a bank's app would, what came in, and the month's sheet."""

import io
import re
from datetime import timedelta

import openpyxl
import pytest
import zxingcpp
from PIL import Image, ImageDraw
from sqlalchemy import select

from app.core import clock
from app.market.models import Taking
from app.payments.vietqr import parse
from tests.factories.accounts import make_user
from tests.factories.market import make_shop, make_shop_account

pytestmark = pytest.mark.one_database


@pytest.fixture
def stall(db, login_as):
    shop = make_shop(name="Ong Rừng Thử")
    return shop, make_shop_account(shop), login_as(shop.owner)


def scanned(page):
    """What a camera reads from the page's code, drawn as the browser draws its path."""
    page = page[page.index('<svg class="qr"') :]
    side = int(re.search(r'viewBox="0 0 (\d+) \1"', page)[1])
    path = re.search(r' d="(M[^"z]*)"/></svg>', page)[1]
    image = Image.new("L", (side * 8, side * 8), 255)
    pen = ImageDraw.Draw(image)
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)", path):
        left, top = int(x) * 8, int(y) * 8
        pen.rectangle((left, top, left + int(length) * 8 - 1, top + 7), fill=0)
    (found,) = zxingcpp.read_barcodes(image)
    return parse(found.text)


@pytest.mark.parametrize("size", ["a6", "a5"])
def test_the_printed_sheet_is_read_back_to_the_shops_account(stall, size):
    shop, account, visitor = stall
    page = visitor.get(f"/cho-so/ban/{shop.slug}/to-in?kho={size}").get_data(as_text=True)
    code = scanned(page)
    assert (code.bin, code.account, code.amount) == (account.bin, account.number, None)
    assert code.purpose == "Ong Rung Thu"
    assert f'class="sheet {size}"' in page
    assert account.holder_name in page


@pytest.mark.parametrize("typed", ["76000", "76.000", "76,000"])
def test_the_keypads_code_is_read_back_to_account_and_amount(stall, typed):
    shop, account, visitor = stall
    page = visitor.get(f"/cho-so/ban/{shop.slug}/quay?so-tien={typed}").get_data(as_text=True)
    code = scanned(page)
    assert (code.account, code.amount) == (account.number, 76_000)


@pytest.mark.parametrize("typed", ["0", "-5", "1000000000000", "nhiều", "1.5"])
def test_an_amount_that_nobody_takes_is_refused(stall, typed):
    shop, _account, visitor = stall
    answer = visitor.get(f"/cho-so/ban/{shop.slug}/quay?so-tien={typed}")
    assert answer.status_code == 422
    assert '<svg class="qr"' not in answer.get_data(as_text=True)


def test_a_stall_without_an_account_still_notes_cash(db, login_as):
    shop = make_shop()
    visitor = login_as(shop.owner)
    page = visitor.get(f"/cho-so/ban/{shop.slug}/quay?so-tien=5000").get_data(as_text=True)
    assert 'value="cash"' in page
    assert 'value="qr"' not in page
    assert visitor.get(f"/cho-so/ban/{shop.slug}/to-in").status_code == 200


def note(visitor, shop, amount="20.000", way="qr", key="key-of-a-form-000", **more):
    typed = {"amount": amount, "way": way, "idempotency_key": key, **more}
    return visitor.post(f"/cho-so/ban/{shop.slug}/quay", data=typed)


def test_a_days_takings_add_up_and_two_taps_count_once(stall, db):
    shop, _account, visitor = stall
    for _n in range(2):
        assert note(visitor, shop).status_code == 303
    note(visitor, shop, "30.000", "cash", "key-of-a-form-001")
    assert note(visitor, shop, way="card", key="key-of-a-form-002").status_code == 422
    page = visitor.get(f"/cho-so/ban/{shop.slug}/thu").get_data(as_text=True)
    assert "50.000\u00a0₫" in page
    taking = db.session.scalars(select(Taking).order_by(Taking.id)).first()
    url = f"/cho-so/ban/{shop.slug}/thu/{taking.id}/bo"
    assert visitor.post(url).status_code == 303
    assert visitor.post(url).status_code == 409
    page = visitor.get(f"/cho-so/ban/{shop.slug}/thu").get_data(as_text=True)
    assert "30.000\u00a0₫" in page
    assert "50.000\u00a0₫" not in page


def test_nobody_strikes_out_what_another_shop_took(stall, db, login_as):
    shop, _account, visitor = stall
    note(visitor, shop)
    taking = db.session.scalars(select(Taking)).one()
    other = make_shop(make_user())
    thief = login_as(other.owner)
    for slug in (shop.slug, other.slug):
        assert thief.post(f"/cho-so/ban/{slug}/thu/{taking.id}/bo").status_code == 404


def test_the_months_sheet_has_numbers_and_harmless_words(stall, db):
    shop, _account, visitor = stall
    note(visitor, shop, note="=HYPERLINK(1)")
    old = Taking.note_down(shop, 1, "cash", "", "an-older-key-0000", None,
                           clock.now() - timedelta(days=40))  # fmt: skip
    db.session.flush()
    answer = visitor.get(f"/cho-so/ban/{shop.slug}/thu.xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert len(rows) == 1
    assert rows[0][2] == 20_000
    assert sheet.cell(2, 5).data_type == "s"
    assert old.amount == 1


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "hôm nay", "2026-02-30"])
def test_any_day_may_be_asked_for(stall, day):
    shop, _account, visitor = stall
    assert visitor.get(f"/cho-so/ban/{shop.slug}/thu?ngay={day}").status_code == 200


def test_a_small_amount_is_asked_about_without_a_script(stall):
    shop, _account, seller = stall
    page = seller.get(f"/cho-so/ban/{shop.slug}/quay?so-tien=45").text
    assert "45.000" in page
    assert '<svg class="qr"' not in page
    assert "so-tien=45000&amp;dung=45000" in page
    meant = seller.get(f"/cho-so/ban/{shop.slug}/quay?so-tien=45&dung=45").text
    assert 'name="amount" value="45"' in meant
