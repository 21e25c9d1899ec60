"""The demonstration's appointments: one-stop offices, citizens' reception, some who booked."""

from datetime import datetime, time

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, Right, User
from app.appointments import booking, keeping, queries, serving
from app.appointments.booking import Person, Wish
from app.appointments.keeping import Span
from app.appointments.models import AppointmentOffice
from app.core import clock
from app.core.db import db
from app.core.working_days import calendar
from app.demo.people import COMMUNE, WARD

WEEK = (Span(time(7, 30), time(11), 30, 3), Span(time(13, 30), time(16, 30), 30, 3))
MATTERS = (
    ("Hộ tịch, chứng thực", "Civil status, certified copies"),
    ("Đất đai, xây dựng", "Land and building"),
    ("Bảo trợ xã hội, hộ nghèo", "Social aid"),
)
RECEPTION = (Span(time(8), time(11), 30, 1), Span(time(14), time(16), 30, 2, is_online=True))
BRING = "Mang căn cước hoặc mở sẵn VNeID, và giấy tờ đã chuẩn bị."


def load(agencies: dict[str, Agency], people: dict[str, User], now: datetime) -> None:
    """Open two one-stop offices and one reception; let some book, and some wait today."""
    keeper = people["receiver"]
    for code in (WARD, COMMUNE):
        agency = agencies[f"ubnd-{code}"]
        office = _open(agency, keeper, f"Một cửa: {agency.short_name}", now)
        for name, english in MATTERS:
            keeping.add_matter(office, name, english, _by(agency, keeper), now)
        for span in WEEK:
            keeping.add_window(office, list(range(5)), span, _by(agency, keeper), now)
        if code == WARD:
            _play(office, people, now)
    _reception(agencies["reception"], people["reception"], now)
    db.session.flush()


def _open(
    agency: Agency, keeper: User, name: str, now: datetime, link: str = ""
) -> AppointmentOffice:
    db.session.add(Right(user=keeper, permission=may.RECEIVE, agency=agency, granted_at=now))
    said = {"name": name, "address": "Trụ sở cơ quan, tầng 1", "about": BRING, "link": link,
            "ahead_days": 14, "counters": 3}  # fmt: skip
    return keeping.add(agency, said, _by(agency, keeper), now)


def _reception(agency: Agency, keeper: User, now: datetime) -> None:
    link = "https://tiep-dan.example.gov.vn/phong-1"
    office, by = _open(agency, keeper, "Tiếp công dân", now, link), _by(agency, keeper)
    keeping.add_matter(office, "Khiếu nại, kiến nghị", "Complaints", by, now)
    for span in RECEPTION:
        keeping.add_window(office, [1, 3], span, by, now)


def _play(office: AppointmentOffice, people: dict[str, User], now: datetime) -> None:
    """Let two citizens book the next days, and three people come today without an appointment."""
    for at, role in enumerate(("citizen", "citizen-2")):
        user, days = people[role], queries.free_days(office, now, calendar())
        day = next(each for each in days if each.day > clock.local(now).date())
        wish = Wish(office.matters[at], day.free[at].slot.starts_at)
        booking.book(office, wish, Person(user, user.name or ""), now, calendar())
    by = _by(office.agency, people["receiver"])
    for _number in range(3):
        serving.walk_in(office, office.matters[0], by, now)
    serving.call_next(office, 1, "", by, now)


def _by(agency: Agency, keeper: User) -> Actor:
    return Actor("official", keeper.id, agency.id)
