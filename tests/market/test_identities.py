"""How sellers are identified: who writes it down, who sees it, who is told, when it goes."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing, readable
from app.accounts import permissions as may
from app.accounts.actors import SYSTEM
from app.core import clock as core_clock
from app.core import ending
from app.core.audit import AuditEntry
from app.core.errors import DomainError
from app.market import seeding
from app.market.actions import identifying
from app.market.actions import shops as shop_actions
from app.market.jobs import tell_of_identities_now
from app.market.models import MarketDuty, SellerIdentity
from app.market.models.identities import COUNTER, ELECTRONIC, FULL
from app.market.queries import identities
from app.notifications.models import Notification
from tests.factories.accounts import make_official, make_user
from tests.factories.market import make_market_official, make_shop

NUMBER = "BB-2026-0007"
SEEN = {"level": "2", "on": "2026-11-10", "reference": NUMBER}
DAY = date(2027, 1, 1)


@pytest.fixture
def duty(db):
    seeding.load()
    db.session.commit()
    return identities.duty()


def url_of(shop):
    return f"/can-bo/cho-so/gian-hang/{shop.code}"


def identify(shop, way=COUNTER, level=FULL, on=date(2026, 11, 10), reference=NUMBER):
    return identifying.identify(shop, (way, level), on, reference, SYSTEM, core_clock.now())


def told(db, kind):
    return db.session.scalars(select(Notification.user_id).where(Notification.kind == kind)).all()


def test_the_office_writes_it_down_and_only_seller_and_office_see_it(db, login_as, client):
    shop = make_shop()
    official = login_as(make_market_official(shop))
    assert official.post(f"{url_of(shop)}/danh-tinh", data=SEEN).status_code == 303
    row = identities.of(shop)
    assert (row.way, row.level, row.identified_on) == (COUNTER, FULL, date(2026, 11, 10))
    assert row.by is not None and NUMBER.encode() not in row.reference_sealed
    assert NUMBER in official.get(url_of(shop)).text
    assert NUMBER in login_as(shop.owner).get(f"/cho-so/ban/{shop.slug}/phap-ly").text
    assert told(db, "market-identified") == [shop.owner_id]
    for somebody in (client, login_as(make_user())):
        assert NUMBER not in somebody.get(f"/cho-so/{shop.slug}").text
    logged = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "shop.identify")).all()
    assert len(logged) == 1 and NUMBER not in json.dumps(logged[0].after)
    assert official.post(f"{url_of(shop)}/danh-tinh/bo").status_code == 303
    assert identities.of(shop) is None


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"level": ""}, "Chọn mức xác định"),
        ({"level": "9"}, "Chọn mức xác định"),
        ({"on": ""}, "Ghi ngày"),
        ({"on": "2099-01-01"}, "Ngày này chưa đến"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(db, login_as, said, words):
    shop = make_shop()
    answer = login_as(make_market_official(shop)).post(
        f"{url_of(shop)}/danh-tinh", data=SEEN | said
    )
    assert answer.status_code == 422
    assert words in answer.text and NUMBER in answer.text
    assert identities.of(shop) is None


@pytest.mark.one_database
def test_another_office_and_a_helper_of_the_shop_write_down_nothing(db, login_as):
    shop, other = make_shop(), make_shop()
    make_market_official(shop)
    answer = login_as(make_market_official(other)).post(f"{url_of(shop)}/danh-tinh", data=SEEN)
    assert answer.status_code == 404
    assert login_as(shop.owner).post(f"{url_of(shop)}/danh-tinh", data=SEEN).status_code == 404


def test_the_electronic_way_is_kept_as_any_other_and_no_page_offers_it(db, login_as):
    shop = make_shop()
    official = login_as(make_market_official(shop))
    identify(shop, ELECTRONIC)
    assert "Bằng phương thức điện tử" in official.get(url_of(shop)).text
    official.post(f"{url_of(shop)}/danh-tinh", data=SEEN | {"way": ELECTRONIC})
    assert identities.of(shop).way == COUNTER
    with pytest.raises(DomainError):
        identify(shop, "by-hearsay")


def test_a_seller_without_one_is_told_the_day_that_the_row_says(db, login_as, duty):
    shop = make_shop()
    seller = login_as(shop.owner)
    assert "01/01/2027" in seller.get(f"/cho-so/ban/{shop.slug}").text
    duty.holds_from = date(2027, 7, 1)
    db.session.commit()
    for page in ("", "/phap-ly"):
        text = seller.get(f"/cho-so/ban/{shop.slug}{page}").text
        assert "01/07/2027" in text and "01/01/2027" not in text
    identify(shop)
    db.session.commit()
    assert "01/07/2027" not in seller.get(f"/cho-so/ban/{shop.slug}").text


def test_who_lacks_one_is_told_once_thirty_days_before_whatever_their_number(
    db, clock, duty, monkeypatch
):
    monkeypatch.setattr("app.market.jobs.CHUNK", 2)
    shops = [make_shop() for _ in range(5)]
    identify(shops[1])
    shop_actions.close(shops[2], SYSTEM, core_clock.now())
    duty.holds_from = core_clock.local(core_clock.now()).date() + timedelta(days=31)
    db.session.commit()
    tell_of_identities_now()
    assert told(db, "market-identity-needed") == []
    clock.shift(timedelta(days=1))
    tell_of_identities_now()
    tell_of_identities_now()
    there = sorted(told(db, "market-identity-needed"))
    assert there == sorted(shops[n].owner_id for n in (0, 3, 4))


def test_the_operator_sees_how_many_lack_one_and_sets_the_day(db, login_as, duty):
    shop, other = make_shop(), make_shop()
    make_shop()
    identify(shop)
    identify(other, ELECTRONIC)
    admin = make_official(may.ADMINISTER)
    page = "/can-bo/cho-so/kiem-tra"
    db.session.commit()
    text = login_as(admin).get(page).text
    assert "<dd>3</dd><dt>Chưa xác định danh tính</dt><dd>1</dd>" in text
    market = login_as(make_market_official(shop))
    assert market.post(f"{page}/dinh-danh", data={}).status_code == 403
    said = {"holds_from": "2027-03-01", "basis": "Nghị định thử"}
    assert login_as(admin).post(f"{page}/dinh-danh", data={}).status_code == 422
    assert login_as(admin).post(f"{page}/dinh-danh", data=said).status_code == 303
    assert identities.duty().holds_from == date(2027, 3, 1)
    assert identities.duty().checked_on == core_clock.local(core_clock.now()).date()
    assert "Chưa xác định danh tính" in market.get("/can-bo/cho-so/so-lieu").text


def test_s39_it_is_in_the_copies_and_goes_with_the_account(db, login_as):
    shop = make_shop()
    identify(shop)
    owner = shop.owner
    db.session.commit()
    copy = json.loads(login_as(owner).get(f"/cho-so/ban/{shop.slug}/du-lieu.json").data)
    assert copy["shop"]["identity"]["reference"] == NUMBER
    told_all = erasing.export(owner, core_clock.now())
    assert told_all["market"][0]["identity"]["level"] == FULL
    words = str(readable.sections(told_all))
    assert NUMBER in words and "Trực tiếp" in words and "10/11/2026" in words
    erasing.erase(owner, core_clock.now())
    db.session.commit()
    assert db.session.scalar(select(SellerIdentity)) is None


def test_it_goes_three_years_after_the_shop_closed_and_not_before(db, clock):
    open_one, closed = make_shop(), make_shop()
    identify(open_one)
    identify(closed)
    shop_actions.close(closed, SYSTEM, core_clock.now())
    db.session.commit()
    ending.carry_out(core_clock.now())
    clock.shift(timedelta(days=1_094))
    ending.carry_out(core_clock.now())
    assert identities.of(closed) is not None
    clock.shift(timedelta(days=2))
    ending.carry_out(core_clock.now())
    assert identities.of(closed) is None and identities.of(open_one) is not None


@pytest.mark.one_database
def test_a_starter_pack_leaves_the_operators_day_alone(db, duty):
    duty.holds_from = date(2027, 9, 1)
    db.session.commit()
    seeding.load()
    rows = db.session.scalars(select(MarketDuty)).all()
    assert [row.holds_from for row in rows] == [date(2027, 9, 1)]
