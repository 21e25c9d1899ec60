"""A seller opens a shop, changes it, names an account, asks others to help, closes it."""

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts import permissions as may
from app.accounts.models.agency import MARKET_OFFICE
from app.core import clock
from app.market import slugs
from app.market.actions import order_acts
from app.market.actions import shops as shop_actions
from app.market.models import Shop, ShopManager, order_life
from app.market.queries import shops, stall
from app.notifications.models import Notification
from app.payments import queries as payments
from tests.factories.accounts import make_agency, make_official, make_user, viewer_of
from tests.factories.market import (
    make_market_office,
    make_market_official,
    make_product,
    make_shop,
    make_shop_account,
    shop_facts,
)
from tests.factories.market_orders import make_order
from tests.factories.places import make_commune, make_province, make_village
from tests.market.forms import shop_form

pytestmark = pytest.mark.one_database


def told(db, kind):
    return db.session.scalars(select(Notification).where(Notification.kind == kind)).all()


def test_a_shop_is_open_after_one_form_and_the_office_is_told(db, login_as):
    commune = make_commune()
    office = make_market_office(commune)
    seller = make_user()
    visitor = login_as(seller)
    assert "Mở gian hàng" in visitor.get("/cho-so/ban").get_data(as_text=True)
    assert visitor.get("/cho-so/ban/moi").status_code == 200
    village = make_village(commune)
    answer = visitor.post("/cho-so/ban/moi", data=shop_form(commune, village=village.code))
    assert answer.headers["Location"] == "/cho-so/ban/mat-ong-thu"
    shop = db.session.scalars(select(Shop)).one()
    assert (shop.status, shop.office_id, shop.village_id) == ("listed", office.id, village.id)
    assert shop.phone == seller.phone
    assert visitor.get("/cho-so/ban/mat-ong-thu").status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Viết tên gian hàng"),
        ("kind", "robot", "Chọn bên bán"),
        ("commune", "99999", "chọn xã, phường"),
        ("agrees", "", "Đồng ý"),
        ("delivery_fee", "2.000.000", "1.000.000"),
        ("about", "x" * 601, "600"),
    ],
)
def test_a_form_with_a_gap_says_what_is_missing_and_keeps_the_rest(
    db, login_as, field, value, says
):
    form = shop_form(make_commune(), offers_delivery="1", about="Rau sạch") | {field: value}
    answer = login_as(make_user()).post("/cho-so/ban/moi", data=form)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert says in page
    assert field == "about" or "Rau sạch" in page
    assert db.session.scalars(select(Shop)).all() == []


def test_nobody_opens_more_than_three_shops(db, login_as):
    seller, commune = make_user(), make_commune()
    for _n in range(3):
        make_shop(seller, commune=commune)
    answer = login_as(seller).post("/cho-so/ban/moi", data=shop_form(commune))
    assert answer.status_code == 409


def test_addresses_are_short_and_never_a_word_of_the_market():
    taken = {"mat-ong-thu", "mat-ong-thu-2"}.__contains__
    assert slugs.make("Mật Ong Thử", taken) == "mat-ong-thu-3"
    assert slugs.make("Đơn", taken) == "don-2"
    assert slugs.make("!!!", taken) == "gian-hang"


def test_a_stranger_finds_no_page_of_the_shop(db, login_as):
    shop = make_shop()
    product = make_product(shop)
    stranger = login_as(make_user())
    pages = ("", "/sua", "/phap-ly", "/hang", "/hang/moi", "/quay", "/thu", "/thu.xlsx", "/to-in",
             "/nguoi", "/dia-chi", "/san-khac", "/san-khac/voso.csv")  # fmt: skip
    for page in pages:
        assert stranger.get(f"/cho-so/ban/{shop.slug}{page}").status_code == 404, page
    assert stranger.get(f"/cho-so/ban/hang/{product.code}").status_code == 404
    for act in ("", "/an", "/het", "/chep"):
        answer = stranger.post(f"/cho-so/ban/hang/{product.code}{act}")
        assert answer.status_code == 404, act
    assert stranger.get(f"/can-bo/thanh-toan/shop/{shop.id}").status_code == 404


