"""A seller's shops: open one in three minutes, change it, close it, see how it stands."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.provider.joining import CITIZENS, provider_of
from app.accounts.viewer import Viewer
from app.core import clock, navigation
from app.core.access import PROVED, SIGNED_IN, access, assured
from app.core.act import FRESH, acts, runs, said_at
from app.core.config import settings
from app.core.errors import DomainError, StaleVersion
from app.core.forms import Line, needed, takes
from app.market import labels, policies
from app.market.actions import identifying
from app.market.actions import shops as shop_actions
from app.market.blueprint import market
from app.market.forms import ShopForm
from app.market.models import Shop
from app.market.models.identities import BASIC, FULL
from app.market.models.shops import KINDS, LEGAL
from app.market.owners import SHOP, business_of
from app.market.queries import identities, office, products, shops, stall
from app.market.views.common import person, viewer
from app.payments import queries as payments
from app.payments.qr_image import svg
from app.places import queries as places


@market.get("/cho-so/ban")
@access(SIGNED_IN)
def seller() -> ResponseReturnValue:
    """Show the shops the viewer looks after, or how to open one."""
    mine, invites = shops.mine(viewer()), stall.invites_for(viewer())
    if len(mine) == 1 and not invites:
        return redirect(url_for(".seller_shop", slug=mine[0].slug), 303)
    return render_template("market/seller/index.html", shops=mine, invites=invites)


@market.get("/cho-so/ban/moi")
@access(SIGNED_IN)
def new_shop() -> ResponseReturnValue:
    """Show the form of a new shop, the person's own commune chosen."""
    me = person()
    return _form(ShopForm(None, commune=me.home_commune, village=me.home_village), None)


@market.post("/cho-so/ban/moi")
@access(SIGNED_IN)
@acts(
    again=lambda form, **_refused: _form(form, None),
    said=_l("Your shop is open. Now add the first product."),
)
@takes(ShopForm)
def open_shop(form: ShopForm) -> str:
    shop = shop_actions.open_shop(person(), form.facts(), viewer().actor(), clock.now())
    return url_for(".seller_shop", slug=shop.slug)


@market.get("/cho-so/ban/<slug>")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def seller_shop(shop: Shop) -> ResponseReturnValue:
    """Show how the shop stands and what may be done next."""
    identity, duty = identities.known(shop)
    return render_template(
        "market/seller/shop.html",
        shop=shop,
        counts=products.count_by_status(shop),
        account=payments.account_of(SHOP, shop.id),
        account_url=url_for("payments.account", kind=SHOP, owner_id=shop.id),
        tone=labels.SHOP_TONES[shop.status],
        meaning=labels.STATUS_WORDS[shop.status],
        case=office.takedown_of_shop(shop),
        notice=office.notice_of(shop),
        identity=identity,
        duty=duty,
        parts_of=navigation.of_business(business_of(shop), is_own=True),
    )


@market.get("/cho-so/ban/<slug>/sua")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def edit_shop(shop: Shop) -> ResponseReturnValue:
    return _form(ShopForm.of(shop), shop)


@market.post("/cho-so/ban/<slug>/sua")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
@acts(again=lambda shop, **refused: _again(shop, **refused), said=_l("Saved."))
@takes(ShopForm)
def save_shop(shop: Shop, form: ShopForm) -> str:
    """Save the shop's form, or show it again."""
    shop_actions.change(shop, form.facts(), form.version.data, viewer().actor(), clock.now())
    return url_for(".seller_shop", slug=shop.slug)


@market.get("/cho-so/ban/<slug>/phap-ly")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def legal(shop: Shop) -> ResponseReturnValue:
    return _legal_form(shop, shop.legal)


NEEDED = {
    "name": [needed(_l("Write the name on the registration."))],
    "address": [needed(_l("Write the registered address."))],
}


