"""One's own appointments: the ticket, another time, cancelled in one tap."""

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.present import person, viewer
from app.appointments import booking, queries
from app.appointments.blueprint import appointments
from app.appointments.booking import Wish
from app.appointments.forms import WishForm
from app.appointments.tickets import Appointment
from app.core import clock, offline, text
from app.core.access import SIGNED_IN, access
from app.core.act import FRESH, acts
from app.core.config import settings
from app.core.downloads import download
from app.core.forms import takes
from app.core.icalendar import TYPE, Event, written
from app.core.listing import ways
from app.core.working_days import calendar
from app.payments.qr_image import svg


@appointments.get("/lich-hen/cua-toi")
@access(SIGNED_IN)
@offline.kept_offline
def mine() -> ResponseReturnValue:
    page = queries.mine_page(person().id, request.args.get("truoc", "")[:20] or None)
    links = ways(".mine", page, "truoc")
    return render_template("appointments/mine.html", rows=page.rows, **links)


@appointments.get("/lich-hen/phieu/<code>")
@access(SIGNED_IN, load=queries.seen)
def ticket(row: Appointment) -> ResponseReturnValue:
    """Show the ticket to whoever booked, also without a network; to its office the desk's page."""
    if row.user_id != viewer().user_id:
        return redirect(url_for(".desk_one", code=row.code), 303)
    offline.keep()
    address = settings().base_url.rstrip("/") + url_for(".ticket", code=row.code)
    return render_template(
        "appointments/ticket.html",
        row=row, office=row.office, qr=svg(address, _("Code of the ticket, for the counter")),
        is_ahead=row.is_booked and row.starts_at > clock.now(),
    )  # fmt: skip


@appointments.get("/lich-hen/phieu/<code>/lich.ics")
@access(SIGNED_IN, load=queries.own)
def ticket_calendar(row: Appointment) -> ResponseReturnValue:
    """Give the appointment for the phone's calendar, as long as it stands."""
    if not row.is_open:
        abort(404)
    office = row.office
    where = _("On-line") if row.is_online else office.address or office.agency.name
    said = [office.name, where, _("Number %(number)s", number=row.number) if row.number else ""]
    link = settings().base_url.rstrip("/") + url_for(".ticket", code=row.code)
    event = Event(row.code, row.starts_at, row.matter.label, "\n".join(filter(None, said)), link)
    return download(written(office.name, [event], clock.now()), f"hen-{row.code}.ics", TYPE)


@appointments.get("/lich-hen/phieu/<code>/doi")
@access(SIGNED_IN, load=queries.own)
def other_time(row: Appointment) -> ResponseReturnValue:
    return _times(row)


@appointments.post("/lich-hen/phieu/<code>/doi")
@access(SIGNED_IN, load=queries.own)
@acts(again=lambda row, form, **refused: _times(row, **refused), said=_l("You have the new time."))
@takes(WishForm)
def move(row: Appointment, form: WishForm) -> str:
    """Take another time; the old one stays where the new one is gone."""
    wish = Wish(row.matter, form.at.data, bool(form.online.data))
    booking.move(row, wish, clock.now(), calendar())
    return url_for(".ticket", code=row.code)


@appointments.post("/lich-hen/phieu/<code>/huy")
@access(SIGNED_IN, load=queries.own)
@acts(said=_l("Cancelled. Somebody else can have this time now."))
def cancel(row: Appointment) -> str:
    booking.cancel(row, clock.now())
    return url_for(".ticket", code=row.code)


def _times(row: Appointment, **refused: Any) -> str:
    days = queries.free_days(row.office, clock.now(), calendar())
    wanted = text.day(request.args.get("ngay", ""))
    day = next((each for each in days if each.day == wanted), days[0] if days else None)
    values = {"row": row, "office": row.office, "days": days, "day": day, **FRESH, **refused}
    return render_template("appointments/move.html", **values)
