"""The market office: confirming, looking, taking down, objections, complaints, figures."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts import permissions as may
from app.accounts.actors import SYSTEM
from app.core import clock
from app.market import seeding
from app.market.actions import office as office_actions
from app.market.actions import shops as shopping
from app.market.jobs import warn_of_answers
from app.market.models import (
    Complaint,
    ForbiddenWord,
    ProductKind,
    ShopCheck,
    ShopFinding,
    ShopManager,
    Takedown,
)
from app.media.models import Photo
from app.media.storage import store
from app.notifications.models import Notification
from tests.factories.accounts import make_official, make_user
from tests.factories.market import make_market_official, make_product, make_shop
from tests.media.uploads import upload
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database


@pytest.fixture
def desk(db, login_as):
    shop = make_shop(status="listed")
    return shop, login_as(make_market_official(shop))


def told(db, kind):
    found = select(Notification.user_id).where(Notification.kind == kind)
    return set(db.session.scalars(found))


LEGAL = {"name": "Lò Văn Thử", "address": "Thôn Thử, xã Bình Thử"}


def checked(db, **wrong: str) -> dict[str, str]:
    """What a form says of every line on the list; ``wrong`` names a line's place and why."""
    rows = db.session.scalars(select(ShopCheck).order_by(ShopCheck.id)).all()
    said = {}
    for place, row in enumerate(rows):
        why = wrong.get(f"line{place}")
        said |= {f"check-{row.id}": "no" if why else "yes", f"why-{row.id}": why or ""}
    return said


def test_a_shop_with_nothing_declared_is_not_confirmed(db, desk):
    shop, official = desk
    seeding.load()
    url = f"/can-bo/cho-so/gian-hang/{shop.code}/xac-nhan"
    assert official.post(url, data=checked(db)).status_code == 422
    assert not shop.is_confirmed


def test_confirming_records_each_line_and_a_refused_one_tells_the_seller_why(db, desk):
    shop, official = desk
    shop.set_legal(LEGAL, clock.now())
    url = f"/can-bo/cho-so/gian-hang/{shop.code}/xac-nhan"
    assert official.post(url).status_code == 422, "an empty list confirms nobody"
    seeding.load()
    assert official.post(url).status_code == 422, "nothing was said"
    said = checked(db, line1="x")
    assert official.post(url, data=said).status_code == 422, "no reason"
    why = "Không ai biết địa chỉ này"
    assert official.post(url, data=checked(db, line1=why)).status_code == 303
    assert shop.status == "listed"
    assert told(db, "market-not-confirmed") == {shop.owner_id}
    assert why in official.get(f"/can-bo/cho-so/gian-hang/{shop.code}").text
    official.post(url, data=checked(db))
    assert shop.is_confirmed
    found = db.session.scalars(select(ShopFinding).order_by(ShopFinding.id)).all()
    assert [row.is_right for row in found] == [True, False, True, True] + [True] * 4
    assert (found[1].reason, found[1].by_id) == (why, found[-1].by_id)


def test_a_shop_confirmed_meanwhile_is_no_form_to_fill_in_again(db, desk):
    shop, official = desk
    shop.set_legal(LEGAL, clock.now())
    seeding.load()
    url = f"/can-bo/cho-so/gian-hang/{shop.code}/xac-nhan"
    answers = checked(db)
    assert official.post(url, data=answers).status_code == 303
    answer = official.post(url, data=answers)
    assert answer.status_code == 409
    assert "/thoi-xac-nhan" not in answer.text, "an error page, not the shop's"


def test_only_administrators_write_the_list_of_checks(db, desk, login_as):
    _shop, official = desk
    url = "/can-bo/cho-so/kiem-tra"
    assert official.get(url).status_code == 200
    assert official.post(url, data={"text": "Đã đến tận nơi"}).status_code == 403
    admin = login_as(make_official(may.ADMINISTER))
    assert admin.post(url, data={"text": ""}).status_code == 422
    admin.post(url, data={"text": "Đã đến tận nơi"})
    row = only(db, ShopCheck)
    admin.post(f"{url}/{row.id}/bo")
    assert "Đã đến tận nơi" not in admin.get(url).text
    admin.post(url, data={"text": "Đã đến tận nơi"})
    assert only(db, ShopCheck).is_asked


def test_s47_nobody_oversees_a_shop_of_their_own(db, login_as):
    shop = make_shop(status="listed")
    official = make_market_official(shop)
    shop.managers.append(ShopManager(user=official, since=clock.now()))
    shop.set_legal(LEGAL, clock.now())
    seeding.load()
    product = make_product(shop, status="in_review")
    desk = login_as(official)
    url = f"/can-bo/cho-so/gian-hang/{shop.code}/xac-nhan"
    assert desk.post(url, data=checked(db)).status_code == 404
    assert desk.post(f"/can-bo/cho-so/hang/{product.code}/duyet").status_code == 404
    assert (shop.status, product.status) == ("listed", "in_review")


