"""The counter's day: here, called by two counters, served, not there; the queue seen from afar."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier

import pytest
from sqlalchemy import select

from app.appointments import jobs
from app.appointments.keeping import Span
from app.appointments.tickets import Appointment
from app.core.db import db
from tests.factories import appointments as make
from tests.factories.accounts import make_user


@pytest.fixture
def office(app):
    return make.office()


@pytest.fixture
def desk(login_as, office, rows):
    """Whoever receives people there, signed in on that day."""
    return login_as(make.receiver(office.agency))


@pytest.fixture
def rows(office, clock):
    """Three who have booked, on their day and at the time of the first."""
    booked = [make.appointment(office, make_user(f"Người {n}"), n, f"Người {n}") for n in range(3)]
    clock.move_to(booked[0].starts_at + timedelta(minutes=1))
    return booked


def here(desk, row):
    return desk.post(f"/can-bo/lich-hen/phieu/{row.code}/da-den")


def call(desk, office, counter=1, ends=""):
    return desk.post(f"/can-bo/lich-hen/{office.code}/goi", data={"quay": counter, "het": ends})


def states(rows):
    return [each.status for each in rows]


def test_a_day_at_the_counter(desk, office, rows):
    page = desk.get("/can-bo/lich-hen").text
    assert all(f"Người {n}" in page for n in range(3))
    here(desk, rows[1])
    here(desk, rows[0])
    call(desk, office)
    assert states(rows) == ["called", "here", "booked"] and rows[0].counter == 1
    assert call(desk, office).status_code == 303
    assert states(rows)[:2] == ["called", "here"]  # nothing was said of the first
    call(desk, office, ends="xong")
    assert states(rows) == ["served", "called", "booked"]
    call(desk, office, ends="vang")
    assert states(rows) == ["served", "missed", "booked"]
    here(desk, rows[1])
    assert rows[1].status == "here"
    assert desk.post(f"/can-bo/lich-hen/phieu/{rows[2].code}/vang").status_code == 422


def test_the_queue_is_numbers_alone(desk, client, office, rows):
    for row in rows:
        here(desk, row)
    call(desk, office, 2)
    page = client.get(f"/lich-hen/{office.code}/so").text
    assert "Người" not in page.split("<main")[1].split("</main>")[0].replace("người", "")
    assert f'<b class="code">{rows[0].number}</b>' in page
    assert f"{rows[1].number} · {rows[2].number}" in page
    assert 'http-equiv="refresh"' not in page  # nothing changes under a reader who did not ask
    assert 'http-equiv="refresh"' in client.get(f"/lich-hen/{office.code}/so?tu-doi=1").text


@pytest.mark.both_databases
def test_two_counters_never_call_one_person(db, login_as, clock):
    office = make.office()
    booked = [make.appointment(office, at=at) for at in range(2)]
    clock.move_to(booked[0].starts_at)
    visitor = login_as(make.receiver(office.agency))
    for row in booked:
        here(visitor, row)
    address, together = f"/can-bo/lich-hen/{office.code}/goi", Barrier(2)
    db.session.commit()

    def at_counter(number):
        got = visitor.application.test_client()
        got._cookies = visitor._cookies
        together.wait()
        return got.post(address, data={"quay": number, "het": ""}).status_code

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(at_counter, (1, 2))) == [303, 303]
    db.session.rollback()
    db.session.expire_all()
    assert sorted(each.counter for each in booked) == [1, 2]


def test_who_came_without_an_appointment_gets_a_number_and_no_name(desk, office, rows):
    for _time in range(2):
        desk.post(f"/can-bo/lich-hen/{office.code}/khach", data={"viec": "ho-tich"})
        desk.get("/can-bo/lich-hen")
    found = select(Appointment).where(Appointment.number > 500).order_by(Appointment.id)
    walk_ins = db.session.scalars(found).all()
    assert [each.number for each in walk_ins] == [501, 502]
    assert {each.person_key_id for each in walk_ins} == {None}
    refused = desk.post(f"/can-bo/lich-hen/{office.code}/khach", data={"viec": "khong-co"})
    assert refused.status_code == 303


def test_a_ticket_is_found_by_its_code_however_it_is_typed(desk, office, rows):
    code = rows[0].code
    for typed in (code, code.lower().replace("-", " "), f"https://x.vn/lich-hen/phieu/{code}"):
        assert "Người 0" in desk.get(f"/can-bo/lich-hen/tim?ma={typed}").text
    assert desk.get("/can-bo/lich-hen/tim?ma=HKAAAA-AAAA").status_code == 404


@pytest.mark.parametrize("kept", [True, False])
def test_nobody_missed_a_day_of_which_nothing_was_written_down(desk, office, rows, clock, kept):
    if kept:
        here(desk, rows[0])
    clock.move_to(rows[0].starts_at + timedelta(days=1))
    db.session.commit()
    jobs.end_now()
    expected = ["lapsed", "missed", "missed"] if kept else ["lapsed"] * 3
    assert states(rows) == expected


def test_an_office_keeps_its_times(desk, office, login_as):
    address = f"/can-bo/lich-hen/{office.code}"
    assert "Hộ tịch" in desk.get(f"{address}/gio").text
    wrong = {"thu": "1", "tu": "09:00", "den": "08:00", "phut": "30", "so_nguoi": "1"}
    refused = desk.post(f"{address}/khung", data=wrong)
    assert refused.status_code == 422 and len(office.windows) == 7
    desk.post(f"{address}/khung", data={**wrong, "den": "10:00", "thu": ["1", "2"]})
    assert len(office.windows) == 9
    online = {**wrong, "den": "10:00", "truc_tuyen": "1"}
    assert desk.post(f"{address}/khung", data=online).status_code == 422  # no link yet
    said = {"ten": "Một cửa", "so_quay": "2", "truoc": "14", "version": str(office.version)}
    desk.post(f"{address}/sua", data={**said, "lien_ket": "javascript:alert(1)"})
    assert not office.link
    desk.post(f"{address}/sua", data={**said, "lien_ket": "https://hop.example.gov.vn/1"})
    desk.post(f"{address}/khung", data=online)
    assert [each.is_online for each in office.windows].count(True) == 1
    stale = desk.post(f"{address}/sua", data=said)
    assert stale.status_code == 409
    next_office = login_as(make.receiver(make.office().agency))
    assert next_office.get(f"{address}/gio").status_code == 403


def test_the_link_of_an_online_time_is_for_who_booked_it(login_as, client, clock):
    online = Span(time(14), time(15), 30, 1, is_online=True)
    office = make.office(link="https://hop.example.gov.vn/tiep-dan", span=online)
    user = make_user()
    row = make.appointment(office, user)
    link = "https://hop.example.gov.vn/tiep-dan"
    assert link in login_as(user).get(f"/lich-hen/phieu/{row.code}").text
    for address in ("", "/so", f"?ngay={row.day}"):
        assert link not in client.get(f"/lich-hen/{office.code}{address}").text
