"""What everybody reads: where one may book, what is free, how far the queue is."""

from datetime import date
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.present import person
from app.appointments import booking, queries, rules, slots
from app.appointments.blueprint import appointments
from app.appointments.booking import Person, Wish
from app.appointments.forms import BookForm
from app.appointments.models import AppointmentMatter, AppointmentOffice
from app.appointments.queries import Day
from app.appointments.rights import helps
from app.core import clock, page_cache, preferences, text
from app.core.access import PUBLIC, SIGNED_IN, access, current_viewer
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import takes
from app.core.listing import ways
from app.core.working_days import calendar
from app.places import queries as places
from app.places.models import COMMUNE, Place

FRESH_SECONDS = 5
QUEUE_SECONDS = 20
"""How often the page of the queue is fetched anew."""


@appointments.get("/lich-hen")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def index() -> ResponseReturnValue:
    """Show where one may book: in one's own commune first, or in the one that was typed."""
    typed = text.line(request.args.get("xa", ""), 100)
    place = _place(typed)
    page = queries.open_ones(place, request.args.get("sau", "")[:20] or None)
    return render_template(
        "appointments/index.html",
        rows=page.rows, typed=typed, place=place, unknown=bool(typed) and place is None,
        **ways(".index", page, "sau", xa=typed or None),
    )  # fmt: skip


@appointments.get("/lich-hen/<code>")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
def office(found: AppointmentOffice) -> ResponseReturnValue:
    """Show what one may come for; once that is chosen, the days and the free times of one."""
    matter = _matter(found, request.args.get("viec", ""))
    if matter is None:
        return render_template("appointments/office.html", office=found)
    days = queries.free_days(found, clock.now(), calendar())
    return render_template(
        "appointments/times.html",
        office=found, matter=matter, days=days, day=_chosen(days, request.args.get("ngay", "")),
    )  # fmt: skip


@appointments.get("/lich-hen/<code>/so")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
def queue(found: AppointmentOffice) -> ResponseReturnValue:
    """Show which number is served at which counter, and who is next: numbers, nobody's name."""
    now = clock.now()
    today = clock.local(now).date()
    called = queries.called(found.id, today)
    return render_template(
        "appointments/queue.html",
        office=found, now=now, stands="tu-doi" not in request.args, every=QUEUE_SECONDS,
        counters=[(each, called.get(each)) for each in range(1, found.counters + 1)],
        waiting=[each.number for each in queries.waiting(found.id, today)],
    )  # fmt: skip


@appointments.get("/lich-hen/<code>/dat")
@access(SIGNED_IN, load=queries.shown)
def confirm(found: AppointmentOffice) -> ResponseReturnValue:
    """Show once more what is booked, and ask who comes."""
    form = BookForm(request.args)
    if not form.at.validate(form) or _matter(found, form.matter.data) is None:
        abort(404)
    return _confirm(found, form)


@appointments.post("/lich-hen/<code>/dat")
@access(SIGNED_IN, load=queries.shown)
@acts(again=lambda found, form, **refused: _confirm(found, form, **refused))
@takes(BookForm)
def book(found: AppointmentOffice, form: BookForm) -> Done | str:
    """Give the seat to whoever comes first; the others read what is free next."""
    matter = _matter(found, form.matter.data) or abort(404)
    helped = bool(form.helped.data) and helps(current_viewer())
    wish = Wish(matter, form.at.data, bool(form.online.data))
    who = Person(person(), form.who.data, helped)
    made = booking.book(found, wish, who, clock.now(), calendar())
    return url_for(".ticket", code=made.code)


def _confirm(
    found: AppointmentOffice, form: BookForm, why: DomainError | None = None, **refused: Any
) -> str:
    now, viewer, at = clock.now(), current_viewer(), form.at.data
    is_taken = isinstance(why, booking.Taken)
    days = queries.free_days(found, now, calendar()) if is_taken else []
    asked = booking.Person(person(), "").who(found)
    today = clock.local(now).date()
    return render_template(
        "appointments/confirm.html",
        office=found, matter=_matter(found, form.matter.data), form=form, at=at,
        asked=slots.asked(at) if at else "", name=form.who.data or person().name or "",
        helps=helps(viewer), is_taken=is_taken, held=getattr(why, "code", ""),
        free=queries.next_free(days, at, bool(form.online.data)) if at else [],
        is_asked=rules.is_asked(queries.misses(asked, found.id), today),
        **{**FRESH, **refused},
    )  # fmt: skip


def _matter(found: AppointmentOffice, code: str) -> AppointmentMatter | None:
    """Give the matter that was chosen; the only one, where there is no choice."""
    if not code and len(found.offered) == 1:
        return found.offered[0]
    return next((each for each in found.offered if each.code == code), None)


def _chosen(days: list[Day], typed: str) -> Day | None:
    wanted: date | None = text.day(typed) if typed else None
    return next((each for each in days if each.day == wanted), days[0] if days else None)


def _place(typed: str) -> Place | None:
    if typed:
        found = places.search(typed, COMMUNE, limit=1)
        return found[0].place if found else None
    home = places.get(preferences.preferences().commune_id)
    return home if home is not None and queries.open_ones(home).rows else None
