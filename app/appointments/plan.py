"""The desk's pages of an office's times: its week, days that are otherwise, what for."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.present import viewer
from app.accounts.viewer import Viewer
from app.appointments import keeping, queries
from app.appointments.blueprint import appointments
from app.appointments.forms import ClosedForm, ExtraForm, OfficeForm, WindowForm
from app.appointments.models import (
    MAX_NAME,
    WEEKDAYS,
    AppointmentDay,
    AppointmentMatter,
    AppointmentOffice,
    AppointmentWindow,
)
from app.appointments.rights import load_agency, receives, receives_for
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, needed, takes
from app.core.working_days import calendar

Part = AppointmentWindow | AppointmentDay | AppointmentMatter


def receives_part(viewer: Viewer, part: Part) -> bool:
    return receives(viewer, part.office)


def load_window(_viewer: Viewer, code: str, number: int) -> AppointmentWindow | None:
    office = queries.by_code(code)
    return next((each for each in office.windows if each.id == number), None) if office else None


def load_day(_viewer: Viewer, code: str, number: int) -> AppointmentDay | None:
    office = queries.by_code(code)
    return next((each for each in office.days if each.id == number), None) if office else None


def load_matter(_viewer: Viewer, code: str, matter: str) -> AppointmentMatter | None:
    office = queries.by_code(code)
    return next((each for each in office.offered if each.code == matter), None) if office else None


@appointments.get("/can-bo/lich-hen/moi/<agency>")
@access(receives_for, load=load_agency)
def new_office(agency: Agency) -> ResponseReturnValue:
    form = OfficeForm(None, name=agency.name, ahead_days=14, counters=1)
    return _new(agency, form)


@appointments.post("/can-bo/lich-hen/moi/<agency>")
@access(receives_for, load=load_agency)
@acts(
    again=lambda agency, form, **_refused: _new(agency, form),
    said=_l("Now say what people come for, and when they are received."),
)
@takes(OfficeForm)
def add_office(agency: Agency, form: OfficeForm) -> str:
    made = keeping.add(agency, form.said, viewer().actor(agency), clock.now())
    return url_for(".plan", code=made.code)


@appointments.get("/can-bo/lich-hen/<code>/gio")
@access(receives, load=queries.kept)
def plan(office: AppointmentOffice) -> ResponseReturnValue:
    """Show an office's matters, its week and the days that are otherwise."""
    return _plan(office)


@appointments.get("/can-bo/lich-hen/<code>/sua")
@access(receives, load=queries.kept)
def edit_office(office: AppointmentOffice) -> ResponseReturnValue:
    form = OfficeForm(None)
    form.fill(office)
    return _edit(office, form)


@appointments.post("/can-bo/lich-hen/<code>/sua")
@access(receives, load=queries.kept)
@acts(again=lambda office, form, **_refused: _edit(office, form), said=_l("Kept."))
@takes(OfficeForm)
def change_office(office: AppointmentOffice, form: OfficeForm) -> str:
    keeping.change(office, form.said, form.version.data, _by(office), clock.now())
    return url_for(".plan", code=office.code)


@appointments.post("/can-bo/lich-hen/<code>/dong")
@access(receives, load=queries.kept)
@acts()
def close_office(office: AppointmentOffice) -> Done:
    count = keeping.close(office, _by(office), clock.now(), calendar())
    return _done(office, count, _l("Nobody can book here any more."))


@appointments.post("/can-bo/lich-hen/<code>/mo-lai")
@access(receives, load=queries.kept)
@acts(said=_l("One can book here again."))
def reopen_office(office: AppointmentOffice) -> str:
    keeping.reopen(office, _by(office), clock.now())
    return url_for(".plan", code=office.code)


@appointments.post("/can-bo/lich-hen/<code>/viec")
@access(receives, load=queries.kept)
@acts(again=lambda office, **refused: _plan(office, "viec", **refused), said=_l("Kept."))
@takes(name=Line(MAX_NAME, needed(_l("Write what people come for.")), name="ten"),
       name_en=Line(MAX_NAME, name="ten_en"))  # fmt: skip
