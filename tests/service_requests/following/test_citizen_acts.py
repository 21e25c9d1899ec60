"""What a sender may do with a report that is there, and nobody else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import sending
from app.accounts.models.limit import LimitSetting
from app.core import clock as core_clock
from app.core.working_days import calendar
from app.service_requests import life
from app.service_requests.answering import closing
from app.service_requests.asked import Wanted
from app.service_requests.clock import asking
from app.service_requests.models import Rating, RequestPhoto, ServiceRequest, StatusChange
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_user
from tests.factories.media import photo
from tests.media.uploads import upload
from tests.service_requests import citizen


@pytest.fixture
def sender(app):
    return make_user()


@pytest.fixture
def visitor(login_as, sender):
    return login_as(sender)


def _one(db) -> ServiceRequest:
    return db.session.scalars(select(ServiceRequest)).unique().one()


def _post(visitor, report, act, *photos, **fields):
    data = citizen.MultiDict({"idempotency_key": "k" * 20, **fields})
    for each in photos:
        data.add("photos", each)
    return visitor.post(f"/phan-anh/{report.code}/{act}", **citizen.multipart(data))


ACTS = {
    "bo-sung": {"words": "Thêm"},
    "rut": {},
    "da-doc": {},
    "da-xong": {},
    "danh-gia": {"rating": "satisfied"},
    "cam-on": {},
    "mo-lai": {"words": "Chưa xong"},
}


@pytest.mark.parametrize("act", ACTS)
def test_s24_it_rejects_everybody_but_the_sender(client, login_as, db, act):
    report = make.service_request(life.CLOSED, citizen=make_user())
    before = db.session.scalar(select(func.count(StatusChange.id)))
    assert _post(client, report, act, **ACTS[act]).status_code == 404
    assert _post(login_as(make_user()), report, act, **ACTS[act]).status_code == 404
    assert db.session.scalar(select(func.count(StatusChange.id))) == before


@pytest.mark.parametrize("act", [each for each in ACTS if each != "rut"])
def test_an_act_is_no_page(visitor, sender, db, act):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert visitor.get(f"/phan-anh/{report.code}/{act}").status_code == 405


# --- adding


def test_words_and_photos_may_be_added_at_any_time(visitor, sender, db, media_folder):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    answer = _post(visitor, report, "bo-sung", citizen.photo(), words="Nay còn tối hơn")
    assert answer.status_code == 303
    assert "Nay còn tối hơn" in visitor.get(f"/phan-anh/{report.code}").text
    link = db.session.scalars(select(RequestPhoto)).one()
    assert (link.role, link.is_public) == (RequestPhoto.ADDITION, False)
    assert _one(db).citizen_spoke_at is not None


def test_the_same_addition_twice_counts_once(visitor, sender, db, media_folder):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    for _ in range(2):
        assert _post(visitor, report, "bo-sung", citizen.photo(), words="Thêm").status_code == 303
    added = select(func.count(StatusChange.id)).where(StatusChange.verb == "add")
    assert db.session.scalar(added) == 1


def test_words_without_a_file_count_for_the_limit_too_and_who_to_tell_is_said(visitor, sender, db):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    db.session.add(LimitSetting(name=sending.ADDITIONS.person.name, most=1))
    first, second = ({"words": each, "idempotency_key": each * 20} for each in "ab")
    assert _post(visitor, report, "bo-sung", **first).status_code == 303
    refused = _post(visitor, report, "bo-sung", **second)
    assert refused.status_code == 429
    assert "bạn báo UBND xã, phường" in citizen.words(refused)


def test_an_addition_of_nothing_gives_a_sentence(visitor, sender, db):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    answer = _post(visitor, report, "bo-sung", words="  ")
    assert answer.status_code == 422
    assert 'href="#words"' in answer.text


def test_a_refused_addition_keeps_its_words_and_its_good_photos(visitor, sender, db, media_folder):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    bad = upload(b"not a photo")
    answer = _post(visitor, report, "bo-sung", bad, citizen.photo(), words="Ảnh mới đây")
    assert answer.status_code == 422
    assert "Ảnh mới đây" in answer.text
    assert answer.text.count("data-staged") == 1
    key = citizen.hidden(answer.text)["idempotency_key"]
    again = _post(visitor, report, "bo-sung", words="Ảnh mới đây", idempotency_key=key)
    assert again.status_code == 303
    assert db.session.scalar(select(func.count(RequestPhoto.id))) == 1


def test_too_many_words_are_refused_and_stay(visitor, sender, db):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    answer = _post(visitor, report, "bo-sung", words="a" * 10_000)
    assert answer.status_code == 422
    assert "a" * 10_000 in answer.text


# --- withdrawing


def test_it_asks_before_a_report_is_withdrawn(visitor, sender, db):
    report = make.service_request(life.RECEIVED, citizen=sender)
    page = visitor.get(f"/phan-anh/{report.code}/rut")
    assert page.status_code == 200
    assert _one(db).status == life.RECEIVED
    assert _post(visitor, report, "rut").status_code == 303
    assert _one(db).resolution == life.WITHDRAWN
    assert _post(visitor, report, "rut").status_code == 303


def test_it_rejects_a_withdrawal_after_the_answer(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert "/rut" not in visitor.get(f"/phan-anh/{report.code}").text
    assert _post(visitor, report, "rut").status_code == 409
    assert _one(db).resolution == life.FIXED


# --- rating, thanks, reading


@pytest.mark.parametrize("face", ["satisfied", "fair", "dissatisfied"])
def test_one_tap_rates_and_a_word_may_follow(visitor, sender, db, face):
    report = make.service_request(life.CLOSED, citizen=sender)
    again = {"idempotency_key": "a" * 20}
    assert _post(visitor, report, "danh-gia", rating=face).status_code == 303
    assert (
        _post(visitor, report, "danh-gia", rating=face, words="Nhanh", **again).status_code == 303
    )
    rating = db.session.scalars(select(Rating)).one()
    assert (rating.face, rating.words) == (face, "Nhanh")


@pytest.mark.parametrize("face", ["", "great", "satisfied'"])
def test_a_face_that_is_none_gives_a_sentence(visitor, sender, db, face):
    report = make.service_request(life.CLOSED, citizen=sender)
    answer = _post(visitor, report, "danh-gia", rating=face, words="Chữ đã viết")
    assert answer.status_code == 422


def test_it_rejects_a_rating_before_the_answer(visitor, sender, db):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    assert _post(visitor, report, "danh-gia", rating="fair").status_code == 409
    assert db.session.scalar(select(func.count(Rating.id))) == 0


def test_it_rejects_a_rating_of_what_was_withdrawn(visitor, sender, db):
    report = make.service_request(life.CLOSED, resolution=life.WITHDRAWN, citizen=sender)
    assert "/danh-gia" not in visitor.get(f"/phan-anh/{report.code}").text
    assert _post(visitor, report, "danh-gia", rating="fair").status_code == 409


def test_dissatisfied_is_offered_to_open_it_again(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    _post(visitor, report, "danh-gia", rating="dissatisfied")
    assert '<details class="card" id="mo-lai" open>' in visitor.get(f"/phan-anh/{report.code}").text


def test_thanks_take_one_tap_and_count_once(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    for _ in range(2):
        assert _post(visitor, report, "cam-on").status_code == 303
    thanks = select(func.count(StatusChange.id)).where(StatusChange.verb == "thank")
    assert db.session.scalar(thanks) == 1
    _post(visitor, report, "da-xong")
    assert "Bạn đã gửi lời cảm ơn" in visitor.get(f"/phan-anh/{report.code}").text


def test_reading_the_answer_is_noted_once_by_a_post(visitor, sender, db, clock):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert "data-seen" in visitor.get(f"/phan-anh/{report.code}").text
    assert _one(db).promise.read_at is None
    _post(visitor, report, "da-doc")
    first = _one(db).promise.read_at
    clock.shift(timedelta(days=1))
    _post(visitor, report, "da-doc")
    assert _one(db).promise.read_at == first
    assert "data-seen" not in visitor.get(f"/phan-anh/{report.code}").text


# --- opening again


def test_reopening_begins_a_second_promise(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert _post(visitor, report, "mo-lai", words="Đèn lại tắt").status_code == 303
    found = _one(db)
    assert (found.status, len(found.promises)) == (life.IN_PROGRESS, 2)
    assert found.promises[0].resolution == life.FIXED


def test_a_double_tap_reopens_once(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    answers = [_post(visitor, report, "mo-lai", words="Đèn lại tắt") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert len(_one(db).promises) == 2


def test_reopening_with_nothing_at_all_is_asked_about(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    answer = _post(visitor, report, "mo-lai", words=" ", why="because")
    assert answer.status_code == 422
    assert 'href="#reopen-why"' in answer.text
    assert _one(db).status == life.CLOSED


@pytest.mark.parametrize("why", ["not_done", "general", "wrong_place", "other"])
def test_a_chip_alone_opens_it_again_and_stands_in_the_time_line(visitor, sender, db, why):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert _post(visitor, report, "mo-lai", why=why).status_code == 303
    said = {
        "not_done": "Chưa làm",
        "general": "Trả lời chung chung",
        "wrong_place": "Sai chỗ",
        "other": "Lý do khác",
    }[why]
    assert said in citizen.words(visitor.get(f"/phan-anh/{report.code}"))
    assert _one(db).changes[-1].details == {"why": why}


def test_a_photo_alone_opens_it_again_and_hangs_on_that_step(visitor, sender, db, media_folder):
    report = make.service_request(life.CLOSED, citizen=sender)
    assert _post(visitor, report, "mo-lai", citizen.photo()).status_code == 303
    link = db.session.scalars(select(RequestPhoto)).one()
    assert (link.change.verb, link.role, link.is_public) == ("reopen", RequestPhoto.ADDITION, False)


def test_a_photo_of_a_reopening_that_was_refused_waits_in_its_form(
    visitor, sender, db, media_folder
):
    report = make.service_request(life.CLOSED, citizen=sender)
    bad = upload(b"not a photo")
    answer = _post(visitor, report, "mo-lai", bad, citizen.photo(), why="other")
    assert answer.status_code == 422
    assert answer.text.count("data-staged") == 1
    assert 'href="#reopen-photos"' in answer.text
    assert _one(db).status == life.CLOSED


def test_a_photo_may_come_with_a_rating(visitor, sender, db, media_folder):
    report = make.service_request(life.CLOSED, citizen=sender)
    answer = _post(visitor, report, "danh-gia", citizen.photo(), rating="fair")
    assert answer.status_code == 303
    assert db.session.scalars(select(RequestPhoto)).one().change.verb == "rate"
    assert "Chấp nhận được" in citizen.words(visitor.get(f"/phan-anh/{report.code}"))


# --- the answer, and whether it is done


def test_an_answer_stands_first_with_one_question(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender, agency=make_agency())
    page = visitor.get(f"/phan-anh/{report.code}").text
    assert page.index("Tổ điện đã thay bóng.") < page.index("/da-xong") < page.index("Lịch sử")
    assert "/danh-gia" not in page


def test_done_is_said_once_and_asks_for_a_face(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender)
    for _ in range(2):
        assert _post(visitor, report, "da-xong").status_code == 303
    promise = _one(db).promise
    assert promise.settled_at == promise.read_at is not None
    steps = select(func.count(StatusChange.id)).where(StatusChange.verb == "settle")
    assert db.session.scalar(steps) == 1
    page = visitor.get(f"/phan-anh/{report.code}").text
    assert "/danh-gia" in page
    assert "/mo-lai" in page
    assert _one(db).citizen_spoke_at is None


def _hidden(visitor, report, name: str) -> str:
    page = visitor.get(f"/phan-anh/{report.code}").text
    return re.search(f'name="{name}" value="([^"]+)"', page)[1]


def test_done_in_an_old_tab_settles_no_answer_that_came_later(visitor, sender, db):
    report = make.service_request(life.CLOSED, citizen=sender, agency=make_agency())
    old = _hidden(visitor, report, "promise")
    _post(visitor, report, "mo-lai", why="not_done")
    official, now = make.official_actor(report.agency), core_clock.now()
    closing.close(report, official, now, resolution="fixed", text="Lần hai.", has_proof=True)
    db.session.commit()
    assert _post(visitor, report, "da-xong", promise=old).status_code == 409
    assert _one(db).promise.read_at is None
    newest = _hidden(visitor, report, "promise")
    assert _post(visitor, report, "da-xong", promise=newest).status_code == 303


def test_a_tap_in_an_old_tab_answers_no_other_question(visitor, sender, db):
    report = make.service_request(life.IN_PROGRESS, citizen=sender, agency=make_agency())
    official = make.official_actor(report.agency)
    asking.ask(report, official, core_clock.now(), "Cột nào?", Wanted("choice", ("Năm", "Sáu")))
    db.session.commit()
    old = _hidden(visitor, report, "asked")
    asking.resume(report, official, core_clock.now(), calendar())
    asking.ask(report, official, core_clock.now(), "Xong chưa?", Wanted("choice", ("Rồi", "Chưa")))
    db.session.commit()
    refused = _post(visitor, report, "bo-sung", answer="0", asked=old)
    assert refused.status_code == 422
    assert _one(db).status == life.AWAITING_CITIZEN
    now = _hidden(visitor, report, "asked")
    assert _post(visitor, report, "bo-sung", answer="1", asked=now).status_code == 303
    assert _one(db).changes[-1].status_notes == "Chưa"


@pytest.mark.parametrize("status", [life.IN_PROGRESS, life.AWAITING_CITIZEN])
def test_nothing_is_done_before_the_answer(visitor, sender, db, status):
    report = make.service_request(status, citizen=sender)
    assert _post(visitor, report, "da-xong").status_code == 409


# --- photos open in a page


def test_a_photo_opens_in_a_page_with_a_way_back(client, login_as, sender, db, media_folder):
    report = make.service_request(life.IN_PROGRESS, citizen=sender)
    links = [
        make.link_photo(report, photo(), RequestPhoto.REPORT, public=public)
        for public in (True, False)
    ]
    first, second = (f"/phan-anh/{report.code}/anh/{link.photo.code}" for link in links)
    page = login_as(sender).get(first).text
    assert f'href="/phan-anh/{report.code}"' in page
    assert second in page
    # A stranger sees the public one alone.
    assert second not in client.get(first).text
    assert client.get(second).status_code == 404


def test_it_may_be_reopened_until_15_days_after_the_answer_was_read(visitor, sender, db, clock):
    report = make.service_request(life.CLOSED, citizen=sender)
    _post(visitor, report, "da-doc")
    clock.shift(timedelta(days=15))
    assert "/mo-lai" in visitor.get(f"/phan-anh/{report.code}").text
    clock.shift(timedelta(seconds=1))
    assert "/mo-lai" not in visitor.get(f"/phan-anh/{report.code}").text
    refused = _post(visitor, report, "mo-lai", words="Muộn rồi nhưng chưa xong")
    assert refused.status_code == 409
    assert "Muộn rồi nhưng chưa xong" in refused.text


def test_without_being_read_the_offer_stays_open(login_as, sender, db, clock):
    report = make.service_request(life.CLOSED, citizen=sender)
    clock.shift(timedelta(days=200))
    # A phone that was not used for so long is proved again first.
    assert _post(login_as(sender), report, "mo-lai", words="Chưa xong").status_code == 303


def test_a_guest_with_the_link_may_do_the_same(app, db):
    make.service("street-light")
    make.place(code="90001")
    guest = app.test_client()
    form = {"service": "street-light", "place": "90001", "description": "Đèn tắt"}
    citizen.code_of(citizen.send(guest, form | citizen.opened(guest)))
    report = _one(db)
    assert _post(guest, report, "bo-sung", words="Ở ngõ 12").status_code == 303
    assert _post(guest, report, "rut").status_code == 303
    assert _one(db).resolution == life.WITHDRAWN
