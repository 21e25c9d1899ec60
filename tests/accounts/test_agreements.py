"""What a person agreed to is written down, shown, and taken back."""

from dataclasses import replace

from sqlalchemy import select

from app.accounts import consents, readable, terms
from app.accounts.erasing import export
from app.accounts.models import Consent
from app.core import clock as core_clock
from app.core import retention
from app.core.config import Operator
from app.market.actions import shops
from app.operation import checks
from app.personal_data.asking import actions as asking
from app.service_requests.desk import saved_filters
from app.service_requests.following import follows
from tests.conftest import test_settings
from tests.factories import bills, market, notifications
from tests.factories import service_requests as make
from tests.factories.accounts import make_user, viewer_of
from tests.factories.market_orders import make_order
from tests.factories.places import make_commune


def given(db) -> list[tuple[str, str, str]]:
    """What was agreed to beside the accounts of everybody around."""
    beside = select(Consent).where(Consent.purpose != "account")
    rows = db.session.scalars(beside.order_by(Consent.id)).all()
    return [(row.purpose, row.subject, row.version) for row in rows]


def test_signing_up_writes_down_who_agreed_to_which_words_and_when(client, db, ask, give, code_for):
    ask("+84900000411")
    give(code_for("+84900000411"))
    client.post("/tai-khoan/moi", data={"aged_14": "1", "agreed": "1"})
    (row,) = db.session.scalars(select(Consent)).all()
    assert (row.purpose, row.version, row.given_at) == ("account", terms.VERSION, core_clock.now())
    assert row.user_id is not None


def test_an_exact_place_that_was_sent_is_agreed_to_and_a_commune_alone_is_not(db):
    exact = make.service_request(lat=21.7, long=104.8)
    make.service_request()
    place = ("location", f"service_request:{exact.id}", terms.VERSION)
    assert given(db) == [place]
    make.service_request(for_other=True)
    assert given(db)[1][0] == "third_person"


def test_taking_the_places_back_removes_them_from_all_reports(db, login_as):
    user, other = make_user(), make_user()
    mine = make.service_request(citizen=user, lat=21.7, long=104.8, address="Ngõ 12")
    theirs = make.service_request(citizen=other, lat=21.7, long=104.8)
    db.session.commit()
    visitor = login_as(user)
    assert "Xóa vị trí chính xác" in visitor.get("/tai-khoan/da-dong-y").text
    assert visitor.post("/tai-khoan/da-dong-y/vi-tri").status_code == 303
    db.session.expire_all()
    assert (mine.lat, mine.long, mine.address) == (None, None, None)
    assert mine.place is not None and theirs.lat is not None
    page = visitor.get("/tai-khoan/da-dong-y").text
    assert "rút lại" in page and "Xóa vị trí chính xác" not in page


def test_a_shop_is_opened_by_agreeing_to_the_rules(db):
    owner = make_user()
    facts = market.shop_facts(commune=make_commune())
    shop = shops.open_shop(owner, facts, viewer_of(owner).actor(), core_clock.now())
    assert ("selling", shop.reference, terms.VERSION) in given(db)


# --- told where data is taken


def test_every_form_that_takes_data_says_who_gets_it_and_whom_to_ask(app, client, db, login_as):
    make.service()
    db.session.commit()
    for url in ("/phan-anh/moi", "/tai-khoan/dang-nhap", "/tai-khoan/chung-minh"):
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "Đơn vị Thử Nghiệm" in answer.text, url
        assert "Hỏi: 0900 000 000" in answer.text, url
    form = client.get("/phan-anh/moi").text
    assert "dữ liệu nhạy cảm" in form and "5 năm" in form


def test_the_notice_and_the_terms_name_whoever_runs_it(client):
    for url in ("/quyen-rieng-tu", "/dieu-khoan"):
        page = client.get(url).text
        for said in ("Đơn vị Thử Nghiệm", "Số 1, phường Thử", "0900 000 000"):
            assert said in page, url


def test_the_notice_tells_the_periods_that_count(client, db, clock):
    assert "2 năm" in client.get("/quyen-rieng-tu").text
    retention.set_period(retention.kind_named("photos"), 500, "user:1", core_clock.now())
    db.session.commit()
    assert "500 ngày" in client.get("/quyen-rieng-tu").text


def test_a_check_says_where_nobody_answers_for_the_data(run_folder):
    found = checks._operator(replace(test_settings(run_folder), operator_address=""))
    assert not found.is_fine and "OPERATOR_ADDRESS" in found.words
    assert checks._operator(test_settings(run_folder)).is_fine
    assert not Operator("Sở", "Số 1").is_complete, "nobody to ask"


# --- a copy to read


def test_a_copy_is_read_as_a_page(db, login_as):
    user = make_user("Lý Thị Xem")
    make.service_request(citizen=user, description="Cột đèn nghiêng")
    db.session.commit()
    page = login_as(user).get("/tai-khoan/du-lieu/xem").text
    for said in ("Lý Thị Xem", "Cột đèn nghiêng", "Dữ liệu đang lưu về tôi", "Số điện thoại"):
        assert said in page


def test_every_name_of_the_copy_has_a_word(app, db):
    user, now = make_user("Lý Thị Đủ"), core_clock.now()
    report = make.service_request("closed", citizen=user, lat=21.7, long=104.8)
    follows.follow(make.service_request(), viewer_of(user), now, affected=True)
    saved_filters.save(user.id, "Lọc", "khan=1", now)
    shop = market.make_shop(user)
    market.make_product(shop)
    make_order(buyer=user)
    bills.make_bill(bills.make_subscription(user, bills.make_customer()).account)
    notifications.notification(user)
    asking.ask(user, "access", "Cho tôi bản sao", now)
    consents.give("location", user, now, report.reference)
    db.session.commit()
    found = export(user, now)
    assert sorted(set(found) - set(readable.SECTIONS)) == []
    assert sorted(_names(found) - set(readable.NAMES)) == []


def _names(value) -> set[str]:
    if isinstance(value, dict):
        inner = {name for each in value.values() for name in _names(each)}
        sections = set(readable.SECTIONS)
        return inner | {name for name in value if name not in sections}
    if isinstance(value, list):
        return {name for each in value for name in _names(each)}
    return set()
