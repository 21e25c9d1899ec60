"""A campaign from its target to the ranking: counted from visits, signed on the phone."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import permissions as may
from app.community.campaigns import keeping, queries
from app.community.campaigns.models import CommunityCampaign, CommunityPledge
from app.core import clock as core_clock
from app.core.db import db
from tests.factories import community as make
from tests.factories import villages
from tests.factories.accounts import give_right, make_agency, make_user
from tests.factories.places import make_commune
from tests.service_requests import citizen


@pytest.fixture
def commune(app):
    return make_commune("Xã Thi Đua Thử")


@pytest.fixture
def two(commune):
    """A village with a list of four, one with a list of ten; each has a member."""
    return [_village(commune, name, many) for name, many in (("Nhỏ", 4), ("Lớn", 10))]


def _village(commune, name, many):
    village = villages.place(commune, name)
    team = make.team(village)
    area = make.area(team)
    people = [make.person(team, area, f"Người {name} {at}") for at in range(many)]
    return village, make.member(team, area), people


def today():
    return core_clock.local(core_clock.now()).date()


def begun(commune, measure="helped", pledge="Tôi cam kết tự làm được.", percent=50, **days):
    first, last = days.get("first", today()), days.get("last", today() + timedelta(days=9))
    said = keeping.Said("Bình dân học vụ số", measure, pledge, first, last, percent)
    made = keeping.begin(commune, said, villages.actor(make_user()), core_clock.now())
    db.session.commit()
    return made


def standings(campaign):
    rows = queries.standings(campaign, queries.counted(campaign))
    return [(each.name, each.rank, each.counted, each.base, each.target) for each in rows]


def test_from_target_to_ranking_it_equals_what_is_counted_by_hand(login_as, commune, two, clock):
    (small, helper, few), (large, other, many) = two
    office = login_as(villages.overseer(small))
    form = {
        "ten": "Bình dân học vụ số", "do": "helped", "phan_tram": "50",
        "tu_ngay": today().isoformat(), "den_ngay": (today() + timedelta(days=9)).isoformat(),
    }  # fmt: skip
    begun_at = office.post(f"/can-bo/phong-trao/xa/{commune.code}", data=form)
    assert begun_at.status_code == 303, citizen.words(begun_at)
    campaign = db.session.scalars(select(CommunityCampaign)).one()
    now = core_clock.now()
    make.visit(helper, few[0], "helped", at=now - timedelta(days=2))  # before it began
    clock.shift(timedelta(days=1))
    now = core_clock.now()
    for each in few[:3]:
        make.visit(helper, each, "helped", at=now)
    make.visit(helper, few[0], "helped", at=now)  # twice at one door counts once
    make.visit(helper, few[3], "away", at=now)
    for each in many[:5]:
        make.visit(other, each, "helped", at=now + timedelta(days=1), received=now)
    db.session.commit()
    # by hand: 3 of 4 are 75 of a hundred, target 2; 5 of 10 are 50, target 5
    assert standings(campaign) == [(small.title, 1, 3, 4, 2), (large.title, 2, 5, 10, 5)]
    days = queries.counted(campaign)
    assert days[small.id] == {today(): 3}
    assert days[large.id] == {today() + timedelta(days=1): 5}
    office = login_as(villages.overseer(small))
    page = citizen.words(office.get(f"/can-bo/phong-trao/{campaign.code}"))
    assert f"{small.title} đã đếm 3 trên 4, chỉ tiêu 2 75" in page
    assert f"{large.title} đã đếm 5 trên 10, chỉ tiêu 5 50" in page
    assert "Theo ngày: các thôn, bản Đã đếm 8 trên chỉ tiêu 7." in page
    one = office.get(f"/can-bo/phong-trao/{campaign.code}?thon={small.code}")
    assert '<svg class="chart"' in one.text
    assert f"Theo ngày: {small.title} Đã đếm 3 trên chỉ tiêu 2." in citizen.words(one)
    sheet = citizen.words(office.get(f"/can-bo/phong-trao/{campaign.code}/giay-khen"))
    assert sheet.count("Biểu dương") == 2


def test_what_is_entered_by_hand_is_marked_and_ranks_nobody(login_as, commune, two):
    (small, _helper, _few), (large, other, many) = two
    campaign = begun(commune)
    make.visit(other, many[0], "helped")
    office = login_as(villages.overseer(small))
    page = f"/can-bo/phong-trao/{campaign.code}"
    sent = {"thon": small.code, "so": "40", "ngay": today().isoformat(), "nguon": "Sổ của thôn"}
    assert office.post(f"{page}/so-lieu", data=sent).status_code == 303
    assert [each[:3] for each in standings(campaign)] == [(large.title, 1, 1), (small.title, 2, 0)]
    assert "Nhập tay" in citizen.words(office.get(page))
    outside = {**sent, "ngay": (today() - timedelta(days=1)).isoformat()}
    refused = office.post(f"{page}/so-lieu", data=outside)
    assert (refused.status_code, "nằm ngoài" in refused.text) == (422, True)
    assert "Sổ của thôn" in refused.text


def test_a_target_that_is_typed_is_marked_and_holds_what_can_be(login_as, commune, two):
    (small, _helper, _few), _large = two
    campaign, bare = begun(commune), villages.place(commune, "Chưa Có Tổ")
    office = login_as(villages.overseer(small))
    page = f"/can-bo/phong-trao/{campaign.code}"
    sent = {"thon": bare.code, "so_nguoi": "1.200", "chi_tieu": "600"}
    assert office.post(f"{page}/chi-tieu", data=sent).status_code == 303
    assert "(gõ vào)" in office.get(page).text
    for wrong in ({"chi_tieu": "1300"}, {"chi_tieu": "0"}, {"thon": "x"}, {"so_nguoi": "nhiều"}):
        assert office.post(f"{page}/chi-tieu", data={**sent, **wrong}).status_code == 422


def test_a_pledge_is_signed_once_by_whoever_lives_there(login_as, commune, two):
    (small, _helper, _few), _large = two
    campaign = begun(commune, "pledged")
    user = make_user(home_village=small)
    page, visitor = f"/phong-trao/{campaign.code}", login_as(user)
    assert "Tôi cam kết tự làm được." in visitor.get(page).text
    assert campaign.title in visitor.get("/phong-trao").text
    for _again in range(2):
        assert visitor.post(page).status_code == 303
    assert "Bạn đã ký" in citizen.words(visitor.get(page))
    assert standings(campaign)[0] == (small.title, 1, 1, 4, 2)
    stranger = login_as(make_user())
    assert stranger.post(page).status_code == 422
    assert campaign.title not in stranger.get("/phong-trao").text


def test_members_see_the_ranking_and_others_do_not(login_as, commune, two):
    (_small, helper, _few), _large = two
    campaign = begun(commune)
    page = f"/phong-trao/{campaign.code}"
    assert "Xếp hạng" in login_as(helper.user).get(page).text
    assert "Xếp hạng" not in login_as(make_user()).get(page).text


def test_who_oversees_two_communes_sees_what_runs_in_both_or_in_one(login_as, commune, two):
    other = make_commune("Xã Kia Thử")
    official = villages.overseer(two[0][0])
    office = make_agency("UBND Xã Kia Thử", "committee", place_id=other.id)
    give_right(official, may.OVERSEE_VILLAGES, office)
    begun(commune)
    visitor = login_as(official)
    assert "Xã Thi Đua Thử" in visitor.get("/can-bo/phong-trao").text.split("<main")[1]
    assert "Bình dân học vụ số" in visitor.get("/can-bo/phong-trao").text
    page = visitor.get(f"/can-bo/phong-trao?xa={other.code}").text
    assert "Bình dân học vụ số" not in page and "Chưa có phong trào" in page


def test_a_pledge_goes_along_in_the_export_and_stays_counted_when_erased(commune, two):
    from app.core.events import person_erased, person_exported

    (small, _helper, _few), _large = two
    campaign, user = begun(commune, "pledged"), make_user(home_village=small)
    keeping.sign(campaign, user, small, today())
    told = dict(found for _receiver, found in person_exported.send(user) if found)
    assert told["pledges"][0]["body"] == campaign.pledge
    person_erased.send(user, now=core_clock.now())
    db.session.expire_all()
    assert db.session.scalars(select(CommunityPledge)).one().user_id is None
    assert standings(campaign)[0][2] == 1


def test_days_the_wrong_way_round_and_what_is_over_are_said(login_as, commune, two, clock):
    (small, _helper, _few), _large = two
    office = login_as(villages.overseer(small))
    form = {
        "ten": "Thử", "do": "helped", "phan_tram": "50", "tu_ngay": "2026-12-02",
        "den_ngay": "2026-12-01",
    }  # fmt: skip
    at = f"/can-bo/phong-trao/xa/{commune.code}"
    for wrong in ({}, {"den_ngay": "2028-01-01"}, {"do": "x"}, {"phan_tram": "150"}, {"ten": ""},
                  {"do": "pledged", "den_ngay": "2026-12-09"}):  # fmt: skip
        assert office.post(at, data={**form, **wrong}).status_code == 422
    campaign, user = begun(commune), make_user(home_village=small)
    clock.shift(timedelta(days=30))
    late = login_as(user).post(f"/phong-trao/{campaign.code}")
    assert late.status_code == 422
    office = login_as(villages.overseer(small))
    assert office.post(f"/can-bo/phong-trao/{campaign.code}/huy").status_code == 303
    assert office.get(f"/can-bo/phong-trao/{campaign.code}").status_code == 404
