"""The counter's pages: who comes today, calling people in, one appointment."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.permissions import RECEIVE
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.appointments import queries, serving
from app.appointments.blueprint import appointments
from app.appointments.forms import counter_number
from app.appointments.models import AppointmentOffice
from app.appointments.rights import receives, receives_anywhere, receiving
from app.appointments.tickets import BOOKED, CALLED, HERE, MISSED, SERVED, Appointment
from app.core import clock, text
from app.core.access import access
from app.core.act import Done, acts, runs, said_at
from app.core.codes import letters_of
from app.core.errors import DomainError
from app.core.forms import Line, Read, takes

CODE_LETTERS = 10


def receives_one(viewer: Viewer, row: Appointment) -> bool:
    return receives(viewer, row.office)


@appointments.get("/can-bo/lich-hen")
@access(receives_anywhere)
def desk_index() -> ResponseReturnValue:
    """Show one office's day: who waits, who is expected, who came."""
    offices = queries.kept_by(viewer().agencies_below(RECEIVE))
    wanted = request.args.get("noi", "")
    office = next((each for each in offices if each.code == wanted), next(iter(offices), None))
    if office is None:
        return render_template("appointments/desk/none.html", agencies=receiving(viewer()))
    now = clock.now()
    today = clock.local(now).date()
    day = text.day(request.args.get("ngay", "")) or today
    counter = text.whole(request.args.get("quay", "")) or 1
    return render_template(
        "appointments/desk/index.html",
        office=office, offices=offices, agencies=receiving(viewer()), day=day, today=today,
        matters=[(each.code, each.label) for each in office.offered],
        counter=max(1, min(counter, office.counters)), **_day(office, day),
    )  # fmt: skip


@appointments.get("/can-bo/lich-hen/tim")
@access(receives_anywhere)
def find() -> ResponseReturnValue:
    """Open the appointment whose code was typed or read from a ticket."""
    typed = letters_of(request.args.get("ma", "")[:200])[-CODE_LETTERS:]
    code = f"{typed[:6]}-{typed[6:]}"
    row = queries.at_desk(viewer(), code)
    if row is None or not receives(viewer(), row.office):
        return render_template("appointments/desk/not_found.html", typed=typed), 404
    return _one(row)


@appointments.get("/can-bo/lich-hen/phieu/<code>")
@access(receives_one, load=queries.at_desk)
def desk_one(row: Appointment) -> ResponseReturnValue:
    return _one(row)


@appointments.post("/can-bo/lich-hen/phieu/<code>/da-den")
@access(receives_one, load=queries.at_desk)
@acts(said=_l("Here. They are called when it is their turn."))
def arrive(row: Appointment) -> str:
    serving.arrive(row, _actor(row.office), clock.now())
    return _today(row.office)


@appointments.post("/can-bo/lich-hen/phieu/<code>/xong")
@access(receives_one, load=queries.at_desk)
@acts(said=_l("Served."))
def serve(row: Appointment) -> str:
    serving.serve(row, _actor(row.office), clock.now())
    return _today(row.office)


@appointments.post("/can-bo/lich-hen/phieu/<code>/vang")
@access(receives_one, load=queries.at_desk)
@acts(said=_l("Noted as not there. Whoever comes late can be taken in again."))
def miss(row: Appointment) -> str:
    serving.miss(row, _actor(row.office), clock.now())
    return _today(row.office)


@appointments.post("/can-bo/lich-hen/<code>/goi")
@access(receives, load=queries.kept)
@runs(refused=said_at(lambda office, **_sent: _today(office)))
@takes(counter=Read(counter_number, name="quay", empty=1), ends=Line(4, name="het"))
def call(office: AppointmentOffice, counter: int, ends: str) -> Done:
    """End what the counter does, and call who is next."""
    row = serving.call_next(office, counter, ends, _actor(office), clock.now())
    here = url_for(".desk_index", noi=office.code, quay=counter)
    if row is None:
        return Done(here, _("Nobody waits."), "info")
    said = _("Number %(number)s to counter %(counter)s.", number=row.number, counter=counter)
    return Done(here, said)


@appointments.post("/can-bo/lich-hen/<code>/khach")
@access(receives, load=queries.kept)
@runs(refused=said_at(lambda office, **_sent: _today(office)))
@takes(matter=Line(40, name="viec"))
def walk_in(office: AppointmentOffice, matter: str) -> Done:
    """Give a number to somebody who came without an appointment."""
    found = next((each for each in office.offered if each.code == matter), None)
    if found is None:
        raise DomainError(_l("Choose what they come for."), field="viec")
    row = serving.walk_in(office, found, _actor(office), clock.now())
    return Done(_today(office), _("Number %(number)s: tell the person.", number=row.number))


def _day(office: AppointmentOffice, day: date) -> dict[str, Any]:
    """Give a day's people by what they do: at a counter, waiting, expected, over."""
    rows = queries.of_day(office.id, day)
    return {
        "called": {each.counter: each for each in rows if each.status == CALLED},
        "waiting": [each for each in rows if each.status == HERE],
        "expected": [each for each in rows if each.status == BOOKED],
        "over": [each for each in rows if not each.is_open],
        "missed": sum(each.status == MISSED for each in rows),
        "served": sum(each.status == SERVED for each in rows),
    }


def _one(row: Appointment) -> str:
    now = clock.now()
    today = clock.local(now).date()
    return render_template(
        "appointments/desk/one.html",
        row=row, office=row.office, is_today=row.day == today, is_due=row.starts_at <= now,
    )  # fmt: skip


def _today(office: AppointmentOffice) -> str:
    return url_for(".desk_index", noi=office.code)


def _actor(office: AppointmentOffice) -> Actor:
    return viewer().actor(office.agency)
