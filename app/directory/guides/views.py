"""Guides: people read, tick, print, say what no longer holds; an office keeps them."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.core import clock, navigation, offline, page_cache
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Read, takes
from app.core.text import whole
from app.directory.blueprint import directory
from app.directory.guides import keeping, queries
from app.directory.guides.forms import GuideForm
from app.directory.guides.models import Guide
from app.directory.rights import keeps_directory, kept_agencies, load_agency, may_keep, may_keep_of

FRESH_SECONDS = 10


@directory.get("/huong-dan")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def guides() -> ResponseReturnValue:
    return render_template("directory/guides/list.html", rows=queries.open_ones())


@directory.get("/huong-dan/<code>")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def guide(found: Guide) -> ResponseReturnValue:
    """Show a guide as a list to tick; the ticks stay on the phone."""
    ways = navigation.beside(navigation.GUIDE, found.agency)
    return render_template("directory/guides/show.html", guide=found, ways=ways)


@directory.get("/huong-dan/<code>/khong-con-dung")
@access(PUBLIC, load=queries.shown)
def guide_wrong(found: Guide) -> ResponseReturnValue:
    return _wrong(found)


@directory.post("/huong-dan/<code>/khong-con-dung")
@access(PUBLIC, load=queries.shown)
@acts(
    again=lambda found, **refused: _wrong(found, **refused),
    said=_l("Thank you. The office that keeps this guide has been told."),
    counts=True,
)
@takes(step=Read(whole, name="buoc", empty=None))
def say_guide_wrong(found: Guide, step: int | None) -> str:
    keeping.say_wrong(found, step, clock.now())
    return url_for(".guide", code=found.code)


@directory.get("/can-bo/huong-dan")
@access(keeps_directory)
def desk_guides() -> ResponseReturnValue:
    """Show the guides that one keeps, those first of which a step is said to be wrong."""
    agencies = kept_agencies(current_viewer())
    rows = queries.kept_by(current_viewer())
    return render_template("directory/guides/desk.html", rows=rows, agencies=agencies)


@directory.get("/can-bo/huong-dan/moi/<agency>")
@access(may_keep_of, load=load_agency)
def new_guide(agency: Agency) -> ResponseReturnValue:
    return _new(agency, GuideForm(None))


@directory.post("/can-bo/huong-dan/moi/<agency>")
@access(may_keep_of, load=load_agency)
@acts(again=lambda agency, form, **_refused: _new(agency, form), said=_l("People can read it now."))
@takes(GuideForm)
def add_guide(agency: Agency, form: GuideForm) -> str:
    made = keeping.add(agency, form.said, current_viewer().actor(agency), clock.now())
    return url_for(".edit_guide", code=made.code)


@directory.get("/can-bo/huong-dan/<code>")
@access(may_keep, load=queries.kept)
def edit_guide(found: Guide) -> ResponseReturnValue:
    form = GuideForm(None)
    form.fill(found)
    return _edit(found, form)


@directory.post("/can-bo/huong-dan/<code>")
@access(may_keep, load=queries.kept)
@acts(
    again=lambda found, form, **_refused: _edit(found, form),
    said=_l("Kept, and noted as checked today."),
)
@takes(GuideForm)
def change_guide(found: Guide, form: GuideForm) -> str:
    keeping.change(found, form.said, form.version.data, _actor(found), clock.now())
    return url_for(".edit_guide", code=found.code)


@directory.post("/can-bo/huong-dan/<code>/dung")
@access(may_keep, load=queries.kept)
@acts(said=_l("Noted: checked today."))
def check_guide(found: Guide) -> str:
    keeping.check(found, _actor(found), clock.now())
    return url_for(".desk_guides")


@directory.post("/can-bo/huong-dan/<code>/bo")
@access(may_keep, load=queries.kept)
@acts(said=_l("Nobody finds it any more."))
def close_guide(found: Guide) -> str:
    keeping.close(found, _actor(found), clock.now())
    return url_for(".desk_guides")


def _actor(found: Guide) -> Any:
    return current_viewer().actor(found.agency)


def _wrong(found: Guide, **refused: Any) -> str:
    values = {"guide": found, **FRESH, **refused}
    return render_template("directory/guides/wrong.html", **values)


def _new(agency: Agency, form: GuideForm) -> str:
    return render_template("directory/guides/new.html", agency=agency, form=form)


def _edit(found: Guide, form: GuideForm) -> str:
    if not found.is_open:
        abort(404)
    return render_template("directory/guides/edit.html", guide=found, form=form)
