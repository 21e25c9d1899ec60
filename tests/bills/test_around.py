"""What stands around bills: planned cuts, price lists, insurance, photos of codes, exports."""

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
import segno
import zxingcpp
from PIL import Image
from sqlalchemy import select

from app.accounts import permissions as may
from app.bills import scanning
from app.bills.actions import reminding
from app.bills.models import InsuranceCard, PlannedCut, Tariff, TaxRate
from app.core import clock as core_clock
from app.core.tables import writing
from app.notifications.models import Notification
from app.payments.vietqr import VietQR, build
from app.places import starter
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.bills import (
    make_bill,
    make_biller,
    make_clerk,
    make_customer,
    make_subscription,
    make_tariff,
    make_vat,
)

CUT = {"begins_on": "25/11/2026", "begins_at": "07:30", "ends_on": "25/11/2026",
       "ends_at": "11:30", "reason": "Thay đồng hồ"}  # fmt: skip


def _kinds(db, user):
    return list(
        db.session.scalars(select(Notification.kind).where(Notification.user_id == user.id))
    )


@pytest.mark.own_day
def test_a_planned_cut_is_told_to_those_whose_code_it_concerns(login_as, db):
    biller = make_biller()
    near, far = make_user(), make_user()
    make_subscription(near, make_customer(biller, "NU1001"))
    make_subscription(far, make_customer(biller, "NU2001"))
    desk = login_as(make_clerk(biller))
    url = f"/can-bo/hoa-don/{biller.code}/cat"
    assert desk.post(url, data={**CUT, "prefixes": "nu1"}).status_code == 303
    assert _kinds(db, near) == ["planned-cut"]
    assert _kinds(db, far) == []
    assert "Thay đồng hồ" in login_as(near).get("/hoa-don").text
    assert "Thay đồng hồ" not in login_as(far).get("/hoa-don").text
    cut = db.session.scalar(select(PlannedCut))
    assert cut.begins_at.astimezone(core_clock.VIETNAM).hour == 7
    desk.post(f"/can-bo/hoa-don/cat/{cut.code}/huy")
    assert "Thay đồng hồ" not in login_as(near).get("/hoa-don").text
    assert desk.get(url).status_code == 200


@pytest.mark.one_database
@pytest.mark.parametrize("wrong", [{"ends_on": "24/11/2026"}, {"reason": ""}, {"begins_on": "x"},
                                   {"begins_at": "25:99"}])  # fmt: skip
def test_a_cut_that_cannot_be_is_refused(login_as, wrong):
    biller = make_biller()
    desk = login_as(make_clerk(biller))
    answer = desk.post(f"/can-bo/hoa-don/{biller.code}/cat", data={**CUT, **wrong})
    assert answer.status_code == 422


@pytest.mark.one_database
def test_the_try_out_says_what_350_kwh_on_1_december_are(client):
    make_vat()
    tariff = make_tariff()
    page = client.get(f"/hoa-don/tinh-tien?bieu-gia={tariff.code}&luong=350&ngay=01/12/2026").text
    assert "979.560" in page
    assert client.get("/hoa-don/tinh-tien?luong=abc&ngay=x").status_code == 200
    assert client.get("/hoa-don/tinh-tien?luong=5&ngay=01/12/2001").status_code == 200


def test_new_prices_are_added_by_their_editors_and_old_ones_stay(login_as, db):
    root = make_agency()
    tariff = make_tariff()
    desk = login_as(make_official(may.ADMINISTER, agency=root))
    url = f"/can-bo/hoa-don/bieu-gia/{tariff.code}"
    new = {"valid_from": "01/12/2026", "basis": "Quyết định thử", "price-0": "1984",
           "up-to-0": "100", "price-1": "2380"}  # fmt: skip
    assert desk.post(url, data=new).status_code == 303
    assert [len(version.tiers) for version in tariff.versions] == [6, 2]
    assert desk.post(url, data=new).status_code == 422
    falling = {**new, "valid_from": "01/01/2027", "up-to-1": "50", "price-2": "5"}
    assert desk.post(url, data=falling).status_code == 422
    tax = {"tax": "vat", "percent": "10", "tax_from": "01/01/2027"}
    assert desk.post(url + "/thue", data=tax).status_code == 303
    assert db.session.scalar(select(TaxRate)).rate == Decimal("0.1")
    assert desk.post(url + "/thue", data={**tax, "percent": "101"}).status_code == 422
    clerk = login_as(make_clerk(make_biller()))
    assert clerk.get(url).status_code == 200
    assert clerk.post(url, data=new).status_code == 403
    assert login_as(make_user()).get(url).status_code == 404
    assert len(db.session.scalar(select(Tariff)).versions) == 2


