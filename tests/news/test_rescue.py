"""Calls for rescue: from a phone to the house it stands for, to the officer who goes there."""

from datetime import timedelta

import pytest

from app.accounts import erasing
from app.core import clock as core_clock
from app.core import retention
from app.core.audit import AuditEntry
from app.core.events import person_exported
from app.news.actions import alerting
from app.news.rescue.models import DONE, SAFE, TAKEN, WAITING, RescueCall
from app.notifications.models import Notification
from tests.accounts.test_erasure import everything
from tests.factories import news
from tests.factories.accounts import make_user
from tests.news.rescue import act, call, flood, houses, officer, said
from tests.service_requests import citizen

PHONE = "0900 000 712"


def told(db, kind):
    found = db.session.query(Notification).filter_by(kind=kind).order_by(Notification.id)
    return list(found)


def test_three_phones_in_one_house_are_one_and_one_officer_goes(app, db, login_as):
    alert = flood()
    first, second = officer(alert), officer(alert, "Trực Ban Hai")
    phones = [app.test_client() for _ in range(3)]
    answers = [
        call(phones[0], alert, 0, phone=PHONE),
        call(phones[1], alert, 2, need=["injured"], people="5"),
        call(phones[2], alert, 0, lat="", long="", place=alert.places[0].place.code, phone=PHONE),
    ]
    assert [each.status_code for each in answers] == [303] * 3
    (house,) = houses()
    assert (len(house.calls), house.people, house.needs) == (3, 5, "trapped injured")
    rung = told(db, "rescue-called")
    assert {each.user_id for each in rung} == {first.id, second.id}
    assert all(each.push_after == each.created_at for each in rung), "quiet hours do not hold it"

    desk, other = login_as(first), login_as(second)
    page = citizen.words(desk.get("/can-bo/cuu-giup"))
    assert "3 lần báo" in page
    assert PHONE.replace(" ", "") not in desk.get(f"/can-bo/cuu-giup/{house.code}").text
    assert act(desk, house, "nhan").status_code == 303
    assert PHONE in citizen.words(desk.get(f"/can-bo/cuu-giup/{house.code}"))
    late = act(other, house, "nhan")
    assert late.location.endswith(house.code)
    assert "Trực Ban Thử" in citizen.words(other.get(late.location))
    assert PHONE not in citizen.words(other.get(late.location))
    taken = db.session.query(AuditEntry).filter_by(verb="rescue.take").one()
    assert taken.actor == first.reference

    mine = answers[0].location
    assert "Đang đến" in citizen.words(phones[0].get(mine))
    assert phones[1].get(mine).status_code == 404
    house = houses()[0]
    refused = act(desk, house, "xong")
    assert refused.status_code == 422
    assert act(desk, house, "xong", outcome="rescued").status_code == 303
    assert "Đã xong" in citizen.words(phones[0].get(mine))
    assert houses()[0].status == DONE


def test_nothing_but_the_place_has_to_be_said_and_nothing_odd_stops_it(app, db, client):
    alert = flood()
    nowhere = call(client, alert, lat="", long="")
    assert nowhere.status_code == 422
    assert "Ngập Thử" in nowhere.text
    odd = {"people": "rất nhiều", "need": ["boat"], "phone": "02163 800 900", "words": "Mái tôn đỏ"}
    assert call(client, alert, **odd).status_code == 303
    (one,) = houses()[0].calls
    assert (one.people, one.needs, one.phone) == (1, "", None)
    assert one.words == "02163 800 900\nMái tôn đỏ"


def test_without_a_script_a_commune_is_looked_up_in_the_form(db, client):
    alert = flood()
    found = call(client, alert, lat="", long="", **{"tim": "ngap thu", "tim-xa": "1"})
    assert found.status_code == 200
    assert alert.places[0].place.code in found.text
    assert houses() == []


def test_a_call_counts_once_however_often_its_phone_sends_it(db, client):
    alert, sent = flood(), said()
    as_queue = {"Accept": "application/json"}
    path = f"/canh-bao/{alert.code}/cuu-giup"
    answers = [client.post(path, data=sent, headers=as_queue) for _ in range(3)]
    assert [each.status_code for each in answers] == [201] * 3
    assert len({each.json["code"] for each in answers}) == 1
    assert db.session.query(RescueCall).count() == 1


def test_a_call_that_waited_for_a_signal_is_taken_though_the_alert_is_over(
    db, client, clock, login_as
):
    alert = flood()
    pressed = core_clock.now().isoformat()
    clock.shift(timedelta(hours=14).total_seconds())
    assert call(client, alert, observed_at=pressed).status_code == 303
    late = call(client, alert, 500)
    assert late.status_code == 422
    assert "Cuộc gọi" not in late.text
    page = citizen.words(login_as(officer(alert)).get("/can-bo/cuu-giup"))
    assert "chưa xử lý xong" in page


def test_the_all_clear_drops_nothing_and_the_officers_are_told(db, client, login_as):
    alert = flood()
    on_duty = officer(alert)
    call(client, alert)
    alerting.clear(alert, "Nước đã rút", news.actor_of(alert.agency), core_clock.now())
    db.session.commit()
    assert [each.user_id for each in told(db, "rescue-unsettled")] == [on_duty.id]
    assert houses()[0].status == WAITING
    desk = login_as(on_duty)
    assert "chưa xử lý xong" in citizen.words(desk.get("/can-bo/cuu-giup"))
    assert act(desk, houses()[0], "xong", outcome="not-found").status_code == 303
    assert "Chưa có ai" in citizen.words(desk.get("/can-bo/cuu-giup"))


