"""Words of an answer that are said: who hears them, until when, and where not."""

from io import BytesIO

import openpyxl
import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.accounts import permissions as may
from app.core import clock as core_clock
from app.core import retention
from app.core.db import db
from app.core.errors import DomainError
from app.media.models import Attachment, Recording
from app.surveys import making, reading, speaking
from app.surveys.models import CONSULTATION, SurveyBox, SurveyPoint, SurveyQuestion
from app.surveys.named import SurveyAttachment, SurveyReply
from tests.factories import surveys as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.media import sounds
from tests.service_requests import citizen

pytestmark = pytest.mark.one_database
KEY = "a-key-of-an-answer-said"
PARTS = tuple(making.Asked("part", f"Điều {at}", words="Mỗi hộ một ngày công.") for at in (1, 2))


@pytest.fixture
def editors(app):
    return make.editors()


@pytest.fixture
def named(editors, media_folder):
    return make.opened(*editors, questions=PARTS, kind=CONSULTATION, is_named=True)


@pytest.fixture
def unnamed(editors, media_folder):
    return make.opened(*editors, questions=PARTS, kind=CONSULTATION)


def voice(pitch=220):
    return sounds.upload(sounds.recording(pitch=pitch))


def _field(name):
    return name.replace("_", "-") if name.startswith("q_") else name


def send(visitor, survey, url="", **said):
    """Send an answer; the questions' fields with _ for -."""
    fields = {_field(name): value for name, value in said.items()}
    data = citizen.MultiDict({"idempotency_key": KEY, **fields})
    return visitor.post(url or f"/khao-sat/{survey.code}", **citizen.multipart(data))


def fill_up(survey, login_as, number=5):
    """Let so many others answer, without words."""
    for at in range(number):
        key = f"{KEY}-{at}"
        answer = login_as(make_user()).post(
            f"/khao-sat/{survey.code}", data={"q-1": "0", "q-2": "0", "idempotency_key": key}
        )
        assert answer.status_code == 303, citizen.words(answer)


def of_file(survey, thing):
    return f"/khao-sat/{survey.code}/tep/{thing.code}-webm"


def counts():
    return [db.session.query(each).count() for each in (SurveyAttachment, Attachment)]


def test_a_part_is_said_and_its_office_alone_hears_it(login_as, client, editors, named, clock):
    person = make_user("Hoàng Văn Thử Tên")
    visitor, desk = login_as(person), login_as(editors[1])
    page = visitor.get(f"/khao-sat/{named.code}").text
    assert 'enctype="multipart/form-data"' in page
    assert 'name="q-1-voice"' in page
    assert 'name="q-2-voice"' in page
    sent = send(visitor, named, q_1="1", q_1_voice=voice(), q_2="0")
    assert sent.status_code == 303, citizen.words(sent)
    said = db.session.scalars(select(Recording)).one()
    assert said.staged_token is None
    assert f"{said.code}-webm" in visitor.get(f"/khao-sat/{named.code}").text
    assert visitor.get(of_file(named, said)).status_code == 200
    assert desk.get(of_file(named, said)).status_code == 404, "not before the count"
    fill_up(named, login_as)
    make.over(named, clock)
    db.session.expire_all()

    point = db.session.scalars(select(SurveyPoint)).one()
    assert (point.words, point.stance) == ("", 1)
    others = make_agency()
    elsewhere = login_as(make_official(may.PUBLISH_NEWS, may.WRITE_NEWS, agency=others))
    desk = login_as(editors[1])
    heard = {"owner": visitor, "editor": desk, "writer": login_as(editors[0])}
    assert {name: each.get(of_file(named, said)).status_code for name, each in heard.items()} == {
        "owner": 200, "editor": 200, "writer": 200,
    }  # fmt: skip
    for stranger in (elsewhere, login_as(make_user()), client):
        assert stranger.get(of_file(named, said)).status_code == 404
    points = f"/can-bo/khao-sat/{named.code}/y-kien"
    for seen in (desk.get(points), desk.get(f"{points}?xem=het")):
        assert f"{said.code}-webm" in seen.text
        assert "data-unplayed" in seen.text
    replied = desk.post(f"{points}/{point.id}", data={"cach": "explained", "loi": "Luật nói vậy."})
    assert replied.status_code == 303
    assert desk.post(f"/can-bo/khao-sat/{named.code}/cong-bo",
                     data={"ket_luan": "Giữ nguyên."}).status_code == 303  # fmt: skip
    told = client.get(f"/khao-sat/{named.code}").text
    assert "Luật nói vậy." in told
    assert said.code not in told
    assert f"{said.code}-webm" in visitor.get(f"/khao-sat/{named.code}").text, "to whose it is"


