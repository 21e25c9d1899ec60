"""A team: founded, areas drawn, members invited, joined, given areas, gone; who sees what."""

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.community.models import CommunityMember, CommunityPerson, CommunityTeam
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.personal import PersonKey
from tests.factories import community as make
from tests.factories import villages
from tests.factories.accounts import make_user
from tests.factories.places import make_village

PHONE, KEY = "+84900123456", "0123456789abcdef-1"


@pytest.fixture
def village(app):
    return villages.place()


def test_a_head_founds_the_team_draws_an_area_and_names_a_member_who_joins(login_as, village):
    desk = login_as(villages.head(village))
    assert "Chưa có tổ" in desk.get("/can-bo/to-cong-nghe").text
    here = desk.post(f"/can-bo/to-cong-nghe/lap/{village.code}").headers["Location"]
    desk.post(f"{here}/khu", data={"ten": "Ngõ 12", "tu": "1", "den": "40"})
    desk.post(f"{here}/thanh-vien", data={"ho_ten": "Đoàn Viên Thử"})
    invited = db.session.scalars(select(CommunityMember)).one()
    assert invited.invitation in desk.get(here).text
    user = make_user()
    person = login_as(user)
    assert "Không có tổ nào mang mã này" in person.post("/to-cong-nghe", data={"ma": "X"}).text
    typed = invited.invitation.lower().replace("-", " ")
    answer = person.post("/to-cong-nghe", data={"ma": typed})
    assert answer.status_code == 303
    assert "Chưa được giao khu nào" in person.get(answer.headers["Location"]).text
    area = db.session.scalars(select(CommunityTeam)).one().areas[0]
    desk.post(f"/can-bo/to-cong-nghe/thanh-vien/{invited.id}", data={"khu": area.code})
    assert "Ngõ 12" in person.get(answer.headers["Location"]).text
    assert person.post("/to-cong-nghe", data={"ma": typed}).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ten": ""}, "Ghi tên khu."),
        ({"ten": "Ngõ 12"}, "Tổ đã có khu tên này."),
        ({"ten": "Ngõ 3", "tu": "9", "den": "2"}, "số hộ đầu và số hộ cuối"),
        ({"ten": "Ngõ 3", "tu": "9"}, "số hộ đầu và số hộ cuối"),
        ({"ten": "Ngõ 3", "tu": "x", "den": "2"}, "Ghi số hộ, ví dụ 12"),
    ],
)
def test_an_area_that_cannot_be_is_said_beside_its_field(login_as, village, wrong, sentence):
    team = make.team(village)
    make.area(team, "Ngõ 12")
    desk = login_as(villages.head(village))
    answer = desk.post(f"/can-bo/to-cong-nghe/{team.code}/khu", data=wrong)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_people_without_an_area_belong_to_the_one_their_number_lies_in(village):
    team = make.team(village)
    inside, outside = make.person(team, number=12), make.person(team, name="Bàn Thử", number=90)
    area = make.area(team, first=1, last=40)
    db.session.expire_all()
    assert (inside.area_id, outside.area_id) == (area.id, None)


def test_a_member_sees_their_areas_alone_and_nothing_of_another_team(login_as, village):
    team = make.team(village)
    own, other = make.area(team, "Ngõ 1"), make.area(team, "Ngõ 2")
    make.person(team, own, "Người Gần")
    far = make.person(team, other, "Người Xa")
    member = login_as(make.member(team, own).user)
    assert "Người Gần" in member.get(f"/to-cong-nghe/khu/{own.code}").text
    assert member.get(f"/to-cong-nghe/khu/{other.code}").status_code == 404
    assert member.get(f"/to-cong-nghe/nguoi/{far.code}").status_code == 404
    assert member.get(f"/to-cong-nghe/{team.code}/danh-sach").status_code == 403
    lead = login_as(make.member(team, leads=True).user)
    assert "Người Xa" in lead.get(f"/to-cong-nghe/khu/{other.code}").text
    assert "Người Xa" in lead.get(f"/to-cong-nghe/{team.code}/danh-sach?q=nguoi xa").text
    following = make.team(make_village(village.parent, "Khe Sau"))
    stranger = login_as(make.member(following, leads=True).user)
    assert stranger.get(f"/to-cong-nghe/khu/{own.code}").status_code == 404
    assert stranger.get(f"/to-cong-nghe/nguoi/{far.code}").status_code == 404


