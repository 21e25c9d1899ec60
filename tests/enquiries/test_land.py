"""A land question is answered in time by a named adviser; a good answer is read by everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts import permissions as may
from app.core import clock as core_clock
from app.core import retention, working_days
from app.core.errors import DomainError
from app.core.events import person_exported
from app.core.lifecycle import InvalidTransition
from app.enquiries.land import answering, asking, jobs
from app.enquiries.land.answering import Told
from app.enquiries.land.models import LIFE, LandAnswer, LandQuestion
from app.media.models import Attachment
from app.notifications.models import Notification
from tests.accounts.test_erasure import everything
from tests.factories import land as make
from tests.factories.accounts import make_official, make_user, viewer_of
from tests.factories.directory import office as make_office
from tests.factories.places import make_commune
from tests.media import pictures
from tests.media.uploads import upload
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database
KEY = "a-key-of-a-question-about-land"


@pytest.fixture
def office(db):
    return make_office(make_commune("Xã Đất Thử"))


@pytest.fixture
def adviser(office):
    return make.adviser(office)


def send(visitor, place, **said):
    whole = {"idempotency_key": KEY, "loai": "transfer", "noi": place.code, "words": make.WORDS}
    data = citizen.MultiDict({**whole, **said})
    return visitor.post("/dat-dai/hoi", **citizen.multipart(data))


def only(db):
    return db.session.scalars(select(LandQuestion)).one()


def told(db, kind):
    return db.session.scalars(select(Notification.user_id).where(Notification.kind == kind)).all()


def test_a_question_with_a_photo_of_the_paper_is_answered_in_time_and_then_read_by_all(
    db, login_as, client, office, adviser, media_folder, clock
):
    person = make_user()
    asker, desk = login_as(person), login_as(adviser)
    answer = send(asker, office.place, dang="1", photos=upload(pictures.jpeg()))
    row = only(db)
    assert answer.location == f"/dat-dai/cau-hoi/{row.code}"
    days = working_days.calendar()
    assert row.answer_by == days.add(row.asked_at, 5 * days.day_length)
    own = asker.get(answer.location)
    assert "001090000123" in own.text and f"{core_clock.local(row.answer_by):%d/%m/%Y}" in own.text
    assert client.get(answer.location).status_code == 404
    assert told(db, "land-asked") == [adviser.id]
    assert desk.get("/can-bo").location == "/can-bo/dat-dai"  # an adviser has no other work there
    assert row.code in desk.get("/can-bo/dat-dai").text

    here = f"/can-bo/dat-dai/{row.code}"
    page = desk.get(here)
    assert "001090000123" not in page.text and "Thửa 12 tờ bản đồ 45" in page.text
    photo = f"{answer.location}/tep/{row.photos[0].code}-large"
    assert client.get(photo).status_code == 404 and asker.get(photo).status_code != 403

    clock.shift(timedelta(days=1))
    desk = login_as(adviser)  # an official signs in every day
    assert desk.post(here, data={"version": row.version, "words": ""}).status_code == 422
    desk.post(here, data={"version": row.version, "words": "Được. Xem Điều 220."})
    db.session.expire_all()
    assert not only(db).is_late and told(db, "land-answered") == [person.id]
    shown = citizen.words(asker.get(answer.location))
    assert "Xem Điều 220" in shown and adviser.name in shown

    public = {"cau": "Khi nào được tách thửa?", "loi": "Khi đủ diện tích. Gọi 0912 345 678."}
    assert desk.post(f"{here}/cong-bo", data=public).status_code == 422
    desk.post(f"{here}/cong-bo", data={**public, "loi": "Khi đủ diện tích tối thiểu."})
    code = db.session.scalars(select(LandAnswer.code)).one()
    assert "Khi đủ diện tích" in client.get(f"/dat-dai/thuong-gap/{code}").text
    assert (
        code in client.get("/dat-dai?q=tach thua").text
        and code in client.get("/tim?q=tach thua").text
    )

    asker.post(f"{answer.location}/dang", data={})
    assert client.get(f"/dat-dai/thuong-gap/{code}").status_code == 404
    assert desk.post(f"{here}/cong-bo", data={**public, "loi": "Lại"}).status_code == 422


def test_a_double_tap_asks_once_and_what_is_missing_is_said(db, login_as, office, adviser):
    asker = login_as(make_user())
    other = make_commune("Xã Không Ai")
    assert send(asker, office.place, words="").status_code == 422
    assert send(asker, office.place, loai="khac").status_code == 422
    assert send(asker, office.place, noi="").status_code == 422
    assert "chưa có cán bộ" in citizen.words(send(asker, other))
    first, second = send(asker, office.place), send(asker, office.place)
    assert first.location == second.location and only(db)


def test_a_guest_asks_and_reads_the_answer_in_the_same_browser(db, client, office, adviser):
    answer = send(client, office.place)
    make.answered(only(db), adviser)
    db.session.commit()
    assert "Được, nếu đủ diện tích" in client.get(answer.location).text


def test_of_two_advisers_at_once_the_second_keeps_the_text(db, login_as, office, adviser):
    row = make.asked(office, make_user())
    other = make.adviser(office)
    db.session.commit()
    here, seen = f"/can-bo/dat-dai/{row.code}", row.version
    login_as(adviser).post(here, data={"version": seen, "words": "Thứ nhất"})
    late = login_as(other).post(here, data={"version": seen, "words": "Lời thứ hai"})
    assert late.status_code == 409
    db.session.expire_all()
    assert only(db).answer == "Thứ nhất" and only(db).adviser_id == adviser.id


def test_only_advisers_of_the_commune_answer_and_nobody_themself(db, login_as, office, adviser):
    row = make.asked(office, adviser)
    others = make.adviser(make_office()), make_official(may.HANDLE, agency=office)
    db.session.commit()
    for who in others:
        page = login_as(who).get(f"/can-bo/dat-dai/{row.code}")
        assert page.status_code in {403, 404} and make.WORDS[:8] not in page.text
    with pytest.raises(DomainError):
        make.answered(row, adviser)


def test_a_question_taken_back_leaves_no_word_and_is_answered_by_nobody(
    db, login_as, office, adviser, media_folder
):
    asker = login_as(make_user())
    url = send(asker, office.place, photos=upload(pictures.jpeg())).location
    asker.post(f"{url}/rut")
    db.session.expire_all()
    row = only(db)
    assert row.status == "withdrawn" and not row.words and not row.links
    assert not db.session.scalars(select(Attachment)).all()
    for verb in ("answer", "withdraw"):
        with pytest.raises(InvalidTransition):
            LIFE.require(row, verb)
    with pytest.raises(DomainError):
        answering.publish(row, Told("a", "b"), viewer_of(adviser).actor(office), core_clock.now())


def test_advisers_are_warned_before_a_deadline_and_heads_after_it(db, office, adviser, clock):
    lead = make_official(may.LEAD, agency=office)
    row = make.asked(office, make_user())
    assert jobs.PROMISE.warn(core_clock.now()) == 0
    soon = row.answer_by - timedelta(hours=2)
    assert (jobs.PROMISE.warn(soon), jobs.PROMISE.warn(soon)) == (1, 0)
    late = row.answer_by + timedelta(minutes=1)
    assert (jobs.PROMISE.warn(late), jobs.PROMISE.warn(late)) == (1, 0)
    assert told(db, "land-due") == [adviser.id]
    assert sorted(told(db, "land-late")) == sorted([adviser.id, lead.id])
    clock.move_to(late)
    assert make.answered(row, adviser).is_late


def test_erased_with_the_account_also_what_was_published_of_it(db, office, adviser):
    person, now = make_user(), core_clock.now()
    waiting = make.asked(office, person)
    row = make.answered(make.asked(office, person), adviser)
    make.published(row, adviser)
    exported = dict(each for _, each in person_exported.send(person))
    assert len(exported["land_questions"]) == 2
    erasing.erase(person, now)
    db.session.commit()
    assert waiting.status == "withdrawn" and not row.words and row.user_id is None
    assert not db.session.scalars(select(LandAnswer)).all()
    assert make.WORDS not in everything(db)


def test_a_year_after_the_answer_the_words_go_and_what_was_published_stays(
    db, office, adviser, clock
):
    row = make.answered(make.asked(office, make_user()), adviser)
    make.published(row, adviser)
    db.session.commit()
    kind = retention.kind_named("land-questions")
    assert db.session.scalars(kind.due(core_clock.now())).all() == []
    clock.shift(timedelta(days=366))
    kind.end(db.session.scalars(kind.due(core_clock.now())).all(), core_clock.now())
    db.session.commit()
    assert not only(db).words and db.session.scalars(select(LandAnswer)).one()


def test_consent_is_asked_before_anything_is_published(db, office, adviser):
    row = make.answered(make.asked(office, make_user(), may_publish=""), adviser)
    with pytest.raises(DomainError):
        make.published(row, adviser)
    asking.consent(row, True, "user:1", core_clock.now())
    assert make.published(row, adviser).title
