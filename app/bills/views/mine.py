""" "Hóa đơn của tôi": the codes a person follows, one list for the family."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.bills import queries, scanning
from app.bills.actions import asking, proving
from app.bills.models import Bill, Subscription
from app.bills.models.biller import HTTP
from app.bills.policies import may_follow
from app.bills.views.common import (
    NEEDS_CODE,
    asked_code,
    biller_of,
    bills,
    chart_of,
    code_field,
    person,
    today,
    viewer,
)
from app.core import clock
from app.core.access import PROVED, PUBLIC, SIGNED_IN, access
from app.core.act import FRESH, Done, acts
from app.core.db import db
from app.core.forms import Line, Tick, takes
from app.core.offline import kept_offline

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
    def is_settled(self) -> bool:
        """Tell whether nothing of it is to be paid or waits for the bank."""
        open_ones = any(bill.missing for bill in self.bills)
        return self.subscription.is_proved and not open_ones


@dataclass(frozen=True)
class Asked:
    """Bills, each with the code it is for, the first due first."""

    pairs: Sequence[tuple[Followed, Bill]]

    @classmethod
    def of(cls, rows: Sequence[Followed], is_asked: Callable[[Bill], bool]) -> "Asked":
        found = [(row, bill) for row in rows for bill in row.bills if is_asked(bill)]
        return cls(sorted(found, key=lambda pair: pair[1].due_on))

    @classmethod
    def between(cls, rows: Sequence[Followed], first: date, last: date) -> "Asked":
        """Give what is to be paid from ``first`` to ``last``, both days included."""
        return cls.of(rows, lambda bill: bill.to_pay > 0 and first <= bill.due_on <= last)

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
    return _form(asked_code(), request.args.get("don-vi", ""))


def _needs_code(form: Any, field: Any) -> None:
    if not form["photographed"].data:
        NEEDS_CODE(form, field)


@bills.post("/hoa-don/them")
@access(SIGNED_IN)
@acts(again=lambda **refused: _form(**refused))
@takes(
    biller=Line(),
    code=code_field(200, _needs_code),
    nickname=Line(40),
    is_for=Line(),
    photographed=Tick(name="doc-anh"),
)
def follow(biller: str, code: str, photographed: bool, **called: str) -> str | Response:
    """Follow a code, or read it from a photo of the paper and show the form again."""
    if photographed:
        return make_response(_form(_photographed(), biller, typed=called))
    asked = biller_of(code, biller, queries.billers())
    made = proving.follow(person(), asked, code, now=clock.now(), **called)
    return url_for("bills.code", code=made.code)


@bills.get("/hoa-don/ma/<code>")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
@kept_offline
def code(subscription: Subscription) -> ResponseReturnValue:
    """Show one code: its standing, and after proof its bills, chart and planned cuts."""
    return render_code(subscription)


@bills.post("/hoa-don/ma/<code>/sua")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
@acts()
@takes(nickname=Line(40), is_for=Line())
def rename(subscription: Subscription, nickname: str, is_for: str) -> str:
    """Change what a code is called and whose home it is."""
    subscription.call(nickname, is_for)
    return url_for("bills.code", code=subscription.code)


@bills.post("/hoa-don/ma/<code>/bo")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
@acts(said=_l("The code was removed from your list."))
def unfollow(subscription: Subscription) -> str:
    """Follow a code no longer."""
    db.session.delete(subscription)
    return url_for("bills.index")


@bills.post("/hoa-don/ma/<code>/hoi-lai")
@access(may_follow, load=queries.my_subscription, asks=PROVED)
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
        "later": Asked.between(rows, day + WEEK + ONE_DAY, date.max),
        "awaited": Asked.of(rows, lambda bill: bill.is_said),
        "unproved": [row for row in rows if not row.subscription.is_proved],
        "settled": [row for row in rows if row.is_settled],
        "cuts": {cut.id: cut for _a, cut in queries.cuts_for(accounts, now)}.values(),
        "today": day,
        **FRESH,
    }
    return render_template("bills/index.html", **{**values, **more})


def _form(code: str = "", biller: str = "", **more: Any) -> str:
    values = {"billers": queries.billers(), "code": code, "biller": biller, **FRESH}
    return render_template("bills/add.html", **{**values, **more})


def _photographed() -> str:
    file = request.files.get("photo")
    data = file.read() if file else b""
    if file is not None:
        file.close()
    db.session.rollback()  # no lock is held while a photo is decoded
    return scanning.read_photo(data)
