"""Following reports and "me too": one for each person, told, counted, taken back."""

import pytest
from sqlalchemy import select

from app.accounts import phones
from app.accounts.models import Session
from app.core import clock as core_clock
from app.core import rates
from app.core.events import grants_claimed, person_erased, person_exported
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import closing, replying
from app.service_requests.following import follows, withdrawing
from app.service_requests.models import Follow, ServiceRequest
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_phone, make_session, make_user, put_session


@pytest.fixture
def report(db) -> ServiceRequest:
    return make.service_request("accepted", citizen=make_user("Người Gửi"))


def tap(visitor, report: ServiceRequest, act: str):
    return visitor.post(f"/phan-anh/{report.code}/theo-doi", data={"act": act})


def proved(app, phone: str):
    """A guest's browser that proved `phone`, and its session."""
    session, token = make_session()
    session.proved_phone_index = phones.index(phone)
    visitor = app.test_client()
    put_session(visitor, token)
    return visitor, session


def kinds(db, **recipient) -> list[str]:
    rows = select(Notification).filter_by(**recipient).order_by(Notification.id)
    return [row.kind for row in db.session.scalars(rows)]


def test_a_neighbour_says_me_too_is_told_of_everything_and_takes_it_back(db, login_as, app, report):
    neighbour = make_user("Hàng Xóm")
    visitor = login_as(neighbour)
    page = visitor.get(f"/phan-anh/{report.code}").text
    assert "Tôi cũng gặp" in page
    assert tap(visitor, report, "affected").location.endswith("#theo-doi")
    tap(visitor, report, "affected")
    db.session.refresh(report)
    assert (report.followers, report.affected) == (1, 1), "a second tap counts no second time"
    assert "1 người cũng gặp" in app.test_client().get(f"/phan-anh/{report.code}").text
    assert report.code in visitor.get("/phan-anh/cua-toi").text

    official, now = make.official_actor(report.agency), core_clock.now()
    replying.reply(report, official, now, "Mai thợ đến.")
    closing.close(report, official, now, resolution=life.EXPLAINED, text="Chờ vật tư về.")
    db.session.commit()
    assert kinds(db, user_id=neighbour.id) == ["follow_replied", "follow_closed"]
    assert "replied" in kinds(db, user_id=report.citizen_id)

    tap(visitor, report, "stop")
    db.session.refresh(report)
    assert (report.followers, report.affected) == (0, 0)
    assert report.code not in visitor.get("/phan-anh/cua-toi").text


def test_a_guest_follows_by_a_phone_they_proved_and_is_told_by_a_link(db, app, report):
    visitor, _session = proved(app, make_phone())
    assert tap(visitor, report, "follow").status_code == 303
    follow = db.session.scalars(select(Follow)).one()
    assert (follow.user_id, follow.is_affected) == (None, False)
    replying.reply(report, make.official_actor(report.agency), core_clock.now(), "Mai thợ đến.")
    db.session.commit()
    assert kinds(db, grant_id=follow.grant_id) == ["follow_replied"]
    assert report.code in visitor.get("/phan-anh/cua-toi").text


def test_one_phone_counts_once_on_however_many_devices_and_with_its_account(db, app, report):
    phone = make_phone()
    for _ in range(2):
        visitor, _session = proved(app, phone)
        tap(visitor, report, "affected")
    user = make_user("Cùng Số", phone=phone)
    _session, token = make_session(user)
    visitor = app.test_client()
    put_session(visitor, token)
    tap(visitor, report, "affected")
    follow = db.session.scalars(select(Follow)).one()
    assert (follow.user_id, follow.phone_index) == (user.id, None)
    db.session.refresh(report)
    assert report.affected == 1


def test_a_stranger_is_asked_who_they_are(client, db, report):
    assert tap(client, report, "affected").location == f"/phan-anh/{report.code}/theo-doi"
    page = client.get(f"/phan-anh/{report.code}/theo-doi").text
    assert "/tai-khoan/chung-minh?next=" in page
    assert db.session.scalars(select(Follow)).all() == []
    assert db.session.scalars(select(Session)).all() == [], "a look leaves nothing behind"


@pytest.mark.parametrize("hide", ["is_private", "about_officials"])
def test_s24_nobody_follows_what_is_not_everybodys(db, login_as, report, hide):
    setattr(report, hide, True)
    report.refresh_listed()
    assert tap(login_as(make_user()), report, "follow").status_code == 404
    assert tap(login_as(report.citizen), report, "follow").status_code == 404


def test_followers_hear_no_more_of_what_was_hidden(db, login_as, report):
    neighbour = make_user()
    tap(login_as(neighbour), report, "follow")
    db.session.refresh(report)
    sealing.seal(report, make.official_actor(report.agency), core_clock.now(), "complaint")
    replying.reply(report, make.official_actor(report.agency), core_clock.now(), "Đã chuyển.")
    db.session.commit()
    assert kinds(db, user_id=neighbour.id) == []


def test_nobody_follows_their_own(db, login_as, report):
    tap(login_as(report.citizen), report, "affected")
    assert db.session.scalars(select(Follow)).all() == []


@pytest.mark.one_database
def test_tapping_all_day_is_refused(db, login_as, report, monkeypatch):
    monkeypatch.setattr(rates, "hit", lambda *_: False)
    tap(login_as(make_user()), report, "affected")
    assert db.session.scalars(select(Follow)).all() == []


def test_follows_are_exported_claimed_and_erased_with_their_person(db, app, report):
    phone = make_phone()
    visitor, _session = proved(app, phone)
    tap(visitor, report, "affected")
    user = make_user("Người Theo Dõi")
    follow = db.session.scalars(select(Follow)).one()
    grants_claimed.send(user, grant_ids=[follow.grant_id], now=core_clock.now())
    assert follow.user_id == user.id
    sections = dict(answer for _, answer in person_exported.send(user) if answer)
    assert sections["followed_reports"][0]["code"] == report.code
    person_erased.send(user, now=core_clock.now())
    db.session.flush()
    assert db.session.scalars(select(Follow)).all() == []
    assert (report.followers, report.affected) == (0, 0)


def test_an_official_who_works_on_it_and_follows_it_hears_of_a_step_once(db, login_as, offices):
    report = make.service_request("accepted", agency=offices.office, citizen=make_user())
    report.assignee = offices.handler
    db.session.add(Follow(service_request=report, user=offices.handler, at=core_clock.now()))
    follows.refresh(report)
    actor = make.citizen_actor(report)
    withdrawing.withdraw(report, actor, core_clock.now(), make.calendar())
    told = db.session.scalars(
        select(Notification.kind).where(Notification.user_id == offices.handler.id)
    )
    assert list(told) == ["citizen_spoke"]
