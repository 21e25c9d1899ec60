"""Price lists on the desk: their versions, a new one, and the try-out."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import queries as accounts
from app.accounts.models import Agency
from app.accounts.policies import administers_all
from app.bills import queries
from app.bills.actions import establishing
from app.bills.charges import Prices, Tier
from app.bills.models import Tariff, TaxRate
from app.bills.models.biller import KINDS
from app.bills.models.tariff import TAXES
from app.bills.policies import may_edit_tariff, may_edit_taxes, sees_tariffs
from app.bills.queries import tariffs
from app.bills.queries.billers import tax_rates
from app.bills.views.common import bills, viewer
from app.bills.views.trying import tried
from app.core import audit, clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.forms import Line, Read, Tick, among, needed, takes
from app.core.tables.values import as_date, as_quantity

MOST_TIERS = 10
TIERS = {
    f"{name}-{at}": Read(as_quantity, most=20, empty=None)
    for at in range(MOST_TIERS)
    for name in ("up-to", "price")
}


def readable_tariff(viewer: object, code: str) -> Tariff | None:
    """Give a price list to whoever sees them on the desk."""
    found = sees_tariffs(viewer)  # type: ignore[arg-type]
    return tariffs.tariff_by_code(viewer, code) if found else None  # type: ignore[arg-type]


def may_read(viewer: object, tariff: Tariff) -> bool:
    return sees_tariffs(viewer)  # type: ignore[arg-type]


@bills.get("/can-bo/hoa-don/bieu-gia")
@access(sees_tariffs)
def tariff_lists() -> ResponseReturnValue:
    """List the price lists, with the form of a new one."""
    return _lists()


@bills.post("/can-bo/hoa-don/bieu-gia")
@access(sees_tariffs)
@acts(
    again=lambda **refused: _lists(**refused), said=_l("The price list is there. Add its prices.")
)
@takes(
    name=Line(120, needed(_l("Write the name of the price list."))),
    kind=Line(20),
    unit=Line(20, needed(_l("Write the unit: kWh, m³, household."))),
    agency=Line(60),
)
def add_tariff(name: str, kind: str, unit: str, agency: str) -> str:
    """Begin a price list; its prices are added on its own page."""
    owner = _owner(agency)
    by = viewer().actor(owner)
    made = establishing.add_tariff(name, kind, unit, owner, by, clock.now())
    return url_for("bills.tariff", code=made.code)


@bills.get("/can-bo/hoa-don/bieu-gia/<code>")
@access(may_read, load=readable_tariff)
def tariff(found: Tariff) -> ResponseReturnValue:
    """Show a list's versions, its taxes, the try-out, and to editors the form."""
    return _page(found)


@bills.post("/can-bo/hoa-don/bieu-gia/<code>")
@access(may_edit_tariff, load=readable_tariff)
@acts(again=lambda found, **refused: _page(found, **refused), said=_l("The new prices are kept."))
@takes(valid_from=Read(as_date), basis=Line(), includes_vat=Tick(), **TIERS)
def add_version(
    found: Tariff, valid_from: date, basis: str, includes_vat: bool, **typed: Decimal | None
) -> str:
    """Add prices from a day on; what held before stays as it was."""
    version = found.add_version(Prices(valid_from, _tiers(typed), includes_vat, basis))
    after = {"from": f"{version.valid_from}"}
    audit.record(viewer().reference, "add-prices", found.reference, now=clock.now(), after=after)
    return url_for("bills.tariff", code=found.code)


@bills.post("/can-bo/hoa-don/bieu-gia/<code>/thue")
@access(may_edit_taxes, load=readable_tariff)
@acts(again=lambda found, **refused: _page(found, **refused), said=_l("The rate is kept."))
@takes(
    tax=Line(20, among(TAXES, _l("Choose the tax."))),
    tax_from=Read(as_date),
    tax_to=Read(as_date, empty=None),
    percent=Read(as_quantity, most=10),
)
def add_tax(found: Tariff, tax: str, tax_from: date, tax_to: date | None, percent: Decimal) -> str:
    """Add a tax rate from a day on; it holds for all lists of that kind."""
    if percent > 100 or (tax_to is not None and tax_to < tax_from):
        raise DomainError(_l("A rate is at most 100%, and ends after it begins."), field="percent")
    if any(each.tax == tax and each.valid_from == tax_from for each in tax_rates(found.kind)):
        raise DomainError(_l("There is a rate from that day already."), field="tax_from")
    share = percent / Decimal(100)
    rate = TaxRate(kind=found.kind, tax=tax, rate=share, valid_from=tax_from, valid_to=tax_to)
    db.session.add(rate)
    after = {"tax": rate.tax, "rate": str(rate.rate), "from": f"{rate.valid_from}"}
    audit.record(viewer().reference, "add-tax", found.reference, now=clock.now(), after=after)
    return url_for("bills.tariff", code=found.code)


def _owners() -> list[tuple[str, str]]:
    """Give for whom the viewer may begin a list: all, or the billers that are theirs."""
    own = [(each.agency.code, each.name) for each in queries.billers_of(viewer())]
    return [("", _("Common to all")), *own] if administers_all(viewer()) else own


def _owner(code: str) -> Agency | None:
    if code not in dict(_owners()):
        raise DomainError(_l("Choose for whom the list is."), field="agency")
    return accounts.agency_by_code(code) if code else None


def _lists(**more: object) -> str:
    values = {
        "tariffs": tariffs.all_tariffs(),
        "owners": _owners(),
        "kinds": [(code, name) for code, (name, _icon) in KINDS.items()],
        **FRESH,
    }
    return render_template("bills/desk/tariffs.html", **{**values, **more})


def _tiers(typed: Mapping[str, Decimal | None]) -> tuple[Tier, ...]:
    rows = [(typed[f"up-to-{at}"], typed[f"price-{at}"]) for at in range(MOST_TIERS)]
    return tuple(Tier(up_to, price) for up_to, price in rows if price is not None)


def _page(found: Tariff, **more: object) -> str:
    values = {
        **tried(request.args, found),
        "tariff": found,
        "kind": KINDS[found.kind][0],
        "rates": tax_rates(found.kind),
        "taxes": [(name, label) for name, label in TAXES.items()],
        "editable": may_edit_tariff(viewer(), found),
        "taxable": may_edit_taxes(viewer(), found),
        "most_tiers": MOST_TIERS,
        **FRESH,
    }
    return render_template("bills/desk/tariff.html", **{**values, **more})