def add_matter(office: AppointmentOffice, name: str, name_en: str) -> str:
    keeping.add_matter(office, name, name_en, _by(office), clock.now())
    return url_for(".plan", code=office.code)


@appointments.post("/can-bo/lich-hen/<code>/viec/<matter>/bo")
@access(receives_part, load=load_matter)
@acts(said=_l("It is offered no more; what was booked for it stays."))
def drop_matter(matter: AppointmentMatter) -> str:
    keeping.drop_matter(matter, _by(matter.office), clock.now())
    return url_for(".plan", code=matter.office.code)


@appointments.post("/can-bo/lich-hen/<code>/khung")
@access(receives, load=queries.kept)
@acts(again=lambda office, form, **refused: _plan(office, "khung", form, **refused),
      said=_l("People can book these times now."))  # fmt: skip
@takes(WindowForm)
def add_window(office: AppointmentOffice, form: WindowForm) -> str:
    keeping.add_window(office, form.days, form.span, _by(office), clock.now())
    return url_for(".plan", code=office.code)


@appointments.post("/can-bo/lich-hen/<code>/khung/<int:number>/bo")
@access(receives_part, load=load_window)
@acts()
def drop_window(window: AppointmentWindow) -> Done:
    office = window.office
    count = keeping.drop_window(window, _by(office), clock.now(), calendar())
    return _done(office, count, _l("Removed."))


@appointments.post("/can-bo/lich-hen/<code>/nghi")
@access(receives, load=queries.kept)
@acts(again=lambda office, form, **refused: _plan(office, "nghi", form, **refused))
@takes(ClosedForm)
def close_day(office: AppointmentOffice, form: ClosedForm) -> Done:
    """Close a day or a part of it; who had booked then is told, with the reason."""
    span, by, now = (form.begins.data, form.ends.data), _by(office), clock.now()
    count = keeping.close_day(office, form.day.data, span, form.reason.data, by, now, calendar())
    return _done(office, count, _l("Nobody can book then."))


@appointments.post("/can-bo/lich-hen/<code>/them")
@access(receives, load=queries.kept)
@acts(again=lambda office, form, **refused: _plan(office, "them", form, **refused),
      said=_l("People can book these times now."))  # fmt: skip
@takes(ExtraForm)
def open_day(office: AppointmentOffice, form: ExtraForm) -> str:
    keeping.open_day(office, form.day.data, form.span, _by(office), clock.now())
    return url_for(".plan", code=office.code)


@appointments.post("/can-bo/lich-hen/<code>/ngay/<int:number>/bo")
@access(receives_part, load=load_day)
@acts()
def drop_day(row: AppointmentDay) -> Done:
    office = row.office
    count = keeping.drop_day(row, _by(office), clock.now(), calendar())
    return _done(office, count, _l("Removed."))


def _done(office: AppointmentOffice, count: int, said: Any) -> Done:
    return Done(url_for(".plan", code=office.code), keeping.fell(count, said))


def _by(office: AppointmentOffice) -> Actor:
    return viewer().actor(office.agency)


def _new(agency: Agency, form: OfficeForm) -> str:
    return render_template("appointments/desk/new.html", agency=agency, form=form)


def _edit(office: AppointmentOffice, form: OfficeForm) -> str:
    return render_template("appointments/desk/edit.html", office=office, form=form)


def _plan(office: AppointmentOffice, opened: str = "", form: Any = None, **refused: Any) -> str:
    """Show the page; ``opened`` names the form that was given back: ``form``, or what was typed."""
    today = clock.local(clock.now()).date()
    return render_template(
        "appointments/desk/plan.html",
        office=office, weekdays=list(enumerate(WEEKDAYS)), opened=opened,
        forms_of={
            "khung": form if opened == "khung" else WindowForm(None, minutes=30, seats=1),
            "nghi": form if opened == "nghi" else ClosedForm(None),
            "them": form if opened == "them" else ExtraForm(None, minutes=30, seats=1),
        },
        days=[each for each in office.days if each.day >= today],
        **{**FRESH, **refused},
    )  # fmt: skip
