"""What needs no account: is a code paid, bills opened by their paper, what would N units cost."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import limits, sending
from app.bills import queries
from app.bills.actions import proving
from app.bills.models import Bill, Biller
from app.bills.views.common import (
    NEEDS_CODE,
    asked_code,
    biller_of,
    bills,
    chosen_paper,
    code_field,
)
from app.bills.views.one_bill import payment_of
from app.bills.views.trying import tried
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.act import FRESH, refusal
from app.core.db import db, kept_though_refused
from app.core.errors import DomainError
from app.core.forms import Line, Read, takes


@bills.get("/hoa-don/tra-cuu")
@access(PUBLIC)
def lookup() -> ResponseReturnValue:
    """Show the form that asks whether a code is paid; ``ma``: the code, asked for elsewhere."""
    return _lookup(code=asked_code())


@bills.post("/hoa-don/tra-cuu")
@access(PUBLIC)
def look() -> ResponseReturnValue:
    """Say whether a code is paid, and nothing else; limited in number."""
    _spend(sending.LOOKS)
    try:
        return _lookup(asked=True, **_looked())
    except DomainError as error:
        return _lookup(**refusal(error)), error.status


@takes(biller=Line(60), code=code_field(40, NEEDS_CODE))
def _looked(biller: str, code: str) -> dict[str, Any]:
    asked = biller_of(code, biller, _lookable())
    return {"biller": asked, "code": code, "standing": proving.look(asked, code)}


def _lookable() -> list[Biller]:
    return [each for each in queries.billers() if each.has_data]


@bills.get("/hoa-don/theo-giay")
@access(PUBLIC)
def paper() -> ResponseReturnValue:
    """Show the form for hospital fees and other bills opened by their paper."""
    return _paper()


@bills.post("/hoa-don/theo-giay")
@access(PUBLIC)
def open_paper() -> ResponseReturnValue:
    """Show the bill whose paper's code was typed, with how to pay it; nothing is remembered."""
    counted = _spend(sending.PAPERS)
    try:
        bill = _of_paper()
    except DomainError as error:
        return _paper(**refusal(error)), error.status
    limits.give_back(clock.now(), *counted)  # a right one is nobody's guess
    db.session.commit()
    return render_template("bills/paper_bill.html", bill=bill, **payment_of(bill))


@takes(biller=Read(chosen_paper), code=code_field(40, NEEDS_CODE))
def _of_paper(biller: Biller, code: str) -> Bill:
    bill = queries.bill_by_paper(biller, code)
    if bill is not None:
        return bill
    raise DomainError(_("There is no bill of this code. Compare it with the paper."), field="code")


@bills.get("/hoa-don/tinh-tien")
@access(PUBLIC)
def estimate() -> ResponseReturnValue:
    """Show what so many units would cost on a day."""
    return render_template("bills/estimate.html", **tried(request.args), **FRESH)


def _lookup(**more: object) -> str:
    values = {"billers": _lookable(), **FRESH}
    return render_template("bills/lookup.html", **{**values, **more})


def _paper(**more: object) -> str:
    values = {"billers": queries.billers(paper_only=True), **FRESH}
    return render_template("bills/paper.html", **{**values, **more})


def _spend(kind: sending.Budget) -> list[limits.Try]:
    """Count one look; the count commits, refused or not, and the look only reads."""
    with kept_though_refused():
        return sending.spend(kind, clock.now())
