"""One bill on the clerk's desk: corrected, withdrawn, settled, reminded."""

from datetime import date

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.bills import explaining
from app.bills.actions import issuing
from app.bills.models import Bill
from app.bills.policies import may_clerk_bill
from app.bills.queries import desk
from app.bills.views.common import bills, today, viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.core.errors import DomainError
from app.core.forms import Line, Read, needed, takes
from app.core.tables.values import as_amount, as_date
from app.payments import queries as payments


@bills.get("/can-bo/hoa-don/phieu/<code>")
@access(may_clerk_bill, load=desk.clerks_bill)
def desk_bill(bill: Bill) -> ResponseReturnValue:
    """Show a bill with what came in for it, and what a clerk may do."""
    return _page(bill)


@bills.post("/can-bo/hoa-don/phieu/<code>/dieu-chinh")
@access(may_clerk_bill, load=desk.clerks_bill)
@acts(
    again=lambda bill, **refused: _page(bill, **refused),
    said=_l("The bill was corrected, and whoever follows it is told."),
)
@takes(
    total=Read(as_amount),
    reason=Line(200, needed(_l("Say why it is corrected: the customer reads it."))),
)
def correct_bill(bill: Bill, total: int, reason: str) -> str:
    """Correct a published bill by a credit or a further charge."""
    issuing.correct(bill, total, reason, _actor(bill), clock.now())
    return _url(bill)


@bills.post("/can-bo/hoa-don/phieu/<code>/rut")
@access(may_clerk_bill, load=desk.clerks_bill)
@acts(said=_l("The bill was withdrawn."))
def withdraw_bill(bill: Bill) -> str:
    issuing.withdraw(bill, _actor(bill), clock.now())
    return _url(bill)


@bills.post("/can-bo/hoa-don/phieu/<code>/da-thu")
@access(may_clerk_bill, load=desk.clerks_bill)
@acts(again=lambda bill, **refused: _page(bill, **refused), said=_l("Noted as paid."))
@takes(on=Read(as_date, empty=None))
def settle_bill(bill: Bill, on: date | None) -> str:
    """Note that a bill was paid elsewhere, at the counter say."""
    day = on or today()
    if not date(2020, 1, 1) <= day <= today():
        raise DomainError(_("That day is still to come."), field="on")
    issuing.settle(bill, day, _actor(bill), clock.now())
    return _url(bill)


@bills.post("/can-bo/hoa-don/phieu/<code>/phat-hanh")
@access(may_clerk_bill, load=desk.clerks_bill)
@acts(said=_l("The bill is published."))
def publish_bill(bill: Bill) -> str:
    issuing.publish([bill], clock.now())
    return _url(bill)


def _page(bill: Bill, **more: object) -> str:
    asked = payments.request_of(issuing.SUBJECT, bill.id)
    values = {
        "bill": bill,
        "biller": bill.biller,
        "asked": asked,
        "came": payments.allocations_of(asked) if asked else [],
        "worked": explaining.worked_out(bill),
        **FRESH,
    }
    return render_template("bills/desk/bill.html", **{**values, **more})


def _url(bill: Bill) -> str:
    return url_for("bills.desk_bill", code=bill.code)


def _actor(bill: Bill) -> Actor:
    return viewer().actor(bill.biller.agency)
