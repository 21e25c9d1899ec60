""" "Hóa đơn của tôi": the codes a person follows, one list for the family."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bills import queries, scanning
from app.bills.actions import asking, proving
from app.bills.models import Bill, Subscription
from app.bills.models.biller import HTTP
from app.bills.policies import can_follow
from app.bills.views.common import (
    asked_code,
    bills,
    chart_of,
    chosen_biller,
    code_field,
    person,
    today,
    viewer,
)
from app.core import clock
from app.core.access import PROVED, PUBLIC, SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.core.offline import kept_offline
from app.core.typed import field

WEEK, ONE_DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True)
class Followed:
    """A code with its open bills; the newest bill stands first even when it is paid."""

    subscription: Subscription
    bills: Sequence[Bill]

    @property
    def newest(self) -> Bill | None:
        return self.bills[0] if self.bills else None

    @property
    def unpaid(self) -> list[Bill]:
        return [bill for bill in self.bills if bill.to_pay > 0]

    @property
    def missing(self) -> int:
        """Give how much is still to be paid."""
        return sum(bill.missing for bill in self.unpaid)

    @property
    def said(self) -> list[Bill]:
        """Give what is said to be transferred and waits for the bank: counted apart."""
        return [bill for bill in self.bills if bill.is_said]


@dataclass(frozen=True)
class Asked:
    """Bills that are to be paid, each with the code it is for, the first due first."""

    pairs: Sequence[tuple[Followed, Bill]]

    @classmethod
    def between(cls, rows: Sequence[Followed], first: date, last: date) -> "Asked":
        """Give what falls due from ``first`` to ``last``, both days included."""
        found = [(row, b) for row in rows for b in row.unpaid if first <= b.due_on <= last]
        return cls(sorted(found, key=lambda pair: pair[1].due_on))

    @property
    def sum(self) -> int:
        """Give how much it is together."""
        return sum(bill.missing for _row, bill in self.pairs)


@bills.get("/hoa-don")
@access(PUBLIC)
@kept_offline
def index() -> ResponseReturnValue:
    """Show what the family owes and by when; to a stranger the look-up and the way in."""
    return _index()


@bills.get("/hoa-don/them")
@access(SIGNED_IN)
def add() -> ResponseReturnValue:
    return _form(code=asked_code(), biller=request.args.get("don-vi", ""))


@bills.post("/hoa-don/them")
@access(SIGNED_IN)
@acts(again=lambda **refused: _form_again(refused["typed"].get("code", ""), **refused))
def follow() -> str | Response:
    """Follow a code, or read it from a photo of the paper and show the form again."""
    if "doc-anh" in request.form:
        return make_response(_form_again(_photographed(), typed=request.form))
    biller = chosen_biller(field("biller"))
    made = proving.follow(
        person(), biller, code_field(), field("nickname", 40), field("is_for"), clock.now()
    )
    return url_for("bills.code", code=made.code)


@bills.get("/hoa-don/ma/<code>")
@access(can_follow, load=queries.my_subscription, asks=PROVED)
@kept_offline
def code(subscription: Subscription) -> ResponseReturnValue:
    """Show one code: its standing, and after proof its bills, chart and planned cuts."""
    return render_code(subscription)


@bills.post("/hoa-don/ma/<code>/sua")
@access(can_follow, load=queries.my_subscription, asks=PROVED)
@acts()
def rename(subscription: Subscription) -> str:
    """Change what a code is called and whose home it is."""
    subscription.call(field("nickname", 40), field("is_for"))
    return url_for("bills.code", code=subscription.code)


@bills.post("/hoa-don/ma/<code>/bo")
@access(can_follow, load=queries.my_subscription, asks=PROVED)
@acts(said=_l("The code was removed from your list."))
def unfollow(subscription: Subscription) -> str:
    """Follow a code no longer."""
    db.session.delete(subscription)
    return url_for("bills.index")


@bills.post("/hoa-don/ma/<code>/hoi-lai")
@access(can_follow, load=queries.my_subscription, asks=PROVED)
@acts()
def ask_again(subscription: Subscription) -> Done:
    """Have the worker ask the biller's program again."""
    if subscription.account.biller.adapter == HTTP:
        asking.ask_later(subscription.account, clock.now())
    said = _("The biller is being asked. Come back in a moment.")
    return Done(url_for("bills.code", code=subscription.code), said, "info")


def render_code(subscription: Subscription, **more: object) -> str:
    """Give the page of one code; ``more`` are the marks of a refused form."""
    account, now = subscription.account, clock.now()
    proved = subscription.is_proved
    history = list(queries.history(account)) if proved else []
    values = {
        "sub": subscription,
        "account": account,
        "biller": account.biller,
        "history": history,
        "standing": None if proved else queries.standing(account),
        "chart": chart_of(history, None, _("The last 13 months")) if len(history) > 1 else None,
        "cuts": queries.cuts_for([account], now),
        "readings": queries.readings_of(account, 3) if account.is_own else [],
        "holds_phone": proving.holds_phone(subscription, person()),
        "today": today(now),
        **FRESH,
    }
    return render_template("bills/code.html", **{**values, **more})


def _index(**more: object) -> str:
    now, day = clock.now(), today()
    followed = list(queries.subscriptions(viewer()))
    accounts = [each.account for each in followed]
    found = queries.newest_bills(each.account for each in followed if each.is_proved)
    rows = [Followed(each, found.get(each.account_id, [])) for each in followed]
    values = {
        "rows": rows,
        "late": Asked.between(rows, date.min, day - ONE_DAY),
        "soon": Asked.between(rows, day, day + WEEK),
        "missing": sum(row.missing for row in rows),
        "awaited": sum(bill.missing for row in rows for bill in row.said),
        "cuts": {cut.id: cut for _a, cut in queries.cuts_for(accounts, now)}.values(),
        "today": day,
        **FRESH,
    }
    return render_template("bills/index.html", **{**values, **more})


def _form_again(code: str, **more: object) -> str:
    return _form(code=code, biller=field("biller"), **more)


def _form(**more: object) -> str:
    values = {"billers": queries.billers(), **FRESH}
    return render_template("bills/add.html", **{**values, **more})


def _photographed() -> str:
    file = request.files.get("photo")
    data = file.read() if file else b""
    if file is not None:
        file.close()
    db.session.rollback()  # no lock is held while a photo is decoded
    return scanning.read_photo(data)
