"""A survey from its first line to what came out: written, opened, answered once, counted, told."""

from datetime import timedelta
from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select, text

from app.accounts import erasing
from app.accounts import permissions as may
from app.core import clock as core_clock
from app.core import outbox, personal, retention
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.events import person_exported
from app.core.idempotency import Submission
from app.notifications.models import Notification
from app.surveys import answering, making
from app.surveys.jobs import remind_and_count
from app.surveys.models import (
    COUNTED,
    OPEN,
    TOLD,
    Survey,
    SurveyBox,
    SurveyPoint,
    SurveyTaker,
)
from app.surveys.named import SurveyReply
from app.surveys.namesakes import SurveyNamesake
from app.surveys.takers import Taker
from tests.accounts.test_erasure import everything
from tests.factories import surveys as make
from tests.factories import villages
from tests.factories.accounts import make_agency, make_official, make_user
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database
SECRET = "Cầu treo thủng ván ở Khe Thử"


@pytest.fixture
def editors(app):
    return make.editors()


@pytest.fixture
def survey(editors):
    return make.opened(*editors)


def address(survey):
    return f"/khao-sat/{survey.code}"


def told(user):
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def in_box():
    return [each for page in db.session.scalars(select(SurveyBox)) for each in page.ballots]


def answer_all(survey, login_as, *answers):
    """Let as many people answer, each with their values."""
    for values in answers:
        answer = login_as(make_user()).post(address(survey), data=make.fields(survey, *values))
        assert answer.status_code == 303, citizen.words(answer)


def test_an_editor_writes_it_another_opens_it_and_it_is_answered_once(login_as, editors, clock):
    writer, editor = editors
    reader = make_user()
    desk = login_as(writer)
    day = core_clock.local(core_clock.now()).date() + timedelta(days=9)
    head = {"loai": "survey", "ten": "Đường làng", "danh": "an-danh", "moi": "person",
            "ai": "area", "den_ngay": day.isoformat()}  # fmt: skip
    page = desk.post("/can-bo/khao-sat", data=head).location
    first = {
        "kieu": "one",
        "cau": "Đường đi được không?",
        "lua_chon": "Được\nKhông",
        "bat_buoc": "1",
    }
    assert desk.post(f"{page}/cau-hoi", data=first).status_code == 303
    survey = db.session.scalars(select(Survey)).one()
    number = survey.questions[0].id
    second = {"kieu": "words", "cau": "Đoạn nào?", "sau": f"{number}-1"}
    assert desk.post(f"{page}/cau-hoi", data=second).status_code == 303
    assert "Đoạn nào?" in desk.get(f"{page}/xem-truoc").text
    assert login_as(reader).get(address(survey)).status_code == 404
    assert desk.post(f"{page}/trinh").status_code == 303
    assert told(editor) == ["survey-review"]

    other = login_as(editor)
    assert "Mở khảo sát" in citizen.words(other.get(page))
    assert other.post(f"{page}/mo", data={"version": survey.version}).status_code == 303
    assert survey.status == OPEN
    outbox.drain("surveys")
    assert told(reader) == ["survey-open"]

    visitor = login_as(reader)
    shown = citizen.words(visitor.get(address(survey)))
    assert shown.index("Không ghi tên") < shown.index("Đường đi được không?")
    given = make.fields(survey, "1", SECRET)
    answer = visitor.post(address(survey), data=given)
    assert answer.status_code == 303
    assert "Bạn đã trả lời" in citizen.words(visitor.get(address(survey)))
    again = visitor.post(address(survey), data=make.fields(survey, "0"))
    assert again.status_code == 303
    assert [(each[str(number)]) for each in in_box()] == [1]


def test_its_author_does_not_open_it(login_as, app):
    both = make_official(may.WRITE_NEWS, may.PUBLISH_NEWS)
    survey = make.survey(both)
    page = login_as(both).post(
        f"/can-bo/khao-sat/{survey.code}/mo", data={"version": survey.version}
    )
    assert page.status_code == 422
    assert "Người khác trong cơ quan" in citizen.words(page)


