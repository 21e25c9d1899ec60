"""Programmes: people read who may apply until when and where; an office keeps them."""

from datetime import date
from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.core import clock, page_cache, text
from app.core.access import PUBLIC, access, current_viewer
from app.core.act import acts
from app.core.forms import Form, Line, Named, Read, Words, among, at_most, needed, takes
from app.core.tables.errors import BadValue
from app.directory.blueprint import directory
from app.directory.forms import as_phones
from app.directory.programmes import keeping, links, queries
from app.directory.programmes.models import (
    APP,
    FITS,
    KINDS,
    MAX_ABOUT,
    MAX_LINK,
    MAX_PHONES,
    MAX_TITLE,
    MAX_WHO,
    Programme,
)
from app.directory.rights import keeps_directory, kept_agencies, load_agency, may_keep, may_keep_of
from app.notifications.endpoints import BadEndpoint
from app.places.contacts import dialled

FRESH_SECONDS = 10


def as_link(typed: str) -> str:
    """Read an address that may be led to; raises ``BadValue``."""
    try:
        links.endpoint(typed)
    except BadEndpoint as error:
        raise BadValue(
            _l("Only https pages of the State (gov.vn), or of hosts that the operator listed.")
        ) from error
    return typed


def as_day(typed: str) -> date:
    found = text.day(typed)
    if found is None:
        raise BadValue(_l("Choose a day."))
    return found


class ProgrammeForm(Form):
    """A programme as its office writes it."""

    kind = Line(10, among(KINDS, _l("Choose what kind of programme it is.")), name="loai")
    title = Line(MAX_TITLE + 1, needed(_l("Write its name.")), at_most(MAX_TITLE), name="ten")
    who = Line(MAX_WHO, name="ai")
    fits = Named("cho-", most=1)
    until = Read(as_day, name="han", empty=None, most=10)
    link = Read(as_link, name="duong_dan", empty="", most=MAX_LINK)
    phones = Read(as_phones, name="dien_thoai", empty="", most=MAX_PHONES)
    about = Words(MAX_ABOUT + 1, at_most(MAX_ABOUT), name="noi_dung")
    version = Read(text.whole, name="version", empty=None)

    def fill(self, found: Programme) -> None:
        for name in (*keeping.SAID, "version"):
            self._fields[name].data = getattr(found, name)
        self.fits.data = dict.fromkeys(found.fits, "1")

    @property
    def said(self) -> dict[str, Any]:
        found = {name: self._fields[name].data for name in keeping.SAID}
        return {**found, "fits": [name for name in FITS if self.fits.data.get(name)]}


@directory.get("/chuong-trinh")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def programmes() -> ResponseReturnValue:
    """Show what businesses and cooperatives may apply to, and the State's apps and pages."""
    rows = queries.offered(clock.local(clock.now()).date())
    return render_template(
        "directory/programmes/list.html",
        programmes=[each for each in rows if each.kind != APP],
        apps=[each for each in rows if each.kind == APP],
    )


@directory.get("/chuong-trinh/<code>")
@access(PUBLIC, load=queries.shown)
@page_cache.for_strangers(FRESH_SECONDS)
def programme(found: Programme) -> ResponseReturnValue:
    numbers = [each.strip() for each in found.phones.split(",") if each.strip()]
    return render_template(
        "directory/programmes/show.html",
        programme=found, is_over=found.is_over(clock.local(clock.now()).date()),
        calls=[(dialled(each), each) for each in numbers],
        fits=", ".join(str(FITS[each]) for each in found.fits),
    )  # fmt: skip


@directory.get("/can-bo/chuong-trinh")
@access(keeps_directory)
def desk_programmes() -> ResponseReturnValue:
    """Show the programmes that one keeps, those with a dead link first."""
    viewer = current_viewer()
    return render_template(
        "directory/programmes/desk.html",
        rows=queries.kept_by(viewer), agencies=kept_agencies(viewer),
        today=clock.local(clock.now()).date(),
    )  # fmt: skip


@directory.get("/can-bo/chuong-trinh/moi/<agency>")
@access(may_keep_of, load=load_agency)
def new_programme(agency: Agency) -> ResponseReturnValue:
    return _new(agency, ProgrammeForm(None))


@directory.post("/can-bo/chuong-trinh/moi/<agency>")
@access(may_keep_of, load=load_agency)
@acts(again=lambda agency, form, **_refused: _new(agency, form), said=_l("People can read it now."))
@takes(ProgrammeForm)
def add_programme(agency: Agency, form: ProgrammeForm) -> str:
    keeping.add(agency, form.said, current_viewer().actor(agency), clock.now())
    return url_for(".desk_programmes")


@directory.get("/can-bo/chuong-trinh/<code>")
@access(may_keep, load=queries.kept)
def edit_programme(found: Programme) -> ResponseReturnValue:
    form = ProgrammeForm(None)
    form.fill(found)
    return _edit(found, form)


@directory.post("/can-bo/chuong-trinh/<code>")
@access(may_keep, load=queries.kept)
@acts(
    again=lambda found, form, **_refused: _edit(found, form),
    said=_l("Kept, and noted as checked today."),
)
@takes(ProgrammeForm)
def change_programme(found: Programme, form: ProgrammeForm) -> str:
    keeping.change(found, form.said, form.version.data, _actor(found), clock.now())
    return url_for(".edit_programme", code=found.code)


@directory.post("/can-bo/chuong-trinh/<code>/bo")
@access(may_keep, load=queries.kept)
@acts(said=_l("Nobody finds it any more."))
def close_programme(found: Programme) -> str:
    keeping.close(found, _actor(found), clock.now())
    return url_for(".desk_programmes")


def _actor(found: Programme) -> Any:
    return current_viewer().actor(found.agency)


def _new(agency: Agency, form: ProgrammeForm) -> str:
    values = {
        "agency": agency,
        "form": form,
        "kinds": list(KINDS.items()),
        "all_fits": list(FITS.items()),
    }
    return render_template("directory/programmes/new.html", **values)


def _edit(found: Programme, form: ProgrammeForm) -> str:
    values = {
        "programme": found,
        "form": form,
        "kinds": list(KINDS.items()),
        "all_fits": list(FITS.items()),
    }
    return render_template("directory/programmes/edit.html", **values)