@pytest.mark.one_database
def test_s24_a_rate_of_tax_is_the_whole_provinces(login_as, db):
    biller = make_biller()
    own = make_tariff()
    own.agency = biller.agency
    tax = {"tax": "vat", "percent": "0", "tax_from": "01/01/2027"}
    branch = make_official(may.ADMINISTER, agency=make_agency(parent=make_agency()))
    for user, url in ((make_clerk(biller), own), (branch, own), (branch, make_tariff())):
        desk, address = login_as(user), f"/can-bo/hoa-don/bieu-gia/{url.code}"
        assert "tax_from" not in desk.get(address).text
        assert desk.post(address + "/thue", data=tax).status_code == 403
    assert db.session.scalar(select(TaxRate)) is None


@pytest.mark.one_database
def test_s24_a_branchs_administrator_begins_no_list_for_all(login_as, db):
    branch = make_official(may.ADMINISTER, agency=make_agency(parent=make_agency()))
    new = {"name": "Giá chung", "kind": "electricity", "unit": "kWh", "agency": ""}
    assert login_as(branch).post("/can-bo/hoa-don/bieu-gia", data=new).status_code == 422
    assert db.session.scalar(select(Tariff)) is None


@pytest.mark.one_database
@pytest.mark.own_day
def test_health_insurance_is_reminded_of_30_and_7_days_before_its_end(login_as, db, clock):
    starter.load()
    person = make_user()
    phone = login_as(person)
    url = "/hoa-don/bao-hiem-y-te"
    assert phone.post(url, data={"nickname": "Mẹ", "month": "13/2026"}).status_code == 422
    phone.post(url, data={"nickname": "Mẹ", "month": "12/2026"})
    card = db.session.scalar(select(InsuranceCard))
    assert card.expires_on == date(2026, 12, 31)
    for _day in range(45):
        reminding.remind(core_clock.now())
        db.session.commit()
        clock.shift(timedelta(days=1))
    assert _kinds(db, person) == ["insurance-expiring"] * 2
    assert login_as(make_user()).post(f"{url}/{card.code}/bo").status_code == 404
    assert "baohiemxahoi.gov.vn" in login_as(person).get(url).text


@pytest.mark.parametrize(("says", "code"), [
    ("NU0001", "NU0001"), ("NU 0001", "NU 0001"), ("", ""),
    ("ma_kh=PA25VY0012345;ky=10/2026", "PA25VY0012345"),
    ("PA25VY0012345|10/2026|979560", "PA25VY0012345"), ("https://example.invalid/?a=1", ""),
    (build(VietQR("970418", "1", 5, bill="NU0001")), "NU0001"),
])  # fmt: skip
def test_the_code_is_found_in_what_a_qr_says(says, code):
    assert scanning.code_in(says) == code


def _qr() -> io.BytesIO:
    picture = io.BytesIO()
    segno.make("NU0001").save(picture, kind="png", scale=8, border=4)
    return picture


def _barcode() -> io.BytesIO:
    """A bare Code 128 on a sheet of paper, a little aslant, as a phone takes it."""
    drawn = zxingcpp.create_barcode("NU0001", zxingcpp.BarcodeFormat.Code128)
    points = memoryview(zxingcpp.write_barcode_to_image(drawn, scale=4))
    bars = Image.frombytes("L", points.shape[1::-1], points.tobytes())
    paper = Image.new("L", (1200, 900), 235)
    paper.paste(bars, (300, 350))
    picture = io.BytesIO()
    paper.rotate(4, fillcolor=235).save(picture, "JPEG", quality=70)
    return picture


