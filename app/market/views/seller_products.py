"""A seller's products: the list, the form, and what is done with one tap."""

from typing import Any, NamedTuple

from flask import abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access
from app.core.act import Done, acts
from app.core.db import db
from app.core.error_pages import RETRY_SECONDS, wants_json
from app.core.errors import Busy
from app.core.receipts import receipt, refusal
from app.market import forms_product, labels, policies
from app.market.actions import pictures
from app.market.actions import products as product_actions
from app.market.blueprint import market
from app.market.forms_product import ProductForm
from app.market.models import Product, Shop
from app.market.models import lives as life
from app.market.queries import office, products, shops
from app.market.views import kept_product
from app.market.views.common import viewer
from app.places import queries as places

TAPS = {"an": "hide", "het": "sell_out", "lai": "back"}
DONE = {
    "hide": _l("Hidden: only you see it."),
    "sell_out": _l("Shown as sold out."),
    "back": _l("Back on sale."),
}


class Tap(NamedTuple):
    """A product of the viewer's shop, and what a tap does with it."""

    product: Product
    verb: str


def load_tap(viewer: Viewer, code: str, tap: str) -> Tap | None:
    product = products.managed(viewer, code) if tap in TAPS else None
    return Tap(product, TAPS[tap]) if product is not None else None


def may_tap(viewer: Viewer, tapped: Tap) -> bool:
    """As ``policies.may_change``."""
    return policies.may_change(viewer, tapped.product)


@market.get("/cho-so/ban/<slug>/hang")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def seller_products(shop: Shop) -> ResponseReturnValue:
    return render_template(
        "market/seller/products.html",
        shop=shop,
        rows=products.of_shop(shop),
        tones=labels.PRODUCT_TONES,
        today=clock.local(clock.now()).date(),
    )


@market.get("/cho-so/ban/<slug>/hang/moi")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def new_product(shop: Shop) -> ResponseReturnValue:
    return _form(kept_product.kept() or ProductForm.blank(shop.commune), shop, None)


@market.post("/cho-so/ban/<slug>/hang/moi")
@access(policies.may_sell, load=shops.managed, asks=PROVED)
def add_product(shop: Shop) -> ResponseReturnValue:
    """Write the product down, or show the form again."""
    return _sent(shop.slug, None)


@market.get("/cho-so/ban/hang/<code>")
@access(policies.may_change, load=products.managed, asks=PROVED)
def edit_product(product: Product) -> ResponseReturnValue:
    return _form(kept_product.kept() or ProductForm.of(product), product.shop, product)


@market.post("/cho-so/ban/hang/<code>")
@access(policies.may_change, load=products.managed, asks=PROVED)
def save_product(product: Product) -> ResponseReturnValue:
    """Save the product's form, or show it again."""
    return _sent(product.shop.slug, product.code)


@market.post("/cho-so/ban/hang/<code>/chep")
@access(policies.may_change, load=products.managed, asks=PROVED)
@acts()
def copy_product(product: Product) -> Done:
    """Make a draft with the same words, and show its form."""
    made = product_actions.copy(product, clock.now())
    db.session.flush()
    said = _("A copy, not on sale yet: change what is new this year.")
    return Done(url_for(".edit_product", code=made.code), said, "info")


@market.post("/cho-so/ban/hang/<code>/<tap>")
@access(may_tap, load=load_tap, asks=PROVED)
@acts()
def tap_product(tapped: Tap) -> Done:
    """Hide it, say that it is sold out, or bring it back, with one tap."""
    product_actions.step(tapped.product, tapped.verb, viewer().actor(), clock.now())
    url = url_for(".seller_products", slug=tapped.product.shop.slug)
    return Done(url, DONE[tapped.verb])


def _sent(slug: str, code: str | None) -> ResponseReturnValue:
    """Take the files without the database's write lock, then do all the rest at once."""
    form, who = ProductForm(), viewer()
    try:
        upload = pictures.take(form.files.data)
    except Busy as busy:
        form.refuse(busy)
        return _busy(_form(form, *_place(who, slug, code), busy.status))
    place = _place(who, slug, code)
    saved = product_actions.save(form, upload, place, who, clock.now())
    if saved.form is None:
        kept_product.forget()
    db.session.commit()
    if saved.form is not None:
        if saved.status == 409 and code is not None:
            place = _place(who, slug, code)
            saved.form.version.process(None, place[1].version if place[1] else 0)
        return _form(saved.form, *place, saved.status)
    page = url_for(".product_saved", code=saved.code)
    return receipt(saved.code, page) if wants_json() else redirect(page, 303)


@market.get("/cho-so/ban/hang/<code>/xong")
@access(policies.may_change, load=products.managed, asks=PROVED)
def product_saved(product: Product) -> ResponseReturnValue:
    """Say what became of the form, and forget what the phone kept of it."""
    return render_template(
        "market/seller/saved.html",
        product=product,
        shop=product.shop,
        tone=labels.PRODUCT_TONES[product.status],
    )


def _place(who: Viewer, slug: str, code: str | None) -> tuple[Shop, Product | None]:
    if code is None:
        shop = shops.managed(who, slug)
        return (shop, None) if shop is not None else abort(404)
    product = products.managed(who, code)
    return (product.shop, product) if product is not None else abort(404)


def _form(
    form: ProductForm, shop: Shop, product: Product | None, status: int = 200
) -> ResponseReturnValue:
    if wants_json() and status != 200:
        return refusal(status, [sentence for _field, sentence in form.wrong])
    links = product.photos if product is not None else []
    page = render_template(
        "market/seller/product.html",
        form=form.shown,
        asked_price=form.asked_price,
        shop=shop,
        product=product,
        case=office.takedown_of_product(product) if product else None,
        kinds=labels.kind_choices(products.kinds()),
        units=forms_product.unit_choices(),
        pack_units=forms_product.pack_units(),
        communes=[("", _("Not said")), *((p.code, p.title) for p in places.communes())],
        months=labels.month_choices(),
        staged=[*(_shown(product, link) for link in links), *((p.code, None) for p in form.photos)],
        draft=f"product-{product.code if product else shop.slug}",
        is_draft=product is None or product.status == life.DRAFT,
        is_back=form.is_back,
        refused=status != 200 or form.is_back,
    )
    return page, status


def _shown(product: Product | None, link: Any) -> tuple[str, str | None]:
    assert product is not None
    photo = link.photo
    url = url_for(".photo", code=product.code, photo=photo.code, size="thumb")
    return photo.code, url if photo.is_ready else None


def _busy(page: ResponseReturnValue) -> ResponseReturnValue:
    response = make_response(page)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response
