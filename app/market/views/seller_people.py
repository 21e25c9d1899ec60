"""Who looks after a shop: asked by number, and agreeing themselves."""

from typing import Any, NamedTuple

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access, again
from app.core.act import FRESH, acts
from app.core.db import db
from app.core.forms import Line, takes
from app.market import policies
from app.market.actions import stall as stall_actions
from app.market.blueprint import market
from app.market.models import Shop, ShopInvite
from app.market.queries import shops, stall
from app.market.views.common import person, viewer


class Helper(NamedTuple):
    """Somebody who looks after a shop of the viewer's."""

    shop: Shop
    user_id: int


def load_helper(viewer: Viewer, slug: str, number: int) -> Helper | None:
    """Give the shop and who looks after it."""
    shop = shops.managed(viewer, slug)
    return Helper(shop, number) if shop is not None and shop.is_managed_by(number) else None


def may_remove(viewer: Viewer, helper: Helper) -> bool:
    """Who helps, the owner decides."""
    return policies.owns(viewer, helper.shop)


@market.get("/cho-so/ban/<slug>/nguoi")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def people(shop: Shop) -> ResponseReturnValue:
    """Show who looks after the shop, and who was asked."""
    return _page(shop)


@market.post("/cho-so/ban/<slug>/nguoi")
@access(policies.owns, load=shops.managed, asks=again("market.people"))
@acts(
    again=lambda shop, **refused: _page(shop, **refused),
    said=_l("Asked. They see it under My shops, when they sign in with this number."),
)
@takes(phone=Line(30))
def invite(shop: Shop, phone: str) -> str:
    """Ask the owner of a number, after proof of who is there."""
    stall_actions.invite(shop, phone, viewer().actor(), clock.now())
    return url_for(".people", slug=shop.slug)


@market.post("/cho-so/ban/<slug>/nguoi/<int:number>/bo")
@access(may_remove, load=load_helper, asks=PROVED)
@acts()
def remove_helper(helper: Helper) -> str:
    """Let somebody look after the shop no longer."""
    stall_actions.remove(helper.shop, helper.user_id, viewer().actor(), clock.now())
    return url_for(".people", slug=helper.shop.slug)


@market.post("/cho-so/ban/loi-moi/<code>/rut")
@access(policies.owns_invite, load=stall.sent_invite, asks=PROVED)
@acts()
def withdraw_invite(asked: ShopInvite) -> str:
    slug = asked.shop.slug
    db.session.delete(asked)
    return url_for(".people", slug=slug)


@market.post("/cho-so/ban/loi-moi/<code>")
@access(policies.is_asked, load=stall.my_invite, asks=PROVED)
@acts()
def accept_invite(asked: ShopInvite) -> str:
    """Say yes: look after the shop too."""
    slug = asked.shop.slug
    stall_actions.accept(asked, person(), clock.now())
    return url_for(".seller_shop", slug=slug)


def _page(shop: Shop, **more: Any) -> str:
    return render_template(
        "market/seller/people.html",
        shop=shop,
        people=shops.managers(shop),
        invites=stall.invites_of(shop),
        is_owner=policies.owns(viewer(), shop),
        me=viewer().user_id,
        **{**FRESH, **more},
    )
