"""Alerts: who is told, who sees what where, the thread, the end."""

import io
import re
from datetime import timedelta

import pytest

from app.accounts import permissions as may
from app.core import clock as now_clock
from app.core.errors import DomainError, InvalidTransition
from app.news.models import Alert
from app.news.models.alert import ADVICE, DANGER, EMERGENCY, WARNING
from app.notifications.broadcast_models import Broadcast
from app.notifications.models import Notification
from tests.factories import news
from tests.factories.accounts import make_agency, make_official, make_user, viewer_of
from tests.factories.notifications import browser, subscription
from tests.factories.places import enclose, make_commune, make_former, make_province, make_village
from tests.media.pictures import jpeg


@pytest.fixture
def communes(app):
    return [make_commune(name) for name in ("Ven Sông", "Vùng Cao", "Thị Trấn")]


@pytest.fixture
def agency(app):
    return make_agency("Ban Chỉ huy Thử")


@pytest.fixture
def officer(agency):
    return make_official(may.ALERT, agency=agency, name="Trực Ban Thử")


def sent(form_of_places, **changes):
    now = now_clock.local(now_clock.now())
    values = {
        "idempotency_key": "khoa-de-thu-mot-lan-gui",
        "kind": "flood",
        "level": "3",
        "headline": "Lũ trên sông Thử",
        "instruction": "Lên chỗ cao.",
        "starts_at": now.strftime("%Y-%m-%dT%H:%M"),
        "ends_at": (now + timedelta(hours=12)).strftime("%Y-%m-%dT%H:%M"),
        "place": [place.code for place in form_of_places],
    }
    return {**values, **changes}


def banner_on(page):
    return bool(re.search(r'<a class="banner \w+" href="/canh-bao/', page))


def test_an_officer_alone_sends_one_from_a_prepared_one(login_as, officer, communes, outbox):
    template = next(each for each in news.templates() if each.code == "lu-quet")
    citizen = make_user(home_commune_id=communes[0].id)
    page = login_as(officer)
    form = page.get(f"/can-bo/canh-bao/moi?mau={template.code}").text
    assert "Nguy cơ lũ quét" in form
    check = page.post("/can-bo/canh-bao/moi", data=sent(communes[:1])).text
    assert "1 " in check.split("banner")[1]
    assert Alert.query.count() == 0
    page.post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1"))
    outbox.drain()
    assert Notification.query.filter_by(user_id=citizen.id).one().kind == "alert"


def test_before_sending_it_says_how_many_and_after_how_many_were(
    login_as, officer, communes, outbox
):
    for place in (communes[0], communes[0], communes[1]):
        user = make_user(home_commune_id=place.id)
        subscription(viewer_of(user), browser(f"phone-{user.id}"))
    page = login_as(officer)
    check = page.post("/can-bo/canh-bao/moi", data=sent(communes[:1])).text
    assert "<b>2 " in check
    answer = page.post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1"))
    broadcast = Broadcast.query.one()
    assert broadcast.people == 2
    outbox.drain(failing=True)
    assert broadcast.reached == 2
    assert broadcast.queued == 2
    assert "0 / 2" in page.get(answer.location).text


def test_sent_twice_it_is_one_alert(login_as, officer, communes):
    page, form = login_as(officer), sent(communes, gui="1")
    first, second = (page.post("/can-bo/canh-bao/moi", data=form) for _ in range(2))
    assert first.location == second.location
    assert Alert.query.count() == 1


@pytest.mark.both_databases
def test_a_second_officer_is_told_at_once_and_can_correct(login_as, agency, officer, communes):
    second = make_official(may.ALERT, agency=agency, name="Trực Ban Hai")
    login_as(officer).post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1"))
    made = Alert.query.one()
    assert Notification.query.filter_by(user_id=second.id).one().kind == "alert_colleague"
    form = sent(communes[1:2], headline="Lũ trên suối Thử", text="Nhầm tên sông.", version="1")
    login_as(second).post(f"/can-bo/canh-bao/{made.code}/dinh-chinh", data=form)
    assert made.headline == "Lũ trên suối Thử"
    assert [row.place.name for row in made.places] == ["Vùng Cao"]
    assert [message.verb for message in made.messages] == ["alert", "correct"]


