"""The desk's pages: an office's entries, what waits to be checked or was said to be wrong."""

from datetime import date
from typing import Any, NamedTuple

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import businesses
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import takes
from app.core.listing import Page, ways
from app.core.text import line
from app.directory import keeping, queries
from app.directory.blueprint import directory
from app.directory.forms import EntryForm, TurnForm
from app.directory.models import DirectoryEntry, DirectoryKind, DirectoryTurn
from app.directory.rights import (
    commune_of,
    keeps_directory,
    kept_agencies,
    load_agency,
    may_keep,
    may_keep_of,
)
from app.places import queries as places

DUE, WRONG, ALL = "han", "sai", "tat-ca"


class NewEntry(NamedTuple):
    """Whose a new entry will be, and of which kind."""

    agency: Agency
    kind: DirectoryKind


def load_place(viewer: Viewer, agency: str, kind: str) -> NewEntry | None:
    """Give where a new entry goes, to whoever keeps that agency's."""
    whose, what = load_agency(viewer, agency), queries.kind_by_code(kind)
    return NewEntry(whose, what) if whose is not None and what is not None else None


def may_add(viewer: Viewer, new: NewEntry) -> bool:
    return may_keep_of(viewer, new.agency)


def may_keep_turn(viewer: Viewer, turn: DirectoryTurn) -> bool:
    return may_keep(viewer, turn.entry)


@directory.get("/can-bo/danh-ba")
@access(keeps_directory)
def desk_index() -> ResponseReturnValue:
    """Show an office's entries: said to be wrong, due for a check, or all."""
    viewer = current_viewer()
    agencies = kept_agencies(viewer)
    wanted, typed = request.args.get("cua", ""), line(request.args.get("q", ""), 100)
    agency = load_agency(viewer, wanted) if wanted else None
    agency = agency or next(iter(agencies), None)
    if agency is None:
        abort(404)
    today = clock.local(clock.now()).date()
    due, wrong = queries.counts(agency, today)
    shown = request.args.get("xem") or (WRONG if wrong else DUE if due else ALL)
    page = _page(agency, shown, typed, today)
    given = {"cua": agency.code, "xem": shown, "q": typed or None}
    return render_template(
        "directory/desk/index.html",
        agency=agency, agencies=agencies, shown="" if typed else shown, typed=typed, due=due,
        wrong=wrong, rows=page.rows, kinds=queries.kinds(), today=today,
        **ways(".desk_index", page, "sau", **given),
    )  # fmt: skip


@directory.get("/can-bo/danh-ba/moi/<agency>/<kind>")
@access(may_add, load=load_place)
def new_entry(new: NewEntry) -> ResponseReturnValue:
    return _new(new, EntryForm(None))


@directory.post("/can-bo/danh-ba/moi/<agency>/<kind>")
@access(may_add, load=load_place)
@acts(
    again=lambda new, form, **_refused: _new(new, form), said=_l("It stands in the directory now.")
)
@takes(EntryForm)
def add_entry(new: NewEntry, form: EntryForm) -> str:
    by, said = current_viewer().actor(new.agency), form.said(new.kind, commune_of(new.agency))
    made = keeping.add(new.agency, new.kind, said, by, clock.now())
    return url_for(".edit", code=made.code)


@directory.get("/can-bo/danh-ba/<code>")
@access(may_keep, load=queries.kept)
def edit(entry: DirectoryEntry) -> ResponseReturnValue:
    form = EntryForm(None)
    form.fill(entry)
    return _edit(entry, form)


@directory.post("/can-bo/danh-ba/<code>")
@access(may_keep, load=queries.kept)
@acts(
    again=lambda entry, form, **_refused: _edit(entry, form),
    said=_l("Kept, and noted as checked today."),
)
@takes(EntryForm)
def change_entry(entry: DirectoryEntry, form: EntryForm) -> str:
    said = form.said(entry.kind, commune_of(entry.agency))
    keeping.change(entry, said, form.version.data, _actor(entry), clock.now())
    return url_for(".edit", code=entry.code)


