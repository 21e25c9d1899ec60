"""The stall: a sheet to print, a keypad that makes a code with an amount, the day's takings."""

from datetime import date, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock, codes
from app.core.access import PROVED, access
from app.core.act import FRESH, Done, acts, refusal
from app.core.downloads import download
from app.core.errors import DomainError
from app.core.formats import money
from app.core.forms import Line, takes
from app.core.tables.writing import TYPES
from app.core.text import day as read_day
from app.market import exporting, policies, prices
from app.market.actions import stall as stall_actions
from app.market.blueprint import market
from app.market.models import Shop, Taking
from app.market.models.stall import WAYS
from app.market.owners import SHOP
from app.market.queries import shops
from app.market.queries import stall as reading
from app.market.views.common import viewer
from app.payments import queries as payments
from app.payments.qr_image import svg

SIZES = ("a6", "a5")
EARLIEST = date(2020, 1, 1)


@market.get("/cho-so/ban/<slug>/quay")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def stall(shop: Shop) -> ResponseReturnValue:
    """Show the keypad; with ``?so-tien=`` the code for that amount.

    ``dung`` is the amount that was chosen where a small one was asked about.
    """
    typed = request.args.get("so-tien", "")[:20]
    if not typed:
        return _keypad(shop)
    try:
        amount = prices.meant(
            stall_actions.amount_of(typed), request.args.get("dung", ""), "amount"
        )
        return _keypad(shop, amount, typed=typed)
    except prices.Thousands as asked:
        return _keypad(shop, asked=asked, typed=typed)
    except DomainError as error:
        return _keypad(shop, **{**refusal(error), "typed": typed}), error.status


@market.post("/cho-so/ban/<slug>/quay")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
@acts(again=lambda shop, typed, **refused: _keypad(shop, typed=typed.get("amount", ""), **refused))
@takes(amount=Line(100), way=Line(100), note=Line(80), key=Line(100, name="idempotency_key"))
def take(shop: Shop, **typed: str) -> Done:
    """Write down what came in."""
    taking = stall_actions.take(shop, typed, viewer().user_id, clock.now())
    said = _("%(sum)s noted.", sum=money(taking.amount))
    return Done(url_for(".stall", slug=shop.slug), said)


@market.get("/cho-so/ban/<slug>/to-in")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def sheet(shop: Shop) -> ResponseReturnValue:
    account = payments.account_of(SHOP, shop.id)
    wanted = request.args.get("kho", "")
    qr = svg(stall_actions.payload(shop, account), _("Code for payments")) if account else None
    return render_template(
        "market/seller/sheet.html",
        shop=shop,
        account=account,
        qr=qr,
        size=wanted if wanted in SIZES else SIZES[0],
        account_url=url_for("payments.account", kind=SHOP, owner_id=shop.id),
    )


@market.get("/cho-so/ban/<slug>/thu")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def takings(shop: Shop) -> ResponseReturnValue:
    """Show what came in on a day."""
    today = clock.local(clock.now()).date()
    day = _day(request.args.get("ngay", ""), today)
    sums = reading.sums(shop, day)
    return render_template(
        "market/seller/takings.html",
        shop=shop,
        day=day,
        rows=reading.takings_of(shop, day),
        sums=[(label, *sums.get(way, (0, 0))) for way, label in WAYS.items()],
        total=sum(amount for _count, amount in sums.values()),
        before=day - timedelta(days=1),
        after=day + timedelta(days=1) if day < today else None,
    )


@market.post("/cho-so/ban/<slug>/thu/<int:number>/bo")
@access(policies.may_strike, load=reading.managed_taking, asks=PROVED)
@acts()
def strike_taking(taking: Taking) -> str:
    taking.strike(clock.now())
    return url_for(".takings", slug=taking.shop.slug, ngay=taking.day)


@market.get("/cho-so/ban/<slug>/thu.xlsx")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def export_takings(shop: Shop) -> ResponseReturnValue:
    """Give a month's takings as a sheet."""
    day = _day(request.args.get("ngay", ""), clock.local(clock.now()).date())
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    content = exporting.takings_xlsx(reading.takings_between(shop, first, last))
    return download(content, f"thu-{shop.slug}-{first:%m-%Y}.xlsx", TYPES["xlsx"])


def _keypad(shop: Shop, amount: int | None = None, typed: str = "", **more: Any) -> str:
    account = payments.account_of(SHOP, shop.id)
    qr = None
    if account is not None and amount:
        label = _("Code for %(sum)s", sum=money(amount))
        qr = svg(stall_actions.payload(shop, account, amount), label)
    return render_template(
        "market/seller/stall.html",
        shop=shop,
        account=account,
        amount=amount,
        qr=qr,
        key=codes.random_token(),
        account_url=url_for("payments.account", kind=SHOP, owner_id=shop.id),
        **{**FRESH, "asked": None, **more, "typed": typed},
    )


def _day(typed: str, today: date) -> date:
    found = read_day(typed[:10])
    return max(EARLIEST, min(found, today)) if found else today
