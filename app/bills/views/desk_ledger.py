"""The ledger: customers of a hamlet's own water, their meters read on a phone."""

from datetime import datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.actors import Actor
from app.bills import queries
from app.bills.actions.reading import AskBack, New, write_down
from app.bills.models import Biller, CustomerAccount
from app.bills.models.account import CLERK
from app.bills.models.biller import LEDGER
from app.bills.policies import can_clerk
from app.bills.queries import desk
from app.bills.views.common import (
    FRESH,
    bills,
    day_of,
    field,
    quantity_of,
    refusal,
    today,
    viewer,
)
from app.core import audit, clock, codes, idempotency
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError


def load_ledger(viewer: object, biller: str) -> Biller | None:
    """Give a biller of the ledger whose clerk the viewer is."""
    found = queries.managed_biller(viewer, biller)  # type: ignore[arg-type]
    return found if found and found.adapter == LEDGER else None


def load_customer(viewer: object, biller: str, number: int) -> CustomerAccount | None:
    """Give a customer of such a biller."""
    found = load_ledger(viewer, biller)
    return desk.customer(found, number) if found else None


def may_read_meter(viewer: object, account: CustomerAccount) -> bool:
    """A biller's clerk reads its meters."""
    return can_clerk(viewer, account.biller)  # type: ignore[arg-type]


@bills.get("/can-bo/hoa-don/<biller>/chi-so")
@access(can_clerk, load=load_ledger)
def ledger(biller: Biller) -> ResponseReturnValue:
    """List the customers with their last reading: whose meter is still to be read."""
    return _list(biller)


@bills.post("/can-bo/hoa-don/<biller>/chi-so")
@access(can_clerk, load=load_ledger)
def add_customer(biller: Biller) -> ResponseReturnValue:
    """Add a customer."""
    code = biller.code
    try:
        _open(biller)
    except DomainError as error:
        db.session.rollback()
        found = queries.managed_biller(viewer(), code)
        assert found is not None
        return _list(found, **refusal(error)), error.status
    db.session.commit()
    flash(_("The customer was added."), "ok")
    return redirect(url_for("bills.ledger", biller=code), 303)


@bills.get("/can-bo/hoa-don/<biller>/chi-so/<int:number>")
@access(may_read_meter, load=load_customer)
def meter(account: CustomerAccount) -> ResponseReturnValue:
    """Show the form for one meter's reading."""
    return _meter(account)


@bills.post("/can-bo/hoa-don/<biller>/chi-so/<int:number>")
@access(may_read_meter, load=load_customer)
def read_meter(account: CustomerAccount) -> ResponseReturnValue:
    """Keep a reading; sent twice under its key it is kept once; slips are asked back."""
    number, now = account.id, clock.now()
    code = account.biller.code
    try:
        _keep(account, now)
    except DomainError as error:
        db.session.rollback()
        found = queries.account_by_id(number)
        assert found is not None
        question = error.question if isinstance(error, AskBack) else None
        return _meter(found, question=question, **refusal(error)), error.status
    db.session.commit()
    flash(_("The reading is kept."), "ok")
    return redirect(url_for("bills.ledger", biller=code), 303)


def _keep(account: CustomerAccount, now: datetime) -> None:
    typed = [field(name, 30) for name in ("value", "read_on", "sure", "rolled_over")]
    content = idempotency.fingerprint(["reading", account.id, *typed])
    claim = idempotency.claim(viewer().reference, field("idempotency_key", 100), content, now)
    if claim.answer is not None:
        return
    claim.answer = f"reading:{account.id}"
    new = New(
        quantity_of(typed[0], "value"),
        day_of(typed[1], "read_on"),
        sure=typed[2] == "1",
        rolled_over=typed[3] == "1",
        source=CLERK,
        user_id=viewer().user_id,
    )
    write_down(account, new, now)
    audit.record(_actor(account).reference, "read-meter", f"customer_account:{account.id}", now=now)


def _open(biller: Biller) -> None:
    code = field("code", 40)
    if len(code) < 2 or queries.account_by_code(biller, code) is not None:
        raise DomainError(_l("Give a code that no other customer has."), field="code")
    account = CustomerAccount.open(biller, code)
    account.describe(field("name", 80), field("address", 160))
    account.place_id = biller.agency.place_id
    if field("phone", 30):
        account.set_phone(phones.parse(field("phone", 30)))


def _list(biller: Biller, **more: object) -> str:
    after = request.args.get("sau", "0")
    typed = request.args.get("ma", "")[:40]
    found = desk.customers(biller, typed, int(after) if after.isdigit() else 0)
    shown = found[: desk.PAGE]
    more_rows = len(found) > desk.PAGE
    values = {
        "biller": biller,
        "rows": shown,
        "last": queries.last_readings([each.id for each in shown]),
        "month": today().replace(day=1),
        "next": shown[-1].id if more_rows else None,
        "typed_code": typed,
        **FRESH,
    }
    return render_template("bills/desk/ledger.html", **{**values, **more})


def _meter(account: CustomerAccount, **more: object) -> str:
    values = {
        "account": account,
        "biller": account.biller,
        "readings": queries.readings_of(account, 6),
        "today": today(),
        "key": codes.random_token(),
        "question": None,
        **FRESH,
    }
    return render_template("bills/desk/meter.html", **{**values, **more})


def _actor(account: CustomerAccount) -> Actor:
    return viewer().actor(account.biller.agency)
