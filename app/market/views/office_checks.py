"""Confirming a shop by the operator's list, and the list itself."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.errors import DomainError, InvalidTransition
from app.core.forms import Line, Named, takes
from app.market import policies
from app.market.actions import checking
from app.market.actions.checking import Look
from app.market.blueprint import market
from app.market.models import Shop, ShopCheck
from app.market.models.checks import MAX_CHECK, MAX_REASON
from app.market.queries import checks, identities, office
from app.market.views.common import office_tabs, viewer
from app.market.views.office import shop_page

ANSWERS = {"yes": True, "no": False}


@market.post("/can-bo/cho-so/gian-hang/<code>/xac-nhan")
@access(policies.may_oversee, load=office.shop)
@acts(again=lambda shop, **refused: _unconfirmed(shop, **refused))
@takes(answers=Named("check-"), reasons=Named("why-", most=MAX_REASON))
def confirm_shop(shop: Shop, answers: dict[str, str], reasons: dict[str, str]) -> Done:
    """Write down what was checked; where all is right the shop may take orders."""
    by, url = viewer().actor(shop.office), url_for(".office_desk")
    looks = [
        Look(each, ANSWERS.get(answers.get(f"{each.id}", "")), reasons.get(f"{each.id}", ""))
        for each in checks.asked()
    ]
    if checking.look_at(shop, looks, by, clock.now()):
        return Done(url, _("Confirmed. The seller was told."))
    return Done(url, _("Not confirmed. The seller was told what is not right."), "soon")


def _unconfirmed(shop: Shop, why: DomainError, **refused: Any) -> str:
    if isinstance(why, InvalidTransition):
        raise why  # the shop's page has no such form any more
    return shop_page(shop, **refused)


@market.get("/can-bo/cho-so/kiem-tra")
@access(policies.reads_rules)
def shop_checks() -> ResponseReturnValue:
    return checks_page()


@market.post("/can-bo/cho-so/kiem-tra")
@access(policies.writes_rules)
@acts(again=lambda **refused: checks_page(**refused))
@takes(text=Line(MAX_CHECK))
def add_shop_check(text: str) -> str:
    checking.add(text, viewer().actor(), clock.now())
    return url_for(".shop_checks")


@market.post("/can-bo/cho-so/kiem-tra/<int:check_id>/bo")
@access(policies.writes_rule, load=checks.one)
@acts()
def drop_shop_check(row: ShopCheck) -> str:
    checking.drop(row, viewer().actor(), clock.now())
    return url_for(".shop_checks")


def checks_page(**refused: Any) -> str:
    who = viewer()
    return render_template(
        "market/office/checks.html",
        rows=checks.asked(),
        duty=identities.duty(),
        counted=identities.counted(who),
        may_write=policies.writes_rules(who),
        tabs=office_tabs(),
        **(refused or FRESH),
    )
