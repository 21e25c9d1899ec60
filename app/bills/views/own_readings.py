"""Own readings, where a biller sends no data: a meter typed, or the company's message pasted."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.bills import queries
from app.bills.actions import own_message
from app.bills.actions.reading import AskBack, New, write_down
from app.bills.models import Subscription
from app.bills.models.account import TYPED
from app.bills.policies import can_follow
from app.bills.views.common import (
    FRESH,
    bills,
    day_of,
    field,
    person,
    quantity_of,
    refusal,
    today,
    viewer,
)
from app.core import clock
from app.core.access import PROVED, access
from app.core.db import db
from app.core.errors import DomainError


def load_own(viewer: object, code: str) -> Subscription | None:
    """Give the viewer's own record of a meter."""
    found = queries.my_subscription(viewer, code)  # type: ignore[arg-type]
    return found if found is not None and found.account.is_own else None


@bills.get("/hoa-don/ma/<code>/chi-so")
@access(can_follow, load=load_own, asks=PROVED)
def new_reading(subscription: Subscription) -> ResponseReturnValue:
    """Show the form for a reading or a message."""
    return _page(subscription)


@bills.post("/hoa-don/ma/<code>/chi-so")
@access(can_follow, load=load_own, asks=PROVED)
def add_reading(subscription: Subscription) -> ResponseReturnValue:
    """Keep a reading; what looks like a slip is asked back."""
    code, account = subscription.code, subscription.account
    try:
        new = New(
            quantity_of(field("value", 20), "value"),
            day_of(field("read_on", 20), "read_on"),
            sure=request.form.get("sure") == "1",
            rolled_over=request.form.get("rolled_over") == "1",
            source=TYPED,
            user_id=person().id,
        )
        made = write_down(account, new, clock.now())
    except DomainError as error:
        return _refused(code, error)
    url = url_for("bills.bill", code=made.code) if made else url_for("bills.code", code=code)
    db.session.commit()
    if made is None:
        flash(_("Kept. The next reading makes the first bill."), "ok")
    return redirect(url, 303)


@bills.post("/hoa-don/ma/<code>/tin-nhan")
@access(can_follow, load=load_own, asks=PROVED)
def add_message(subscription: Subscription) -> ResponseReturnValue:
    """Take a company's pasted text message."""
    code, account = subscription.code, subscription.account
    try:
        made = own_message.take(account, field("message", 1000), today(), clock.now())
    except DomainError as error:
        return _refused(code, error)
    url = url_for("bills.bill", code=made.code)
    db.session.commit()
    return redirect(url, 303)


def _page(subscription: Subscription, **more: object) -> str:
    values = {
        "sub": subscription,
        "readings": queries.readings_of(subscription.account, 3),
        "today": today(),
        "question": None,
        **FRESH,
    }
    return render_template("bills/reading.html", **{**values, **more})


def _refused(code: str, error: DomainError) -> ResponseReturnValue:
    db.session.rollback()
    subscription = queries.my_subscription(viewer(), code)
    assert subscription is not None
    question = error.question if isinstance(error, AskBack) else None
    return _page(subscription, question=question, **refusal(error)), error.status