def test_the_commune_sees_sums_and_no_list_and_the_next_head_nothing(login_as, village):
    team = make.team(village)
    make.person(team, make.area(team), "Người Gần")
    office = login_as(villages.overseer(village))
    page = office.get(f"/can-bo/to-cong-nghe/{team.code}").text
    assert "1 người" in page
    assert "Người Gần" not in page
    assert office.get(f"/can-bo/to-cong-nghe/{team.code}/danh-sach").status_code == 404
    following = make_village(village.parent, "Khe Sau")
    villages.make_agency("Thôn Khe Sau", "village", place_id=following.id)
    next_head = login_as(villages.head(following))
    assert next_head.get(f"/can-bo/to-cong-nghe/{team.code}").status_code == 404
    assert "Người Gần" in (
        login_as(villages.head(village)).get(f"/can-bo/to-cong-nghe/{team.code}/danh-sach").text
    )


def test_numbers_are_hidden_until_they_are_opened_and_that_is_written_down(login_as, village):
    team = make.team(village)
    area = make.area(team)
    make.person(team, area, phone=PHONE)
    member = login_as(make.member(team, area).user)
    here = f"/to-cong-nghe/khu/{area.code}"
    assert "0900 123 456" not in member.get(here).text
    assert member.post(f"{here}/so-dien-thoai", data={"ly_do": ""}).status_code == 422
    member.post(f"{here}/so-dien-thoai", data={"ly_do": "visit"})
    assert "0900 123 456" in member.get(here).text
    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.verb == "community.phones")
    ).one()
    assert entry.after == {"reason": "visit"}


def test_whoever_leaves_or_is_let_go_sees_nothing_any_more(login_as, village):
    team = make.team(village)
    area = make.area(team)
    leaves, goes = make.member(team, area), make.member(team, area)
    one, other = login_as(leaves.user), login_as(goes.user)
    one.post(f"/to-cong-nghe/{team.code}/roi")
    desk = login_as(villages.head(village))
    desk.post(f"/can-bo/to-cong-nghe/thanh-vien/{goes.id}/bo")
    for each in (one, other):
        assert each.get(f"/to-cong-nghe/khu/{area.code}").status_code == 404
        assert each.get(f"/to-cong-nghe/{team.code}").status_code == 404


def test_a_change_keeps_a_number_that_was_not_shown_and_a_stale_one_is_told(login_as, village):
    team = make.team(village)
    area = make.area(team)
    there = make.person(team, area, phone=PHONE)
    member = login_as(make.member(team, area).user)
    here = f"/to-cong-nghe/nguoi/{there.code}"
    said = {"ho_ten": "Lò Thị Mới", "nam_sinh": "1971", "version": "1"}
    assert member.post(here, data=said).status_code == 303
    db.session.expire_all()
    assert there.opened()[:2] == ("Lò Thị Mới", 1971)
    assert (there.opened().phone, there.area_id) == (PHONE, area.id)
    assert member.post(here, data={**said, "ho_ten": "Khác"}).status_code == 409


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ho_ten": ""}, "Ghi họ tên."),
        ({"nam_sinh": "1850"}, "thì người này đã"),
        ({"nam_sinh": "2090"}, "chưa tới"),
        ({"nam_sinh": "2020"}, "từ đủ 14 tuổi"),
        ({"nam_sinh": "58"}, "Ghi năm sinh, ví dụ 1958."),
        ({"dien_thoai": "12"}, "“12” không phải số di động"),
        ({"ho_ten": "lo thi thu", "nam_sinh": "1970"}, "Người này đã có trong danh sách, số 1."),
    ],
)
def test_what_cannot_be_of_a_person_is_said_beside_its_field(login_as, village, wrong, sentence):
    team = make.team(village)
    area = make.area(team)
    make.person(team, area)
    member = login_as(make.member(team, area).user)
    said = {"idempotency_key": KEY, "ho_ten": "Bàn Thử", "nam_sinh": "1958", **wrong}
    answer = member.post(f"/to-cong-nghe/khu/{area.code}/nguoi-moi", data=said)
    assert (answer.status_code, sentence in answer.text) == (422, True)


def test_taken_off_the_list_nothing_tells_who_it_was_and_the_place_is_not_given_again(
    login_as, village
):
    team = make.team(village)
    area = make.area(team)
    there = make.person(team, area, phone=PHONE)
    key, number = there.person_key_id, there.id
    lead = login_as(make.member(team, leads=True).user)
    assert lead.post(f"/to-cong-nghe/nguoi/{there.code}/bo").status_code == 303
    gone = db.session.get(CommunityPerson, number)
    assert (gone.opened(), gone.position, gone.known_by) == (("", None, "", ""), None, None)
    assert db.session.get(PersonKey, key).wrapped is None
    assert make.person(team, area).position == 2


def test_an_erased_account_leaves_no_name_and_its_visits_stay(village):
    team = make.team(village)
    area = make.area(team)
    member = make.member(team, area)
    made = make.visit(member, make.person(team, area))
    erasing.erase(member.user, core_clock.now())
    db.session.flush()
    db.session.expire_all()
    assert (member.name, member.user_id, made.member_id) == ("", None, member.id)
