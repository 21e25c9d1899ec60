"""One bill: why it is what it is, how to pay it, and its receipt."""

from decimal import Decimal
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bills import explaining, queries
from app.bills.actions import issuing, saying
from app.bills.charges import Explanation, Use
from app.bills.models import Bill
from app.bills.policies import may_read_bill
from app.bills.views.common import bills, chart_of, today, viewer
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import Done, acts
from app.core.config import settings
from app.core.downloads import download
from app.core.offline import kept_offline
from app.core.tables.values import BadValue, as_quantity
from app.payments import actions as paying
from app.payments import bank_apps, qr_image
from app.payments import queries as payments
from app.payments.models import BankAccount, PaymentRequest
from app.payments.owners import AGENCY


@bills.get("/hoa-don/<code>")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
@kept_offline
def bill(found: Bill) -> ResponseReturnValue:
    history = list(queries.history(found.account))
    worked = explaining.worked_out(found)
    return render_template(
        "bills/bill.html",
        bill=found,
        worked=worked,
        gap=worked is not None and worked.total != found.total,
        change=explaining.compared(found, history),
        history=history,
        chart=chart_of(history, found, _("The last 13 months")) if len(history) > 1 else None,
        tariff=found.account.tariff,
        what_if=_what_if(found),
        request_of=payments.request_of(issuing.SUBJECT, found.id),
        back=url_for("bills.index"),
        today=today(),
    )


@bills.get("/hoa-don/<code>/tra")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
def pay(found: Bill) -> ResponseReturnValue:
    return render_template("bills/pay.html", bill=found, **payment_of(found))


@bills.get("/hoa-don/<code>/ma-qr.png")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
def qr(found: Bill) -> ResponseReturnValue:
    """Give the VietQR as a picture to keep or to hand to the bank's app."""
    payload = payment_of(found)["payload"]
    if payload is None:
        abort(404)
    return download(qr_image.png(payload), f"hoa-don-{found.code}.png", "image/png")


@bills.post("/hoa-don/<code>/da-chuyen")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
@acts(said=_l("Thank you. It waits until the bank shows the money, usually a day."))
def say_paid(found: Bill) -> str:
    """Note that the person says they transferred: it waits for the bank's statement."""
    saying.say_paid(found, clock.now())
    return url_for("bills.bill", code=found.code)


@bills.post("/hoa-don/<code>/chua-chuyen")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
@acts()
def unsay_paid(found: Bill) -> Done:
    """Note that it was not transferred after all: it is asked for again."""
    saying.take_back(found)
    said = _("Noted. The bill is still to be paid.")
    return Done(url_for("bills.pay", code=found.code), said, "info")


@bills.post("/hoa-don/<code>/da-tra")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
@acts()
def settle_own(found: Bill) -> str:
    """Note that a bill from one's own readings was paid."""
    if not found.is_own:
        abort(404)
    issuing.settle(found, today(), viewer().actor(), clock.now())
    return url_for("bills.bill", code=found.code)


@bills.get("/hoa-don/<code>/bien-nhan")
@access(may_read_bill, load=queries.readable_bill, asks=PROVED)
@kept_offline
def receipt(found: Bill) -> ResponseReturnValue:
    """Show the receipt, fit to be printed."""
    if found.receipt is None:
        abort(404)
    asked = payments.request_of(issuing.SUBJECT, found.id)
    came = payments.allocations_of(asked) if asked else []
    return render_template("bills/receipt.html", bill=found, receipt=found.receipt, came=came)


def payment_of(found: Bill) -> dict[str, Any]:
    """Give what the page of paying shows; ``payload`` None where it cannot be paid here."""
    asked: PaymentRequest | None = payments.request_of(issuing.SUBJECT, found.id)
    account: BankAccount | None = payments.account_of(AGENCY, found.biller.agency_id)
    payload, apps = None, list[bank_apps.BankApp]()
    if asked is not None and account is not None and found.to_pay > 0:
        payload = paying.payload(asked, account)
        back = settings().base_url.rstrip("/") + url_for("bills.pay", code=found.code)
        apps = bank_apps.for_paying(asked, account, back)
    label = _("A QR code for your bank's app")
    return {
        "asked": asked,
        "account": account,
        "payload": payload,
        "apps": apps,
        "qr": qr_image.svg(payload, label) if payload else None,
    }


def _what_if(found: Bill) -> tuple[Decimal, Explanation] | None:
    """Work out "if I used N" for the days of this bill."""
    tariff = found.account.tariff
    try:
        amount = as_quantity(request.args.get("neu", ""))
    except BadValue:
        return None
    if tariff is None:
        return None
    use = Use(amount, found.from_on, found.to_on, found.account.households)
    worked = explaining.estimate(tariff, use)
    return (amount, worked) if worked else None
