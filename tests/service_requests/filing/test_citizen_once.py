"""The same form however often it arrives, and other content under its key."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context

import pytest
from sqlalchemy import func, select, text
from werkzeug.datastructures import MultiDict

from app.accounts.models import Grant
from app.core import codes, rates
from app.core import db as db_module
from app.core.errors import Busy
from app.media import intake
from app.media.models import Photo
from app.media.stores import StorageFull
from app.service_requests.filing import submitting
from app.service_requests.models import RequestPhoto, ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

HIDDEN_FIELD = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def form(client):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    basics = {"service": "street-light", "place": "90001", "description": "Đèn tắt"}
    return basics | citizen.opened(client)


def _count(db, model) -> int:
    return db.session.scalar(select(func.count(model.id)))


def test_a_code_that_another_report_has_is_drawn_again(client, db, form, monkeypatch):
    drawn, other = iter(["AAAA-AAAA", "AAAA-AAAA", "CCCC-CCCC"]), codes.readable_code
    monkeypatch.setattr(
        codes, "readable_code", lambda groups=2: next(drawn) if groups == 2 else other(groups)
    )
    first = citizen.send(client, form)
    again = citizen.send(client, form | citizen.opened(client), description="Đèn khác tắt")
    assert citizen.code_of(first).endswith("AAAA-AAAA")
    assert citizen.code_of(again).endswith("CCCC-CCCC")


@pytest.mark.both_databases
def test_s16_the_same_form_twice_gives_the_same_receipt(client, db, form, media_folder):
    first = citizen.send(client, form, citizen.photo())
    second = citizen.send(client, form, citizen.photo())
    assert citizen.code_of(first) == citizen.code_of(second)
    assert (_count(db, ServiceRequest), _count(db, Photo)) == (1, 1)


@pytest.mark.both_databases
def test_s16_other_words_under_the_same_key_are_refused_and_kept(client, db, form):
    citizen.code_of(citizen.send(client, form))
    other = citizen.send(client, form, description="Ổ gà to")
    assert other.status_code == 409
    assert "Ổ gà to" in other.text
    assert _count(db, ServiceRequest) == 1
    again = citizen.send(client, form | citizen.hidden(other.text), description="Ổ gà to")
    citizen.code_of(again)
    assert _count(db, ServiceRequest) == 2


@pytest.mark.both_databases
def test_s16_another_photo_under_the_same_key_is_refused(client, db, form, media_folder):
    citizen.code_of(citizen.send(client, form, citizen.photo(1)))
    other = citizen.send(client, form, citizen.photo(2))
    assert other.status_code == 409
    assert other.text.count("data-staged") == 1


MORE = re.compile(r'name="more" value="([^"]*)"')


def test_back_after_the_receipt_asks_before_the_same_goes_twice(client, db, form, media_folder):
    code = citizen.code_of(citizen.send(client, form, citizen.photo(1)))
    fresh = form | citizen.opened(client)
    asked = citizen.send(client, fresh, citizen.photo(1))
    assert asked.status_code == 200
    assert f"mã {code}" in citizen.words(asked)
    assert _count(db, ServiceRequest) == 1
    assert asked.text.count("data-staged") == 1
    assert "Đèn tắt" in asked.text
    back = fresh | citizen.hidden(asked.text) | {"more": MORE.search(asked.text)[1]}
    second = citizen.code_of(citizen.send(client, back))
    assert second != code
    assert (_count(db, ServiceRequest), _count(db, RequestPhoto)) == (2, 2)


@pytest.mark.parametrize("changed", ["words", "photo", "later", "another guest"])
def test_what_is_not_the_same_or_not_theirs_is_not_asked_about(
    client, db, form, media_folder, clock, changed
):
    citizen.code_of(citizen.send(client, form, citizen.photo(1)))
    sender = client.application.test_client() if changed == "another guest" else client
    if changed == "later":
        clock.shift(11 * 60)
    fresh = form | citizen.opened(sender)
    words = {"description": "Khác"} if changed == "words" else {}
    number = 2 if changed == "photo" else 1
    citizen.code_of(citizen.send(sender, fresh, citizen.photo(number), **words))
    assert _count(db, ServiceRequest) == 2


def test_a_person_is_asked_too_and_their_queue_is_not(login_as, db, form):
    user = make_user()
    visitor = login_as(user)
    mine = form | {"sender": user.code}
    code = citizen.code_of(citizen.send(visitor, mine))
    asked = citizen.send(visitor, mine | citizen.opened(visitor))
    assert code in asked.text
    data = citizen.multipart(MultiDict(mine | citizen.opened(visitor)))
    queued = visitor.post(citizen.FORM, **data, headers={"Accept": "application/json"})
    assert queued.status_code == 201
    assert _count(db, ServiceRequest) == 2


@pytest.mark.both_databases
def test_s16_keys_of_two_people_do_not_meet(login_as, db, form):
    user = make_user()
    visitor = login_as(user)
    citizen.code_of(citizen.send(visitor, form | {"sender": user.code}))
    citizen.code_of(citizen.send(visitor.application.test_client(), form))
    assert _count(db, ServiceRequest) == 2


def test_a_guest_whose_answer_got_lost_holds_the_report_after_sending_again(app, db, form):
    code = citizen.code_of(citizen.send(app.test_client(), form))
    browser = app.test_client()
    assert browser.get(f"/phan-anh/{code}/bien-nhan").status_code != 200
    assert citizen.code_of(citizen.send(browser, form)) == code
    assert browser.get(f"/phan-anh/{code}/bien-nhan").status_code == 200
    assert _count(db, ServiceRequest) == 1


@pytest.mark.both_databases
@pytest.mark.slow
def test_f08_the_same_report_twenty_times_at_once_is_one_row_and_one_answer(
    app, db, form, media_folder
):
    def shot(_: int) -> tuple[int, str]:
        """Send, and again where the answer is "come again": few photos are decoded at a time."""
        answer = citizen.send(app.test_client(), form, citizen.photo())
        while answer.status_code == 503:
            assert answer.headers["Retry-After"]
            answer = citizen.send(app.test_client(), form, citizen.photo())
        return answer.status_code, answer.location

    db.session.commit()
    with ThreadPoolExecutor(20) as pool:
        answers = set(pool.map(lambda n: Context().run(shot, n), range(20)))
    assert len(answers) == 1, answers
    assert answers.pop()[0] == 303
    assert (_count(db, ServiceRequest), _count(db, RequestPhoto)) == (1, 1)
    assert _count(db, Photo) == 1


def test_a_double_tap_of_a_person_signed_in_makes_one_report_and_no_link(login_as, db, form):
    user = make_user()
    visitor = login_as(user)
    mine = form | {"sender": user.code}
    assert citizen.code_of(citizen.send(visitor, mine)) == citizen.code_of(
        citizen.send(visitor, mine)
    )
    assert (_count(db, ServiceRequest), _count(db, Grant)) == (1, 0)


# --- when the server cannot take it now


@pytest.mark.both_databases
def test_f03_a_full_disk_gives_the_form_back_with_its_words(
    client, db, form, media_folder, monkeypatch
):
    def full(*_: object) -> None:
        raise StorageFull

    monkeypatch.setattr(intake, "_take_in", full)
    answer = citizen.send(client, form, citizen.photo())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "Đèn tắt" in answer.text
    assert client.get("/phan-anh").status_code == 200
    monkeypatch.undo()
    citizen.code_of(citizen.send(client, form, citizen.photo()))
    assert _count(db, ServiceRequest) == 1


@pytest.mark.sqlite
def test_f04_a_locked_database_answers_503_keeps_the_words_and_takes_them_later(
    client, db, form, monkeypatch
):
    monkeypatch.setattr(db_module, "LOCK_WAIT_MS", 50)
    db.session.rollback()
    db.engine.dispose()  # connections made from here on wait that long alone
    holder = db.engine.raw_connection()
    holder.cursor().execute("BEGIN IMMEDIATE")
    try:
        answer = citizen.send(client, form, citizen.photo())
        assert answer.status_code == 503
        assert answer.headers["Retry-After"]
        again = dict(HIDDEN_FIELD.findall(answer.text))
        assert again["description"] == "Đèn tắt"
        assert 'type="file" name="photos"' in answer.text
        assert client.get("/phan-anh").status_code == 200
    finally:
        holder.close()  # rolls back
        db.engine.dispose()
    citizen.code_of(citizen.send(client, again))
    assert _count(db, ServiceRequest) == 1


GONE = "SELECT pg_terminate_backend(pg_backend_pid())"
STANDBY = "SET LOCAL transaction_read_only = on"


@pytest.mark.postgresql
@pytest.mark.parametrize("happens", [GONE, STANDBY], ids=["it is gone", "it is a standby now"])
def test_f04_another_primary_answers_503_keeps_the_words_and_takes_them_later(
    client, db, form, monkeypatch, happens
):
    takes, used = submitting.take_in, []

    def meanwhile(*given: object, **more: object) -> object:
        used.append(db.session.scalar(select(func.pg_backend_pid())))
        db.session.execute(text(happens))
        return takes(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(submitting, "take_in", meanwhile)
        answer = citizen.send(client, form, citizen.photo())
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    again = dict(HIDDEN_FIELD.findall(answer.text))
    assert again["description"] == "Đèn tắt"
    assert db.session.scalar(select(func.pg_backend_pid())) not in used
    db.session.rollback()
    citizen.code_of(citizen.send(client, again))
    assert _count(db, ServiceRequest) == 1


@pytest.mark.postgresql
def test_f04_a_database_that_goes_while_tries_are_counted_is_busy_too(client, form, monkeypatch):
    count = rates.hit

    def meanwhile(*given: object, **more: object) -> object:
        db_module.db.session.execute(text(GONE))
        return count(*given, **more)

    with monkeypatch.context() as patched:
        patched.setattr(rates, "hit", meanwhile)
        answer = citizen.send(client, form, citizen.photo())
    assert answer.status_code == 503
    assert citizen.code_of(citizen.send(client, form, citizen.photo()))


def test_photos_are_decoded_without_the_write_lock(login_as, db, form, media_folder, monkeypatch):
    seen = []

    def look(*_: object) -> None:
        seen.append(db.session().in_transaction())
        raise Busy("later")

    monkeypatch.setattr(intake, "_take_in", look)
    user = make_user()
    citizen.send(login_as(user), form | {"sender": user.code}, citizen.photo())
    assert seen == [False]