def test_another_office_neither_sees_nor_changes_it(login_as, survey):
    other = login_as(make_official(may.PUBLISH_NEWS))
    assert other.get(f"/can-bo/khao-sat/{survey.code}").status_code == 404
    assert survey.title not in other.get("/can-bo/khao-sat").text
    assert login_as(make_user()).get("/can-bo/khao-sat").status_code == 403


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((None,), "Bạn trả lời câu này giúp"),
        (("7",), "Chọn một trong các câu trả lời"),
        (("0", None, "x"), "Chọn một trong các câu trả lời"),
        (("0", None, None, ["9"]), "Chọn một trong các câu trả lời"),
        (("0", None, None, None, "hai"), "số nguyên"),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_is_lost(login_as, survey, values, sentence):
    visitor = login_as(make_user())
    sent = {**make.fields(survey, *values), survey.questions[1].name: SECRET}
    answer = visitor.post(address(survey), data=sent)
    assert answer.status_code == 422
    assert sentence in citizen.words(answer)
    assert SECRET in answer.text
    assert in_box() == []
    assert db.session.scalars(select(SurveyTaker)).all() == []


def test_what_a_branch_leaves_out_is_not_kept(login_as, survey):
    answer_all(survey, login_as, ("0", SECRET))
    assert set(in_box()[0]) == {str(survey.questions[0].id)}


def test_a_guest_is_asked_to_sign_in(client, survey):
    assert "Đăng nhập và trả lời" in citizen.words(client.get(address(survey)))
    assert client.post(address(survey), data=make.fields(survey, "0")).status_code == 401
    assert in_box() == []


def test_a_phones_queue_gets_its_receipt_once_and_again(login_as, survey, clock):
    visitor = login_as(make_user())
    kept_at = core_clock.now() + timedelta(days=9)
    clock.move_to(survey.ends_at + timedelta(hours=3))
    sent = {**make.fields(survey, "0"), "idempotency_key": "k" * 24,
            "observed_at": kept_at.isoformat()}  # fmt: skip
    for _time in range(2):
        answer = visitor.post(address(survey), data=sent, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.json["code"]) == (201, survey.code)
    assert len(in_box()) == 1
    late = {**sent, "observed_at": core_clock.now().isoformat()}
    other = login_as(make_user())
    answer = other.post(address(survey), data=late, headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert "kết thúc" in answer.json["error"]


def test_nothing_ties_a_person_to_an_answer(login_as, survey, caplog):
    """Tables, the audit log, the once-keys and the logs: no row has both, no order matches."""
    people = [make_user() for _each in range(30)]
    for at, person in enumerate(people):
        words = f"{SECRET} {at}" if at % 2 else None
        sent = {**make.fields(survey, str(at % 2), words, "0", None, str(at)),
                "idempotency_key": f"key-of-the-queue-number-{at:03}"}  # fmt: skip
        assert login_as(person).post(address(survey), data=sent).status_code == 303
    db.session.expire_all()
    whole = everything(db)
    assert SECRET not in whole
    assert SECRET not in caplog.text
    audited = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("survey.%")))
    assert "survey.answer" not in set(audited)
    keys = [
        *db.session.scalars(select(Submission.key)),
        *db.session.scalars(select(Submission.answer)),
    ]
    assert not any("key-of-the-queue" in (each or "") for each in keys)
    assert not any(survey.code in (each or "") for each in keys)

    number = str(survey.questions[4].id)
    box = [each[number] for each in in_box()]
    assert sorted(box) == list(range(30))
    who = [survey.taker(f"user:{each.code}") for each in people]
    rows = db.session.execute(text("SELECT who FROM survey_taker")).scalars().all()
    assert sorted(rows) == sorted(who)
    assert rows != who  # the table keeps no order of coming
    assert box != list(range(30))
    columns = set(SurveyTaker.__table__.c.keys()) | set(SurveyBox.__table__.c.keys())
    assert columns == {"survey_id", "who", "is_helped", "id", "number", "sealed"}


def test_no_page_of_the_box_but_the_first_is_ever_small(editors, app):
    survey = make.opened(*editors)
    for at in range(230):
        taker = Taker(f"user:{at}")
        given = {survey.questions[0].name: ("0",)}
        assert answering.answer(survey, taker, given, core_clock.now(), None)
        sizes = list(db.session.scalars(select(SurveyBox.number)))
        assert len(sizes) == 1 or min(sizes) >= 50
    assert sum(sizes) == 230


