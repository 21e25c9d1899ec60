"""A seller's products: written down, looked at, taken off the shelf, and what is refused."""

import csv
import io
from datetime import date, timedelta

import pytest
import segno
from PIL import Image
from sqlalchemy import select

from app.core import clock
from app.market import forbidden, platforms, structured
from app.market.actions.stall import payload
from app.market.jobs import warn_of_grades
from app.market.models import ForbiddenWord, Product
from app.media.models import Photo
from app.notifications.models import Notification
from tests.factories.accounts import make_user
from tests.factories.market import make_kind, make_product, make_shop, make_shop_account
from tests.market.forms import product_form
from tests.media import pictures
from tests.media.uploads import upload

pytestmark = pytest.mark.one_database


@pytest.fixture
def seller(db, login_as):
    shop = make_shop()
    return shop, login_as(shop.owner)


def only_product(db):
    return db.session.scalars(select(Product)).one()


def add(shop, visitor, **more):
    return visitor.post(
        f"/cho-so/ban/{shop.slug}/hang/moi", data=product_form(make_kind().code, **more)
    )


def test_a_product_with_a_picture_is_on_sale_after_one_form(db, seller, media_folder):
    shop, visitor = seller
    assert visitor.get(f"/cho-so/ban/{shop.slug}/hang/moi").status_code == 200
    form = product_form(make_kind().code, photos=(io.BytesIO(pictures.jpeg()), "a.jpg"))
    url = f"/cho-so/ban/{shop.slug}/hang/moi"
    answer = visitor.post(url, data=form)
    product = only_product(db)
    assert answer.headers["Location"] == f"/cho-so/ban/hang/{product.code}/xong"
    assert (product.status, product.price_min, product.unit_price) == ("on_sale", 180_000, 180_000)
    assert len(product.photos) == 1
    assert visitor.get(answer.headers["Location"]).status_code == 200
    # the same form once more, as after a lost answer
    form["photos"] = (io.BytesIO(pictures.jpeg()), "a.jpg")
    assert visitor.post(url, data=form).headers["Location"] == answer.headers["Location"]
    assert len(db.session.scalars(select(Product)).all()) == 1


def test_the_phones_queue_gets_a_receipt_or_the_reason(db, seller):
    shop, visitor = seller
    headers = {"Accept": "application/json"}
    url = f"/cho-so/ban/{shop.slug}/hang/moi"
    sent = visitor.post(url, data=product_form(make_kind().code), headers=headers)
    assert (sent.status_code, sent.json["code"]) == (201, only_product(db).code)
    refused = visitor.post(url, data=product_form("", price="0"), headers=headers)
    assert refused.status_code == 422
    assert "Chọn loại hàng" in refused.json["error"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", "0"), ("price", "1.000.000.000.000"), ("price", "99"), ("price", "rẻ"),
        ("price", "-5000"), ("price_to", "170.000"), ("stock", "-1"), ("stock", "9999999"),
        ("pack", "0"), ("name", ""), ("unit", "cân ta"), ("season_from", "9"),
        ("season_from", "13"), ("ocop_stars", "7"),
    ],
)  # fmt: skip
def test_what_nobody_can_mean_is_refused_and_kept_in_the_form(db, seller, field, value):
    shop, visitor = seller
    answer = add(shop, visitor, **{"about": "Ong rừng", field: value})
    assert answer.status_code == 422
    assert "Ong rừng" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Product)).all() == []


@pytest.mark.parametrize(("chosen", "price"), [("180000", 180_000), ("180", 180)])
def test_a_price_of_three_digits_is_asked_about(db, seller, chosen, price):
    shop, visitor = seller
    asked = add(shop, visitor, price="180")
    assert asked.status_code == 422
    assert "180.000" in asked.text
    assert 'name="price_meant" value="180000" checked' in asked.text
    assert add(shop, visitor, price="180", price_meant=chosen).status_code == 303
    assert only_product(db).price_min == price


def test_a_seller_whose_session_ended_is_asked_to_sign_in_and_keeps_the_form(client, seller):
    shop, _visitor = seller
    url = f"/cho-so/ban/{shop.slug}/hang/moi"
    assert client.post(url, data=product_form("")).status_code == 401
    assert client.get(url).location.endswith(f"next=/cho-so/ban/{shop.slug}/hang/moi")


