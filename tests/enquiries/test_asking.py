"""Somebody asks the operators by words, voice or photo, and reads the answer."""

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts.permissions import OPERATE
from app.core import clock as core_clock
from app.core import retention
from app.core.asked import ANSWERED, WITHDRAWN
from app.core.events import person_exported
from app.enquiries import actions
from app.enquiries.models import Enquiry
from app.media.models import Attachment
from app.notifications.models import Notification
from tests.accounts.test_erasure import everything
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.media import pictures, sounds
from tests.media.uploads import files, upload
from tests.service_requests import citizen

WORDS = "Không bấm được nút Gửi trên máy cũ"
KEY = "a-key-of-a-question-to-the-operators"

pytestmark = pytest.mark.one_database


@pytest.fixture
def operator(db):
    return make_official(OPERATE, agency=make_agency())


def send(visitor, **said):
    data = citizen.MultiDict({"idempotency_key": KEY, "kind": "fault", "words": "", **said})
    return visitor.post("/lien-he", **citizen.multipart(data))


def only(db) -> Enquiry:
    return db.session.scalars(select(Enquiry)).one()


def told(db, kind):
    return db.session.scalars(select(Notification).where(Notification.kind == kind)).all()


def test_a_question_comes_to_the_operators_and_the_answer_to_the_inbox(
    db, login_as, operator, client
):
    person = make_user()
    visitor, desk = login_as(person), login_as(operator)
    assert "1 câu hỏi gửi trung tâm điều hành" not in citizen.words(desk.get("/can-bo"))
    answer = send(visitor, words=WORDS)
    row = only(db)
    assert answer.location == f"/lien-he/{row.code}"
    assert WORDS in citizen.words(visitor.get(answer.location))
    assert client.get(answer.location).status_code == 404
    assert [each.user_id for each in told(db, "enquiry-asked")] == [operator.id]
    assert row.code in citizen.words(desk.get("/can-bo/lien-he"))

    page = desk.get(f"/can-bo/lien-he/{row.code}")
    assert WORDS in citizen.words(page)
    assert str(person.phone) not in page.text
    given = {"version": row.version, "words": "Bạn cập nhật Chrome giúp nhé."}
    assert desk.post(f"/can-bo/lien-he/{row.code}", data=given).status_code == 303
    assert row.status == ANSWERED
    assert row.code not in citizen.words(desk.get("/can-bo/lien-he"))
    assert row.code in citizen.words(desk.get("/can-bo/lien-he?xem=xong"))
    assert "Bạn cập nhật Chrome" in citizen.words(visitor.get(f"/lien-he/{row.code}"))
    assert "Câu hỏi của bạn đã có trả lời" in citizen.words(visitor.get("/thong-bao"))


def test_no_letter_is_needed_a_voice_and_a_photo_say_it(db, login_as, operator, media_folder):
    visitor = login_as(make_user())
    files = {
        "photos": upload(pictures.jpeg()),
        "voice": sounds.upload(sounds.recording()),
    }
    assert send(visitor, **files).status_code == 303
    row = only(db)
    assert (len(row.photos), len(row.voices)) == (1, 1)
    url = f"/lien-he/{row.code}/tep/{row.voices[0].code}-webm"
    assert visitor.get(url).status_code == 200
    assert login_as(operator).get(url).status_code == 200
    assert login_as(make_user()).get(url).status_code == 404


def test_what_is_said_after_an_act_waits_for_the_page_that_is_seen(client, db):
    page = send(client, words=WORDS).location
    ahead = client.get("/thong-bao", headers={"Sec-Fetch-Mode": "cors"})
    assert "Cảm ơn bạn." not in citizen.words(ahead)
    assert "Cảm ơn bạn." in citizen.words(client.get(page, headers={"Sec-Fetch-Mode": "navigate"}))


