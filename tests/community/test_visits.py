"""Visits at the door: written once, merged without loss, looked at where somebody has left."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import func, select

from app.community.models import CommunityPerson, CommunityVisit
from app.community.people.queries import PART
from app.core import clock as core_clock
from app.core.db import db
from tests.factories import community as make
from tests.factories import villages

KEY = "0123456789abcdef-{}"


@pytest.fixture
def team(app):
    return make.team()


@pytest.fixture
def area(team):
    return make.area(team, "Ngõ 12")


def said(key=1, **more):
    return {"idempotency_key": KEY.format(key), "so": "1", "viec": "helped", **more}


def visits():
    db.session.expire_all()
    return db.session.scalars(select(CommunityVisit).order_by(CommunityVisit.id)).all()


def test_a_visit_is_written_down_without_scripts_and_once(login_as, team, area):
    there = make.person(team, area)
    member = login_as(make.member(team, area).user)
    here = f"/to-cong-nghe/khu/{area.code}"
    tapped = said(ho="1", so="", ky_nang=["app", "vneid"], ca_kho="1", ghi_chu="Máy cũ quá")
    for _again in range(2):
        assert member.post(here, data=tapped).status_code == 303
    (made,) = visits()
    assert made.words == "Máy cũ quá"
    assert "Máy".encode() not in made.words_sealed
    assert sorted(each.skill.code for each in made.skills) == ["app", "vneid"]
    db.session.expire_all()
    assert there.state == "helped"
    assert "Máy cũ quá" in member.get(f"/to-cong-nghe/nguoi/{there.code}").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"viec": ""}, "Chọn kết quả lần đến."),
        ({"so": "9"}, "Danh sách không có ai mang số này."),
        ({"so": "x"}, "Danh sách không có ai mang số này."),
        ({"viec": "away", "ky_nang": "app"}, "Đã hướng dẫn thì chọn"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(login_as, team, area, wrong, sentence):
    make.person(team, area)
    member = login_as(make.member(team, area).user)
    answer = member.post(
        f"/to-cong-nghe/khu/{area.code}", data=said(ghi_chu="Hẹn tối", **{**said(), **wrong})
    )
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert "Hẹn tối" in answer.text
    assert visits() == []


def test_what_was_ticked_as_taught_stays_ticked_where_the_visit_is_refused(login_as, team, area):
    make.person(team, area)
    member = login_as(make.member(team, area).user)
    wrong = said(viec="away", ky_nang=["app", "vneid"])
    page = member.post(f"/to-cong-nghe/khu/{area.code}", data=wrong).text
    assert page.count('name="ky_nang"') > 2
    assert [each for each in ("app", "vneid", "wallet") if f'value="{each}" checked' in page] == [
        "app", "vneid"
    ]  # fmt: skip


def test_a_phones_queue_gets_a_receipt_and_the_same_visit_is_there_once(login_as, team, area):
    make.person(team, area)
    member = login_as(make.member(team, area).user)
    here, asks = f"/to-cong-nghe/khu/{area.code}", {"Accept": "application/json"}
    for _again in range(2):
        answer = member.post(here, data=said(), headers=asks)
        assert (answer.status_code, answer.json["code"]) == (201, "Số 1: Đã giúp")
    assert len(visits()) == 1
    assert member.post(here, data=said(viec="away"), headers=asks).status_code == 409


def test_two_helpers_at_one_door_lose_nothing_and_the_later_is_told(login_as, team, area, clock):
    there = make.person(team, area)
    page_made = core_clock.now().isoformat()
    one, two = (login_as(make.member(team, area).user) for _each in range(2))
    here, asks = f"/to-cong-nghe/khu/{area.code}", {"Accept": "application/json"}
    clock.shift(timedelta(hours=1))
    seven = core_clock.now()
    first = said(1, viec="later", observed_at=seven.isoformat(), trang_luc=page_made)
    one.post(here, data=first, headers=asks)
    clock.shift(timedelta(hours=1))
    earlier = (seven - timedelta(minutes=30)).isoformat()
    late = said(2, viec="away", observed_at=earlier, trang_luc=page_made)
    told = two.post(here, data=late, headers=asks).json["code"]
    assert "một người khác trong tổ đã đến" in told
    assert "Hẹn lại" in told
    assert [each.state for each in visits()] == ["later", "away"]
    assert [each.met for each in visits()] == [False, True]
    db.session.expire_all()
    assert (there.state, there.state_at) == ("later", seven)


def test_unsent_visits_of_whoever_left_are_kept_for_the_lead(login_as, team, area):
    there, member = make.person(team, area), make.member(team, area)
    lead, phone = login_as(make.member(team, leads=True).user), login_as(member.user)
    desk = login_as(villages.head(team.place))
    desk.post(f"/can-bo/to-cong-nghe/thanh-vien/{member.id}/bo")
    for key in range(10):
        answer = phone.post(
            f"/to-cong-nghe/khu/{area.code}", data=said(key), headers={"Accept": "application/json"}
        )
        assert answer.status_code == 201
        assert "Tổ trưởng sẽ xem lại" in answer.json["code"]
    found = visits()
    assert {each.status for each in found} == {"review"}
    db.session.expire_all()
    assert there.state == "open"
    assert "Đoàn Viên Thử" in lead.get(f"/to-cong-nghe/{team.code}").text
    lead.post(f"/to-cong-nghe/luot/{found[0].id}/nhan")
    lead.post(f"/to-cong-nghe/luot/{found[1].id}/bo")
    assert [each.status for each in visits()][:3] == ["counted", "left_out", "review"]
    db.session.expire_all()
    assert there.state == "helped"
    assert phone.post(f"/to-cong-nghe/luot/{found[2].id}/nhan").status_code == 404


def test_a_stranger_sends_nothing_and_a_visit_to_an_area_taken_away_waits(login_as, team, area):
    make.person(team, area)
    stranger = login_as(make.member(make.team(), leads=True).user)
    here = f"/to-cong-nghe/khu/{area.code}"
    assert stranger.post(here, data=said()).status_code == 404
    other = make.member(team, make.area(team, "Ngõ 3"))
    login_as(other.user).post(here, data=said())
    assert [each.status for each in visits()] == ["review"]


def test_a_phones_clock_that_cannot_be_right_is_not_believed(login_as, team, area):
    make.person(team, area)
    member, now = login_as(make.member(team, area).user), core_clock.now()
    for key, at in enumerate(("2031-01-01T00:00:00Z", "not a day", "1999-01-01T00:00:00Z")):
        here = f"/to-cong-nghe/khu/{area.code}"
        member.post(here, data=said(key, observed_at=at, trang_luc=at))
    assert {each.happened_at for each in visits()} == {now}


def test_in_whatever_order_visits_arrive_the_last_one_made_says_how_far_one_is(team, area):
    member, now = make.member(team, area), core_clock.now()
    for order in permutations(enumerate(("later", "away", "helped", "gone"))):
        there = make.person(team, area, name=f"Thử {order}")
        for hour, state in order:
            make.visit(member, there, state, at=now - timedelta(hours=9 - hour), received=now)
        counted = select(func.count()).where(CommunityVisit.person_id == there.id)
        assert (db.session.scalar(counted), there.state) == (4, "gone")


def test_a_roster_of_a_village_opens_in_parts_of_bounded_size(login_as, team, area, statements):
    from app.community.people import keeping

    first = keeping.take_positions(team.id, 250)
    now = core_clock.now()
    for place in range(first, first + 250):
        made = keeping.born(team.id, place, now)
        made.describe(place, f"Nguyễn Thị Thử {place}", 1950 + place % 50, "Cuối suối", "")
        made.area_id = area.id
    db.session.commit()
    member = login_as(make.member(team, area).user)
    db.session.commit()
    with statements() as found:
        page = member.get(f"/to-cong-nghe/khu/{area.code}")
    assert len(found) <= 12
    assert f"Thử {PART}<" in page.text
    assert f"Thử {PART + 1}<" not in page.text
    assert "Thử 201<" in member.get(f"/to-cong-nghe/khu/{area.code}/200").text
    assert db.session.scalar(select(func.count()).select_from(CommunityPerson)) == 250
