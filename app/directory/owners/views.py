"""Pages of a business that keeps entries: its own ones, a new one, a change, a check."""

from typing import Any

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import businesses
from app.accounts.businesses import Business
from app.accounts.present import viewer
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import Line, takes
from app.directory import keeping
from app.directory.blueprint import directory
from app.directory.desk import choices_in
from app.directory.forms import EntryForm
from app.directory.models import DirectoryEntry
from app.directory.owners import proposing, queries
from app.directory.owners.models import DirectoryProposal
from app.directory.owners.queries import NewOwned, is_owner, may_claim, may_place, runs_business
from app.directory.rights import commune_of

SENT = _l("Sent. It shows as soon as the office has looked at it.")


@directory.get("/danh-ba/cua-toi")
@access(runs_business, asks=PROVED)
def my_entries() -> ResponseReturnValue:
    """Show the entries that one's businesses keep, and what they proposed."""
    mine = businesses.run_by(viewer())
    codes = [each.code for each in mine]
    kept, sent = queries.owned(codes), queries.proposed(codes)
    return render_template(
        "directory/owners/index.html",
        mine=mine, kept=kept, today=clock.local(clock.now()).date(), kinds=queries.of_businesses(),
        waits={each.entry_id for each in sent if each.waits}, sent=sent,
    )  # fmt: skip


@directory.get("/danh-ba/cua-toi/moi/<business>/<kind>")
@access(may_place, load=queries.place_for, asks=PROVED)
def new_own(new: NewOwned) -> ResponseReturnValue:
    form = EntryForm(None)
    form.name.data = new.business.name
    return _new(new, form)


@directory.post("/danh-ba/cua-toi/moi/<business>/<kind>")
@access(may_place, load=queries.place_for, asks=PROVED)
@acts(again=lambda new, form, **refused: _new(new, form, **refused), said=SENT)
@takes(EntryForm)
def add_own(new: NewOwned, form: EntryForm) -> str:
    said = form.said(new.kind, new.business.commune)
    proposing.propose_new(new.business, new.kind, said, viewer().actor(), clock.now())
    return url_for(".my_entries")


@directory.get("/danh-ba/<code>/cua-toi")
@access(is_owner, load=queries.opened, asks=PROVED)
def own_entry(entry: DirectoryEntry) -> ResponseReturnValue:
    """Show the form of an entry one keeps, with what waits for the office filled in."""
    form, waits = EntryForm(None), _waits(entry)
    form.fill(entry)
    if waits is not None:
        form.show(proposing.as_said(waits.said, commune_of(entry.agency)))
    return _own(entry, form)


@directory.post("/danh-ba/<code>/cua-toi")
@access(is_owner, load=queries.opened, asks=PROVED)
@acts(again=lambda entry, form, **refused: _own(entry, form, **refused), said=SENT)
@takes(EntryForm)
def change_own(entry: DirectoryEntry, form: EntryForm) -> str:
    said = form.said(entry.kind, commune_of(entry.agency))
    entry.check_version(form.version.data)
    proposing.propose_change(_business(entry), entry, said, viewer().actor(), clock.now())
    return url_for(".own_entry", code=entry.code)


@directory.post("/danh-ba/<code>/cua-toi/dung")
@access(is_owner, load=queries.opened, asks=PROVED)
@acts(said=_l("Noted: checked today."))
def check_own(entry: DirectoryEntry) -> str:
    keeping.check_own(entry, viewer().actor(), clock.now())
    return url_for(".my_entries")


@directory.get("/danh-ba/<code>/nhan")
@access(may_claim, load=queries.opened, asks=PROVED)
def claim_entry(entry: DirectoryEntry) -> ResponseReturnValue:
    return _claim(entry)


@directory.post("/danh-ba/<code>/nhan")
@access(may_claim, load=queries.opened, asks=PROVED)
@acts(again=lambda entry, **refused: _claim(entry, **refused))
@takes(business=Line(20, name="co_so"))
def say_own(entry: DirectoryEntry, business: str) -> Done:
    """Say that an entry is one's business's own; the office answers."""
    if not business:
        raise DomainError(_l("Choose your business."), field="co_so")
    whose = businesses.run(viewer(), business) or abort(404)
    proposing.claim(whose, entry, viewer().actor(), clock.now())
    return Done(url_for(".my_entries"), _("Sent. The office says whether you keep it from now on."))


@directory.post("/danh-ba/cua-toi/<code>/rut")
@access(queries.sent_it, load=queries.by_code, asks=PROVED)
@acts(said=_l("Taken back."))
def withdraw_own(found: DirectoryProposal) -> str:
    proposing.withdraw(found, viewer().actor(), clock.now())
    return url_for(".my_entries")


def _business(entry: DirectoryEntry) -> Business:
    found = queries.owner_of(viewer(), entry)
    assert found is not None
    return found


def _waits(entry: DirectoryEntry) -> DirectoryProposal | None:
    found = queries.about(_business(entry), f"entry:{entry.id}")
    return found if found is not None and found.waits else None


def _new(new: NewOwned, form: EntryForm, **refused: Any) -> str:
    commune = new.business.commune
    values = {**FRESH, **refused, **choices_in(commune, None), "new": new, "form": form}
    return render_template("directory/owners/new.html", **values)


def _own(entry: DirectoryEntry, form: EntryForm, **refused: Any) -> str:
    fixed = commune_of(entry.agency)
    values = {**FRESH, **refused, **choices_in(fixed, entry.commune), "form": form}
    return render_template(
        "directory/owners/own.html",
        entry=entry, kind=entry.kind, business=_business(entry), waits=_waits(entry), **values,
    )  # fmt: skip


def _claim(entry: DirectoryEntry, **refused: Any) -> str:
    mine = [(each.code, each.name) for each in businesses.run_by(viewer())]
    values = {**FRESH, **refused, "entry": entry, "mine": mine}
    return render_template("directory/owners/claim.html", **values)