@market.post("/cho-so/ban/<slug>/phap-ly")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
@acts(
    again=lambda shop, typed, **refused: _legal_form(shop, typed, typed=typed, **refused),
    said=_l("Saved."),
)
@takes(**{name: Line(200, *NEEDED.get(name, ())) for name in LEGAL})
def save_legal(shop: Shop, **details: str) -> str:
    shop_actions.set_legal(shop, details, viewer().actor(), clock.now())
    return url_for(".seller_shop", slug=shop.slug)


def identifiable(viewer: Viewer, slug: str) -> Shop | None:
    """Load a shop of the viewer's, where a provider can vouch for its seller."""
    return shops.managed(viewer, slug) if provider_of(CITIZENS) is not None else None


@market.post("/cho-so/ban/<slug>/danh-tinh")
@access(policies.owns, load=identifiable, asks=assured(BASIC, "market.legal"))
@runs(
    refused=said_at(lambda shop: url_for(".legal", slug=shop.slug), "late"),
    said=_l("Written down: how you signed in is how you were identified."),
)
def identify_electronically(shop: Shop) -> str:
    """Write down for which level the provider vouched when the seller signed in just now."""
    level = min(viewer().assurance, FULL)
    identifying.identify_electronically(shop, level, viewer().actor(), clock.now())
    return url_for(".legal", slug=shop.slug, _anchor="danh-tinh")


@market.post("/cho-so/ban/<slug>/dong")
@access(policies.owns, load=shops.managed, asks=PROVED)
@runs(
    refused=said_at(lambda shop: url_for(".seller_shop", slug=shop.slug), "late"),
    said=_l("Your shop is closed. Nobody sees it any more."),
)
def close_shop(shop: Shop) -> str:
    """Close the shop, unless buyers wait for what they ordered."""
    shop_actions.close(shop, viewer().actor(), clock.now())
    return url_for(".seller_shop", slug=shop.slug)


@market.post("/cho-so/ban/<slug>/mo-lai")
@access(policies.owns, load=shops.managed, asks=PROVED)
@acts(said=_l("Your shop is open again. The commune confirms it anew."))
def reopen_shop(shop: Shop) -> str:
    """Open the closed shop again."""
    shop_actions.step(shop, "open", viewer().actor(), clock.now())
    return url_for(".seller_shop", slug=shop.slug)


@market.get("/cho-so/ban/<slug>/dia-chi")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def address(shop: Shop) -> ResponseReturnValue:
    """Show the shop's short address, with its QR, to share and to print."""
    url = settings().base_url.rstrip("/") + f"/cho-so/{shop.slug}"
    return render_template(
        "market/seller/address.html", shop=shop, url=url, qr=svg(url, _("The shop's address"))
    )


def _again(shop: Shop, form: ShopForm, why: DomainError, **_refused: Any) -> str:
    """Show the form again; what changed since it was opened is shown, and may be overwritten."""
    if isinstance(why, StaleVersion):
        form.version.process(None, shop.version)
    return _form(form, shop)


def _form(form: ShopForm, shop: Shop | None) -> str:
    communes = places.communes()
    chosen = next((each for each in communes if each.code == form.commune.text), None)
    phone = person().phone
    return render_template(
        "market/seller/edit.html",
        form=form.shown,
        shop=shop,
        kinds=[(code, label, icon) for code, (label, icon) in KINDS.items()],
        communes=[("", _("Choose")), *((each.code, each.title) for each in communes)],
        villages=_villages(chosen),
        phone=phones.national(phone) if phone else "",
    )


def _villages(commune: Any) -> list[tuple[str, str]]:
    if commune is None:
        return []
    return [(each.code, each.title) for each in places.villages_of(commune)]


def _legal_form(shop: Shop, details: dict[str, str], **refused: Any) -> str:
    identity, duty = identities.known(shop)
    return render_template(
        "market/seller/legal.html",
        shop=shop,
        details=details,
        identity=identity,
        duty=duty,
        provider=provider_of(CITIZENS) if policies.owns(viewer(), shop) else None,
        **(refused or FRESH),
    )
