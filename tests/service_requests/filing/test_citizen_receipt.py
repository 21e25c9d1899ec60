"""The receipt, and the link that works as a guest's own."""

import re

import pytest

from app.accounts.models import Grant, Session
from app.core import clock as core_clock
from app.core import codes
from app.notifications.models import Notification
from app.notifications.wishes import TextWish
from app.service_requests.models import ServiceRequest
from app.service_requests.routing import correcting
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

LINK = re.compile(r"/phan-anh/nhan/[\w-]+")


@pytest.fixture
def form(client):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    basics = {"service": "street-light", "place": "90001", "description": "Đèn tắt ngõ 12"}
    return basics | citizen.opened(client)


@pytest.fixture
def receipt(client, form):
    """A guest's receipt page, right after sending."""
    return client.get(citizen.send(client, form).location)


@pytest.mark.own_day
def test_it_shows_the_code_the_promise_and_the_link(receipt, db):
    report = db.session.query(ServiceRequest).one()
    said = citizen.words(receipt)
    assert report.code in said
    assert "27/11" in said  # five working days, the holiday of 24 November left out
    assert LINK.search(receipt.text)
    assert "data-push" in receipt.text
    assert 'data-draft-done="report"' in receipt.text


def test_nothing_before_the_receipt_asks_for_notifications(client, form):
    assert "data-push" not in client.get("/").text
    assert "data-push" not in client.get(citizen.FORM).text


def opened(visitor, receipt):
    """Open the link as a browser without scripts does: look, then tap."""
    link = LINK.search(receipt.text)[0]
    assert "data-opens" in visitor.get(link).text
    return visitor.post(link)


def test_the_link_works_as_theirs_in_another_browser(app, receipt):
    other = app.test_client()
    page = other.get(opened(other, receipt).location)
    assert "Đèn tắt ngõ 12" in page.text
    assert other.get("/phan-anh/cua-toi").text.count('id="service-request-') == 1


def test_the_token_rests_hashed(receipt, db):
    token = LINK.search(receipt.text)[0].rsplit("/", 1)[1]
    assert db.session.query(Grant).one().token_hash == codes.sha256(token)


def test_opening_the_link_twice_holds_it_once(app, receipt, db):
    other, link = app.test_client(), LINK.search(receipt.text)[0]
    for _ in range(2):
        assert other.post(link).status_code == 303
    assert db.session.query(Session).count() == 2
    assert other.get(link).status_code == 303  # whoever holds it is not asked again


def test_s14_looking_at_the_link_opens_nothing(app, receipt, database):
    other = app.test_client()
    database.touched = False
    assert other.get(LINK.search(receipt.text)[0]).status_code == 200
    assert not database.touched
    assert "Đèn tắt ngõ 12" not in other.get("/phan-anh/cua-toi").text


def test_a_guest_is_told_that_it_arrived(client, receipt, db):
    (told,) = db.session.query(Notification)
    assert (told.kind, told.user_id) == ("received", None)
    assert db.session.query(ServiceRequest).one().code in client.get("/thong-bao").text


@pytest.mark.parametrize("token", ["x", "a" * 43, "..%2f", "%00"])
def test_an_unknown_link_opens_nothing(client, db, database, token):
    database.touched = False
    assert client.get(f"/phan-anh/nhan/{token}").status_code == 404
    assert client.post(f"/phan-anh/nhan/{token}").status_code == 404
    assert not database.touched


def test_the_receipt_is_the_senders_alone(app, receipt, client):
    path = receipt.request.path
    assert app.test_client().get(path).status_code == 404
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_person_signed_in_gets_the_plain_address_and_keeps_it(login_as, form):
    user = make_user()
    visitor = login_as(user)
    answer = citizen.send(visitor, form | {"sender": user.code})
    page = visitor.get(answer.location)
    assert not LINK.search(page.text)
    assert "data-share" not in page.text


def test_a_guests_report_goes_into_the_account_that_opens_its_link(login_as, receipt, db):
    user = make_user()
    visitor = login_as(user)
    shown = visitor.get(opened(visitor, receipt).location)
    report = db.session.query(ServiceRequest).one()
    claim = f"/phan-anh/{report.code}/vao-tai-khoan"
    assert claim in shown.text
    assert visitor.post(claim).status_code == 303
    assert db.session.query(ServiceRequest).one().citizen_id == user.id


def test_it_rejects_a_claim_by_somebody_without_the_link(login_as, receipt, db):
    report = db.session.query(ServiceRequest).one()
    stranger = login_as(make_user())
    assert stranger.post(f"/phan-anh/{report.code}/vao-tai-khoan").status_code == 404


# --- told without push


ZALO = "Mozilla/5.0 (Linux; Android 10; wv) Chrome/90.0 Mobile Safari/537.36 Zalo android/12100755"
NUMBER = {"phone": "0912 345 678"}


