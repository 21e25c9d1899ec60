"""The ledger: customers of a hamlet's own water, and whose meter is still to be read."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.bills import queries
from app.bills.models import Biller, CustomerAccount
from app.bills.models.biller import LEDGER
from app.bills.policies import can_clerk
from app.bills.queries import desk
from app.bills.views.common import asked_code, bills, code_field, today
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.text import whole
from app.core.typed import field


def load_ledger(viewer: object, biller: str) -> Biller | None:
    found = queries.managed_biller(viewer, biller)  # type: ignore[arg-type]
    return found if found and found.adapter == LEDGER else None


@bills.get("/can-bo/hoa-don/<biller>/chi-so")
@access(can_clerk, load=load_ledger)
def ledger(biller: Biller) -> ResponseReturnValue:
    """List the customers with their last reading: whose meter is still to be read."""
    return _list(biller)


@bills.post("/can-bo/hoa-don/<biller>/chi-so")
@access(can_clerk, load=load_ledger)
@acts(again=lambda biller, **refused: _list(biller, **refused), said=_l("The customer was added."))
def add_customer(biller: Biller) -> str:
    code = code_field(40)
    if len(code) < 2 or queries.account_by_code(biller, code) is not None:
        raise DomainError(_l("Give a code that no other customer has."), field="code")
    account = CustomerAccount.open(biller, code)
    account.describe(field("name", 80), field("address", 160))
    account.place_id = biller.agency.place_id
    if field("phone", 30):
        account.set_phone(phones.parse(field("phone", 30)))
    return url_for("bills.ledger", biller=biller.code)


def _list(biller: Biller, **more: object) -> str:
    typed = asked_code()
    page = desk.customers(biller, typed, whole(request.args.get("sau", "")))
    values = {
        "biller": biller,
        "rows": page.rows,
        "last": queries.last_readings([each.id for each in page.rows]),
        "month": today().replace(day=1),
        **ways("bills.ledger", page, "sau", biller=biller.code, ma=typed or None),
        "typed_code": typed,
        **FRESH,
    }
    return render_template("bills/desk/ledger.html", **{**values, **more})
