"""Own readings, where a biller sends no data: a meter typed, or the company's message pasted."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.bills import queries
from app.bills.actions import own_message
from app.bills.actions.reading import AskBack, write_down
from app.bills.models import Subscription
from app.bills.models.account import TYPED
from app.bills.policies import may_follow
from app.bills.views.common import ReadingForm, bills, today
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError
from app.core.forms import Words, takes


def load_own(viewer: object, code: str) -> Subscription | None:
    """Give the viewer's own record of a meter."""
    found = queries.my_subscription(viewer, code)  # type: ignore[arg-type]
    return found if found is not None and found.account.is_own else None


@bills.get("/hoa-don/ma/<code>/chi-so")
@access(may_follow, load=load_own, asks=PROVED)
def new_reading(subscription: Subscription) -> ResponseReturnValue:
    return _page(subscription)


@bills.post("/hoa-don/ma/<code>/chi-so")
@access(may_follow, load=load_own, asks=PROVED)
@acts(again=lambda subscription, **refused: _page(subscription, **refused))
@takes(ReadingForm)
def add_reading(subscription: Subscription, form: ReadingForm) -> str | Done:
    """Keep a reading; what looks like a slip is asked back."""
    made = write_down(subscription.account, form.new(TYPED), clock.now())
    if made is not None:
        return url_for("bills.bill", code=made.code)
    said = _("Kept. The next reading makes the first bill.")
    return Done(url_for("bills.code", code=subscription.code), said)


@bills.post("/hoa-don/ma/<code>/tin-nhan")
@access(may_follow, load=load_own, asks=PROVED)
@acts(again=lambda subscription, **refused: _page(subscription, **refused))
@takes(message=Words(1000))
def add_message(subscription: Subscription, message: str) -> str:
    """Take a company's pasted text message."""
    made = own_message.take(subscription.account, message, today(), clock.now())
    return url_for("bills.bill", code=made.code)


def _page(subscription: Subscription, why: DomainError | None = None, **more: object) -> str:
    values = {
        "sub": subscription,
        "readings": queries.readings_of(subscription.account, 3),
        "today": today(),
        "question": why.question if isinstance(why, AskBack) else None,
        **FRESH,
    }
    return render_template("bills/reading.html", **{**values, **more})