def test_in_the_workbooks_it_is_a_word_and_no_link(login_as, editors, named, clock):
    send(login_as(make_user()), named, q_1="1", q_1_w="Góp tiền", q_1_voice=voice())
    fill_up(named, login_as)
    make.over(named, clock)
    desk, at = login_as(editors[1]), f"/can-bo/khao-sat/{named.code}"
    files = desk.get(f"{at}/ket-qua.xlsx"), desk.post(f"{at}/ten.xlsx", data={"ly_do": "Mời họp"})
    for answer in files:
        book = openpyxl.load_workbook(BytesIO(answer.data))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any(each.endswith("Góp tiền (lời nói)") for each in cells)
        assert not any("/tep/" in each for each in cells)


def test_of_a_part_that_few_answered_it_is_heard_apart(login_as, editors, named, clock):
    send(login_as(make_user()), named, q_1="0", q_2="2", q_2_voice=voice())
    make.over(named, clock)
    said = db.session.scalars(select(Recording)).one()
    assert db.session.query(SurveyPoint).count() == 0
    page = f"/can-bo/khao-sat/{named.code}/y-kien?xem=het"
    assert f"{said.code}-webm" in login_as(editors[1]).get(page).text


def test_without_names_none_is_offered_and_one_that_is_sent_is_refused(login_as, unnamed):
    visitor = login_as(make_user())
    page = visitor.get(f"/khao-sat/{unnamed.code}")
    assert "data-voice" not in page.text
    assert "nghe giọng là biết" in citizen.words(page)
    refused = send(visitor, unnamed, q_1="1", q_1_w="Góp tiền thay công", q_1_voice=voice())
    assert refused.status_code == 422
    assert "ở đây không ghi tên" in citizen.words(refused)
    assert "Góp tiền thay công" in refused.text
    assert db.session.query(Attachment).count() == 0
    assert db.session.query(SurveyBox).count() == 0
    assert send(visitor, unnamed, q_1="1", q_1_w="Góp tiền thay công").status_code == 303


def test_the_words_of_a_survey_with_names_are_said_too(login_as, editors, media_folder, clock):
    survey = make.opened(*editors, is_named=True)
    visitor, desk = login_as(make_user()), login_as(editors[1])
    page = visitor.get(f"/khao-sat/{survey.code}").text
    assert 'name="q-2-voice"' in page
    assert 'name="q-1-voice"' not in page
    sent = send(visitor, survey, q_1="1", q_2_voice=voice())
    assert sent.status_code == 303, citizen.words(sent)
    said = db.session.scalars(select(Recording)).one()
    assert visitor.get(of_file(survey, said)).status_code == 200
    for at in range(4):
        values = {"q-1": "1", "q-2": f"Đoạn {at}"}
        assert (
            login_as(make_user()).post(f"/khao-sat/{survey.code}", data=values).status_code == 303
        )
    make.over(survey, clock)
    desk = login_as(editors[1])
    heard = desk.get(f"/can-bo/khao-sat/{survey.code}/y-kien").text
    assert f"{said.code}-webm" in heard
    assert "Khi trả lời, hãy nêu lại" not in heard
    book = desk.post(f"/can-bo/khao-sat/{survey.code}/ten.xlsx", data={"ly_do": "Mời họp"})
    sheet = openpyxl.load_workbook(BytesIO(book.data)).active
    cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
    assert "(lời nói)" in cells
    assert "Đoạn 0" in cells


def test_a_survey_without_names_says_why_words_are_written(login_as, editors, media_folder):
    survey = make.opened(*editors)
    visitor = login_as(make_user())
    page = visitor.get(f"/khao-sat/{survey.code}")
    assert "data-voice" not in page.text
    assert "nghe giọng là biết" in citizen.words(page)
    refused = send(visitor, survey, q_1="1", q_2_voice=voice())
    assert refused.status_code == 422
    assert "ở đây không ghi tên" in citizen.words(refused)
    assert counts() == [0, 0]
    assert send(visitor, survey, q_1="1", q_2="Đoạn suối").status_code == 303


def test_a_choice_and_a_helper_take_none(login_as, editors, media_folder, named):
    survey = make.opened(*editors, is_named=True)
    refused = send(login_as(make_user()), survey, q_1="0", q_1_voice=voice())
    assert refused.status_code == 422
    counter = login_as(make_official(may.INTAKE))
    at = f"/can-bo/ghi-giup-khao-sat/{named.code}"
    assert "data-voice" not in counter.get(at).text
    helped = send(counter, named, at, q_1="0", q_1_w="Góp tiền", q_1_voice=voice(),
                  ho_ten="Bà Thử", nam_sinh="1950")  # fmt: skip
    assert (helped.status_code, "Góp tiền" in helped.text) == (422, True)
    assert counts() == [0, 0]


