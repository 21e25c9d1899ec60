"""Taking billers in, how they bill, and where the program of one is asked."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.bills import queries
from app.bills.actions import asking, establishing
from app.bills.actions.establishing import Rules
from app.bills.models import Biller
from app.bills.models.biller import ADAPTERS, HTTP, KINDS
from app.bills.policies import can_connect, can_run, runs_billers
from app.bills.queries import tariffs
from app.bills.views.common import bills, viewer
from app.core import clock
from app.core.access import access, again
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.errors import DomainError
from app.core.text import whole
from app.core.typed import field

PROOFS = ("by_name", "by_amount", "by_phone")


def run_biller(viewer: Any, biller: str) -> Biller | None:
    found = queries.biller_to_change(biller)
    return found if found and can_run(viewer, found) else None


def connectable(viewer: Any, biller: str) -> Biller | None:
    """Give a biller with a program of its own to its clerks and administrators."""
    found = queries.biller_to_change(biller)
    usable = found is not None and found.adapter == HTTP
    return found if found is not None and usable and can_connect(viewer, found) else None


@bills.get("/can-bo/hoa-don/don-vi-moi")
@access(runs_billers)
def new_biller() -> ResponseReturnValue:
    return _form(None)


@bills.post("/can-bo/hoa-don/don-vi-moi")
@access(runs_billers)
@acts(
    again=lambda **refused: _form(None, **refused),
    said=_l("The biller is there. Its clerks name the bank account next."),
)
def add_biller() -> str:
    agency = _chosen_agency()
    by = viewer().actor(agency)
    kind, adapter = field("kind"), field("adapter")
    made = establishing.take_in(agency, kind, adapter, _rules(), by, clock.now())
    page = "bills.program" if made.adapter == HTTP else "bills.edit_biller"
    return url_for(page, biller=made.code)


@bills.get("/can-bo/hoa-don/<biller>/cach-thu")
@access(can_run, load=run_biller)
def edit_biller(biller: Biller) -> ResponseReturnValue:
    return _form(biller)


@bills.post("/can-bo/hoa-don/<biller>/cach-thu")
@access(can_run, load=run_biller)
@acts(again=lambda biller, **refused: _form(biller, **refused), said=_l("Saved."))
def change_biller(biller: Biller) -> str:
    establishing.change(biller, _rules(), viewer().actor(biller.agency), clock.now())
    return url_for("bills.edit_biller", biller=biller.code)


@bills.get("/can-bo/hoa-don/<biller>/ket-noi")
@access(can_connect, load=connectable)
def program(biller: Biller) -> ResponseReturnValue:
    """Show where a biller's program is asked; its secret is never shown."""
    return _program(biller)


@bills.post("/can-bo/hoa-don/<biller>/ket-noi")
@access(can_connect, load=connectable, asks=again("bills.program"))
@acts(
    again=lambda biller, **refused: _program(biller, **refused),
    said=_l("The connection is set. All who look after the biller were told."),
)
def set_program(biller: Biller) -> str:
    """Say where it is, after proof of who is there."""
    address, secret = field("address", 300), request.form.get("secret", "").strip()
    by = viewer().actor(biller.agency)
    establishing.set_program(biller, address, secret, by, clock.now())
    return url_for("bills.program", biller=biller.code)


@bills.post("/can-bo/hoa-don/<biller>/ket-noi/hoi")
@access(can_connect, load=connectable)
@acts()
def ask_program(biller: Biller) -> Done:
    if biller.is_connected():
        asking.compare_later(biller)
    said = _("The program is being asked. Come back in a moment.")
    return Done(url_for("bills.program", biller=biller.code), said, "info")


def _chosen_agency() -> Agency:
    wanted = field("agency", 60)
    for agency in queries.agencies_to_bill(viewer()):
        if agency.code == wanted:
            return agency
    raise DomainError(_l("Choose the agency."), field="agency")


def _rules() -> Rules:
    chosen = next((each for each in tariffs.all_tariffs() if each.code == field("tariff")), None)
    return Rules(
        field("code_hint", 120),
        whole(field("days_to_pay"), 3) or 0,
        chosen,
        *(name in request.form for name in PROOFS),
    )


def _form(biller: Biller | None, **more: object) -> str:
    values = {
        "biller": biller,
        "agencies": [] if biller else queries.agencies_to_bill(viewer()),
        "kinds": [(code, name) for code, (name, _icon) in KINDS.items()],
        "adapters": list(ADAPTERS.items()),
        "tariffs": [("", "—"), *((each.code, each.name) for each in tariffs.all_tariffs())],
        "ticked": _ticked(biller),
        **FRESH,
    }
    return render_template("bills/desk/edit_biller.html", **{**values, **more})


def _ticked(biller: Biller | None) -> dict[str, bool]:
    """Give the ways to prove as they were sent, else as they stand."""
    if request.form:
        return {name: name in request.form for name in PROOFS}
    return {name: biller is None or bool(getattr(biller, name)) for name in PROOFS}


def _program(biller: Biller, **more: object) -> str:
    values = {"biller": biller, "hosts": settings().biller_hosts, **FRESH}
    return render_template("bills/desk/program.html", **{**values, **more})