def test_two_thousand_answers_count_once_each(editors, app, clock):
    """On-line and from a phone's queue, every third sent again, every tenth through a helper."""
    survey = make.opened(*editors)
    helper = make.actor(make_official(may.INTAKE))
    one, _words, faces, several, number = survey.questions
    for at in range(2000):
        by = helper if at % 10 == 0 else None
        taker = Taker(f"user:{at}", by=by)
        sent = {
            one.name: (str(at % 2),),
            faces.name: (str(at % 3),),
            several.name: ("0", "2") if at % 4 else ("1",),
            number.name: (str(at % 5),),
        }
        kept_at = core_clock.now() if at % 2 else None
        assert answering.answer(survey, taker, sent, core_clock.now(), kept_at)
        if at % 3 == 0:
            assert not answering.answer(survey, taker, sent, core_clock.now(), kept_at)
    db.session.commit()
    make.over(survey, clock)
    found = survey.results
    assert (found["answered"], found["helped"]) == (2000, 200)
    by = found["questions"]
    assert by[str(one.id)]["counts"] == [1000, 1000]
    assert by[str(faces.id)]["counts"] == [667, 667, 666]
    assert by[str(several.id)]["counts"] == [1500, 500, 1500]
    assert (by[str(number.id)]["mean"], by[str(number.id)]["median"]) == (2.0, 2.0)
    assert in_box() == []
    assert db.session.scalars(select(SurveyTaker)).all() == []


def test_counted_it_is_read_by_everybody_once_the_office_says_what_follows(
    login_as, client, survey, editors, clock
):
    answers = [
        ("1", "=HYPERLINK(1)" if at == 0 else f"Đoạn {at}, gọi 0912 345 678") for at in range(8)
    ]
    answer_all(survey, login_as, *answers, *[("0",)] * 6)
    desk = login_as(editors[1])
    page = f"/can-bo/khao-sat/{survey.code}"
    assert "14 trên" in citizen.words(desk.get(page))
    make.over(survey, clock)
    db.session.expire_all()
    assert survey.status == COUNTED
    desk = login_as(editors[1])
    assert "survey-counted" in told(editors[1])
    assert "đã kết thúc" in citizen.words(client.get(address(survey)))
    points = citizen.words(desk.get(f"{page}/y-kien"))
    assert "Đoạn 3" in points
    assert "0912 345 678" not in points
    book = openpyxl.load_workbook(BytesIO(desk.get(f"{page}/ket-qua.xlsx").data))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not any(cell.data_type == "f" for cell in cells)
    assert "=HYPERLINK(1)" in {cell.value for cell in cells}
    assert desk.post(f"{page}/cong-bo", data={"ket_luan": ""}).status_code == 422
    assert desk.post(f"{page}/cong-bo", data={"ket_luan": "Sửa trong tháng 12."}).status_code == 303
    db.session.expire_all()
    assert survey.status == TOLD
    read = citizen.words(client.get(address(survey)))
    assert "Sửa trong tháng 12." in read
    assert "Đoạn 3" not in read
    public = openpyxl.load_workbook(BytesIO(client.get(f"{address(survey)}/ket-qua.xlsx").data))
    rows = [[cell.value for cell in row] for row in public["Câu trả lời"].iter_rows()]
    line = survey.questions[0].line
    assert [line, 14, "Không", 8] in rows
    assert not any("Đoạn" in str(cell) and "3" in str(cell) for row in rows for cell in row[1:])


