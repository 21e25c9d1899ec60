"""The receipt, and the link that works as a guest's own."""

import re

import pytest

from app.accounts.models import Grant, Session
from app.core import codes
from app.notifications.models import Notification
from app.service_requests.models import ServiceRequest
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