def test_a_correction_also_tells_those_who_were_wrongly_warned(login_as, officer, communes, outbox):
    wrongly = make_user(home_commune_id=communes[0].id)
    page = login_as(officer)
    page.post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1"))
    made = Alert.query.one()
    form = sent(communes[1:2], text="Không phải xã Ven Sông.", version="1")
    page.post(f"/can-bo/canh-bao/{made.code}/dinh-chinh", data=form)
    outbox.drain()
    assert Notification.query.filter_by(user_id=wrongly.id).count() == 2


def test_it_stands_on_every_page_of_those_concerned(client, communes):
    news.alert(communes[0], level=WARNING)
    for commune, is_shown in ((communes[0], True), (communes[1], False)):
        client.set_cookie("chon", f"vi.normal.{commune.id}.")
        for url in ("/", "/tin-tuc", "/phan-anh"):
            assert banner_on(client.get(url).text) is is_shown, url


def test_only_the_front_page_says_more_than_its_headline(client, communes):
    made = news.alert(communes[0], level=WARNING)
    client.set_cookie("chon", f"vi.normal.{communes[0].id}.")
    for url, whole in (("/", True), ("/phan-anh", False)):
        banner = client.get(url).text.split('href="/canh-bao/')[1].split("</a>")[0]
        assert made.headline in banner
        assert (made.area in banner) is whole, url


def test_who_never_said_where_they_live_sees_grave_ones(client, communes):
    news.alert(communes[0], level=WARNING, headline="Nhẹ")
    news.alert(communes[1], level=DANGER, headline="Nặng")
    page = client.get("/").text
    assert "Nặng" in page
    assert "Nhẹ" not in page


def test_it_is_read_by_village_and_by_the_account_too(login_as, communes):
    village = make_village(communes[0])
    news.alert(village, level=WARNING)
    at_home = make_user(home_commune_id=communes[0].id, home_village_id=village.id)
    assert banner_on(login_as(at_home).get("/tin-tuc").text)
    neighbour = make_user(home_commune_id=communes[0].id)
    assert not banner_on(login_as(neighbour).get("/tin-tuc").text)


def test_two_alerts_for_one_commune_order_by_level(client, communes):
    news.alert(communes[0], level=EMERGENCY, headline="Sạt lở")
    news.alert(communes[0], level=ADVICE, headline="Cúp nước")
    news.alert(communes[0], level=DANGER, headline="Lũ lên")
    client.set_cookie("chon", f"vi.normal.{communes[0].id}.")
    page = client.get("/").text
    assert page.index("Sạt lở") < page.index("Lũ lên") < page.index("Cúp nước")


def test_one_whose_end_passed_disappears_by_itself(client, communes, clock):
    made = news.alert(communes[0], level=EMERGENCY)
    clock.shift(timedelta(hours=12, minutes=1))
    assert not banner_on(client.get("/").text)
    assert made.headline in client.get("/canh-bao").text.split("<details")[1]
    assert client.get(f"/canh-bao/{made.code}").status_code == 200


def test_the_all_clear_ends_it_and_tells_so(client, login_as, agency, officer, communes, outbox):
    citizen = make_user(home_commune_id=communes[0].id)
    made = news.alert(communes[0], agency=agency, level=EMERGENCY)
    login_as(officer).post(
        f"/can-bo/canh-bao/{made.code}/het-nguy-hiem", data={"text": "Nước đã rút."}
    )
    outbox.drain()
    assert not banner_on(client.get("/").text)
    assert "Nước đã rút." in client.get(f"/canh-bao/{made.code}").text
    kinds = [n.kind for n in Notification.query.filter_by(user_id=citizen.id).order_by("id")]
    assert kinds == ["alert_emergency", "alert"]