def test_a_consultation_goes_from_its_text_to_a_reply_to_each_point(
    login_as, client, editors, clock
):
    writer, editor = editors
    village = villages.place()
    people = [
        make_user(home_commune_id=village.parent_id, home_village_id=village.id)
        for _each in range(6)
    ]
    desk = login_as(writer)
    day = core_clock.local(core_clock.now()).date() + timedelta(days=9)
    head = {"loai": "consultation", "ten": "Quy ước thu gom rác", "danh": "an-danh",
            "moi": "person", "ai": "area", "den_ngay": day.isoformat()}  # fmt: skip
    page = desk.post("/can-bo/khao-sat", data=head).location
    for at, words in enumerate(("Thu gom từ 17 giờ.", "Mỗi hộ đóng 20.000 đồng.")):
        part = {"kieu": "part", "cau": f"Điều {at + 1}", "doan": words}
        assert desk.post(f"{page}/cau-hoi", data=part).status_code == 303
    asked = {"xa": village.parent.code, "noi": village.code}
    assert desk.post(f"{page}/noi", data=asked).status_code == 303
    survey = db.session.scalars(select(Survey)).one()
    opened = login_as(editor).post(f"{page}/mo", data={"version": survey.version})
    assert opened.status_code == 303
    outbox.drain("surveys")

    first, second = (each.name for each in survey.questions)
    assert "Mỗi hộ đóng 20.000 đồng." in login_as(people[0]).get(address(survey)).text
    wordless = login_as(people[0]).post(address(survey), data={first: "1"})
    assert wordless.status_code == 422
    for at, person in enumerate(people):
        said = {0: {first: "1", f"{first}-w": "Nên từ 18 giờ."},
                1: {first: "2", f"{first}-w": "Trưởng thôn A tự ý."},
                2: {second: "2", f"{second}-w": "Thu theo nhân khẩu."}}.get(at, {})  # fmt: skip
        sent = {first: "0", second: "0", **said}
        assert login_as(person).post(address(survey), data=sent).status_code == 303
    make.over(survey, clock)
    db.session.expire_all()

    desk = login_as(editor)
    early = desk.post(f"{page}/cong-bo", data={"ket_luan": "Sửa Điều 1."})
    assert early.status_code == 422
    assert "Nên từ 18 giờ." not in client.get(address(survey)).text
    replies = {
        "Nên từ 18 giờ.": ("taken_up", "Sửa thành 18 giờ."),
        "Thu theo nhân khẩu.": ("explained", "Thu theo hộ để đỡ kê khai."),
        "Trưởng thôn A tự ý.": ("aside", ""),
    }
    points = {each.words: each.id for each in db.session.scalars(select(SurveyPoint))}
    assert set(points) == set(replies)
    explained = f"{page}/y-kien/{points['Thu theo nhân khẩu.']}"
    assert desk.post(explained, data={"cach": "explained", "loi": ""}).status_code == 422
    for words, (how, said) in replies.items():
        url = f"{page}/y-kien/{points[words]}"
        assert desk.post(url, data={"cach": how, "loi": said}).status_code == 303
    minutes = citizen.words(desk.get(f"{page}/bien-ban"))
    assert "Đồng ý 4 67%" in minutes
    assert "Đồng ý 5 83%" in minutes
    assert f"{village.title} 6 4 / 1 / 1 5 / 0 / 1" in minutes
    assert "Sửa thành 18 giờ." in minutes
    assert desk.post(f"{page}/cong-bo", data={"ket_luan": "Sửa Điều 1."}).status_code == 303
    outbox.drain("surveys")

    assert all("survey-results" in told(each) for each in people)
    read = citizen.words(client.get(address(survey)))
    for words in ("Sửa Điều 1.", "Nên từ 18 giờ.", "Sửa thành 18 giờ.", "Thu theo nhân khẩu.",
                  "Thu theo hộ để đỡ kê khai."):  # fmt: skip
        assert words in read
    assert "Trưởng thôn A" not in read
    assert desk.post(explained, data={"cach": "taken_up", "loi": ""}).status_code == 409


def test_a_reminder_goes_once_and_only_to_who_has_not_answered(login_as, survey, clock):
    quiet, done = make_user(), make_user()
    login_as(done).post(address(survey), data=make.fields(survey, "0"))
    clock.move_to(survey.ends_at - timedelta(days=1))
    for _time in range(2):
        remind_and_count()
        outbox.drain("surveys")
    assert told(quiet).count("survey-reminder") == 1
    assert "survey-reminder" not in told(done)
    make.over(survey, clock)
    assert told(quiet) == told(done)  # who was not reminded had answered: counted, nobody knows


def test_one_of_each_household_and_a_head_helps_who_has_no_phone(login_as, app, clock):
    village = villages.place()
    head = villages.head(village)
    office = make_agency(place_id=village.parent_id)
    survey = make.opened(*make.editors(office), by="household")
    one, two = make_user(), make_user()
    home = villages.household(village, 7)
    villages.belongs(one, home)
    villages.belongs(two, home)
    villages.household(village, 8)
    assert login_as(one).post(address(survey), data=make.fields(survey, "0")).status_code == 303
    assert "Bạn đã trả lời" in citizen.words(login_as(two).get(address(survey)))
    stranger = login_as(make_user())
    refused = stranger.post(address(survey), data=make.fields(survey, "0"))
    assert refused.status_code == 422

    desk, url = login_as(head), f"/can-bo/ghi-giup-khao-sat/{survey.code}"
    assert survey.title in desk.get("/can-bo/ghi-giup-khao-sat").text
    assert 'name="so_ho"' in desk.get(url).text
    for number, status in (("8", 303), ("8", 303), ("7", 303), ("99", 422)):
        sent = {**make.fields(survey, "1"), "so_ho": number}
        assert desk.post(url, data=sent).status_code == status
    assert answering.count_takers(survey) == (2, 1)
    rows = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey.help")).all()
    assert [(row.actor, row.subject, row.after) for row in rows] == [
        (head.reference, survey.reference, None)
    ]