def test_the_first_product_of_a_shop_is_looked_at(db, seller):
    shop, visitor = seller
    shop.reviewed_at = None
    add(shop, visitor)
    assert only_product(db).status == "in_review"
    assert not only_product(db).is_public


def test_a_forbidden_word_sends_it_to_the_office_at_each_saving(db, seller):
    shop, visitor = seller
    db.session.add(ForbiddenWord(folded="mat gau", text="mật gấu"))
    add(shop, visitor)
    product = only_product(db)
    assert product.status == "on_sale"
    form = product_form(product.kind.code, about="Có cả mat gau.", version=f"{product.version}")
    visitor.post(f"/cho-so/ban/hang/{product.code}", data=form)
    assert (product.status, product.flagged) == ("in_review", "mật gấu")
    assert not product.is_public


@pytest.mark.parametrize(
    ("text", "is_found"),
    [
        ("Bán súng săn", True), ("ban sung san", True), ("SÚNG SĂN", True), ("sùng sản", False),
        ("quả sung sấn", False), ("súng  săn!", True), ("súngsăn", False), ("sung-san tốt", True),
    ],
)  # fmt: skip
def test_words_are_found_whole_with_and_without_accents(text, is_found):
    assert bool(forbidden.found([text], ["súng săn"])) is is_found


@pytest.mark.parametrize(("typed", "left"), [("24", 22), ("30", 30), ("", None)])
def test_what_orders_took_since_the_form_was_opened_stays_taken(db, seller, typed, left):
    shop, visitor = seller
    product = make_product(shop, stock=24)
    form = product_form(
        product.kind.code, version=f"{product.version}", stock_was="24", stock=typed
    )
    product.reserve(2)
    assert visitor.post(f"/cho-so/ban/hang/{product.code}", data=form).status_code == 303
    assert (product.stock, product.reserved) == (left, 2)


def test_taps_do_what_they_say_and_no_more(db, seller):
    shop, visitor = seller
    product = make_product(shop)
    for tap, status in (
        ("an", "hidden"),
        ("lai", "on_sale"),
        ("het", "sold_out"),
        ("lai", "on_sale"),
    ):
        visitor.post(f"/cho-so/ban/hang/{product.code}/{tap}")
        assert product.status == status
    assert visitor.post(f"/cho-so/ban/hang/{product.code}/xoa").status_code == 404
    assert visitor.post(f"/cho-so/ban/hang/{product.code}/lai").status_code == 409


def test_last_years_product_is_copied_as_a_draft(db, seller):
    shop, visitor = seller
    product = make_product(shop, season_from=9, season_to=11, price=95_000)
    answer = visitor.post(f"/cho-so/ban/hang/{product.code}/chep")
    copy = db.session.scalars(select(Product).where(Product.id != product.id)).one()
    assert (copy.status, copy.price_min, copy.season_to) == ("draft", 95_000, 11)
    assert visitor.get(answer.headers["Location"]).status_code == 200


def test_a_shop_adds_twenty_products_a_day_and_no_more(db, seller):
    shop, visitor = seller
    kind = make_kind()
    for _n in range(20):
        make_product(shop, kind=kind)
    answer = add(shop, visitor)
    assert answer.status_code == 429
    page = answer.get_data(as_text=True)
    tomorrow = clock.local(clock.now() + timedelta(days=1))
    assert "20 sản phẩm" in page
    assert f"{tomorrow:%H:%M} ngày {tomorrow:%d/%m}" in page


def test_a_seller_cannot_change_anothers_product_nor_choose_its_shop(db, seller, login_as):
    shop, visitor = seller
    theirs = make_product(price=50_000)
    form = product_form(theirs.kind.code, version=f"{theirs.version}", shop_id=f"{shop.id}")
    assert visitor.post(f"/cho-so/ban/hang/{theirs.code}", data=form).status_code == 404
    assert theirs.price_min == 50_000


def qr_photo(text):
    made = io.BytesIO()
    segno.make(text).save(made, kind="png", scale=4)
    paper = Image.new("RGB", (700, 600), (90, 140, 60))
    paper.paste(Image.open(made).convert("RGB"), (60, 60))
    photo = io.BytesIO()
    paper.save(photo, "JPEG", quality=85)
    return photo.getvalue()


