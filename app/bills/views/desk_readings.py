"""Meters read on a phone: one by one, or on a round from house to house without a signal.

The page of the round is kept on the clerk's phone, and what is typed goes through its queue
(docs/offline.md): sent once, and whatever the server does not take comes back with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.bills import queries
from app.bills.actions.reading import LONGEST_PERIOD, AskBack, most_expected, write_down
from app.bills.models import Biller, CustomerAccount, MeterReading
from app.bills.models.account import CLERK
from app.bills.policies import may_clerk
from app.bills.queries import desk
from app.bills.views.common import ReadingForm, bills, today, viewer
from app.bills.views.desk_ledger import load_ledger
from app.core import audit, clock, codes, idempotency, receipts
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.error_pages import wants_json
from app.core.errors import DomainError
from app.core.forms import Line
from app.core.listing import ways
from app.core.offline import kept_offline
from app.core.text import whole

YEAR = timedelta(days=LONGEST_PERIOD)


class RoundForm(ReadingForm):
    """A reading from a phone's queue; ``number`` is the meter's, where the page shows several."""

    number = Line(12)
    key = Line(100, name="idempotency_key")


@dataclass(frozen=True)
class Round:
    """A part of a biller's meters: those behind ``after``, in the order they were added."""

    biller: Biller
    after: int = 0


@dataclass(frozen=True)
class Meter:
    """A customer's meter as the round shows it; ``readings`` the newest first."""

    account: CustomerAccount
    readings: Sequence[MeterReading]

    @property
    def last(self) -> MeterReading | None:
        return self.readings[0] if self.readings else None

    @property
    def most(self) -> str:
        """Give how much use since then is believed without a question; empty without one."""
        return f"{most_expected(self.readings):f}" if self.readings else ""


def load_round(viewer: object, biller: str, after: int = 0) -> Round | None:
    found = load_ledger(viewer, biller)
    return Round(found, after) if found else None


def may_go_round(viewer: object, part: Round) -> bool:
    return may_clerk(viewer, part.biller)  # type: ignore[arg-type]


def load_customer(viewer: object, biller: str, number: int) -> CustomerAccount | None:
    found = load_ledger(viewer, biller)
    return desk.customer(found, number) if found else None


def may_read_meter(viewer: object, account: CustomerAccount) -> bool:
    return may_clerk(viewer, account.biller)  # type: ignore[arg-type]


@bills.get("/can-bo/hoa-don/<biller>/di-ghi")
@bills.get("/can-bo/hoa-don/<biller>/di-ghi/<int:after>")
@access(may_go_round, load=load_round)
@kept_offline
def reading_round(part: Round) -> ResponseReturnValue:
    """Show the meters of the hamlet and the form for one after another."""
    return _round(part)


@bills.post("/can-bo/hoa-don/<biller>/di-ghi")
@bills.post("/can-bo/hoa-don/<biller>/di-ghi/<int:after>")
@access(may_go_round, load=load_round)
@acts(again=lambda part, **refused: _round(part, **refused))
def read_on_round(part: Round) -> Done | Response:
    form = RoundForm()
    chosen = whole(form.number.data)
    account = None if chosen is None else desk.customer(part.biller, chosen)
    if account is None:
        raise DomainError(_l("Choose the meter."), field="number")
    here = url_for("bills.reading_round", biller=part.biller.code, after=part.after or None)
    return _keep(account, form, here)


@bills.get("/can-bo/hoa-don/<biller>/chi-so/<int:number>")
@access(may_read_meter, load=load_customer)
def meter(account: CustomerAccount) -> ResponseReturnValue:
    """Show one meter: the form, and its earlier readings."""
    return _meter(account)


@bills.post("/can-bo/hoa-don/<biller>/chi-so/<int:number>")
@access(may_read_meter, load=load_customer)
@acts(again=lambda account, **refused: _meter(account, **refused))
def read_meter(account: CustomerAccount) -> Done | Response:
    """Keep a reading; sent twice under its key it is kept once; slips are asked back."""
    return _keep(account, RoundForm(), url_for("bills.ledger", biller=account.biller.code))


def _keep(account: CustomerAccount, form: RoundForm, here: str) -> Done | Response:
    """Write the reading down; a phone's queue is given the customer's code as its receipt."""
    _write(account, form, clock.now())
    if wants_json():
        return receipts.receipt(account.code, here)
    return Done(here, _l("The reading is kept."))


def _write(account: CustomerAccount, form: RoundForm, now: datetime) -> None:
    new = form.check().new(CLERK)
    ticked = ["1" if each else "" for each in (new.sure, new.rolled_over)]
    content = idempotency.fingerprint(
        ["reading", account.id, form.value.text, form.read_on.text, *ticked]
    )
    claim = idempotency.claim(viewer().reference, form.key.data, content, now)
    if claim.answer is not None:
        return
    claim.answer = f"reading:{account.id}"
    write_down(account, new, now)
    actor = viewer().actor(account.biller.agency)
    audit.record(actor.reference, "read-meter", f"customer_account:{account.id}", now=now)


def _question(why: DomainError | None) -> str | None:
    return why.question if isinstance(why, AskBack) else None


def _meters(accounts: Sequence[CustomerAccount]) -> list[Meter]:
    found = queries.recent_readings([each.id for each in accounts], today() - YEAR)
    return [Meter(each, found.get(each.id, [])) for each in accounts]


def _round(part: Round, why: DomainError | None = None, **more: object) -> str:
    page = desk.customers(part.biller, after=part.after, order=desk.ROUND)
    shown = _meters(page.rows)
    month = today().replace(day=1)
    unread = (each for each in shown if each.last is None or each.last.read_on < month)
    values = {
        "biller": part.biller,
        "after": part.after or None,
        "meters": shown,
        "month": month,
        "today": today(),
        "chosen": next((each.account.id for each in unread), None),
        **ways("bills.reading_round", page, "after", biller=part.biller.code),
        "key": codes.random_token(),
        "question": _question(why),
        **FRESH,
    }
    return render_template("bills/desk/round.html", **{**values, **more})


def _meter(account: CustomerAccount, why: DomainError | None = None, **more: object) -> str:
    (shown,) = _meters([account])
    values = {
        "meter": shown,
        "account": account,
        "biller": account.biller,
        "readings": shown.readings[:6],
        "today": today(),
        "key": codes.random_token(),
        "question": _question(why),
        **FRESH,
    }
    return render_template("bills/desk/meter.html", **{**values, **more})
