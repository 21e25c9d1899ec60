"""Taking billers in, how they bill, and where the program of one is asked."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.models import Agency
from app.bills import code_forms, queries
from app.bills.actions import asking, establishing
from app.bills.actions.establishing import Rules
from app.bills.models import Biller, Tariff
from app.bills.models.biller import ADAPTERS, HTTP, KINDS
from app.bills.policies import may_connect, may_run, runs_billers
from app.bills.queries import tariffs
from app.bills.views.common import bills, viewer
from app.core import clock
from app.core.access import access, again
from app.core.act import FRESH, Done, acts
from app.core.config import settings
from app.core.forms import Line, Raw, Read, Tick, needed, takes
from app.core.text import whole

PROOFS = ("by_name", "by_amount", "by_phone")


def _chosen_agency(code: str) -> Agency | None:
    return next((each for each in queries.agencies_to_bill(viewer()) if each.code == code), None)


def _tariff(code: str) -> Tariff | None:
    return next((each for each in tariffs.all_tariffs() if each.code == code), None)


RULES: dict[str, Any] = {
    "code_hint": Line(120),
    "code_forms": Read(code_forms.read, most=code_forms.MOST),
    "days_to_pay": Read(lambda typed: whole(typed, 3) or 0),
    "tariff": Read(_tariff),
    **{name: Tick() for name in PROOFS},
}


def run_biller(viewer: Any, biller: str) -> Biller | None:
    found = queries.biller_to_change(biller)
    return found if found and may_run(viewer, found) else None


def connectable(viewer: Any, biller: str) -> Biller | None:
    """Give a biller with a program of its own to its clerks and administrators."""
    found = queries.biller_to_change(biller)
    usable = found is not None and found.adapter == HTTP
    return found if found is not None and usable and may_connect(viewer, found) else None


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
@takes(
    agency=Read(_chosen_agency, needed(_l("Choose the agency."))),
    kind=Line(),
    adapter=Line(),
    **RULES,
)
def add_biller(agency: Agency, kind: str, adapter: str, **rules: Any) -> str:
    by = viewer().actor(agency)
    made = establishing.take_in(agency, kind, adapter, Rules(**rules), by, clock.now())
    page = "bills.program" if made.adapter == HTTP else "bills.edit_biller"
    return url_for(page, biller=made.code)


@bills.get("/can-bo/hoa-don/<biller>/cach-thu")
@access(may_run, load=run_biller)
def edit_biller(biller: Biller) -> ResponseReturnValue:
    return _form(biller)


@bills.post("/can-bo/hoa-don/<biller>/cach-thu")
@access(may_run, load=run_biller)
@acts(again=lambda biller, **refused: _form(biller, **refused), said=_l("Saved."))
@takes(**RULES)
def change_biller(biller: Biller, **rules: Any) -> str:
    establishing.change(biller, Rules(**rules), viewer().actor(biller.agency), clock.now())
    return url_for("bills.edit_biller", biller=biller.code)


@bills.get("/can-bo/hoa-don/<biller>/ket-noi")
@access(may_connect, load=connectable)
def program(biller: Biller) -> ResponseReturnValue:
    """Show where a biller's program is asked; its secret is never shown."""
    return _program(biller)


@bills.post("/can-bo/hoa-don/<biller>/ket-noi")
@access(may_connect, load=connectable, asks=again("bills.program"))
@acts(
    again=lambda biller, **refused: _program(biller, **refused),
    said=_l("The connection is set. All who look after the biller were told."),
)
@takes(address=Line(300), secret=Raw())
def set_program(biller: Biller, address: str, secret: str) -> str:
    """Say where it is, after proof of who is there."""
    by = viewer().actor(biller.agency)
    establishing.set_program(biller, address, secret.strip(), by, clock.now())
    return url_for("bills.program", biller=biller.code)


@bills.post("/can-bo/hoa-don/<biller>/ket-noi/hoi")
@access(may_connect, load=connectable)
@acts()
def ask_program(biller: Biller) -> Done:
    if biller.is_connected():
        asking.compare_later(biller)
    said = _("The program is being asked. Come back in a moment.")
    return Done(url_for("bills.program", biller=biller.code), said, "info")


def _form(biller: Biller | None, **more: object) -> str:
    values: dict[str, Any] = {
        "biller": biller,
        "agencies": [] if biller else queries.agencies_to_bill(viewer()),
        "kinds": [(code, name) for code, (name, _icon) in KINDS.items()],
        "adapters": list(ADAPTERS.items()),
        "tariffs": [("", "—"), *((each.code, each.name) for each in tariffs.all_tariffs())],
        "ticked": {name: biller is None or bool(getattr(biller, name)) for name in PROOFS},
        **FRESH,
        **more,
    }
    if typed := values["typed"]:
        values["ticked"] = {name: name in typed for name in PROOFS}
    return render_template("bills/desk/edit_biller.html", **values)


def _program(biller: Biller, **more: object) -> str:
    values = {"biller": biller, "hosts": settings().biller_hosts, **FRESH}
    return render_template("bills/desk/program.html", **{**values, **more})
