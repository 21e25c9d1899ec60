"""The market office's desk: what waits, shops to confirm, listings to look at."""

from datetime import date, time
from typing import Any, NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, Read, Words, takes
from app.core.listing import Page, ways
from app.core.tables.values import as_date, as_time
from app.core.text import whole
from app.market import labels, policies
from app.market.actions import office as office_actions
from app.market.actions import shops as shopping
from app.market.blueprint import market
from app.market.models import Product, Shop
from app.market.models.identities import LEVELS
from app.market.models.office import REASONS
from app.market.models.shops import KINDS
from app.market.queries import checks, identities, office, products
from app.market.views.common import viewer

LISTS = {
    "gian-hang": "shops",
    "hang": "products",
    "bao-xau": "complaints",
    "khieu-nai": "appeals",
    "don-cham": "left",
}


@market.get("/can-bo/cho-so")
@access(policies.is_market_office)
def office_desk() -> ResponseReturnValue:
    """Show one list of what waits: ``?xem=`` chooses, else the first with something in it."""
    who, now = viewer(), clock.now()
    counts = office.counts(who, now)
    asked = LISTS.get(request.args.get("xem", ""))
    shown = asked or next((name for name, count in counts.items() if count), "shops")
    after = whole(request.args.get("sau", ""))
    page: Page[Any] = office.left(who, now) if shown == "left" else _READ[shown](who, after)
    address = next(part for part, name in LISTS.items() if name == shown)
    return render_template(
        "market/office/index.html", shown=shown, counts=counts, rows=page.rows, now=now,
        tabs=labels.office_tabs(counts), **ways(".office_desk", page, "sau", xem=address),
    )  # fmt: skip


_READ: dict[str, Any] = {
    "shops": office.unconfirmed,
    "products": office.to_review,
    "complaints": lambda who, _after: office.open_complaints(who),
    "appeals": lambda who, _after: office.open_appeals(who),
}


@market.get("/can-bo/cho-so/gian-hang/<code>")
@access(policies.may_oversee, load=office.shop)
def office_shop(shop: Shop) -> ResponseReturnValue:
    return shop_page(shop)


@market.post("/can-bo/cho-so/gian-hang/<code>/thoi-xac-nhan")
@access(policies.may_oversee, load=office.shop)
@acts()
def unconfirm_shop(shop: Shop) -> str:
    """Confirm the shop no longer: it stays shown and takes no orders."""
    shopping.step(shop, "unconfirm", viewer().actor(shop.office), clock.now())
    return url_for(".office_shop", code=shop.code)


@market.post("/can-bo/cho-so/gian-hang/<code>/go-bo")
@access(policies.may_oversee, load=office.shop)
@acts(
    again=lambda shop, **refused: shop_page(shop, **refused),
)
@takes(
    reason=Line(), note=Words(1000), authority=Line(160), day=Read(as_date, empty=None),
    hour=Read(as_time, most=5, empty=time()),
)  # fmt: skip
def take_shop_down(
    shop: Shop, reason: str, note: str, authority: str, day: date | None, hour: time
) -> Done:
    """At once where an authority demands it, else after five days' notice."""
    now, demand = clock.now(), None
    if authority or day:
        came = clock.at(day, hour) if day else now
        demand = office_actions.Demand(authority, came)
    case = office_actions.take_down(
        shop, None, (reason, note), viewer().actor(shop.office), now, demand
    )
    return Done(url_for(".office_desk"), NOTICE if case.is_notice else DOWN)


DOWN = _l("Taken down. The seller was told why, and may object.")
NOTICE = _l("The seller has five days' notice, then the shop is suspended by itself.")


class Decision(NamedTuple):
    """A listing and what is done with it."""

    product: Product
    act: str


def load_decision(viewer: Viewer, code: str, act: str) -> Decision | None:
    """Give the listing that the viewer's office answers for."""
    product = office.product(viewer, code) if act in ("duyet", "tra-lai", "go-bo") else None
    return Decision(product, act) if product is not None else None


def may_decide(viewer: Viewer, decision: Decision) -> bool:
    """As ``policies.may_oversee_product``."""
    return policies.may_oversee_product(viewer, decision.product)


@market.get("/can-bo/cho-so/hang/<code>")
@access(policies.may_oversee_product, load=office.product)
def office_product(product: Product) -> ResponseReturnValue:
    return _product(product)


@market.post("/can-bo/cho-so/hang/<code>/<act>")
@access(may_decide, load=load_decision)
@acts(
    again=lambda decision, **refused: _product(decision.product, **refused),
    said=_l("Done. The seller was told."),
)
@takes(reason=Line(), note=Words(1000))
def decide_product(decision: Decision, reason: str, note: str) -> str:
    """Show the listing, send it back, or take it down, as ``act`` says."""
    product, act = decision
    by, now = viewer().actor(product.shop.office), clock.now()
    if act == "duyet":
        office_actions.approve(product, by, now)
    elif act == "tra-lai":
        office_actions.send_back(product, note, by, now)
    else:
        office_actions.take_down(product.shop, product, (reason, note), by, now)
    return url_for(".office_desk")


def shop_page(shop: Shop, *, is_identifying: bool = False, **refused: Any) -> str:
    """Show a shop with what may be done, or why something may not."""
    contact = shop.contact.phone if shop.contact else None
    identity, duty = identities.known(shop)
    return render_template(
        "market/office/shop.html",
        shop=shop,
        phone=phones.national(contact) if contact else "",
        rows=products.all_of(shop),
        complaints=office.open_complaints_about(shop),
        checks=checks.asked() if shop.may_do("confirm") else (),
        found=checks.found(shop),
        kind_name=KINDS[shop.kind][0],
        tone=labels.SHOP_TONES[shop.status],
        tones=labels.PRODUCT_TONES,
        reasons=[("", _("Choose")), *REASONS.items()],
        notice=office.notice_of(shop),
        identity=identity,
        duty=duty,
        levels=[(f"{level}", words, "") for level, words in LEVELS.items()],
        is_identifying=is_identifying,
        today=clock.local(clock.now()).date(),
        **(refused or FRESH),
    )


def _product(product: Product, **refused: Any) -> str:
    return render_template(
        "market/office/product.html",
        product=product,
        shop=product.shop,
        tone=labels.PRODUCT_TONES[product.status],
        reasons=[("", _("Choose")), *REASONS.items()],
        today=clock.local(clock.now()).date(),
        **(refused or FRESH),
    )
