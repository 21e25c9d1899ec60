"""Following a commune: one message a week about what the public list shows, ended by a tap."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.core import clock as core_clock
from app.core import outbox
from app.core.db import db
from app.core.events import person_exported
from app.notifications.models import Notification
from app.operation.units import moving
from app.service_requests.following import communes
from app.service_requests.following.commune_models import CommuneFollow
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.factories.places import make_commune
from tests.service_requests import citizen


def told(user):
    mine = select(Notification).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def monday_morning(clock, weeks=1):
    """Let it be eight o'clock of a Monday to come."""
    day = communes.monday(core_clock.now()) + timedelta(days=7 * weeks)
    clock.move_to(core_clock.local(core_clock.now()).replace(
        year=day.year, month=day.month, day=day.day, hour=8, minute=0))  # fmt: skip


def pass_on():
    communes.tell_of_the_week()
    outbox.drain(communes.QUEUE)
    db.session.expire_all()


@pytest.fixture
def commune(app):
    return make_commune("Khe Mây")


def test_with_a_tap_one_is_told_every_monday_and_with_a_tap_no_more(login_as, commune, clock):
    person, other = make_user(), make_user()
    url = f"/ket-qua/xa/{commune.code}"
    visitor = login_as(person)
    assert f"Theo dõi {commune.title}" in citizen.words(visitor.get(f"{url}/theo-doi"))
    for _time in range(2):
        assert visitor.post(f"{url}/theo-doi").status_code == 303
    for _each in range(3):
        make.service_request(place=commune)
    make.service_request(place=commune).is_listed = False
    db.session.commit()

    communes.tell_of_the_week()
    assert outbox.drain(communes.QUEUE) in (0, None)
    assert told(person) == []
    monday_morning(clock)
    for _time in range(2):
        pass_on()
    (message,) = told(person)
    assert message.parameters == {"place": commune.title, "received": 3, "answered": 0}
    assert message.url == f"{url}/theo-doi"
    assert told(other) == []

    page = visitor.get(message.url)
    assert "3 phản ánh mới" in citizen.words(page)
    assert visitor.post(f"{url}/thoi-theo-doi").status_code == 303
    make.service_request(place=commune)
    db.session.commit()
    monday_morning(clock)
    pass_on()
    assert len(told(person)) == 1


def test_a_week_in_which_nothing_happened_is_not_told(commune, clock):
    person = make_user()
    communes.follow(person, commune, core_clock.now())
    db.session.commit()
    monday_morning(clock)
    pass_on()
    assert told(person) == []
    assert db.session.scalars(select(CommuneFollow.told_on)).one() == communes.monday(
        core_clock.now()
    )


def test_before_monday_morning_nobody_is_told(commune, clock):
    person = make_user()
    communes.follow(person, commune, core_clock.now())
    make.service_request(place=commune)
    db.session.commit()
    monday_morning(clock)
    clock.move_to(core_clock.now() - timedelta(hours=1))
    pass_on()
    assert told(person) == []


def test_of_very_many_each_is_told_once(commune, clock, monkeypatch):
    monkeypatch.setattr(communes, "CHUNK", 2)
    people = [make_user() for _each in range(5)]
    for each in people:
        communes.follow(each, commune, core_clock.now())
    make.service_request(place=commune)
    db.session.commit()
    monday_morning(clock)
    pass_on()
    assert [len(told(each)) for each in people] == [1] * 5


def test_a_commune_that_goes_into_another_takes_its_followers_along(commune, app):
    one, both, new = make_user(), make_user(), make_commune("Khe Mới")
    now = core_clock.now()
    for person, place in ((one, commune), (both, commune), (both, new)):
        communes.follow(person, place, now)
    moving.move_all(commune, new)
    rows = db.session.scalars(select(CommuneFollow)).all()
    assert {(each.user_id, each.place_id) for each in rows} == {(one.id, new.id), (both.id, new.id)}


def test_it_is_in_ones_data_and_goes_with_the_account(commune, app):
    person = make_user()
    communes.follow(person, commune, core_clock.now())
    db.session.commit()
    exported = dict(each for _receiver, each in person_exported.send(person))
    assert exported["followed_communes"] == [{"commune": commune.title}]
    erasing.erase(person, core_clock.now())
    db.session.commit()
    assert db.session.scalars(select(CommuneFollow)).all() == []


def test_a_stranger_is_asked_to_sign_in_and_an_unknown_commune_is_none(client, login_as, commune):
    answer = client.get(f"/ket-qua/xa/{commune.code}/theo-doi")
    assert (answer.status_code, "dang-nhap" in answer.location) == (303, True)
    assert login_as(make_user()).get("/ket-qua/xa/khong-co/theo-doi").status_code == 404