@pytest.mark.one_database
@pytest.mark.parametrize("photo", [_qr, _barcode])
def test_a_photo_of_the_paper_fills_the_code_in(login_as, photo):
    make_biller()
    picture = photo()
    picture.seek(0)
    phone = login_as(make_user())
    page = phone.post("/hoa-don/them", data={"doc-anh": "1", "photo": (picture, "a.png")})
    assert page.status_code == 200
    assert 'value="NU0001"' in page.text


@pytest.mark.one_database
@pytest.mark.parametrize("content", [b"", b"no picture", b"\x89PNG\r\n\x1a\n"])
def test_a_photo_without_a_code_is_told_and_nothing_is_lost(login_as, content):
    phone = login_as(make_user())
    form = {"doc-anh": "1", "nickname": "Nhà bà", "photo": (io.BytesIO(content), "a.png")}
    answer = phone.post("/hoa-don/them", data=form)
    assert answer.status_code == 422
    assert "Nhà bà" in answer.text


@pytest.mark.one_database
def test_s35_an_export_runs_nothing(login_as):
    account = make_customer(code="NU0001")
    account.describe("=HYPERLINK(1)", "+1")
    make_bill(account)
    desk = login_as(make_clerk(account.biller))
    base = f"/can-bo/hoa-don/{account.biller.code}/danh-sach"
    text = desk.get(base + ".csv?loai=chua-tra").data.decode("utf-8-sig")
    row = list(csv.reader(io.StringIO(text)))[1]
    assert row[1:3] == ["'=HYPERLINK(1)", "'+1"]
    book = openpyxl.load_workbook(io.BytesIO(desk.get(base + ".xlsx").data))
    cell = book.active.cell(2, 2)
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s") or cell.data_type != "f"
    assert desk.get(base + ".pdf").status_code == 404
    assert writing.harmless("@x") == "'@x"
    assert [writing.harmless(f"{sign}1") for sign in "＝＋－＠\n"] == [
        f"'{sign}1" for sign in "＝＋－＠\n"
    ]
    assert writing.harmless(-5) == -5


@pytest.mark.one_database
def test_s24_the_list_is_the_billers_own(login_as):
    account = make_customer()
    other = login_as(make_clerk(make_biller()))
    for path in ("", "/danh-sach", "/danh-sach.csv", "/cat"):
        assert other.get(f"/can-bo/hoa-don/{account.biller.code}{path}").status_code == 404


def test_the_clerk_reminds_those_who_have_not_paid_once_a_day(login_as, db):
    account, person = make_customer(), make_user()
    make_subscription(person, account)
    make_bill(account)
    desk = login_as(make_clerk(account.biller))
    for _again in range(2):
        desk.post(f"/can-bo/hoa-don/{account.biller.code}/nhac", data={"ky": "11/2026"})
    reminders = [kind for kind in _kinds(db, person) if kind in ("bill-due", "bill-overdue")]
    assert len(reminders) == 1


@pytest.mark.one_database
def test_a_bill_whose_parts_do_not_give_its_total_says_so(login_as):
    person = make_user()
    bill = make_bill(total=120_000, before_tax=100_000, tax=5_000, fee=10_000)
    make_subscription(person, bill.account)
    assert "5.000" in login_as(person).get(f"/hoa-don/{bill.code}").text


@pytest.mark.one_database
def test_history_is_kept_for_reading_without_a_network(login_as):
    person = make_user()
    bill = make_bill()
    mine = make_subscription(person, bill.account)
    phone = login_as(person)
    for path in ("/hoa-don", f"/hoa-don/ma/{mine.code}", f"/hoa-don/{bill.code}"):
        assert phone.get(path).headers.get("X-Keep") == "1", path
    assert "X-Keep" not in phone.get(f"/hoa-don/{bill.code}/tra").headers