def test_a_listed_shop_is_confirmed_and_its_seller_told(db, desk):
    shop, official = desk
    shop.set_legal(LEGAL, clock.now())
    seeding.load()
    page = official.get("/can-bo/cho-so").get_data(as_text=True)
    assert shop.name in page
    assert official.get(f"/can-bo/cho-so/gian-hang/{shop.code}").status_code == 200
    url = f"/can-bo/cho-so/gian-hang/{shop.code}/xac-nhan"
    assert official.post(url, data=checked(db)).status_code == 303
    assert shop.is_confirmed
    assert told(db, "market-confirmed") == {shop.owner_id}
    assert official.post(url).status_code == 409


def test_the_first_listing_is_shown_once_looked_at(db, desk):
    shop, official = desk
    shop.reviewed_at = None
    product = make_product(shop, status="in_review")
    assert official.get(f"/can-bo/cho-so/hang/{product.code}").status_code == 200
    official.post(f"/can-bo/cho-so/hang/{product.code}/duyet")
    assert (product.status, product.is_public) == ("on_sale", True)
    assert shop.reviewed_at is not None
    assert official.post(f"/can-bo/cho-so/hang/{product.code}/xoa").status_code == 404


def test_a_listing_is_sent_back_with_a_word(db, desk):
    shop, official = desk
    product = make_product(shop, status="in_review")
    url = f"/can-bo/cho-so/hang/{product.code}/tra-lai"
    assert official.post(url, data={"note": ""}).status_code == 422
    official.post(url, data={"note": "Ảnh mờ, chụp lại nhé."})
    assert (product.status, product.review_note) == ("draft", "Ảnh mờ, chụp lại nhé.")


def take_down(official, address, **more):
    data = {"reason": "false", "note": "Ảnh của nơi khác.", **more}
    return official.post(f"/can-bo/cho-so/{address}/go-bo", data=data)


def test_a_product_is_taken_down_and_comes_back_by_an_objection(db, desk, login_as):
    shop, official = desk
    product = make_product(shop)
    assert take_down(official, f"hang/{product.code}", reason="").status_code == 422
    assert take_down(official, f"hang/{product.code}", note="").status_code == 422
    assert take_down(official, f"hang/{product.code}").status_code == 303
    assert (product.status, product.is_public) == ("taken_down", False)
    case = db.session.scalars(select(Takedown)).one()
    seller = login_as(shop.owner)
    url = f"/cho-so/ban/go-bo/{case.code}"
    assert "Ảnh của nơi khác." in seller.get(url).get_data(as_text=True)
    assert seller.post(url, data={"words": "Ảnh của tôi, chụp hôm qua."}).status_code == 303
    assert seller.post(url, data={"words": "Lần nữa."}).status_code == 409
    days = [clock.local(each).date() for each in (case.started_at, case.answer_by)]
    assert days[1] - days[0] >= timedelta(days=5), "five working days"
    decide = f"/can-bo/cho-so/khieu-nai/{case.code}"
    assert official.get(decide).status_code == 200
    answer = {"outcome": "restored", "answer": "Đã xem ảnh gốc."}
    assert official.post(decide, data={"outcome": "restored"}).status_code == 422
    assert official.post(decide, data=answer).status_code == 303
    assert product.status == "hidden", "the seller puts it on sale again"
    assert official.post(decide, data=answer).status_code == 409
    assert "Đã xem ảnh gốc." in seller.get(url).get_data(as_text=True)


DEMAND = {"authority": "Công an tỉnh, công văn 12", "reason": "fraud"}


def test_a_seller_has_five_days_notice_before_the_shop_is_suspended(db, desk, login_as):
    shop, official = desk
    assert take_down(official, f"gian-hang/{shop.code}", reason="fraud").status_code == 303
    case = only(db, Takedown)
    assert (shop.status, case.begins_at - case.at) == ("listed", timedelta(days=5))
    assert take_down(official, f"gian-hang/{shop.code}").status_code == 409, "told once"
    seller = login_as(shop.owner)
    assert "Nhận tiền mà không giao hàng" in seller.get(f"/cho-so/ban/{shop.slug}").text
    assert "Thông báo tạm ngừng" in seller.get(f"/cho-so/ban/go-bo/{case.code}").text
    assert office_actions.begin_due(clock.now() + timedelta(days=4)) == 0
    assert office_actions.begin_due(clock.now() + timedelta(days=5)) == 1
    assert shop.status == "taken_down"
    assert office_actions.begin_due(clock.now() + timedelta(days=6)) == 0