def test_refused_it_waits_and_goes_along_the_next_time(login_as, named):
    visitor = login_as(make_user())
    refused = send(visitor, named, q_2="1", q_1_voice=voice())
    assert refused.status_code == 422, "no stance on either"
    assert 'name="remove_voice"' in refused.text
    assert KEY in refused.text
    bad = send(visitor, named, q_1="2", q_2="1", q_2_voice=sounds.upload(b"no sound"))
    assert bad.status_code == 422
    assert 'id="q-2-voice-error"' in bad.text
    assert send(visitor, named, q_1="2", q_2="0").status_code == 303
    link = db.session.scalars(select(SurveyAttachment)).one()
    assert link.question.line == "Điều 1"


def test_removed_it_is_gone_and_the_part_wants_its_words(login_as, named):
    visitor = login_as(make_user())
    send(visitor, named, q_2="1", q_1="1", q_1_voice=voice())
    waiting = db.session.scalars(select(Recording)).one()
    again = send(visitor, named, q_1="1", q_2="0", remove_voice=waiting.code)
    assert again.status_code == 422
    assert db.session.query(Attachment).count() == 0


def test_sent_twice_the_first_counts_and_nothing_is_left(login_as, named):
    visitor = login_as(make_user())
    for _twice in range(2):
        assert send(visitor, named, q_1="1", q_1_voice=voice()).status_code == 303
    assert counts() == [1, 1]
    queued = visitor.post(
        f"/khao-sat/{named.code}", headers={"Accept": "application/json"},
        **citizen.multipart(citizen.MultiDict(
            {"q-1": "1", "q-1-voice": voice(330), "idempotency_key": KEY})),
    )  # fmt: skip
    assert queued.get_json()["code"] == named.code
    assert counts() == [1, 1]


@pytest.mark.parametrize("way", ["erasure", "time", "withdrawal"])
def test_it_goes_with_the_account_in_time_or_when_withdrawn(login_as, editors, named, clock, way):
    person = make_user()
    send(login_as(person), named, q_1="1", q_1_voice=voice())
    assert counts() == [1, 1]
    if way == "withdrawal":
        making.withdraw(named, make.actor(editors[1]), core_clock.now())
    else:
        fill_up(named, login_as)
        make.over(named, clock)
    if way == "erasure":
        erasing.erase(person, core_clock.now())
    elif way == "time":
        ids = list(db.session.scalars(select(SurveyReply.id)))
        retention.kind_named("survey-answers").end(ids, core_clock.now())
    db.session.commit()
    assert counts() == [0, 0]
    if way == "erasure":
        page = login_as(editors[1]).get(f"/can-bo/khao-sat/{named.code}/y-kien")
        assert page.status_code == 200
        assert "Bản ghi âm không còn" in citizen.words(page)


def part(position=1):
    return SurveyQuestion(id=position, position=position, kind="part", line="Điều", options=[])


@pytest.mark.parametrize(
    ("stance", "words", "code", "kept"),
    [
        ("1", "", "v", {"stance": 1, "voice": "v"}),
        ("1", "Sửa", "v", {"stance": 1, "words": "Sửa", "voice": "v"}),
        ("0", "", "v", {"stance": 0, "voice": "v"}),
        ("0", "", "", {"stance": 0}),
        ("1", "", "", None),
        ("", "", "v", None),
        ("", "Sửa", "", None),
    ],
)
def test_a_voice_stands_for_words_and_never_for_a_stance(stance, words, code, kept):
    sent = {"q-1": (stance,), "q-1-w": (words,)}
    spoken = {"q-1": code} if code else {}
    if kept is None:
        with pytest.raises(DomainError):
            reading.read([part()], sent, spoken)
    else:
        assert reading.read([part()], sent, spoken) == {"1": kept}


def test_ten_parts_at_most_are_said(login_as, editors, media_folder):
    parts = tuple(making.Asked("part", f"Điều {at}") for at in range(speaking.MOST + 1))
    survey = make.opened(*editors, questions=parts, kind=CONSULTATION, is_named=True)
    said = {f"q_{at}_voice": voice() for at in range(1, speaking.MOST + 2)}
    refused = send(login_as(make_user()), survey, q_1="0", **said)
    assert refused.status_code == 422
    assert "tối đa 10" in citizen.words(refused)
    assert counts() == [0, 0]
