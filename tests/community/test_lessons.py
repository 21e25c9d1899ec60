"""Lesson cards: anybody reads them, the operator keeps their own; what is done alone counts."""

import re
from html import unescape

import pytest
from sqlalchemy import select

from app.community.lessons import queries
from app.community.lessons.models import MAX_LINE, MOST_STEPS, PICTURES, CommunityLesson
from app.community.models import CommunityVisit
from app.community.visits import skills
from app.community.visits.models import TAPS
from app.core.assets import SOURCES
from app.core.db import db
from app.directory.classes.models import GuideClass
from tests.factories import community as make
from tests.factories.accounts import make_official, make_user

KEY = "0123456789abcdef-{}"
FIVE = [f"app-{number}" for number in range(1, TAPS + 1)]
OWN = {
    "hinh": "paying",
    "buoc": "Mở máy\n\n Xem kỹ ",
    "tu_lam": "1\n2\n3\n4\n5",
    "thu_o": "/tin-tuc",
}


@pytest.fixture
def team(app):
    return make.team()


@pytest.fixture
def administrator(login_as, app):
    return login_as(make_official("administer"))


def visits():
    db.session.expire_all()
    rows = db.session.scalars(select(CommunityVisit).order_by(CommunityVisit.id)).all()
    return [{each.skill.code: each.alone for each in row.skills} for row in rows]


def test_every_skill_that_a_team_begins_with_has_a_card_of_one_screen(team):
    cards = queries.cards()
    assert [each.code for each in cards] == [each.code for each in skills.taught()]
    for each in cards:
        assert 1 <= len(each.steps) <= MOST_STEPS
        assert len(each.taps) == TAPS
        assert max(map(len, [*each.steps, *each.taps])) <= MAX_LINE
        assert each.picture in PICTURES
        picture = (SOURCES / "icons" / f"lesson-{each.picture}.svg").read_bytes()
        assert len(picture) < 3_500


def test_anybody_reads_a_card_and_what_it_leads_to_is_there(client, team):
    listed = client.get("/bai-hoc").text
    for each in queries.cards():
        assert f'href="/bai-hoc/{each.code}"' in listed
        page = client.get(f"/bai-hoc/{each.code}")
        assert page.headers["X-Keep"] == "1"
        for words in (*each.steps, *each.taps, "chưa cơ quan nào kiểm tra"):
            assert words in page.text
        assert ("Thử ngay" in page.text) is bool(each.path)
        if each.path:
            assert client.get(each.path).status_code == 200
    assert client.get("/bai-hoc/khong-co").status_code == 404


def test_the_operator_keeps_their_own_card(administrator, client, team):
    here = "/can-bo/quan-tri/ky-nang/wallet/bai-hoc"
    begun = administrator.get(here).text
    assert queries.card("wallet").steps[0] in begun
    assert administrator.post(here, data=OWN).status_code == 303
    found = queries.card("wallet")
    assert (found.steps, found.path, found.version) == (["Mở máy", "Xem kỹ"], "/tin-tuc", 1)
    assert "Đã xem lại ngày" in client.get("/bai-hoc/wallet").text
    stale = administrator.post(here, data={**OWN, "version": "0"})
    assert stale.status_code == 409
    again = administrator.post(here, data={**OWN, "version": "1", "thu_o": ""})
    assert (again.status_code, queries.card("wallet").path) == (303, "")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"buoc": "\n".join("123456")}, "Ghi tối đa 5 dòng"),
        ({"buoc": ""}, "Ghi tối đa 5 dòng"),
        ({"tu_lam": "1\n2\n3\n4"}, "Ghi đúng 5 dòng."),
        ({"thu_o": "https://example.org/"}, "Ghi một địa chỉ của trang này"),
        ({"thu_o": "//example.org"}, "Ghi một địa chỉ của trang này"),
        ({"hinh": "../x"}, "Chọn một hình trong danh sách."),
    ],
)
def test_what_is_no_card_is_given_back(administrator, team, wrong, sentence):
    page = administrator.post("/can-bo/quan-tri/ky-nang/vneid/bai-hoc", data={**OWN, **wrong})
    assert (page.status_code, sentence in page.text) == (422, True)
    assert db.session.scalars(select(CommunityLesson)).all() == []