def test_an_old_form_keeps_what_was_typed(db, login_as):
    shop = make_shop()
    form = shop_form(shop.commune, about="Điều mới viết", version=f"{shop.version - 1}")
    visitor = login_as(shop.owner)
    answer = visitor.post(f"/cho-so/ban/{shop.slug}/sua", data=form)
    assert answer.status_code == 409
    assert "Điều mới viết" in answer.get_data(as_text=True)
    assert f'name="version" value="{shop.version}"' in answer.text
    form["version"] = f"{shop.version}"
    assert visitor.post(f"/cho-so/ban/{shop.slug}/sua", data=form).status_code == 303
    assert shop.about == "Điều mới viết"


def test_all_that_is_wrong_with_a_form_is_said_at_once_and_an_old_one_stays_old(db, login_as):
    shop = make_shop()
    form = shop_form(shop.commune, name="", kind="", version="0")
    answer = login_as(shop.owner).post(f"/cho-so/ban/{shop.slug}/sua", data=form)
    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text and 'id="kind-error"' in answer.text
    assert 'name="version" value="0"' in answer.text


def test_a_shop_that_moves_is_confirmed_anew_by_the_other_office(db):
    shop, there = make_shop(), make_commune("Xa Hơn")
    office = make_market_office(there)
    product = make_product(shop)
    by = viewer_of(make_user()).actor()
    facts = shop_facts(commune=there)
    shop_actions.change(shop, facts, shop.version, by, clock.now())
    assert (shop.status, shop.office) == ("listed", office)
    assert product.commune_id == there.id


def test_closing_takes_the_goods_out_of_sight(db, login_as):
    shop = make_shop()
    product = make_product(shop)
    visitor = login_as(shop.owner)
    order = make_order(product)
    visitor.post(f"/cho-so/ban/{shop.slug}/dong")
    assert shop.status == "confirmed", "a buyer waits"
    order_acts.act(order, "end", order_life.SYSTEM, clock.now())
    visitor.post(f"/cho-so/ban/{shop.slug}/dong")
    assert (shop.status, product.is_public) == ("closed", False)
    visitor.post(f"/cho-so/ban/{shop.slug}/mo-lai")
    assert (shop.status, product.is_public) == ("listed", True)


def test_the_registration_is_sealed_and_the_tax_code_is_not_for_buyers(db, login_as):
    shop = make_shop()
    official = make_market_official(shop)
    details = {"name": "Hộ Kinh Doanh Thử", "address": "Thôn Thử", "tax_code": "012345678901"}
    visitor = login_as(shop.owner)
    assert visitor.post(f"/cho-so/ban/{shop.slug}/phap-ly", data=details).status_code == 303
    assert shop.legal["tax_code"] == "012345678901"
    assert "Hộ".encode() not in shop.legal_sealed
    visitor.post(f"/cho-so/ban/{shop.slug}/phap-ly", data=details)  # nothing new: nobody is told
    assert [each.user_id for each in told(db, "market-details")] == [official.id]
    page = visitor.get(f"/cho-so/{shop.slug}").get_data(as_text=True)
    assert "Hộ Kinh Doanh Thử" in page
    assert "012345678901" not in page