def test_an_update_joins_the_thread_and_may_raise_the_level(login_as, agency, officer, communes):
    made = news.alert(communes[0], agency=agency, level=WARNING)
    later = now_clock.local(made.ends_at + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M")
    form = {"text": "Nước vượt báo động III.", "level": "4", "ends_at": later}
    login_as(officer).post(f"/can-bo/canh-bao/{made.code}/cap-nhat", data=form)
    assert made.level == EMERGENCY
    assert [each.verb for each in made.messages] == ["alert", "update"]


@pytest.mark.parametrize(("level", "rings"), [(EMERGENCY, True), (DANGER, False), (ADVICE, False)])
@pytest.mark.own_day
def test_only_the_highest_level_pierces_quiet_hours(app, communes, clock, outbox, level, rings):
    clock.shift(timedelta(hours=15))  # 00:12 in Viet Nam
    citizen = make_user(home_commune_id=communes[0].id)
    news.alert(communes[0], level=level)
    outbox.drain()
    told = Notification.query.filter_by(user_id=citizen.id).one()
    assert (told.push_after <= now_clock.now()) is rings


def test_a_test_alert_reaches_officials_alone(client, login_as, officer, communes, outbox):
    citizen = make_user(home_commune_id=communes[0].id)
    news.alert(communes[0], level=EMERGENCY, is_test=True, headline="Diễn tập")
    outbox.drain()
    assert Notification.query.filter_by(user_id=citizen.id).count() == 0
    assert Notification.query.filter_by(user_id=officer.id).one().kind == "alert_test"
    made = Alert.query.one()
    assert "Diễn tập" not in client.get("/").text
    assert client.get(f"/canh-bao/{made.code}").status_code == 404
    assert "Diễn tập" not in client.get("/canh-bao/cap.xml").text
    assert "Diễn tập" in login_as(officer).get("/").text


@pytest.mark.one_database
def test_s24_who_may_warn(app, login_as, agency, officer, communes):
    made = news.alert(communes[0], agency=agency)
    other = make_official(may.ALERT, agency=make_agency("Nơi khác"))
    writer = make_official(may.WRITE_NEWS, may.PUBLISH_NEWS, agency=agency)
    for path in ("", "/dinh-chinh", "/tien-do"):
        url = f"/can-bo/canh-bao/{made.code}{path}"
        assert app.test_client().get(url).status_code in (303, 404)
        assert login_as(other).get(url).status_code == 404
        assert login_as(writer).get(url).status_code == 404
        assert login_as(officer).get(url).status_code == 200
    for path in ("/cap-nhat", "/het-nguy-hiem", "/dung-gui"):
        url = f"/can-bo/canh-bao/{made.code}{path}"
        assert login_as(other).post(url, data={"text": "x"}).status_code == 404
    assert login_as(writer).post("/can-bo/canh-bao/moi", data=sent(communes)).status_code == 403


def test_an_area_is_found_by_old_names(login_as, officer, communes):
    make_former("Tên Xưa", communes[2])
    form = sent([], tim="ten xua", **{"tim-xa": "1"})
    assert (
        f'value="{communes[2].code}"'
        in login_as(officer).post("/can-bo/canh-bao/moi", data=form).text
    )


@pytest.mark.one_database
@pytest.mark.parametrize(
    "typed",
    ["21.95,103.95 21.95,104.05 22.05,104.05 22.05,103.95",
     '{"type":"Polygon","coordinates":[[[103.95,21.95],[104.05,21.95],[104.05,22.05],[103.95,21.95]]]}'],
)  # fmt: skip
def test_a_polygon_gives_its_communes(login_as, officer, communes, typed):
    enclose(communes[0], 22.0, 104.0)
    enclose(communes[1], 20.0, 104.0)
    communes[2].move_to(22.0, 104.04)
    login_as(officer).post("/can-bo/canh-bao/moi", data=sent([], polygon=typed, gui="1"))
    names = {row.place.name for row in Alert.query.one().places}
    assert "Ven Sông" in names
    assert "Vùng Cao" not in names


@pytest.mark.one_database
@pytest.mark.parametrize(
    "changes",
    [
        {"polygon": "1,1 1,2 2,2 2,1"},
        {"polygon": "không phải"},
        {"polygon": "1,1 2,2"},
        {"polygon": "22,104 23,105 22,105 23,104"},
        {"polygon": '{"type":"Point"}'},
        {"polygon": "999,999 1,1 2,2"},
        {"polygon": '{"coordinates":[[[1' + "0" * 400 + ",1],[1,2],[2,2]]]}"},
        {"polygon": '{"coordinates":' + "[" * 100_000},
        {"place": []},
        {"place": ["00000"]},
        {"kind": "war"},
        {"level": "9"},
        {"level": ""},
        {"headline": ""},
        {"headline": "x" * 121},
        {"ends_at": "2026-11-18T00:00"},
        {"ends_at": "hôm nay"},
        {"starts_at": "2026-12-24T00:00", "ends_at": "2026-12-23T00:00"},
    ],
)
def test_it_refuses_what_cannot_be_and_keeps_what_was_typed(login_as, officer, communes, changes):
    form = sent(communes[:1], gui="1", instruction="Giữ lại lời này") | changes
    answer = login_as(officer).post("/can-bo/canh-bao/moi", data=form)
    assert answer.status_code == 422
    assert "Giữ lại lời này" in answer.text
    assert Alert.query.count() == 0


def test_an_area_where_nobody_has_an_account_is_said_and_still_stands(
    client, login_as, officer, communes
):
    page = login_as(officer)
    check = page.post("/can-bo/canh-bao/moi", data=sent(communes[:1])).text
    assert "<b>0 " in check
    page.post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1"))
    assert "Lũ trên sông Thử" in client.get("/canh-bao").text


def test_the_whole_province_means_everybody(app, outbox):
    province = make_province()
    people = [make_user(), make_user()]
    news.alert(province)
    outbox.drain()
    assert Notification.query.filter(Notification.user_id.in_([p.id for p in people])).count() == 2


@pytest.mark.one_database
def test_a_picture_goes_along(client, login_as, officer, communes, media_folder):
    key = "khoa-de-thu-mot-lan-gui"
    form = sent(communes[:1]) | {
        "photos": (io.BytesIO(jpeg()), "a.jpg"),
        "picture_words": "Nước ngập",
    }
    page = login_as(officer)
    page.post("/can-bo/canh-bao/moi", data=form)
    page.post("/can-bo/canh-bao/moi", data=sent(communes[:1], gui="1", idempotency_key=key))
    assert len(Alert.query.one().photos) == 1


def test_nothing_can_be_added_once_it_was_cleared(app, agency, communes):
    made, by, now = news.alert(communes[0], agency=agency), news.actor_of(agency), now_clock.now()
    made.clear("Xong.", by, now)
    for act in (
        lambda: made.update("x", made.ends_at, 3, by, now),
        lambda: made.clear("x", by, now),
        lambda: made.correct(news.alert_content(), "x", made.version, by, now),
    ):
        with pytest.raises(InvalidTransition):
            act()


@pytest.mark.one_database
def test_words_are_needed(app, agency, communes):
    made, by, now = news.alert(communes[0], agency=agency), news.actor_of(agency), now_clock.now()
    with pytest.raises(DomainError):
        made.clear("", by, now)


def test_a_page_asks_once_for_alerts_at_most(client, communes, statements):
    client.get("/tin-tuc")
    with statements() as seen:
        client.get("/tin-tuc")
    assert len([each for each in seen if "FROM alert" in each]) <= 1


@pytest.mark.one_database
def test_prepared_alerts_are_written_and_taken_away(login_as, officer):
    page = login_as(officer)
    values = {
        "kind": "storm",
        "level": "3",
        "hours": "24",
        "headline_vi": "Giông lốc",
        "headline_en": "Squalls",
    }
    page.post("/can-bo/canh-bao/mau/moi", data=values)
    desk = page.get("/can-bo/canh-bao").text
    assert "Giông lốc" in desk
    code = desk.split("/can-bo/canh-bao/mau/")[2].split('"')[0]
    for wrong in (
        {"hours": "0"},
        {"hours": "nhiều"},
        {"level": "7"},
        {"kind": "x"},
        {"headline_vi": ""},
    ):
        assert page.post(f"/can-bo/canh-bao/mau/{code}", data=values | wrong).status_code == 422
    page.post(f"/can-bo/canh-bao/mau/{code}/bo")
    assert "Giông lốc" not in page.get("/can-bo/canh-bao").text
