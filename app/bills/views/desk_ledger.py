"""The ledger: customers of a hamlet's own water, and whose meter is still to be read."""

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.bills import queries
from app.bills.models import Biller, CustomerAccount
from app.bills.models.biller import LEDGER
from app.bills.policies import may_clerk
from app.bills.queries import desk
from app.bills.views.common import asked_code, bills, code_field, today
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, Read, takes
from app.core.listing import ways
from app.core.text import whole


def load_ledger(viewer: object, biller: str) -> Biller | None:
    found = queries.managed_biller(viewer, biller)  # type: ignore[arg-type]
    return found if found and found.adapter == LEDGER else None


@bills.get("/can-bo/hoa-don/<biller>/chi-so")
@access(may_clerk, load=load_ledger)
def ledger(biller: Biller) -> ResponseReturnValue:
    """List the customers with their last reading: whose meter is still to be read."""
    return _list(biller)


@bills.post("/can-bo/hoa-don/<biller>/chi-so")
@access(may_clerk, load=load_ledger)
@acts(again=lambda biller, **refused: _list(biller, **refused), said=_l("The customer was added."))
@takes(
    code=code_field(40),
    name=Line(80),
    address=Line(160),
    phone=Read(phones.parse, most=30, empty=None),
)
def add_customer(biller: Biller, code: str, name: str, address: str, phone: str | None) -> str:
    if len(code) < 2 or queries.account_by_code(biller, code) is not None:
        raise DomainError(_l("Give a code that no other customer has."), field="code")
    account = CustomerAccount.open(biller, code)
    account.describe(name, address)
    account.place_id = biller.agency.place_id
    if phone is not None:
        account.set_phone(phone)
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