def test_a_name_and_year_tell_that_nobody_is_written_down_twice(login_as, survey):
    helper = make_official(may.INTAKE, agency=make_agency(place_id=villages.place().parent_id))
    desk, url = login_as(helper), f"/can-bo/ghi-giup-khao-sat/{survey.code}"
    sent = {**make.fields(survey, "1"), "ho_ten": "Lò Thị Thử", "nam_sinh": "1950"}
    assert desk.post(url, data=sent).status_code == 303
    assert desk.post(url, data={**sent, "ho_ten": "lò thị  thử"}).status_code == 303
    assert desk.post(url, data={**sent, "nam_sinh": ""}).status_code == 422
    assert answering.count_takers(survey) == (1, 1)
    assert "Lò Thị Thử" not in everything(db)


def test_with_names_the_office_reads_them_for_a_reason_and_they_go_with_the_account(
    login_as, editors, clock
):
    survey = make.opened(*editors, is_named=True)
    person = make_user("Hoàng Văn Thử Tên")
    visitor = login_as(person)
    assert "Có ghi tên" in citizen.words(visitor.get(address(survey)))
    visitor.post(address(survey), data=make.fields(survey, "1", SECRET))
    exported = dict(each for _receiver, each in person_exported.send(person))
    assert SECRET in str(exported["surveys"])
    make.over(survey, clock)
    db.session.expire_all()
    desk, page = login_as(editors[1]), f"/can-bo/khao-sat/{survey.code}/ten.xlsx"
    assert desk.post(page, data={"ly_do": ""}).status_code == 422
    book = openpyxl.load_workbook(BytesIO(desk.post(page, data={"ly_do": "Mời họp"}).data))
    assert "Hoàng Văn Thử Tên" in {cell.value for row in book.active.iter_rows() for cell in row}
    kept = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "survey.names")).one()
    assert kept.after == {"reason": "Mời họp"}
    assert login_as(editors[0]).post(page, data={"ly_do": "x"}).status_code == 403
    erasing.erase(person, core_clock.now())
    db.session.commit()
    assert db.session.scalars(select(SurveyReply)).one().said == {}
    assert survey.results["answered"] == 1


def test_who_goes_is_no_longer_known_to_have_answered(login_as, survey):
    person = make_user()
    login_as(person).post(address(survey), data=make.fields(survey, "0"))
    erasing.erase(person, core_clock.now())
    db.session.commit()
    assert db.session.scalars(select(SurveyTaker)).all() == []
    assert len(in_box()) == 1


def test_some_villages_alone_are_asked(login_as, editors, app):
    writer, editor = editors
    village = villages.place()
    survey = make.survey(writer, audience="places")
    with pytest.raises(making.DomainError):
        making.publish(survey, make.actor(editor), core_clock.now())
    page = f"/can-bo/khao-sat/{survey.code}/noi"
    desk = login_as(writer)
    assert village.title in desk.get(f"{page}?xa={village.parent.code}").text
    chosen = {"xa": village.parent.code, "noi": village.code}
    assert desk.post(page, data=chosen).status_code == 303
    inside = make_user(home_commune_id=village.parent_id, home_village_id=village.id)
    outside = make_user(home_commune_id=village.parent_id)
    making.publish(survey, make.actor(editor), core_clock.now())
    assert survey.asked == 1
    db.session.commit()
    assert login_as(inside).post(address(survey), data=make.fields(survey, "0")).status_code == 303
    refused = login_as(outside).post(address(survey), data=make.fields(survey, "0"))
    assert refused.status_code == 422
    assert in_box()[0]["place"] == village.code


def test_a_commune_asks_within_its_own_area(login_as, app):
    village, elsewhere = villages.place(), villages.place(name="Khe Khác")
    office = make_agency(place_id=village.parent_id)
    writer, _editor = make.editors(office)
    survey = make.survey(writer)
    places = [elsewhere.parent if elsewhere.parent_id != village.parent_id else village]
    making.choose_places(survey, [village, *places], make.actor(writer), core_clock.now())
    assert {each.place.parent_id for each in survey.places} <= {village.parent_id}


