"""The sheet for the board, printed and scanned: its code leads to the newest version."""

import io
import re

import pypdfium2 as pdfium
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.factories import planning as make
from tests.factories.directory import office as make_office

pytestmark = [pytest.mark.one_database, pytest.mark.details]


def test_a_printed_board_is_scanned_to_the_newest_version(app, db, open_page, sign_in, settle):
    agency = make_office()
    plan, keeper = make.published(agency), make.keeper(agency)
    code = plan.code
    settle()
    desk = open_page()
    sign_in(desk, keeper)
    desk.goto(f"/can-bo/quy-hoach/{code}/bien")
    sheet = pdfium.PdfDocument(io.BytesIO(desk.pdf(format="A4", prefer_css_page_size=True)))
    assert len(sheet) == 1 and [round(each) for each in sheet[0].get_size()] == [595, 842]
    picture = sheet[0].render(scale=150 / 72).to_pil().convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    assert found.text.endswith(f"/qh/{code}")

    make.replaced(plan)
    settle()
    phone = open_page()
    phone.goto("/qh/" + found.text.rpartition("/")[2])
    expect(phone).to_have_url(re.compile(f"/quy-hoach/{code}$"))
    expect(phone.locator(".banner.ok")).to_contain_text(make.NUMBER)
    expect(phone.locator("dl.facts").first).to_contain_text("45/QĐ-UBND")