@directory.post("/can-bo/danh-ba/<code>/dung")
@access(may_keep, load=queries.kept)
@acts(said=_l("Noted: checked today."))
def check_entry(entry: DirectoryEntry) -> str:
    keeping.check(entry, _actor(entry), clock.now())
    return url_for(".desk_index", cua=entry.agency.code)


@directory.post("/can-bo/danh-ba/<code>/dong")
@access(may_keep, load=queries.kept)
@acts(said=_l("Nobody finds it any more. You can put it back."))
def close_entry(entry: DirectoryEntry) -> str:
    keeping.close(entry, _actor(entry), clock.now())
    return url_for(".edit", code=entry.code)


@directory.post("/can-bo/danh-ba/<code>/mo-lai")
@access(may_keep, load=queries.kept)
@acts(said=_l("It stands in the directory again."))
def reopen_entry(entry: DirectoryEntry) -> str:
    keeping.reopen(entry, _actor(entry), clock.now())
    return url_for(".edit", code=entry.code)


@directory.get("/can-bo/danh-ba/<code>/truc")
@access(may_keep, load=queries.kept)
def duty(entry: DirectoryEntry) -> ResponseReturnValue:
    """Show who is on duty from when until when."""
    return _duty(entry, TurnForm(None))


@directory.post("/can-bo/danh-ba/<code>/truc")
@access(may_keep, load=queries.kept)
@acts(again=lambda entry, form, **_refused: _duty(entry, form), said=_l("Written down."))
@takes(TurnForm)
def take_turn(entry: DirectoryEntry, form: TurnForm) -> str:
    span = form.begins.data, form.ends.data
    keeping.take_turn(entry, form.name.data, form.phone.data, span, _actor(entry), clock.now())
    return url_for(".duty", code=entry.code)


@directory.post("/can-bo/danh-ba/<code>/truc/<int:number>/bo")
@access(may_keep_turn, load=queries.turn)
@acts(said=_l("Removed."))
def drop_turn(turn: DirectoryTurn) -> str:
    entry = turn.entry
    keeping.drop_turn(turn, _actor(entry), clock.now())
    return url_for(".duty", code=entry.code)


def _page(agency: Agency, shown: str, typed: str, today: date) -> Page[DirectoryEntry]:
    after = request.args.get("sau", "")[:20]
    words = queries.search_words(typed)
    if words:
        return queries.found_of(agency, words, after)
    if shown == WRONG:
        return Page(queries.with_faults(agency))
    return queries.to_look_after(agency, today if shown == DUE else None, after)


def _actor(entry: DirectoryEntry) -> Any:
    return current_viewer().actor(entry.agency)


def _new(new: NewEntry, form: EntryForm) -> str:
    choices = choices_in(commune_of(new.agency), None)
    values = {"agency": new.agency, "kind": new.kind, "form": form, **choices}
    return render_template("directory/desk/new.html", **values)


def _edit(entry: DirectoryEntry, form: EntryForm) -> str:
    return render_template(
        "directory/desk/edit.html",
        entry=entry, kind=entry.kind, form=form,
        business=businesses.load(entry.business_code), today=clock.local(clock.now()).date(),
        **choices_in(commune_of(entry.agency), entry.commune),
    )  # fmt: skip


def choices_in(fixed: Any, commune: Any) -> dict[str, Any]:
    """Give the communes and villages that may be chosen: those of the office's own commune."""
    inside = fixed or commune
    villages = places.villages_of(inside) if inside is not None else ()
    return {
        "fixed": fixed,
        "communes": [] if fixed else [(each.code, each.title) for each in places.communes()],
        "villages": [(each.code, each.title) for each in villages],
    }


def _duty(entry: DirectoryEntry, form: TurnForm) -> str:
    now = clock.now()
    turns = [each for each in entry.turns if each.ends_at > now]
    values = {**FRESH, "entry": entry, "form": form, "turns": turns, "now": now}
    return render_template("directory/desk/duty.html", **values)
