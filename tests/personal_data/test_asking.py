"""A person asks about their data; the office answers in two working days and acts in ten."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from app.accounts.permissions import PROTECT
from app.core import clock as core_clock
from app.core import ending
from app.core.clock import VIETNAM
from app.core.errors import Conflict, InvalidTransition
from app.core.events import person_exported
from app.core.personal import PersonKey
from app.media.models import Attachment
from app.notifications.models import Notification
from app.personal_data.asking import actions
from app.personal_data.asking.models import DataRequest
from tests.accounts.test_erasure import everything
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.media import pictures, sounds
from tests.media.uploads import upload
from tests.service_requests import citizen

KEY = "a-key-of-a-request-about-data"
WORDS = "Tên tôi ghi sai ở phản ánh cũ"
HERE = "/tai-khoan/yeu-cau"
OFFICE = "/can-bo/du-lieu/yeu-cau"
THURSDAY = datetime(2026, 11, 19, 9, 12, tzinfo=VIETNAM)

pytestmark = pytest.mark.own_day


@pytest.fixture
def person(db):
    return make_user("Lý Thị Hỏi")


@pytest.fixture
def officer(db):
    return make_official(PROTECT, agency=make_agency())


def asked(person, kind="correction") -> DataRequest:
    return actions.ask(person, kind, WORDS, core_clock.now())


def by():
    return make.official_actor()


def told(db, user) -> list[str]:
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def test_the_clock_is_two_working_days_then_ten_days_then_twenty(db, clock, person, officer):
    clock.move_to(THURSDAY)
    row = asked(person)
    assert row.answer_by == datetime(2026, 11, 23, 9, 12, tzinfo=VIETNAM), "over a weekend"
    assert row.act_by.astimezone(VIETNAM).date().isoformat() == "2026-11-29"
    actions.act(row, "answer", "Sẽ sửa trong tuần", by(), core_clock.now())
    actions.act(row, "extend", "Phải hỏi cơ quan khác", by(), core_clock.now())
    assert row.act_by.astimezone(VIETNAM).date().isoformat() == "2026-12-09"
    with pytest.raises(InvalidTransition):
        actions.act(row, "extend", "Lại chậm", by(), core_clock.now())
    actions.act(row, "finish", "Đã sửa", by(), core_clock.now())
    assert told(db, person) == ["data-answered", "data-extended", "data-over"]
    assert told(db, officer) == ["data-asked"]


def test_officials_are_told_before_it_is_late_and_when_it_is(db, clock, person, officer):
    clock.move_to(THURSDAY)
    row = asked(person)
    for days, kinds in ((1, []), (3, ["data-due"]), (5, ["data-due", "data-late"])):
        clock.move_to(THURSDAY + timedelta(days=days))
        actions.warn(core_clock.now())
        actions.warn(core_clock.now())
        assert told(db, officer)[1:] == kinds
    actions.act(row, "answer", "Xin lỗi vì chậm", by(), core_clock.now())
    actions.warn(core_clock.now())
    assert told(db, officer)[1:] == ["data-due", "data-late"], "the deed has its own days"
    clock.move_to(THURSDAY + timedelta(days=11))
    actions.warn(core_clock.now())
    assert told(db, officer)[-1] == "data-late"


def test_a_citizen_asks_sees_and_withdraws(db, login_as, person):
    visitor = login_as(person)
    answer = send(visitor, kind="objection", words=WORDS)
    assert answer.status_code == 303
    page = visitor.get(answer.location).text
    assert WORDS in page and "Chờ trả lời" in page
    visitor.post(f"{answer.location}/rut")
    row = db.session.scalars(select(DataRequest)).one()
    assert row.status == "withdrawn"
    assert login_as(make_user()).get(answer.location).status_code == 404


@pytest.mark.parametrize(
    ("data", "said"),
    [({"kind": "", "words": WORDS}, "Chọn điều bạn muốn"),
     ({"kind": "erasure", "words": " "}, "Ghi vài lời")],
)  # fmt: skip
def test_a_form_without_its_parts_comes_back_as_typed(login_as, person, data, said):
    answer = send(login_as(person), **data)
    assert answer.status_code == 422
    assert said in answer.text
    assert WORDS in answer.text or not data["words"].strip()


def test_five_at_a_time_and_no_more(db, person):
    for _ in range(actions.MOST_OPEN):
        asked(person)
    with pytest.raises(Conflict):
        asked(person)


def test_the_office_sees_what_is_due_first_and_answers(db, login_as, person, officer, clock):
    older = asked(person)
    clock.shift(timedelta(days=1))
    newer = asked(make_user())
    db.session.commit()
    desk = login_as(officer)
    page = desk.get(OFFICE).text
    assert page.index(older.code) < page.index(newer.code)
    one = f"{OFFICE}/{older.code}"
    assert person.phone not in desk.get(one).text
    done = desk.post(f"{one}/tra-loi", data={"version": "1", "words": "Sẽ sửa ngay"})
    assert done.status_code == 303
    stale = desk.post(f"{one}/xong", data={"version": "1", "words": "Đã sửa xong"})
    assert stale.status_code == 409
    assert "Đã sửa xong" in stale.text, "what was typed is kept"
    assert "Sẽ sửa ngay" in login_as(person).get(f"{HERE}/{older.code}").text


def test_one_on_paper_runs_from_the_day_it_came(db, login_as, officer, clock):
    clock.move_to(THURSDAY + timedelta(days=5))
    desk = login_as(officer)
    data = {"kind": "erasure", "words": "Xóa phản ánh LC-0000-0000", "name": "Bà Gửi Thư",
            "contact": "0900 000 055", "day": "2026-11-19"}  # fmt: skip
    answer = desk.post(f"{OFFICE}/moi", data=data)
    assert answer.status_code == 303
    row = db.session.scalars(select(DataRequest)).one()
    assert row.asked_at.astimezone(VIETNAM).date().isoformat() == "2026-11-19"
    assert (row.asker, row.contact, row.user_id) == ("Bà Gửi Thư", "0900 000 055", None)
    assert "Bà Gửi Thư" not in everything(db), "names are sealed"
    assert desk.post(f"{OFFICE}/moi", data={**data, "day": "2027-01-01"}).status_code == 422
    assert desk.post(f"{OFFICE}/moi", data={**data, "name": ""}).status_code == 422


def test_nobody_else_answers_them(login_as, person, db):
    row = asked(person)
    db.session.commit()
    for role in ("operate", "administer"):
        assert login_as(make_official(role)).get(f"{OFFICE}/{row.code}").status_code == 403


def test_s39_it_goes_with_the_account_and_what_was_asked_stays_countable(db, login_as, person):
    row = asked(person)
    key = row.person_key_id
    db.session.commit()
    told = dict(answer for _receiver, answer in person_exported.send(person) if answer)
    assert told["data_requests"][0]["words"] == WORDS
    login_as(person).post("/tai-khoan/xoa", data={"sure": "1"})
    db.session.expire_all()
    assert (row.status, row.user_id, row.words) == ("withdrawn", None, "")
    assert db.session.get(PersonKey, key).wrapped is None


def test_after_some_years_who_asked_is_forgotten(db, clock, person):
    ending.carry_out(core_clock.now())
    row = asked(person)
    actions.act(row, "finish", "Đã sửa", by(), core_clock.now())
    db.session.commit()
    clock.shift(timedelta(days=1_826))
    assert ending.carry_out(core_clock.now())["data-requests"] == 1
    assert (row.user_id, row.words, row.kind, row.status) == (None, "", "correction", "done")
    assert ending.carry_out(core_clock.now())["data-requests"] == 0


def send(visitor, **said):
    data = citizen.MultiDict({"idempotency_key": KEY, "kind": "correction", "words": "", **said})
    return visitor.post(HERE, **citizen.multipart(data))


def test_no_letter_is_needed_a_voice_and_a_photo_say_it(
    db, login_as, person, officer, media_folder
):
    visitor, office = login_as(person), login_as(officer)
    told = {"photos": upload(pictures.jpeg()), "voice": sounds.upload(sounds.recording())}
    first = send(visitor, **told)
    assert first.status_code == 303
    row = db.session.scalars(select(DataRequest)).one()
    assert (row.words, len(row.photos), len(row.voices)) == ("", 1, 1)
    url = f"{HERE}/{row.code}/tep/{row.voices[0].code}-webm"
    for seen, page in ((visitor, first.location), (office, f"{OFFICE}/{row.code}")):
        assert url in seen.get(page).text
        assert seen.get(url).status_code == 200
    assert login_as(make_user()).get(url).status_code == 404
    assert send(visitor, **{**told, "photos": upload(pictures.jpeg())}).status_code in (303, 409)
    assert db.session.query(DataRequest).count() == 1
    login_as(person).post("/tai-khoan/xoa", data={"sure": "1"})
    db.session.expire_all()
    assert db.session.query(Attachment).count() == 0


def test_refused_what_was_said_waits_and_goes_along(db, login_as, person, media_folder):
    visitor = login_as(person)
    refused = send(visitor, kind="", words=WORDS, photos=upload(pictures.jpeg()))
    assert refused.status_code == 422
    assert WORDS in refused.text
    assert refused.text.count("data-staged") == 1
    first = send(visitor, words=WORDS)
    assert first.status_code == 303
    assert len(db.session.scalars(select(DataRequest)).one().photos) == 1
    assert send(visitor, words=WORDS).location == first.location


def test_a_phones_queue_gets_its_receipt(db, login_as, person):
    visitor = login_as(person)
    sent = {"idempotency_key": KEY, "kind": "correction", "words": WORDS}
    answers = [visitor.post(HERE, data=sent, headers={"Accept": "application/json"})
               for _twice in range(2)]  # fmt: skip
    row = db.session.scalars(select(DataRequest)).one()
    assert [(each.status_code, each.json["code"]) for each in answers] == [(201, row.code)] * 2