STRANGER = (
    "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F"
)


def test_a_strangers_payment_code_in_a_picture_is_refused(db, seller, media_folder):
    shop, visitor = seller
    photo = (upload(qr_photo(STRANGER)).stream, "qr.jpg")
    answer = add(shop, visitor, photos=photo)
    assert answer.status_code == 422
    assert "mã QR chuyển tiền" in answer.get_data(as_text=True)
    assert db.session.scalars(select(Product)).all() == []


def test_a_card_in_a_picture_is_refused_and_not_kept(db, seller, media_folder):
    shop, visitor = seller
    card = "099199000001||Nguyen Van Thu|01021990|Nam|Xa Thu|01082024||||"
    answer = add(shop, visitor, photos=(upload(qr_photo(card)).stream, "qr.jpg"))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "thẻ căn cước" in page
    assert "099199000001" not in page
    assert db.session.scalars(select(Product)).all() == []
    assert db.session.scalars(select(Photo)).all() == []


@pytest.mark.parametrize("said", ["https://example.vn/truy-xuat/1", "own"])
def test_a_traceability_code_and_the_shops_own_are_fine(db, seller, media_folder, said):
    shop, visitor = seller
    account = make_shop_account(shop)
    text = payload(shop, account) if said == "own" else said
    answer = add(shop, visitor, photos=(io.BytesIO(qr_photo(text)), "qr.jpg"))
    assert answer.status_code == 303
    assert len(only_product(db).photos) == 1


def test_a_grades_end_is_told_once_three_months_before(db):
    today = clock.local(clock.now()).date()
    grade = {"ocop_stars": 4, "ocop_certificate": "01/QĐ"}
    near = make_product(ocop_until=today + timedelta(days=90), **grade)
    make_product(ocop_until=today + timedelta(days=200), **grade)
    make_product(ocop_until=today - timedelta(days=1), **grade)
    assert (warn_of_grades(clock.now()), warn_of_grades(clock.now())) == (1, 0)
    told = db.session.scalars(select(Notification)).all()
    assert [each.user_id for each in told] == [near.shop.owner_id]
    near.ocop_until = today + timedelta(days=80)  # a new decision is told of anew
    assert warn_of_grades(clock.now()) == 1


def test_photos_are_private_until_the_product_is_shown(db, seller, media_folder, outbox, login_as):
    shop, visitor = seller
    add(shop, visitor, wish="draft", photos=(io.BytesIO(pictures.jpeg()), "a.jpg"))
    outbox.drain()
    product = only_product(db)
    url = f"/cho-so/san-pham/{product.code}/anh/{product.photos[0].photo.code}-thumb.webp"
    stranger = login_as(make_user())
    assert stranger.get(url).status_code == 404
    assert "no-store" in visitor.get(url).headers["Cache-Control"]
    product.do("publish", clock.now())
    assert "public" in stranger.get(url).headers["Cache-Control"]


@pytest.mark.parametrize("platform", platforms.PLATFORMS)
def test_the_catalogue_has_the_platforms_columns_and_harmless_cells(db, seller, platform):
    shop, visitor = seller
    make_product(shop, "=1+1", 45_000, unit="jar", pack_amount=350, about="+thơm")
    make_product(shop, "Ẩn", status="hidden")
    answer = visitor.get(f"/cho-so/ban/{shop.slug}/san-khac/{platform}.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert rows[0] == [head for head, _value in platforms.columns(platform)]
    assert len(rows) == 2
    cells = dict(zip(rows[0], rows[1], strict=True))
    assert cells["Tên sản phẩm"] == "'=1+1"
    assert "45000" in cells.values()
    assert "350" in cells.values()


def test_structured_data_says_what_is_shown_and_cannot_end_its_block(db):
    product = make_product(
        make_shop(), "Chè </script><script>", 90_000, ocop_stars=4, ocop_certificate="1",
        ocop_until=date(2026, 1, 1),
    )  # fmt: skip
    block = structured.product_data(product, date(2026, 11, 19))
    assert str(block).count("<") == 2
    told = structured.describe(product, date(2026, 11, 19))
    assert told["offers"]["price"] == 90_000
    assert "award" not in told, "the grade has lapsed"
