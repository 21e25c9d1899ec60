"""One bill on the clerk's desk: corrected, withdrawn, settled, reminded."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.actors import Actor
from app.bills import explaining
from app.bills.actions import issuing
from app.bills.models import Bill
from app.bills.policies import can_clerk_bill
from app.bills.queries import desk
from app.bills.views.common import FRESH, bills, day_of, field, refusal, today, viewer
from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables.values import BadValue, as_amount
from app.payments import queries as payments


@bills.get("/can-bo/hoa-don/phieu/<code>")
@access(can_clerk_bill, load=desk.clerks_bill)
def desk_bill(bill: Bill) -> ResponseReturnValue:
    """Show a bill with what came in for it, and what a clerk may do."""
    return _page(bill)


@bills.post("/can-bo/hoa-don/phieu/<code>/dieu-chinh")
@access(can_clerk_bill, load=desk.clerks_bill)
def correct_bill(bill: Bill) -> ResponseReturnValue:
    """Correct a published bill by a credit or a further charge."""
    code = bill.code
    try:
        issuing.correct(bill, _total(), field("reason"), _actor(bill), clock.now())
    except DomainError as error:
        return _refused(code, error)
    return _done(code, _("The bill was corrected, and whoever follows it is told."))


@bills.post("/can-bo/hoa-don/phieu/<code>/rut")
@access(can_clerk_bill, load=desk.clerks_bill)
def withdraw_bill(bill: Bill) -> ResponseReturnValue:
    """Take a bill away."""
    code = bill.code
    issuing.withdraw(bill, _actor(bill), clock.now())
    return _done(code, _("The bill was withdrawn."))


@bills.post("/can-bo/hoa-don/phieu/<code>/da-thu")
@access(can_clerk_bill, load=desk.clerks_bill)
def settle_bill(bill: Bill) -> ResponseReturnValue:
    """Note that a bill was paid elsewhere, at the counter say."""
    code = bill.code
    try:
        day = day_of(field("on"), "on") if field("on") else today()
        if not date(2020, 1, 1) <= day <= today():
            raise DomainError(_("That day is still to come."), field="on")
        issuing.settle(bill, day, _actor(bill), clock.now())
    except DomainError as error:
        return _refused(code, error)
    return _done(code, _("Noted as paid."))


@bills.post("/can-bo/hoa-don/phieu/<code>/phat-hanh")
@access(can_clerk_bill, load=desk.clerks_bill)
def publish_bill(bill: Bill) -> ResponseReturnValue:
    """Publish one draft."""
    code = bill.code
    issuing.publish([bill], clock.now())
    return _done(code, _("The bill is published."))


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


def _refused(code: str, error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    bill = desk.clerks_bill(viewer(), code)
    assert bill is not None
    return _page(bill, **refusal(error)), error.status


def _done(code: str, said: str) -> ResponseReturnValue:
    db.session.commit()
    flash(said, "ok")
    return redirect(url_for("bills.desk_bill", code=code), 303)


def _actor(bill: Bill) -> Actor:
    return viewer().actor(bill.biller.agency)


def _total() -> int:
    try:
        return as_amount(request.form.get("total", ""))
    except BadValue as bad:
        raise DomainError(bad.message, field="total") from bad