def test_withdrawn_its_answers_are_gone(login_as, survey, editors):
    answer_all(survey, login_as, ("1", SECRET))
    assert login_as(editors[1]).post(f"/can-bo/khao-sat/{survey.code}/huy").status_code == 303
    assert in_box() == []
    assert login_as(make_user()).get(address(survey)).status_code == 404


def test_words_end_in_time(login_as, survey, clock):
    answer_all(survey, login_as, *[("1", f"{SECRET} {at}") for at in range(6)])
    make.over(survey, clock)
    kind = retention.kind_named("survey-words")
    later = core_clock.now() + timedelta(days=1)
    ids = db.session.scalars(kind.due(later)).all()
    assert len(ids) == 6
    kind.end(ids, later)
    assert db.session.scalars(select(SurveyPoint)).all() == []
    assert personal.blind_index("survey", "a") != personal.blind_index("surveys", "a")


def test_who_answers_by_account_and_again_through_a_helper_is_asked_whether_it_is_them(
    login_as, survey
):
    village = villages.place()
    home = {"home_commune_id": village.parent_id, "home_village_id": village.id}
    person, namesake = make_user("Lò Thị Thử", **home), make_user("LÒ THỊ THỬ", **home)
    elsewhere = make_user("Lò Thị Thử", home_commune_id=villages.place(name="Khe Xa").parent_id)
    helper = make_official(may.INTAKE, agency=make_agency(place_id=village.parent_id))
    desk, url = login_as(helper), f"/can-bo/ghi-giup-khao-sat/{survey.code}"
    helped = {**make.fields(survey, "1"), "ho_ten": "lò thị  thử", "nam_sinh": "1950"}

    assert login_as(person).post(address(survey), data=make.fields(survey, "0")).status_code == 303
    refused = desk.post(url, data=helped)
    assert refused.status_code == 422
    assert "Nếu là cùng một người, đừng ghi nữa" in citizen.words(refused)
    assert 'id="nguoi_khac"' in refused.text
    assert len(in_box()) == 1
    for _time in range(2):
        assert desk.post(url, data={**helped, "nguoi_khac": "1"}).status_code == 303
    assert len(in_box()) == 2

    sent = make.fields(survey, "0")
    by_queue = login_as(namesake).post(
        address(survey), data=sent, headers={"Accept": "application/json"}
    )
    assert (by_queue.status_code, by_queue.json["fields"]) == (422, [["nguoi_khac", "1"]])
    assert len(in_box()) == 2
    again = {**sent, "nguoi_khac": "1"}
    assert login_as(namesake).post(address(survey), data=again).status_code == 303
    assert login_as(elsewhere).post(address(survey), data=sent).status_code == 303
    repeated = login_as(person).post(address(survey), data=sent)
    assert repeated.status_code == 303  # who has answered is told so, not asked about namesakes
    assert len(in_box()) == 4


def test_a_name_whose_commune_is_not_known_is_asked_about_anywhere(login_as, survey):
    village = villages.place()
    helper = make_official(may.INTAKE, agency=make_agency(place_id=village.parent_id))
    helped = {**make.fields(survey, "1"), "ho_ten": "Lò Thị Thử", "nam_sinh": "1950"}
    desk = login_as(helper)
    assert desk.post(f"/can-bo/ghi-giup-khao-sat/{survey.code}", data=helped).status_code == 303
    homeless = login_as(make_user("Lò Thị Thử"))
    assert homeless.post(address(survey), data=make.fields(survey, "0")).status_code == 422


def test_names_noted_of_a_survey_go_with_the_account_and_with_the_count(login_as, survey, clock):
    one, two = make_user("Lò Thị Một"), make_user("Lò Thị Hai")
    for person in (one, two):
        login_as(person).post(address(survey), data=make.fields(survey, "0"))
    assert len(db.session.scalars(select(SurveyNamesake.who)).all()) == 4
    erasing.erase(one, core_clock.now())
    db.session.commit()
    assert len(db.session.scalars(select(SurveyNamesake.who)).all()) == 2
    make.over(survey, clock)
    assert db.session.scalars(select(SurveyNamesake)).all() == []