def test_erasing_the_owner_closes_the_shop_and_leaves_nothing_of_them(db):
    shop, other = make_shop(), make_shop()
    product = make_product(shop, about="Vườn nhà tôi ở cuối thôn")
    account = make_shop_account(shop)
    order = make_order(product)
    shop.set_legal({"name": "Tên Thật Thử", "address": "Thôn Thử"}, clock.now())
    owner = shop.owner
    other.managers.append(ShopManager(user=owner, since=clock.now()))
    db.session.flush()
    told = erasing.export(owner, clock.now())["market"]
    assert [(each["shop"], each["owner"]) for each in told] == [
        (shop.name, True),
        (other.name, False),
    ]
    erasing.erase(owner, clock.now())
    db.session.commit()
    assert (shop.status, shop.owner_id, shop.legal, product.about) == ("closed", None, {}, "")
    assert (product.is_public, order.is_open) == (False, False)
    db.session.expire_all()
    assert payments.account_by_id(account.id).number == ""
    assert [each.user_id for each in other.managers] == [other.owner_id]


def test_a_changed_account_is_proved_and_told_to_all_who_manage(db, login_as):
    shop, helper = make_shop(), make_user("Người Giúp Thử")
    visitor = login_as(shop.owner)
    asked = {"phone": helper.phone}
    assert visitor.post(f"/cho-so/ban/{shop.slug}/nguoi", data=asked).status_code == 303
    code = stall.invites_of(shop)[0].code
    assert login_as(make_user()).post(f"/cho-so/ban/loi-moi/{code}").status_code == 404
    mine = login_as(helper)
    assert "Gian hàng Thử" in mine.get("/cho-so/ban").get_data(as_text=True)
    assert mine.post(f"/cho-so/ban/loi-moi/{code}").status_code == 303
    account = {"bin": "970418", "number": "0123456789", "holder": "Nguoi Ban Thu", "version": "0"}
    url = f"/can-bo/thanh-toan/shop/{shop.id}"
    assert visitor.get(url).status_code == 200
    assert visitor.post(url, data=account).status_code == 303
    assert payments.account_of("shop", shop.id).number == "0123456789"
    people = {each.user_id for each in told(db, "bank-account-changed")}
    assert people == {shop.owner_id, helper.id}


def test_a_helper_sells_but_names_no_helpers_and_may_be_removed(db, login_as):
    shop, helper = make_shop(), make_user()
    shop.managers.append(ShopManager(user=helper, since=clock.now()))
    db.session.flush()
    visitor = login_as(helper)
    assert visitor.get(f"/cho-so/ban/{shop.slug}/nguoi").status_code == 200
    asked = {"phone": "0900000099"}
    assert visitor.post(f"/cho-so/ban/{shop.slug}/nguoi", data=asked).status_code == 403
    owner = login_as(shop.owner)
    owner.post(f"/cho-so/ban/{shop.slug}/nguoi/{helper.id}/bo")
    assert visitor.get(f"/cho-so/ban/{shop.slug}").status_code == 404


def test_the_office_of_the_commune_answers_else_that_of_the_province(db):
    province = make_province()
    top = make_agency("Quản lý chợ tỉnh", MARKET_OFFICE, place_id=province.id)
    here, there = make_commune("Ở Đây", province), make_commune("Ở Kia", province)
    own = make_market_office(here)
    assert shops.office_for(here) == own
    assert shops.office_for(there) == top


def test_shops_wait_for_an_office_and_come_to_it_once_there_is_one(db):
    shop = make_shop(status="listed")
    assert shop_actions.find_offices(clock.now()) == 0
    office = make_market_office(shop.commune)
    official = make_official(may.MARKET, agency=office)
    assert shop_actions.find_offices(clock.now()) == 1
    assert shop.office == office
    assert [each.user_id for each in told(db, "market-new-shop")] == [official.id]
    assert shop_actions.find_offices(clock.now()) == 0


def test_an_official_of_another_commune_sees_nothing(db, login_as):
    shop, other = make_shop(), make_shop()
    product = make_product(shop)
    official = login_as(make_market_official(other))
    assert official.get("/can-bo/cho-so").status_code == 200
    assert official.get(f"/can-bo/cho-so/gian-hang/{shop.code}").status_code == 404
    assert official.get(f"/can-bo/cho-so/hang/{product.code}").status_code == 404