def test_a_guest_reads_the_answer_in_the_same_browser(db, client, operator, login_as, app):
    send(client, words=WORDS)
    row = only(db)
    actions.answer(row, "Đã sửa.", operator_actor(operator), core_clock.now())
    assert "Đã sửa." in citizen.words(client.get(f"/lien-he/{row.code}"))
    assert "Câu hỏi của bạn đã có trả lời" in citizen.words(client.get("/thong-bao"))
    assert app.test_client().get(f"/lien-he/{row.code}").status_code == 404


def operator_actor(operator):
    return make.official_actor(operator.rights[0].agency)


def test_it_is_taken_once_and_a_refused_one_keeps_what_was_said(db, login_as, media_folder):
    visitor = login_as(make_user())
    refused = send(visitor, kind="", words=WORDS, photos=upload(pictures.jpeg()))
    assert refused.status_code == 422
    assert WORDS in refused.text
    assert refused.text.count("data-staged") == 1
    first = send(visitor, words=WORDS)
    assert first.status_code == 303
    assert len(only(db).photos) == 1
    assert send(visitor, words=WORDS).location == first.location
    assert only(db).code in first.location


def test_other_words_under_a_key_are_refused_and_leave_no_file(login_as, media_folder):
    visitor = login_as(make_user())
    assert send(visitor, words=WORDS).status_code == 303
    before = files(media_folder)
    refused = send(visitor, words="Chuyện khác", photos=upload(pictures.jpeg()))
    assert refused.status_code == 409
    assert files(media_folder) == before


@pytest.mark.parametrize("said", [{}, {"kind": "praise", "words": "x"}])
def test_what_says_nothing_is_refused(db, client, said):
    assert send(client, **said).status_code == 422
    assert db.session.scalars(select(Enquiry)).all() == []


def test_who_floods_is_told_until_when(client, db):
    for number in range(5):
        assert send(client, idempotency_key=f"{KEY}-{number}", words=WORDS).status_code == 303
    refused = send(client, idempotency_key=f"{KEY}-5", words=WORDS)
    assert refused.status_code == 429
    assert WORDS in refused.text


def test_a_phones_queue_gets_a_receipt_and_is_told_how_long_to_wait(client, db, clock):
    def queued(number: int):
        said = {"kind": "fault", "words": WORDS, "idempotency_key": f"{KEY}-{number}"}
        return client.post("/lien-he", data=said, headers={"Accept": "application/json"})

    taken = queued(0)
    assert taken.status_code == 201
    assert taken.json == {"code": only(db).code, "url": f"/lien-he/{only(db).code}"}
    answers = [queued(number) for number in range(1, 6)]
    assert [each.status_code for each in answers] == [201] * 4 + [429]
    refused = answers[-1]
    assert refused.json["wait"] == int(refused.headers["Retry-After"])
    clock.shift(refused.json["wait"])
    assert queued(5).status_code == 201


def test_a_citizen_does_not_come_to_the_desk(login_as):
    assert login_as(make_user()).get("/can-bo/lien-he").status_code == 403


def test_it_is_in_the_copy_and_goes_with_the_account(db, login_as, media_folder):
    person = make_user()
    send(login_as(person), words=WORDS, photos=upload(pictures.jpeg()))
    exported = dict(each for _receiver, each in person_exported.send(person))
    assert exported["enquiries"][0]["words"] == WORDS
    erasing.erase(person, core_clock.now())
    db.session.commit()
    row = only(db)
    assert (row.status, row.words, row.user_id, row.links) == (WITHDRAWN, "", None, [])
    assert db.session.scalars(select(Attachment)).all() == []
    assert WORDS not in everything(db)


def test_it_goes_a_year_after_the_answer(db, login_as, operator, clock):
    send(login_as(make_user()), words=WORDS)
    row, kind = only(db), retention.kind_named("enquiries")
    actions.answer(row, "Đã sửa.", operator_actor(operator), core_clock.now())
    db.session.commit()
    assert db.session.scalars(kind.due(core_clock.now())).all() == []
    later = core_clock.now().replace(year=2028)
    assert db.session.scalars(kind.due(later)).all() == [row.id]
    kind.end([row.id], later)
    assert (row.words, row.answer, row.user_id) == ("", "", None)
    assert db.session.scalars(kind.due(later)).all() == []