def test_a_skill_taken_from_the_door_takes_its_card_along(administrator, client, team):
    administrator.post(f"/can-bo/quan-tri/ky-nang/{skills.every()[0].id}", data={"bat": "0"})
    assert client.get("/bai-hoc/app").status_code == 404
    assert "/bai-hoc/app" not in client.get("/bai-hoc").text


def test_five_taps_say_that_the_person_does_it_alone(login_as, team):
    area = make.area(team)
    there = make.person(team, area)
    member = login_as(make.member(team, area).user)
    here = f"/to-cong-nghe/khu/{area.code}"
    assert member.get(here).text.count('name="tu_lam"') == TAPS * len(skills.taught())
    tapped = [*FIVE, *FIVE, "vneid-2", "nobody-1"]
    for key, more in enumerate(({"ky_nang": "wallet", "tu_lam": tapped}, {"ky_nang": "app"})):
        said = {"idempotency_key": KEY.format(key), "so": "1", "viec": "helped", **more}
        assert member.post(here, data=said).status_code == 303
    assert visits() == [{"app": TAPS, "vneid": 1, "wallet": 0}, {"app": 0}]
    shown = re.sub(r"\s+", " ", member.get(f"/to-cong-nghe/nguoi/{there.code}").text)
    assert "Cài ứng dụng (tự làm được)" in shown
    assert "VNeID mức 2 (1/5)" in shown


def test_what_was_tapped_stays_where_the_visit_is_refused(login_as, team):
    area = make.area(team)
    make.person(team, area)
    member = login_as(make.member(team, area).user)
    said = {"idempotency_key": KEY.format(1), "so": "1", "viec": "away", "tu_lam": ["app-1"]}
    page = member.post(f"/to-cong-nghe/khu/{area.code}", data=said)
    assert page.status_code == 422
    assert re.search(r'value="app-1"\s+checked', page.text) or 'value="app-1" checked' in page.text
    assert visits() == []


def test_a_class_goes_through_a_card_and_its_teacher_sees_who_is_done_and_nothing_else(
    client, login_as, team
):
    teacher = login_as(make_user())
    assert client.get("/bai-hoc/app/lop").status_code == 303  # to sign in
    assert "/bai-hoc/app/lop" in client.get("/bai-hoc/app").text
    said = {"lop": "Lớp 5A", "ten": "Cô Mẫu"}
    assert teacher.post("/bai-hoc/app/lop", data={**said, "lop": ""}).status_code == 422
    assert teacher.post("/bai-hoc/app/lop", data=said).status_code == 303
    found = db.session.scalars(select(GuideClass)).one()
    card = queries.card("app")
    page = client.get(f"/lop/{found.code}").text
    assert card.name in page and card.steps[0] not in page
    form = {"ten": "Bé Tú", "dong_y": "1", "idempotency_key": KEY.format(0)}
    assert client.post(f"/lop/{found.code}", data=form).status_code == 303
    page = client.get(f"/lop/{found.code}").text
    assert all(unescape(each) in unescape(page) for each in [*card.steps, *card.taps])
    assert client.post(f"/lop/{found.code}/xong").status_code == 303
    sheet = teacher.get(f"/lop/{found.code}/danh-sach").text
    assert card.name in sheet and "Bé Tú" in sheet and "1/1 người đã xong" in sheet
    assert card.name in teacher.get("/lop").text and card.name in client.get("/lop").text
    assert client.post(f"/lop/{found.code}/roi").headers["Location"].endswith("/bai-hoc/app")


def test_a_list_of_a_card_that_is_taught_no_more_is_not_found(client, login_as, team):
    teacher = login_as(make_user())
    teacher.post("/bai-hoc/app/lop", data={"lop": "Lớp 5A", "ten": "Cô Mẫu"})
    found = db.session.scalars(select(GuideClass)).one()
    queries.skill_of("app").is_on = False
    db.session.commit()
    assert client.get(f"/lop/{found.code}").status_code == 404
    assert "Lớp 5A" not in teacher.get("/lop").text