def test_a_house_is_safe_once_all_who_called_say_so(app, db):
    alert = flood()
    phones = [app.test_client() for _ in range(2)]
    pages = [call(each, alert, north).location for north, each in enumerate(phones)]
    phones[0].post(f"{pages[0]}/an-toan")
    assert houses()[0].status == WAITING
    assert phones[0].post(f"{pages[1]}/an-toan").status_code == 404
    phones[1].post(f"{pages[1]}/an-toan")
    assert houses()[0].status == SAFE
    call(phones[0], alert)
    assert [each.status for each in houses()] == [SAFE, WAITING], "a new call is a new matter"


def test_who_cannot_get_there_lets_others_go_and_a_colleague_takes_over(app, db, login_as, client):
    alert = flood()
    first, second = officer(alert), officer(alert, "Trực Ban Hai")
    call(client, alert)
    desk, other = login_as(first), login_as(second)
    act(desk, houses()[0], "nhan")
    assert act(other, houses()[0], "nhan-thay").status_code == 303
    assert (houses()[0].handler_id, houses()[0].status) == (second.id, TAKEN)
    assert [each.user_id for each in told(db, "rescue-taken-over")] == [first.id]
    act(other, houses()[0], "tra-lai")
    assert (houses()[0].handler_id, houses()[0].status) == (None, WAITING)


def test_what_was_put_to_the_wrong_house_is_parted(app, db, login_as):
    alert = flood()
    desk = login_as(officer(alert))
    for north in (0, 2):
        call(app.test_client(), alert, north)
    (house,) = houses()
    act(desk, house, "tach", call=house.calls[1].code)
    assert [len(each.calls) for each in houses()] == [1, 1]
    assert "đứng riêng" in citizen.words(
        desk.get(act(desk, houses()[0], "tach", call=houses()[0].calls[0].code).location)
    )


def test_a_drill_and_a_storm_take_no_calls(db, client):
    storm = flood(kind="storm")
    assert call(client, storm).status_code == 404
    assert client.get(f"/canh-bao/{storm.code}/cuu-giup").status_code == 404


def test_one_phone_that_calls_for_many_houses_is_told_to_the_officers(db, client, login_as):
    alert = flood()
    for north in range(0, 200, 40):
        call(client, alert, north)
    page = citizen.words(login_as(officer(alert)).get("/can-bo/cuu-giup"))
    assert "Một máy gọi cho 5 nhà" in page


def test_the_nearest_stands_first_where_one_asks_for_it(db, client, login_as):
    alert = flood()
    for north in (400, 10):
        call(client, alert, north)
    desk = login_as(officer(alert))
    far, near = houses()
    page = desk.get("/can-bo/cuu-giup?xem=gan&lat=21.7&long=104.87").text
    assert page.index(near.code) < page.index(far.code)
    assert desk.get("/can-bo/cuu-giup").text.index(far.code) < desk.get(
        "/can-bo/cuu-giup"
    ).text.index(near.code)


def test_the_text_message_goes_to_the_alerts_number_and_to_no_other(db, client):
    alert = flood()
    page = client.get(f"/canh-bao/{alert.code}/cuu-giup").text
    assert 'href="sms:0900000009?body=SOS%20' in page
    alert.contact_phone = "114"
    db.session.commit()
    assert "sms:" not in client.get(f"/canh-bao/{alert.code}/cuu-giup").text


def test_a_guest_gives_the_family_a_link(app, db, client):
    alert = flood()
    page = client.get(call(client, alert).location).text
    token = page.split("/cuu-giup/nhan/")[1].split('"')[0]
    family = app.test_client()
    path = f"/cuu-giup/nhan/{token}"
    assert family.get(path).status_code == 200
    opened = family.post(path)
    assert family.get(opened.location).status_code == 200
    assert family.post("/cuu-giup/nhan/khong-co").status_code == 404


def test_it_is_in_the_copy_and_goes_with_the_account(db, login_as):
    alert = flood()
    person = make_user()
    call(login_as(person), alert, words="Nhà sàn cuối bản", phone=PHONE)
    exported = dict(each for _receiver, each in person_exported.send(person))
    assert exported["rescue_calls"][0]["words"] == "Nhà sàn cuối bản"
    erasing.erase(person, core_clock.now())
    db.session.commit()
    (house,) = houses()
    (one,) = house.calls
    assert (house.status, house.lat, one.lat, one.user_id, one.words) == (
        SAFE,
        None,
        None,
        None,
        "",
    )
    assert "Nhà sàn cuối bản" not in everything(db)


def test_it_goes_half_a_year_after_it_was_settled(db, client, login_as, clock):
    alert = flood()
    call(client, alert, phone=PHONE)
    kind = retention.kind_named("rescue-calls")
    assert list(db.session.scalars(kind.due(core_clock.now() + timedelta(days=900)))) == []
    act(login_as(officer(alert)), houses()[0], "xong", outcome="rescued")
    (one,) = houses()[0].calls
    moment = core_clock.now() + timedelta(minutes=1)
    assert list(db.session.scalars(kind.due(moment))) == [one.id]
    kind.end([one.id], moment)
    db.session.commit()
    assert (one.phone, one.phone_index, one.lat) == (None, None, None)
    assert list(db.session.scalars(kind.due(moment))) == []


@pytest.mark.parametrize("path", ["", "/nhan", "/xong"])
def test_a_citizen_does_not_come_to_the_desk(db, client, login_as, path):
    alert = flood()
    call(client, alert)
    visitor = login_as(make_user())
    address = f"/can-bo/cuu-giup/{houses()[0].code}{path}"
    answer = visitor.post(address) if path else visitor.get(address)
    assert answer.status_code == 404
    assert visitor.get("/can-bo/cuu-giup").status_code == 403
