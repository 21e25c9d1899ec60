"""Identity cards at the door: read into the form, the number kept where it was agreed to alone."""

import io
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.community.models import CommunityPerson
from app.community.people import card
from app.community.people.models import CONSENT
from app.core import clock as core_clock
from app.core import ending
from app.core.audit import AuditEntry
from app.core.db import db
from tests.factories import community as make
from tests.factories import villages
from tests.media import pictures

CASES = tomllib.loads(Path(__file__).with_name("cards.toml").read_text(encoding="utf-8"))["case"]
SHOWN = "099190000001||Lò Thị Thử|05031970|Nữ|Thôn Mẫu, Xã Thử|01082024||||"
NUMBER = "099190000001"
KEY = "0123456789abcdef-{}"


@pytest.mark.parametrize("case", CASES, ids=[each["why"] for each in CASES])
def test_a_card_is_read_field_by_field(case):
    found = card.read(case["text"])
    if case.get("nothing"):
        assert found is None
        return
    wanted = case["number"], case["name"], case.get("born"), case["sex"], case["address"]
    assert found == wanted


def photo(says):
    return io.BytesIO(pictures.qr(says)), "the.jpg"


@pytest.fixture
def team(app):
    return make.team()


@pytest.fixture
def area(team):
    return make.area(team, "Ngõ 12")


@pytest.fixture
def member(login_as, team, area):
    return login_as(make.member(team, area).user)


def people():
    db.session.expire_all()
    return db.session.scalars(select(CommunityPerson).order_by(CommunityPerson.id)).all()


def written(key=1, **more):
    return {"idempotency_key": KEY.format(key), "ho_ten": "Lò Thị Thử", "nam_sinh": "1970", **more}


def test_without_scripts_a_photo_fills_the_form_in_and_nothing_is_kept(member, area):
    here = f"/to-cong-nghe/khu/{area.code}/nguoi-moi/the"
    page = member.post(here, data={"anh": photo(SHOWN)})
    assert page.status_code == 200
    for value in ('value="Lò Thị Thử"', 'value="1970"', 'value="Thôn Mẫu, Xã Thử"'):
        assert value in page.text
    assert '<option value="f" selected>' in page.text
    assert NUMBER not in page.text
    assert people() == []


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ("PA25VY0012345", "Chưa đọc được thẻ nào."),
        (f"GD4999900000001|{'Nguyễn Thử'.encode().hex()}|1990|1|-|9|-|-|-|4|-|-|x|$",
         "Đây là thẻ bảo hiểm y tế."),
    ],
)  # fmt: skip
def test_what_is_no_card_is_said(member, area, says, sentence):
    here = f"/to-cong-nghe/khu/{area.code}/nguoi-moi/the"
    page = member.post(here, data={"anh": photo(says)})
    assert (page.status_code, sentence in page.text) == (422, True)
    assert says not in page.text
    assert member.post(here, data={"anh": (io.BytesIO(b"x"), "x.jpg")}).status_code == 422
    assert member.post(here).status_code == 422


def test_a_card_corrects_who_is_on_the_list_and_leaves_what_it_does_not_say(member, team, area):
    there = make.person(team, area, name="Lo Thi Thu", born=None, address="Cuối suối")
    says = "099190000001||Lò Thị Thử|05031970|Nữ||01082024||||"
    page = member.post(f"/to-cong-nghe/nguoi/{there.code}/the", data={"anh": photo(says)}).text
    assert 'value="Lò Thị Thử"' in page
    assert 'value="Cuối suối"' in page
    assert NUMBER not in page
    assert people()[0].opened().name == "Lo Thi Thu"


def test_the_number_is_kept_sealed_and_only_where_it_was_agreed_to(member, area, login_as, team):
    here = f"/to-cong-nghe/khu/{area.code}/nguoi-moi"
    refused = member.post(here, data=written(so_can_cuoc=NUMBER))
    assert refused.status_code == 422
    assert "Hỏi người này có cho giữ số không" in refused.text
    assert people() == []
    bad = member.post(here, data=written(so_can_cuoc="12345", dong_y_so="1"))
    assert "Số căn cước có 12 chữ số." in bad.text
    agreed = written(so_can_cuoc="099 190 000 001", dong_y_so="1", gioi="f")
    for _again in range(2):
        assert member.post(here, data=agreed).status_code == 303
    (made,) = people()
    assert (made.card, made.sex, made.card_consent) == (NUMBER, "f", CONSENT)
    assert NUMBER.encode() not in made.card_sealed
    code, version = made.code, made.version
    lead, head = login_as(make.member(team, leads=True).user), login_as(villages.head(team.place))
    lists = [
        member.get(f"/to-cong-nghe/khu/{area.code}").text,
        lead.get(f"/to-cong-nghe/{team.code}/danh-sach").text,
        head.get(f"/can-bo/to-cong-nghe/{team.code}/danh-sach").text,
        member.get(f"/to-cong-nghe/nguoi/{code}").text,
    ]
    assert not [page for page in lists if NUMBER in page]
    kept = member.post(f"/to-cong-nghe/nguoi/{code}", data=written(version=version, gioi="f"))
    assert kept.status_code == 303
    assert people()[0].card == NUMBER


def with_number(team, area, name="Lò Thị Thử"):
    there = make.person(team, area, name)
    there.keep_card(NUMBER, core_clock.now())
    db.session.commit()
    return there.code


def test_whoever_opens_the_number_says_what_for_and_it_is_written_down(member, team, area):
    code = with_number(team, area)
    here = f"/to-cong-nghe/nguoi/{code}/so-can-cuoc"
    assert member.post(here, data={"ly_do": "why not"}).status_code == 422
    page = member.post(here, data={"ly_do": "visit"})
    assert NUMBER in page.text
    assert "no-store" in page.headers["Cache-Control"]
    looks = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "community.card")).all()
    assert [each.after["reason"] for each in looks] == ["visit"]


def test_the_number_goes_when_the_person_says_so_and_with_the_row(member, login_as, team, area):
    code = with_number(team, area)
    assert member.post(f"/to-cong-nghe/nguoi/{code}/so-can-cuoc/bo").status_code == 303
    assert people()[0].card == ""
    other = with_number(team, area, "Bàn Văn Mẫu")
    login_as(make.member(team, leads=True).user).post(f"/to-cong-nghe/nguoi/{other}/bo")
    gone = people()[1]
    assert (gone.card_sealed, gone.sex_sealed, gone.card_at) == (None, None, None)


def test_after_half_a_year_the_number_goes_by_itself(team, area, clock):
    ending.carry_out(core_clock.now())
    with_number(team, area)
    clock.shift(timedelta(days=170))
    assert ending.carry_out(core_clock.now())["community-cards"] == 0
    clock.shift(timedelta(days=11))
    assert ending.carry_out(core_clock.now())["community-cards"] == 1
    (there,) = people()
    assert (there.card_sealed, there.opened().name) == (None, "Lò Thị Thử")


def test_a_phone_sends_a_new_person_twice_and_they_are_there_once(member, area):
    here, asks = f"/to-cong-nghe/khu/{area.code}/nguoi-moi", {"Accept": "application/json"}
    for _again in range(2):
        answer = member.post(here, data=written(), headers=asks)
        assert (answer.status_code, answer.json["code"]) == (201, "Số 1 đã có trong danh sách.")
    assert len(people()) == 1