def test_an_hour_that_is_none_is_not_taken_for_now(db, desk):
    shop, official = desk
    when = {"day": clock.local(clock.now()).date().isoformat(), "hour": "9 giờ"}
    answer = take_down(official, f"gian-hang/{shop.code}", **DEMAND, **when)
    assert answer.status_code == 422 and shop.status == "listed"


def test_an_objection_that_is_right_ends_the_notice(db, desk, login_as):
    shop, official = desk
    take_down(official, f"gian-hang/{shop.code}", reason="fraud")
    case = only(db, Takedown)
    login_as(shop.owner).post(f"/cho-so/ban/go-bo/{case.code}", data={"words": "Đã giao đủ."})
    answer = {"outcome": "restored", "answer": "Đã xem biên nhận."}
    assert official.post(f"/can-bo/cho-so/khieu-nai/{case.code}", data=answer).status_code == 303
    assert office_actions.begin_due(clock.now() + timedelta(days=9)) == 0
    assert shop.status == "listed"


def test_closing_the_shop_for_a_day_does_not_escape_the_notice(db, desk, login_as):
    shop, official = desk
    take_down(official, f"gian-hang/{shop.code}", reason="fraud")
    now = clock.now()
    shopping.step(shop, "close", SYSTEM, now)
    assert office_actions.begin_due(now + timedelta(days=5)) == 0
    shopping.step(shop, "open", SYSTEM, now + timedelta(days=6))
    assert office_actions.begin_due(now + timedelta(days=6)) == 1
    assert shop.status == "taken_down"


def test_a_notice_found_wrong_does_not_lift_what_an_authority_demanded(db, desk, login_as):
    shop, official = desk
    take_down(official, f"gian-hang/{shop.code}", reason="fraud")
    notice = only(db, Takedown)
    take_down(official, f"gian-hang/{shop.code}", **DEMAND)
    office_actions.begin_due(clock.now() + timedelta(days=5))
    login_as(shop.owner).post(f"/cho-so/ban/go-bo/{notice.code}", data={"words": "Đã giao đủ."})
    answer = {"outcome": "restored", "answer": "Đã xem biên nhận."}
    decide = f"/can-bo/cho-so/khieu-nai/{notice.code}"
    assert official.post(decide, data=answer).status_code == 303
    assert (notice.outcome, shop.status) == ("restored", "taken_down")


def test_a_demand_of_an_authority_suspends_at_once_and_says_whose_it_was(db, desk, login_as):
    shop, official = desk
    came = clock.local(clock.now()) - timedelta(hours=30)
    when = {"day": f"{came:%Y-%m-%d}", "hour": f"{came:%H:%M}"}
    address = f"gian-hang/{shop.code}"
    assert take_down(official, address, day=when["day"]).status_code == 422, "whose demand?"
    assert take_down(official, address, **DEMAND, day="2090-01-01").status_code == 422
    assert take_down(official, address, **DEMAND, **when).status_code == 303
    case = only(db, Takedown)
    assert (shop.status, case.is_in_time) == ("taken_down", False), "after more than 24 hours"
    assert "Công an tỉnh" in login_as(shop.owner).get(f"/cho-so/ban/go-bo/{case.code}").text


def test_a_shop_taken_down_takes_its_goods_along(db, desk, login_as):
    shop, official = desk
    product = make_product(shop)
    take_down(official, f"gian-hang/{shop.code}", **DEMAND)
    assert (shop.status, product.is_public) == ("taken_down", False)
    seller = login_as(shop.owner)
    page = seller.get(f"/cho-so/ban/{shop.slug}").get_data(as_text=True)
    assert "Nhận tiền mà không giao hàng" in page
    assert seller.post(f"/cho-so/ban/{shop.slug}/mo-lai").status_code == 409
    other = make_user()
    assert login_as(other).get(f"/cho-so/ban/go-bo/{only(db, Takedown).code}").status_code == 404


def only(db, model):
    return db.session.scalars(select(model)).one()


def complain(visitor, product, words="Hàng mốc, trả không nhận."):
    data = {"reason": "unsafe", "words": words}
    return visitor.post(f"/cho-so/bao-xau/san-pham/{product.code}", data=data)


