"""The office looks at what a business proposes: as it stands beside as it is to be."""

from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import businesses
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import FRESH, acts
from app.core.forms import Read, Words, takes
from app.core.text import whole
from app.directory.blueprint import directory
from app.directory.forms import written
from app.directory.keeping import Said
from app.directory.models import DirectoryEntry, DirectoryKind
from app.directory.owners import proposing, queries
from app.directory.owners.models import MAX_WHY, DirectoryProposal
from app.directory.owners.queries import may_decide
from app.directory.queries import kept
from app.directory.rights import commune_of, keeps_directory, may_keep


class Beside(NamedTuple):
    """One thing an entry says: as it stands, and as it is to be."""

    label: str
    now: str
    then: str

    @property
    def differs(self) -> bool:
        return self.now != self.then


@directory.get("/can-bo/danh-ba/de-nghi")
@access(keeps_directory)
def proposals() -> ResponseReturnValue:
    """List what waits for one's decision, what came first in front."""
    return render_template("directory/owners/desk.html", rows=queries.waiting(current_viewer()))


@directory.get("/can-bo/danh-ba/de-nghi/<code>")
@access(may_decide, load=queries.by_code)
def proposal(found: DirectoryProposal) -> ResponseReturnValue:
    return _show(found)


@directory.post("/can-bo/danh-ba/de-nghi/<code>/duyet")
@access(may_decide, load=queries.by_code)
@acts(
    again=lambda found, **refused: _show(found, **refused),
    said=_l("It stands in the directory now. The business was told."),
)
@takes(version=Read(whole))
def accept_proposal(found: DirectoryProposal, version: int | None) -> str:
    proposing.accept(found, version, _actor(found), clock.now())
    return url_for(".proposals")


@directory.post("/can-bo/danh-ba/de-nghi/<code>/tu-choi")
@access(may_decide, load=queries.by_code)
@acts(
    again=lambda found, **refused: _show(found, **refused),
    said=_l("The directory stays as it is. The business was told why."),
)
@takes(version=Read(whole), why=Words(MAX_WHY, name="vi_sao"))
def refuse_proposal(found: DirectoryProposal, version: int | None, why: str) -> str:
    proposing.refuse(found, version, why, _actor(found), clock.now())
    return url_for(".proposals")


@directory.post("/can-bo/danh-ba/<code>/bo-chu")
@access(may_keep, load=kept)
@acts(said=_l("The office alone keeps it again."))
def release_entry(entry: DirectoryEntry) -> str:
    proposing.release(entry, current_viewer().actor(entry.agency), clock.now())
    return url_for(".edit", code=entry.code)


def _actor(found: DirectoryProposal) -> Any:
    return current_viewer().actor(found.agency)


def _show(found: DirectoryProposal, **refused: Any) -> str:
    return render_template(
        "directory/owners/proposal.html",
        found=found, rows=_beside(found), business=businesses.load(found.business_code),
        **{**FRESH, **refused},
    )  # fmt: skip


def _beside(found: DirectoryProposal) -> list[Beside]:
    """Give what the entry says now and is to say, what is empty in both left out."""
    if not found.said:
        return []
    then = proposing.as_said(found.said, commune_of(found.agency))
    now = _as_it_is(found.entry) if found.entry is not None else Said("")
    rows = zip(_lines(now, found.kind), _lines(then, found.kind), strict=True)
    return [Beside(label, was, will) for (label, was), (_label, will) in rows if was or will]


def _as_it_is(entry: DirectoryEntry) -> Said:
    point = (entry.lat, entry.long) if entry.lat is not None and entry.long is not None else None
    return Said(
        entry.name, entry.commune, entry.village, entry.phones, entry.address, entry.hours,
        entry.days, entry.about, entry.values, point,
    )  # fmt: skip


def _lines(said: Said, kind: DirectoryKind) -> list[tuple[str, str]]:
    own = [(kind.field_label(each), said.values.get(each["name"], "")) for each in kind.fields]
    return [
        (_("Name"), said.name),
        (_("Phone numbers"), said.phones),
        (_("Commune"), said.commune.title if said.commune else ""),
        (_("Village"), said.village.title if said.village else ""),
        (_("Address"), said.address),
        (_("Position on the map"), written(*said.point) if said.point else ""),
        (_("Opening hours"), said.hours),
        (_("Market days, days of the festival"), said.days),
        *own,
        (_("What else one should know"), said.about),
    ]
