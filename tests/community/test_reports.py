"""The daily report: counted from visits, sent by the lead, summed above, difficulties answered."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.community.models import CommunityDifficulty, CommunityReport
from app.community.people.models import AWAY, HELPED, LATER
from app.community.reports import counting
from app.community.reports.counting import Sums
from app.core import clock as core_clock
from app.core.db import db
from app.notifications.models import Notification
from tests.factories import community as make
from tests.factories import villages
from tests.factories.places import make_village


@pytest.fixture
def team(app):
    return make.team()


def today():
    return core_clock.local(core_clock.now()).date()


def evening(team):
    """Three people, four visits: one helped twice with the app, one away, one hard."""
    area = make.area(team)
    one, two = make.member(team, area), make.member(team, area, name="Chi Hội Thử")
    people = [make.person(team, area, name=f"Thử {number}") for number in range(3)]
    make.visit(one, people[0], HELPED, "app", "vneid", alone={"app": 4, "vneid": 5})
    make.visit(two, people[0], HELPED, "app", alone={"app": 5})
    make.visit(one, people[1], AWAY)
    make.visit(two, people[2], LATER, is_hard=True)
    left = make.member(team, area)
    left.left_at = core_clock.now()
    make.visit(left, people[1], HELPED, "app")  # waits for the lead: it does not count
    yesterday = core_clock.now() - timedelta(days=1)
    make.visit(one, people[2], HELPED, "app", at=yesterday, received=core_clock.now())
    return area, one, two


def test_a_day_is_counted_from_visits_by_hand_and_by_the_page_alike(team):
    area, one, two = evening(team)
    whole = Sums(visits=4, people=3, helped=1, installs=1, hard=1, alone=1)
    assert counting.by_team([team.id], today()) == {team.id: whole}
    assert counting.by_area(team.id, today()) == {area.id: whole}
    assert counting.by_member(team.id, today()) == {
        one.id: Sums(2, 2, 1, 1, 0, 1), two.id: Sums(2, 2, 1, 1, 1, 1),
    }  # fmt: skip
    assert counting.by_team([team.id], today() - timedelta(days=2)) == {}


def test_the_lead_sends_it_with_a_line_and_again_when_more_came_in(login_as, team):
    area, one, _two = evening(team)
    lead = login_as(make.member(team, leads=True).user)
    here = f"/to-cong-nghe/{team.code}/bao-cao"
    assert "Chi Hội Thử" in lead.get(here).text
    lead.post(here, data={"loi": "Mưa to", "kho_khan": "Không có sóng ở cuối suối"})
    make.visit(one, make.person(team, area, name="Thử Thêm"), HELPED)
    lead.post(here, data={"loi": "Đến thêm một nhà"})
    sent = db.session.scalars(select(CommunityReport)).one()
    assert (sent.line, sent.sums["visits"], sent.sums["helped"]) == ("Đến thêm một nhà", 5, 2)
    member = login_as(one.user)
    assert member.get(here).status_code == 403


def test_the_commune_sees_the_sum_who_has_not_sent_and_answers(login_as, team):
    evening(team)
    following = make.team(make_village(team.place.parent, "Khe Sau"))
    area = make.area(following)
    make.visit(make.member(following, area), make.person(following, area), HELPED, "app")
    lead = make.member(team, leads=True)
    report = f"/to-cong-nghe/{team.code}/bao-cao"
    login_as(lead.user).post(report, data={"kho_khan": "Không có sóng"})
    office = login_as(villages.overseer(team.place))
    here = f"/can-bo/to-cong-nghe/bao-cao/{team.place.parent.code}"
    page = office.get(here).text
    told = page.replace("\n", "").partition('<th scope="row">Tất cả các tổ</th>')[2]
    assert told.startswith(
        '<td class="n" data-label="Lượt">5</td><td class="n" data-label="Giúp">2</td>'
    )
    assert page.count("Chưa gửi báo cáo") == 1
    asked = db.session.scalars(select(CommunityDifficulty)).one()
    answer = f"/can-bo/to-cong-nghe/kho-khan/{asked.id}"
    empty = office.post(answer, data={"tra_loi": ""})
    assert (empty.status_code, "Ghi câu trả lời." in empty.text) == (422, True)
    office.post(answer, data={"tra_loi": "Đã báo nhà mạng"})
    assert office.post(answer, data={"tra_loi": "Lần nữa"}).status_code == 409
    assert "Đã báo nhà mạng" in login_as(lead.user).get(report).text
    told = db.session.scalars(select(Notification.kind).where(Notification.user_id == lead.user_id))
    assert list(told) == ["community-answered"]
    assert login_as(villages.head(team.place)).get(here).status_code == 404