def test_a_guest_leaves_a_number_and_takes_it_back(client, receipt, db):
    path = receipt.request.path
    address = path.replace("bien-nhan", "nhan-tin")
    assert f'action="{address}"' in receipt.text
    assert client.post(address, data=NUMBER).location.startswith(path)
    assert db.session.query(TextWish).one().phone == "+84912345678"
    page = client.get(path)
    assert "0912 ••• 678" in page.text
    assert client.post(path.replace("bien-nhan", "thoi-nhan-tin")).status_code == 303
    assert db.session.query(TextWish).count() == 0


@pytest.mark.parametrize("typed", ["", "113", "12345", "+1 202 555 0143"])
def test_what_is_no_mobile_number_is_said_beside_the_field(client, receipt, db, typed):
    address = receipt.request.path.replace("bien-nhan", "nhan-tin")
    page = client.post(address, data={"phone": typed})
    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert f'value="{typed}"' in page.text
    assert "<details" in page.text and "data-without-push open" in page.text
    assert db.session.query(TextWish).count() == 0


def test_nobody_else_leaves_a_number_there(app, receipt, db):
    address = receipt.request.path.replace("bien-nhan", "nhan-tin")
    assert app.test_client().post(address, data=NUMBER).status_code == 404
    assert db.session.query(TextWish).count() == 0


def test_one_number_gets_few_wishes_whoever_leaves_it(client, receipt, db):
    address = receipt.request.path.replace("bien-nhan", "nhan-tin")
    answers = [client.post(address, data=NUMBER).status_code for _ in range(6)]
    assert answers == [303] * 5 + [429]


def test_what_nobody_else_may_know_of_is_not_texted(client, receipt, db):
    db.session.query(ServiceRequest).one().is_listed = False
    path = receipt.request.path
    assert "data-without-push" not in client.get(path).text
    address = path.replace("bien-nhan", "nhan-tin")
    assert client.post(address, data=NUMBER).status_code == 422
    assert db.session.query(TextWish).count() == 0


def test_a_number_is_forgotten_once_nobody_else_may_know_of_the_report(
    client, receipt, db, outbox, texts
):
    client.post(receipt.request.path.replace("bien-nhan", "nhan-tin"), data=NUMBER)
    report = db.session.query(ServiceRequest).one()
    private, now = make.service(private_by_default=True), core_clock.now()
    correcting.correct(report, make.official_actor(report.agency), now, service=private)
    make.answered(report)
    db.session.commit()
    outbox.drain()
    assert texts == []
    assert db.session.query(TextWish).count() == 0


def test_a_person_reads_where_a_message_goes_after_a_day(login_as, form, reachable):
    visitor = login_as(reachable)
    answer = citizen.send(visitor, form | {"sender": reachable.code})
    said = citizen.words(visitor.get(answer.location))
    assert f"sau 24 giờ, một tin nhắn sẽ đến {reachable.masked_phone}" in said


def test_in_a_chat_app_six_digits_lead_to_the_browser_and_the_answer(app, client, receipt, db):
    path, agent = receipt.request.path, {"User-Agent": ZALO}
    assert "Mở bằng trình duyệt" not in receipt.text
    page = client.get(path, headers=agent)
    assert "Bạn đang ở trong Zalo" in page.text
    assert "data-push" not in page.text.replace("data-without-push", "")
    shown = client.post("/tai-khoan/may-khac", headers=agent)
    assert "dấu ba chấm" in shown.text
    digits = re.search(r'id="transfer">(\d{3}) (\d{3})<', shown.text)
    browser = app.test_client()
    assert browser.post("/tai-khoan/may-khac/nhap", data={"code": "".join(digits.groups())})
    assert "Đèn tắt ngõ 12" in browser.get("/phan-anh/cua-toi").text
    report = db.session.query(ServiceRequest).one()
    make.answered(report)
    assert "Phản ánh của bạn đã có kết quả" in citizen.words(browser.get("/thong-bao"))
    assert "Tổ điện đã thay bóng." in browser.get(f"/phan-anh/{report.code}").text


@pytest.mark.own_day  # at night the message waits for the morning
def test_without_push_a_guest_hears_of_the_answer_and_reads_it_elsewhere(
    app, client, receipt, db, outbox, clock, texts
):
    client.post(receipt.request.path.replace("bien-nhan", "nhan-tin"), data=NUMBER)
    report = db.session.query(ServiceRequest).one()
    make.answered(report)
    db.session.commit()
    outbox.drain()
    ((phone, words),) = texts
    assert phone == "+84912345678"
    other, link = app.test_client(), LINK.search(words)[0]
    page = other.get(other.post(link).location)
    assert "Tổ điện đã thay bóng." in page.text
    assert "Đèn tắt ngõ 12" in page.text
