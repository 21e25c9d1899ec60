"""A time is booked, moved, cancelled; of twenty who want one seat, one gets it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.accounts import erasing
from app.appointments import booking, jobs, keeping, queries
from app.appointments.keeping import Span
from app.appointments.personal import _export
from app.appointments.tickets import BOOKED, MISSED, Appointment
from app.core import clock as core_clock
from app.core import retention
from app.core.db import db
from app.core.working_days import calendar
from app.notifications.models import Notification
from tests.factories import appointments as make
from tests.factories import directory
from tests.factories.accounts import make_user

ONE_SEAT = Span(time(8), time(10), 30, 1)


@pytest.fixture
def office(app):
    return make.office(span=ONE_SEAT)


def form(office, at=0, **more):
    slot = make.slot(office, at)
    return {"viec": office.matters[0].code, "luc": slot.asked, "ten": "Người Hẹn Thử", **more}


def told(user):
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def only():
    return db.session.scalars(select(Appointment)).one()


@pytest.mark.both_databases
def test_twenty_book_one_seat_at_once_and_one_gets_it(db, login_as):
    office = make.office(span=ONE_SEAT)
    sent, visitors = form(office), [login_as(make_user(f"Người {n}")) for n in range(20)]
    address, times = f"/lich-hen/{office.code}/dat", [make.slot(office, at) for at in (1, 2)]
    db.session.commit()
    together = Barrier(20)

    def book(number):
        together.wait()
        got = visitors[number].application.test_client()
        got._cookies = visitors[number]._cookies
        answer = got.post(address, data=sent)
        while answer.status_code == 503:
            answer = got.post(address, data=sent)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(book, range(20)))
    db.session.rollback()
    assert sorted(status for status, _ in answers) == [303] + [409] * 19
    for status, page in answers:
        if status == 409:
            assert "vừa có người đặt" in page
            assert all(f'value="{each.asked}"' in page for each in times)
            assert f'value="{sent["luc"]}"' not in page
    assert only().number == 1


@pytest.mark.both_databases
def test_a_double_tap_books_once(db, login_as):
    office, visitor = make.office(), login_as(make_user())
    sent = form(office)
    first = visitor.post(f"/lich-hen/{office.code}/dat", data=sent)
    again = visitor.post(f"/lich-hen/{office.code}/dat", data=sent)
    assert first.status_code == again.status_code == 303
    assert first.location == again.location
    assert db.session.scalar(select(func.count(Appointment.id))) == 1


def test_from_the_office_to_the_ticket_another_time_and_cancelled(login_as, client, office):
    page = client.get(f"/lich-hen?xa={office.agency.place.label}").text
    assert office.name in page
    times = client.get(f"/lich-hen/{office.code}?ngay={make.first_day(office)}").text
    assert "08:00" in times and "09:30" in times
    asked = client.get(f"/lich-hen/{office.code}/dat?viec=ho-tich&luc={form(office)['luc']}")
    assert asked.location.startswith("/tai-khoan/dang-nhap?next=")
    user = make_user("Lò Thị Hẹn")
    visitor = login_as(user)
    confirm = visitor.get(f"/lich-hen/{office.code}/dat?viec=ho-tich&luc={form(office)['luc']}")
    assert "Lò Thị Hẹn" in confirm.text
    place = visitor.post(f"/lich-hen/{office.code}/dat", data=form(office)).location
    ticket = visitor.get(place)
    assert ticket.headers["X-Keep"] == "1"
    assert "Số 1" in ticket.text and 'class="qr"' in ticket.text
    assert place in visitor.get("/").text and f"{place}/lich.ics" in ticket.text
    written = visitor.get(f"{place}/lich.ics")
    assert written.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert f"DTSTART:{only().starts_at:%Y%m%dT%H%M%SZ}\r\n" in written.text
    assert "SUMMARY:" in written.text and place in written.text.replace("\r\n ", "")
    assert "08:00" not in client.get(f"/lich-hen/{office.code}?ngay={only().day}").text
    visitor.post(f"{place}/doi", data={"luc": make.slot(office, 1).asked})
    assert (only().number, only().status) == (2, BOOKED)
    assert "08:00" in client.get(f"/lich-hen/{office.code}?ngay={only().day}&x=1").text
    visitor.post(f"{place}/huy")
    assert "Đã hủy" in visitor.get(place).text
    assert visitor.get(f"{place}/lich.ics").status_code == 404
    assert make.appointment(office, at=1).number == 2


def test_nobody_else_opens_a_ticket(login_as, client, office):
    row = make.appointment(office)
    stranger = login_as(make_user())
    for address in ("", "/doi", "/lich.ics"):
        assert stranger.get(f"/lich-hen/phieu/{row.code}{address}").status_code == 404
    assert stranger.post(f"/lich-hen/phieu/{row.code}/huy").status_code == 404
    other = login_as(make.receiver(directory.office()))
    assert other.get(f"/lich-hen/phieu/{row.code}").status_code == 404
    own = login_as(make.receiver(office.agency))
    assert own.get(f"/lich-hen/phieu/{row.code}").location == f"/can-bo/lich-hen/phieu/{row.code}"


def test_another_time_that_is_gone_leaves_the_one_there_is(login_as, office):
    user = make_user()
    row, taken = make.appointment(office, user), make.appointment(office, at=1)
    sent = {"luc": make.slot(office, 1).asked}
    answer = login_as(user).post(f"/lich-hen/phieu/{row.code}/doi", data=sent)
    assert answer.status_code == 409 and "vừa có người đặt" in answer.text
    assert (row.seat, row.number, taken.number) == (1, 1, 2)


def test_moved_to_another_day_no_number_is_given_twice(office):
    days = queries.free_days(office, core_clock.now(), calendar())
    first, second = days[-2].day, days[-1].day
    there, row = make.appointment(office, day=second), make.appointment(office, day=first)
    assert row.number == there.number == 1
    wish = booking.Wish(row.matter, make.slot(office, 1, second).starts_at)
    booking.move(row, wish, core_clock.now(), calendar())
    assert (row.day, row.number) == (second, 2)


def test_one_open_appointment_for_a_matter_and_the_way_to_it(login_as, office):
    user = make_user()
    row = make.appointment(office, user)
    visitor = login_as(user)
    answer = visitor.post(f"/lich-hen/{office.code}/dat", data=form(office, 1))
    assert answer.status_code == 409 and f"/lich-hen/phieu/{row.code}" in answer.text
    keeping.add_matter(office, "Đất đai", "", make.by(office), core_clock.now())
    other = form(office, 1, viec="dat-dai")
    assert visitor.post(f"/lich-hen/{office.code}/dat", data=other).status_code == 303


@pytest.mark.parametrize(
    "change", [{"luc": "2026-11-01T08:00"}, {"luc": "2030-01-01T08:00"}, {"truc_tuyen": "1"}]
)
def test_a_time_that_is_not_offered_is_not_booked(login_as, office, change):
    sent = {**form(office), **change}
    assert login_as(make_user()).post(f"/lich-hen/{office.code}/dat", data=sent).status_code == 409


def test_who_missed_three_reads_why_they_wait_and_until_when(login_as, office):
    user = make_user()
    for at in range(3):
        row = make.appointment(office, user, at)
        row.status, row.day = MISSED, core_clock.local(core_clock.now()).date()
    visitor, sent = login_as(user), form(office, 3)
    asked = visitor.get(f"/lich-hen/{office.code}/dat?viec=ho-tich&luc={sent['luc']}").text
    assert "bạn lỡ hẹn" in asked
    refused = visitor.post(f"/lich-hen/{office.code}/dat", data=sent)
    until = core_clock.local(core_clock.now()).date() + timedelta(days=14)
    assert refused.status_code == 422 and f"{until:%d/%m/%Y}" in refused.text
    elsewhere = make.office()
    assert visitor.post(f"/lich-hen/{elsewhere.code}/dat", data=form(elsewhere)).status_code == 303


def test_a_helper_books_for_somebody_without_a_phone(login_as, office):
    helper = make.receiver(office.agency)
    visitor = login_as(helper)
    for at, name in enumerate(("Giàng Thị Thử", "Sùng A Thử")):
        sent = form(office, at, ten=name, ho="1")
        place = visitor.post(f"/lich-hen/{office.code}/dat", data=sent).location
        assert name in visitor.get(place).text
    again = form(office, 2, ten="giang thi thu", ho="1")
    assert visitor.post(f"/lich-hen/{office.code}/dat", data=again).status_code == 409
    assert all(each.is_helped for each in db.session.scalars(select(Appointment)))
    assert [each["name"] for each in _export(helper)[1]] == ["", ""]


def test_a_citizen_books_for_nobody_else_by_that_box(login_as, office):
    login_as(make_user()).post(f"/lich-hen/{office.code}/dat", data=form(office, ho="1"))
    assert not only().is_helped


def test_the_day_before_everybody_is_reminded_once(office, clock):
    user, just = make_user(), make_user()
    row = make.appointment(office, user, now=core_clock.now())
    early = core_clock.at(row.day - timedelta(days=1), time(7))
    clock.move_to(early)
    row.created_at = core_clock.now() - timedelta(days=1)
    make.appointment(office, just, at=1, now=core_clock.now())
    db.session.commit()
    for _time in range(2):
        jobs.remind_now()
    assert told(user) == ["appointment-reminder"] and told(just) == []


def test_what_the_office_closes_is_told_with_the_reason_and_the_others_stay(login_as, office):
    user, other = make_user(), make_user()
    row, stays = make.appointment(office, user), make.appointment(office, other, at=2)
    desk = login_as(make.receiver(office.agency))
    sent = {"ngay": f"{row.day}", "tu": "08:00", "den": "09:00", "ly_do": "Mất điện"}
    desk.post(f"/can-bo/lich-hen/{office.code}/nghi", data=sent)
    assert (row.status, row.seat, stays.status) == ("dropped", None, "booked")
    assert told(user) == ["appointment-dropped"] and told(other) == []
    assert "Mất điện" in login_as(user).get(f"/lich-hen/phieu/{row.code}").text
    assert "1 người" in desk.get(f"/can-bo/lich-hen/{office.code}/gio").text
    desk.post(f"/can-bo/lich-hen/{office.code}/dong")
    assert stays.status == "dropped" and told(other) == ["appointment-dropped"]


def test_a_day_that_the_calendar_takes_away_falls_too(office):
    user = make_user()
    row = make.appointment(office, user)
    booking.settle(office, core_clock.now(), calendar())
    assert row.status == BOOKED
    office.windows.clear()
    db.session.flush()
    assert booking.settle(office, core_clock.now(), calendar()) == 1
    assert told(user) == ["appointment-dropped"]


def test_an_account_that_goes_gives_its_seat_back_and_leaves_no_name(office):
    user = make_user()
    row = make.appointment(office, user)
    assert _export(user)[1][0]["code"] == row.code
    erasing.erase(user, core_clock.now())
    db.session.flush()
    assert (row.status, row.seat, row.name) == ("cancelled", None, "")
    assert (row.who, row.user_id) == (None, None)


def test_who_came_is_forgotten_half_a_year_later(office):
    row = make.appointment(office)
    row.status = "served"
    kind = next(each for each in retention.kinds() if each.name == "appointments")
    db.session.flush()
    late = core_clock.at(row.day + timedelta(days=1))
    assert db.session.scalars(kind.due(late)).all() == [row.id]
    kind.end([row.id], late)
    db.session.flush()
    assert (row.name, row.who, row.user_id, row.status) == ("", None, None, "served")
    assert db.session.scalars(kind.due(late)).all() == []


def test_an_entry_of_the_one_stop_and_a_guide_lead_to_booking(client, office):
    entry = directory.entry(office.agency, "Một cửa Mẫu", "one-stop")
    police = directory.entry(office.agency, "Công an Mẫu", "police")
    guide = directory.guide(office.agency, "Đăng ký khai sinh")
    assert f"/lich-hen/{office.code}" in client.get(f"/danh-ba/{entry.code}").text
    assert "/lich-hen" not in client.get(f"/danh-ba/{police.code}").text
    assert "/lich-hen" in client.get(f"/huong-dan/{guide.code}").text