@pytest.mark.own_day
def test_a_complaint_is_answered_within_the_promise(db, desk, login_as):
    shop, official = desk
    product, buyer = make_product(shop), make_user()
    visitor = login_as(buyer)
    assert visitor.get(f"/cho-so/bao-xau/san-pham/{product.code}").status_code == 200
    assert complain(visitor, product, "").status_code == 422
    assert complain(visitor, product).status_code == 200
    case = only(db, Complaint)
    # Thursday 19 November and five working days, the 24th being a holiday
    assert clock.local(case.answer_by).strftime("%d/%m %H:%M") == "27/11 09:12"
    url = f"/can-bo/cho-so/bao-xau/{case.code}"
    assert official.get(url).status_code == 200
    official.post(url, data={"outcome": "upheld", "answer": "Đã gỡ hàng này."})
    assert told(db, "market-answered") == {buyer.id}
    assert "Đã gỡ hàng này." in visitor.get(f"/cho-so/bao-xau/{case.code}").get_data(as_text=True)
    assert login_as(make_user()).get(f"/cho-so/bao-xau/{case.code}").status_code == 404


def test_a_photo_alone_shows_what_is_bad_and_goes_with_its_sender(
    db, desk, login_as, client, media_folder
):
    shop, official = desk
    product, buyer = make_product(shop), make_user()
    visitor, address = login_as(buyer), f"/cho-so/bao-xau/san-pham/{product.code}"
    form = citizen.hidden(visitor.get(address).text) | {"reason": "unsafe", "words": ""}
    bad = visitor.post(address, data=form | {"photos": upload(b"not a photo")})
    assert bad.status_code == 422
    sent = visitor.post(address, data=form | {"photos": citizen.photo()})
    assert sent.status_code == 200
    case = only(db, Complaint)
    assert len(case.photos) == 1
    case.photos[0].become_ready(100)
    store().write(case.photos[0].name("thumb"), b"RIFF")
    shown = f"/cho-so/bao-xau/{case.code}/tep/{case.photos[0].code}-thumb"
    assert shown in official.get(f"/can-bo/cho-so/bao-xau/{case.code}").text
    statuses = [who.get(shown).status_code for who in (official, login_as(buyer), client)]
    assert statuses == [200, 200, 404]
    erasing.erase(buyer, clock.now())
    db.session.flush()
    assert (only(db, Complaint).links, db.session.query(Photo).count()) == ([], 0)


def test_a_guest_may_complain_but_not_all_day(db, desk, client):
    product = make_product(desk[0])
    answers = [complain(client, product).status_code for _n in range(11)]
    assert answers == [200] * 10 + [429]


def test_the_office_is_warned_once_before_and_once_after_the_day(db, desk, client):
    shop, _official = desk
    complain(client, make_product(shop))
    case = only(db, Complaint)
    for moment in (case.started_at, case.answer_by - timedelta(hours=2), case.answer_by):
        for _twice in range(2):
            warn_of_answers(moment)
    kinds = [row.kind for row in db.session.scalars(select(Notification))]
    assert (kinds.count("market-due"), kinds.count("market-late")) == (1, 1)


def test_figures_count_shops_listings_and_the_share_of_producers(db, desk):
    shop, official = desk
    make_product(shop)
    url = "/can-bo/cho-so/so-lieu"
    assert "chưa thống kê" in official.get(url).get_data(as_text=True)
    counted = {"commune": shop.commune.code, "producers": "4", "source": "Tổ chợ, 11/2026"}
    assert official.post(url, data=counted).status_code == 303
    assert "25%" in official.get(url).get_data(as_text=True)
    assert official.post(url, data=counted | {"producers": "0"}).status_code == 422
    assert official.post(url, data=counted | {"commune": "00000"}).status_code == 422


def test_only_administrators_write_the_words_of_forbidden_goods(db, desk, login_as):
    _shop, official = desk
    url = "/can-bo/cho-so/hang-cam"
    assert official.get(url).status_code == 200
    assert official.post(url, data={"text": "cao hổ"}).status_code == 403
    admin = login_as(make_official(may.ADMINISTER))
    assert admin.post(url, data={"text": "Cao hổ", "why": "Động vật hoang dã"}).status_code == 303
    admin.post(url, data={"text": "cao ho"})  # folds alike: there already
    page = admin.get(url).get_data(as_text=True)
    assert "/can-bo/cho-so/so-lieu" not in page, "no way to what they may not open"
    row = only(db, ForbiddenWord)
    assert "Cao hổ" in admin.get("/cho-so/quy-che").get_data(as_text=True)
    assert admin.post(f"{url}/{row.id}/bo").status_code == 303
    assert db.session.scalars(select(ForbiddenWord)).all() == []


def test_the_first_kinds_and_words_are_loaded_once(db):
    assert seeding.load() > 50
    assert seeding.load() == 0
    kinds = db.session.scalars(select(ProductKind)).all()
    assert all(kind.name != kind.code for kind in kinds)
