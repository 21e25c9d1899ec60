"""The register of directions, one of them, the form that gives one; the register as a file."""

from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.accounts import queries as accounts
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Words, at_most, takes
from app.core.listing import ways
from app.core.tables.values import as_date
from app.core.tables.writing import XLSX
from app.core.working_days import calendar
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.directing import exporting, giving, queries
from app.service_requests.directing.models import Direction
from app.service_requests.directing.queries import LIKELIEST, Asked
from app.service_requests.directing.rights import (
    may_answer,
    may_direct,
    may_read_register,
    may_see_direction,
    may_take_back,
)
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.routing.handing_on import agency_named
from app.service_requests.transition import require_words
from app.sheets.out import asking

PAGE = 20
STATES: dict[str, Any] = {
    "": _l("Any state"), "dang-cho": _l("Not answered"), "qua-han": _l("Not answered, overdue"),
    "da-tra-loi": _l("Answered"), "tra-loi-tre": _l("Answered after the day"),
    "da-rut": lazy_pgettext("direction", "Taken back"),
}  # fmt: skip


class DirectionForm(Form):
    """To which agency, about which report, what, by when."""

    agency = Line(40, name="agency")
    named = Line(200, name="o_moi_co_quan")
    """Another one, by a part of its name; it counts more than a likely one that was tapped."""
    report = Line(20, name="phan_anh")
    words = Words(giving.MOST_WORDS + 1, at_most(giving.MOST_WORDS), name="noi_dung")
    due_on = Read(as_date, name="han")


class AnswerForm(Form):
    """What was done."""

    answer = Words(giving.MOST_WORDS + 1, at_most(giving.MOST_WORDS), name="tra_loi")


@service_requests.get("/can-bo/don-doc")
@access(may_read_register)
def directions() -> ResponseReturnValue:
    """List the directions that the viewer reads, the newest first, narrowed as the address says."""
    return _register()


@service_requests.get("/can-bo/don-doc/moi")
@access(may_direct)
def new_direction() -> ResponseReturnValue:
    """Show the form; the address may name the report (``phan_anh``) or the agency."""
    viewer = current_viewer()
    report = _report(viewer, request.args.get("phan_anh", ""))
    named = report.agency if report else accounts.agency_by_code(request.args.get("co_quan", ""))
    form = DirectionForm(None)
    form.agency.data = named.code if named else ""
    form.report.data = report.code if report else ""
    return _new(form)


@service_requests.post("/can-bo/don-doc/moi")
@access(may_direct)
@acts(
    again=lambda form, **_refused: _new(form),
    said=_l("The direction is given. The agency is told."),
)
@takes(DirectionForm)
def give_direction(form: DirectionForm) -> str:
    viewer = current_viewer()
    report = _report(viewer, form.report.data)
    if form.report.data and report is None:
        raise DomainError(_l("There is no such report among those you lead."), field="phan_anh")
    agency = _agency(form)
    due_on: date = form.due_on.data
    made = giving.give(viewer, agency, form.words.data, due_on, clock.now(), calendar(), report)
    return url_for(".direction", code=made.code)


@service_requests.get("/can-bo/don-doc/<code>")
@access(may_see_direction, load=queries.by_code)
def direction(direction: Direction) -> ResponseReturnValue:
    return _page(direction, AnswerForm(None))


@service_requests.post("/can-bo/don-doc/<code>/tra-loi")
@access(may_answer, load=queries.by_code)
@acts(
    again=lambda direction, form, errors, **_refused: _page(direction, form, errors),
    said=_l("Answered."),
)
@takes(AnswerForm)
def answer_direction(direction: Direction, form: AnswerForm) -> str:
    actor = current_viewer().actor(direction.agency)
    giving.answer(direction, actor, form.answer.data, clock.now())
    return url_for(".direction", code=direction.code)


@service_requests.post("/can-bo/don-doc/<code>/rut")
@access(may_take_back, load=queries.by_code)
@acts(
    again=lambda direction, errors, **_refused: _page(direction, AnswerForm(None), errors),
    said=lazy_pgettext("direction", "Taken back."),
)
def take_back_direction(direction: Direction) -> str:
    giving.take_back(direction, current_viewer().actor(direction.from_agency), clock.now())
    return url_for(".direction", code=direction.code)


@service_requests.post("/can-bo/don-doc/xuat")
@access(may_read_register)
@acts(again=lambda **refused: _register(**refused))
def export_directions() -> str:
    """Have the register made as a workbook, narrowed as the form says."""
    made = exporting.ask(current_viewer(), Asked.sent(), XLSX, clock.now())
    return url_for(".export", code=made.code)


def _register(**refused: Any) -> str:
    viewer, now = current_viewer(), clock.now()
    asked = Asked.read(request.values)
    page = queries.page(viewer, asked, request.values.get("truoc", ""), now, PAGE)
    return render_template(
        "service_requests/directing/register.html",
        asked=asked,
        states=STATES,
        counts=queries.counts(viewer, now),
        rows=page.rows,
        gives=may_direct(viewer),
        now=now,
        files=asking.of_viewer(viewer, exporting.KIND),
        **{**FRESH, **refused},
        **ways(".directions", page, "truoc", **asked.given),
    )


def _agency(form: DirectionForm) -> Agency:
    """Give the agency that was named, else the one that was tapped."""
    if form.named.data or not form.agency.data:
        require_words(form.named.data, _l("Choose an agency, or type its name."), "agency")
        return agency_named(form.named.data)
    agency = accounts.agency_by_code(form.agency.data)
    if agency is None:
        raise DomainError(_l("Choose an agency, or type its name."), field="agency")
    return agency


def _new(form: DirectionForm) -> str:
    viewer = current_viewer()
    choices = dict(queries.agencies_to_choose(viewer, clock.now()))
    chosen = accounts.agency_by_code(form.agency.data or "")
    if chosen is not None:  # the address named it, or its report did
        choices = {chosen.code: chosen.name, **choices}
    return render_template(
        "service_requests/directing/new.html", form=form, choices=list(choices.items())[:LIKELIEST]
    )


def _page(direction: Direction, form: AnswerForm, errors: Any = ()) -> str:
    viewer, report = current_viewer(), direction.service_request
    return render_template(
        "service_requests/directing/direction.html",
        it=direction,
        form=form,
        errors=errors,
        now=clock.now(),
        report=report if report is not None and may_handle(viewer, report) else None,
        answers=direction.is_open and may_answer(viewer, direction),
        takes_back=direction.is_open and may_take_back(viewer, direction),
    )


def _report(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Give the report that is directed about, where the viewer works on it; it is not changed."""
    found = loading.by_code(viewer, code.strip()) if code.strip() else None
    return found if found is not None and may_handle(viewer, found) else None
