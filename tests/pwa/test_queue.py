"""What the phone's queue asks of the server, and what it is answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.service_requests.models import ServiceRequest
from tests.clocks import USUAL as NOW
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

JSON = {"Accept": "application/json"}
KEY = "0123456789abcdef0123456789abcdef"

pytestmark = pytest.mark.own_day


@pytest.fixture
def item():
    """The fields of a report as the queue sends them."""
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    return {
        "idempotency_key": KEY,
        "sender": "",
        "service": "street-light",
        "place": "90001",
        "description": "Đèn tắt",
        "observed_at": (NOW - timedelta(hours=3)).isoformat(),
        "offline_minutes": "170",
    }


def only(db) -> ServiceRequest:
    db.session.expire_all()
    return db.session.scalars(select(ServiceRequest)).one()


def test_a_receipt_names_the_code_and_its_page_the_same_for_a_repeat(client, db, item):
    first = client.post("/phan-anh/moi", data=item, headers=JSON)
    assert first.status_code == 201
    code = only(db).code
    assert first.json == {"code": code, "url": f"/phan-anh/{code}/bien-nhan"}
    assert client.post("/phan-anh/moi", data=item, headers=JSON).json == first.json
    assert client.get(first.json["url"]).status_code == 200


def test_when_it_was_seen_is_kept_apart_from_the_receipt(client, db, item):
    client.post("/phan-anh/moi", data=item, headers=JSON)
    report = only(db)
    assert report.observed_at == NOW - timedelta(hours=3)
    assert report.requested_datetime == NOW
    assert report.offline_minutes == 170
    assert report.promise.started_at == NOW


@pytest.mark.parametrize(
    "observed",
    [
        "2027-01-01T00:00:00+00:00",
        "1970-01-01T00:00:00+00:00",
        "2026-11-19T02:00:00",
        "yesterday",
        "",
    ],
)
def test_a_time_that_cannot_be_true_is_left_out_and_the_report_taken(client, db, item, observed):
    answer = client.post("/phan-anh/moi", data=item | {"observed_at": observed}, headers=JSON)
    assert answer.status_code == 201
    assert (only(db).observed_at, only(db).offline_minutes) == (None, None)


def test_nobody_waited_longer_than_since_it_was_seen(client, db, item):
    client.post("/phan-anh/moi", data=item | {"offline_minutes": "99999"}, headers=JSON)
    assert only(db).offline_minutes == 180


def test_what_is_wrong_is_told_in_sentences(client, db, item):
    answer = client.post("/phan-anh/moi", data=item | {"service": "gone"}, headers=JSON)
    assert answer.status_code == 422
    assert answer.json["error"]
    assert "html" not in answer.text


def test_s15_what_was_written_as_a_guest_is_not_taken_from_somebody_signed_in(login_as, db, item):
    answer = login_as(make_user()).post("/phan-anh/moi", data=item, headers=JSON)
    assert answer.status_code == 422
    assert db.session.scalars(select(ServiceRequest)).all() == []


def test_s14_a_stale_token_asks_to_try_again_with_a_fresh_one(client, db, item, csrf):
    answer = client.post("/phan-anh/moi", data=item, headers=JSON)
    assert (answer.status_code, answer.json["again"]) == (400, True)
    fresh = client.get("/phien.json").json["csrf"]
    taken = client.post("/phan-anh/moi", data=item | {"csrf_token": fresh}, headers=JSON)
    assert taken.status_code == 201


def test_an_addition_is_answered_by_a_receipt_too(login_as, db, item):
    person = make_user()
    report = make.service_request("accepted", citizen=person)
    path = f"/phan-anh/{report.code}/bo-sung"
    data = {"idempotency_key": KEY, "words": "Thêm"}
    visitor = login_as(person)
    answer = visitor.post(path, data=data, headers=JSON)
    assert answer.json == {"code": report.code, "url": f"/phan-anh/{report.code}"}
    refused = visitor.post(path, data={"idempotency_key": KEY + "2"}, headers=JSON)
    assert (refused.status_code, bool(refused.json["error"])) == (422, True)


def test_whose_session_ended_gets_401_for_what_needs_one(client, db):
    report = make.service_request("accepted", citizen=make_user())
    path = f"/phan-anh/{report.code}/bo-sung"
    answer = client.post(path, data={"idempotency_key": KEY, "words": "Thêm"}, headers=JSON)
    assert answer.status_code in (401, 404)


# --- who looks


def test_the_viewer_has_a_name_that_tells_nothing(client, login_as, db):
    person, other = make_user(), make_user()
    db.session.commit()
    assert client.get("/phien.json").json["viewer"] == "g"
    mine = login_as(person).get("/phien.json")
    assert mine.json["viewer"] == login_as(person).get("/phien.json").json["viewer"]
    assert mine.json["viewer"] != login_as(other).get("/phien.json").json["viewer"]
    assert mine.json["viewer"].startswith("u")
    assert person.code not in mine.json["viewer"]
    assert mine.headers["Cache-Control"] == "no-store"


def test_s33_only_pages_with_a_rule_of_their_own_may_be_kept(client, login_as, db):
    person = make_user()
    mine = make.service_request("accepted", citizen=person)
    other = make.service_request("accepted", citizen=make_user())
    db.session.commit()
    visitor = login_as(person)
    kept = {
        path: "X-Keep" in visitor.get(path).headers
        for path in (
            "/",
            "/khan-cap",
            "/phan-anh",
            "/phan-anh/cua-toi",
            "/thong-bao",
            "/phan-anh/moi",
            f"/phan-anh/{mine.code}",
            f"/phan-anh/{other.code}",
            "/tai-khoan",
            "/phan-anh?q=x",
        )
    }
    assert [path for path, it in kept.items() if not it] == [
        f"/phan-anh/{other.code}",
        "/tai-khoan",
        "/phan-anh?q=x",
    ]


def test_s33_a_phone_guarded_by_a_pin_keeps_nothing(login_as, db):
    person = make_user(pin_hash="set")
    db.session.commit()
    assert "X-Keep" not in login_as(person).get("/phan-anh/cua-toi").headers


# --- a share that no service worker took


def test_a_shared_photo_is_stored_nowhere_and_the_page_says_so(client, db, csrf, database):
    database.touched = False
    answer = client.post(
        "/chia-se", **citizen.multipart(citizen.MultiDict({"photos": citizen.photo()}))
    )
    assert answer.status_code == 400
    assert "/phan-anh/moi" in answer.text
    assert not database.touched
