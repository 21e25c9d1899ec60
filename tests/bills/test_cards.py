"""A card held up as a bill is refused with a sentence, and nothing of it is kept or logged."""

import io
import logging

import pytest
import segno
from sqlalchemy import func, select

from app.accounts import permissions as may
from app.bills import scanning
from app.bills.models import CustomerAccount, Subscription
from app.core import cards
from tests.factories.accounts import make_official, make_user
from tests.factories.bills import make_biller

NUMBER = "099199000001"
HEXED = "Nguyễn Văn Thử".encode().hex()
IDENTITY = {
    "2021": f"{NUMBER}|099000001|Nguyễn Văn Thử|01021990|Nam|Thôn Thử, Xã Thử|01012022",
    "2021, no old number": f"{NUMBER}||Nguyễn Văn Thử|01021990|Nam|Thôn Thử, Xã Thử|01012022",
    "2024": f"{NUMBER}||Nguyễn Văn Thử|01021990|Nam|Thôn Thử, Xã Thử|01082024||||",
    "decomposed, spaced": f" {NUMBER} | | Đỗ Thử|01021990|Nữ|Xã Thử|01082024",
    "zone for machines": f"IDVNM1990000019{NUMBER}<<4\n9002014M3002016VNM<<<<<<<<<<<8\nNGUYEN<<THU",
}
INSURANCE = {
    "15": f"GD4999900000001|{HEXED}|01/02/1990|1|{HEXED}|99 - 001|01/01/2026|31/12/2026|01/01/2026"
          "|99000000|4|-|01/01/2031|0123456789abcdef-0|4|5175|$",
    "10, a year, no address": f"9900000001|{HEXED}|1990|2|-|99001|01/01/2026|-|01/01/2026|-|-|4|-"
          "|x|$",
}  # fmt: skip
BILLS = ["NU0001", "NU0002|10/2026|979560", f"{NUMBER}|10/2026|979560", f"{NUMBER}||979560",
         "0123456789|102026|979560", NUMBER, "PA25VY0012345", "PE01|4e55", ""]  # fmt: skip
ALL = [*IDENTITY.values(), *INSURANCE.values()]


def test_cards_are_told_from_bills_whole_and_cut_off_by_a_field():
    for told, kind in ((IDENTITY, cards.IDENTITY), (INSURANCE, cards.INSURANCE)):
        for name, text in told.items():
            assert {cards.kind_of(text), cards.kind_of(text[:40])} == {kind}, name
    assert {cards.kind_of(text) for text in BILLS} == {None}


def _said(page):
    return "Đây là thẻ căn cước" in page.text or "Đây là thẻ bảo hiểm y tế" in page.text


def _kept(db, page, caplog):
    """Tell what of a card is anywhere: rows, the page, the log."""
    count = select(func.count())
    rows = db.session.scalar(count.select_from(CustomerAccount)) or 0
    rows += db.session.scalar(count.select_from(Subscription)) or 0
    told = page.text + caplog.text
    return rows or [each for each in (NUMBER, HEXED[:20], "9900000001") if each in told]


@pytest.mark.one_database
@pytest.mark.parametrize("text", ALL)
def test_a_card_typed_or_pasted_is_refused_wherever_a_code_is_asked(
    login_as, client, db, caplog, text
):
    caplog.set_level(logging.DEBUG)
    biller = make_biller(adapter="ledger")
    paper = make_biller(paper_only=True)
    phone = login_as(make_user())
    clerk = login_as(make_official(may.CLERK, agency=biller.agency))
    asked = [
        (phone, "/hoa-don/them", biller),
        (client, "/hoa-don/tra-cuu", biller),
        (client, "/hoa-don/theo-giay", paper),
    ]
    for visitor, url, whose in asked:
        page = visitor.post(url, data={"biller": whose.code, "code": text, "is_for": "me"})
        assert page.status_code == 422, url
        assert _said(page), url
        assert not _kept(db, page, caplog)
    page = clerk.post(f"/can-bo/hoa-don/{biller.code}/chi-so", data={"code": text})
    assert page.status_code == 422
    assert _said(page)
    assert not _kept(db, page, caplog)


@pytest.mark.one_database
@pytest.mark.parametrize("text", [IDENTITY["2024"], INSURANCE["15"]])
def test_a_photo_of_a_card_is_refused(login_as, db, caplog, text):
    caplog.set_level(logging.DEBUG)
    make_biller()
    picture = io.BytesIO()
    segno.make(text, encoding="utf-8").save(picture, kind="png", scale=4, border=4)
    picture.seek(0)
    page = login_as(make_user()).post(
        "/hoa-don/them", data={"doc-anh": "1", "photo": (picture, "a.png")}
    )
    assert page.status_code == 422
    assert _said(page)
    assert not _kept(db, page, caplog)
    with pytest.raises(cards.CardShown):
        scanning.code_in(text)


@pytest.mark.one_database
def test_a_card_in_a_filter_is_asked_for_by_nobody_and_shown_no_more(login_as, db, caplog):
    caplog.set_level(logging.DEBUG)
    biller = make_biller(adapter="ledger")
    clerk = login_as(make_official(may.CLERK, agency=biller.agency))
    base = f"/can-bo/hoa-don/{biller.code}"
    for text in (IDENTITY["2024"], INSURANCE["15"]):
        for visitor, url in (
            (clerk, f"{base}/danh-sach"), (clerk, f"{base}/chi-so"),
            (login_as(make_user()), "/hoa-don/them"),
        ):  # fmt: skip
            page = visitor.get(url, query_string={"ma": text})
            assert page.status_code == 200, url
            assert _said(page), url
            assert not _kept(db, page, caplog), url


@pytest.mark.one_database
def test_twelve_bare_digits_that_are_no_code_of_the_biller_are_not_kept(login_as, db):
    biller = make_biller()
    data = {"biller": biller.code, "code": NUMBER, "is_for": "me"}
    assert login_as(make_user()).post("/hoa-don/them", data=data).status_code == 422
    assert db.session.scalar(select(func.count(CustomerAccount.id))) == 0


@pytest.mark.one_database
def test_no_row_of_a_customer_is_made_of_a_card(app):
    with pytest.raises(cards.CardShown):
        CustomerAccount.open(make_biller(), IDENTITY["2024"])
