"""Confirming a shop by the operator's list, and the list itself."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.market import policies
from app.market.actions import checking
from app.market.actions.checking import Look
from app.market.blueprint import market
from app.market.models import Shop, ShopCheck
from app.market.models.checks import MAX_CHECK, MAX_REASON
from app.market.queries import checks, office
from app.market.views.common import FRESH, field, office_tabs, refusal, viewer
from app.market.views.office import shop_page

ANSWERS = {"yes": True, "no": False}


@market.post("/can-bo/cho-so/gian-hang/<code>/xac-nhan")
@access(policies.can_oversee, load=office.shop)
def confirm_shop(shop: Shop) -> ResponseReturnValue:
    """Write down what was checked; where all is right the shop may take orders."""
    code = shop.code
    try:
        is_confirmed = checking.look_at(shop, _looks(), viewer().actor(shop.office), clock.now())
        db.session.commit()
    except InvalidTransition:
        raise
    except DomainError as error:
        db.session.rollback()
        again = office.shop(viewer(), code)
        assert again is not None
        return shop_page(again, typed=request.form, **refusal(error)), error.status
    if is_confirmed:
        flash(_("Confirmed. The seller was told."), "ok")
    else:
        flash(_("Not confirmed. The seller was told what is not right."), "soon")
    return redirect(url_for(".office_desk"), 303)


@market.get("/can-bo/cho-so/kiem-tra")
@access(policies.reads_rules)
def shop_checks() -> ResponseReturnValue:
    """Show what is checked before a shop is confirmed."""
    return _page()


@market.post("/can-bo/cho-so/kiem-tra")
@access(policies.writes_rules)
def add_shop_check() -> ResponseReturnValue:
    """Add a line."""
    try:
        checking.add(field("text", MAX_CHECK), viewer().actor(), clock.now())
        db.session.commit()
    except DomainError as error:
        return _page(**refusal(error)), error.status
    return redirect(url_for(".shop_checks"), 303)


@market.post("/can-bo/cho-so/kiem-tra/<int:check_id>/bo")
@access(policies.writes_rule, load=checks.one)
def drop_shop_check(row: ShopCheck) -> ResponseReturnValue:
    """Take a line out."""
    checking.drop(row, viewer().actor(), clock.now())
    db.session.commit()
    return redirect(url_for(".shop_checks"), 303)


def _looks() -> list[Look]:
    return [
        Look(each, ANSWERS.get(field(f"check-{each.id}")), field(f"why-{each.id}", MAX_REASON))
        for each in checks.asked()
    ]


def _page(**more: Any) -> str:
    who = viewer()
    return render_template(
        "market/office/checks.html",
        rows=checks.asked(),
        may_write=policies.writes_rules(who),
        tabs=office_tabs(),
        **{**FRESH, **more},
    )
