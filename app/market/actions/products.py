"""Writing a product down, offering it, and taking it off the shelf."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.accounts.viewer import Viewer
from app.core import audit, idempotency
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.market import forbidden
from app.market.actions import pictures
from app.market.forms_product import KEEP, ProductForm
from app.market.models import Product, ProductFacts, Shop
from app.market.models import lives as life
from app.market.queries import office, products
from app.market.signals import product_changed, product_published
from app.media.intake import Prepared
from app.notifications import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register

MOST_A_DAY = 20
"""New products of one shop in a day: more is a machine's work."""
DAY = timedelta(days=1)
TO_REVIEW = register(
    Kind(
        "market-review",
        _l("A listing waits for the market office"),
        _l("%(shop)s"),
        "shop",
        group=DESK,
    )
)


@dataclass
class Saved:
    """The product's code, or the form to be shown again with this status."""

    code: str = ""
    form: ProductForm | None = None
    status: int = 200


def save(
    form: ProductForm,
    upload: pictures.Upload,
    place: tuple[Shop, Product | None],
    viewer: Viewer,
    now: datetime,
) -> Saved:
    """Save a sent form once: a new product of the shop, or the one it has.

    Refused, the form comes back with its sentences, its photos waiting under its key: the caller
    commits either way.
    """
    (shop, product), prepared = place, upload.prepared
    form.validate()
    pictures.refuse_payment_codes(form, upload, shop)
    if form.wrong:
        return _again(form, prepared, product, now)
    try:
        claim = idempotency.claim(viewer.reference, form.key.data, form.fingerprint(prepared), now)
    except DomainError as error:
        form.renew()
        form.refuse(error)
        return _again(form, prepared, product, now, error.status)
    if claim.answer:
        prepared.drop()
        return Saved(claim.answer)
    pictures.keep(form, prepared, product, now)
    saved = _written(form, place, viewer.actor(), now)
    if saved.form is None:
        claim.answer = saved.code
    else:
        db.session.delete(claim)  # a mended form may come back under its key
    return saved


def offer(product: Product, by: Actor, now: datetime) -> None:
    """Put it on sale; the first of a shop, and what a word makes suspicious, is looked at first."""
    product.flagged = flag(product)
    first = product.shop.reviewed_at is None
    step(product, "submit" if first or product.flagged else "publish", by, now)
    if product.status == life.IN_REVIEW:
        _tell_office(product, now)


def step(product: Product, verb: str, by: Actor, now: datetime, note: str = "") -> None:
    """Let it go on by ``verb``; raises ``InvalidTransition``."""
    before, was_seen = product.status, product.is_public
    product.do(verb, now)
    product.review_note = note
    after = {"status": product.status, **({"note": note} if note else {})}
    audit.record(
        by.reference, f"product.{verb}", product.reference, now=now,
        before={"status": before}, after=after,
    )  # fmt: skip
    product_changed.send(product, now=now)
    if product.is_public and not was_seen:
        product_published.send(product, now=now)


def copy(product: Product, now: datetime) -> Product:
    """Give a draft with the same words: last year's, to be offered again.

    Raises:
        TooMany: over the day's limit.
    """
    _check_limit(product.shop, now)
    names = ProductFacts.__dataclass_fields__
    return Product.begin(
        product.shop, ProductFacts(**{name: getattr(product, name) for name in names}), now
    )


def flag(product: Product) -> str:
    """Give the forbidden word that stands in the product's words, empty where none does."""
    return forbidden.found((product.name, product.about), office.forbidden_words())


def _written(
    form: ProductForm, place: tuple[Shop, Product | None], by: Actor, now: datetime
) -> Saved:
    if form.wrong:
        return Saved(form=form, status=422)
    try:
        product = _described(form, place, now)
    except DomainError as error:
        form.refuse(error)
        return Saved(form=form, status=error.status)
    pictures.put(form, product)
    product_changed.send(product, now=now)
    _offer_if_wished(form, product, by, now)
    return Saved(product.code)


def _described(form: ProductForm, place: tuple[Shop, Product | None], now: datetime) -> Product:
    shop, product = place
    if product is None:
        _check_limit(shop, now)
        return Product.begin(shop, form.facts(), now)
    counted = form.stock.text != form.stock_was.data
    product.describe(form.facts(), form.version.data, now, counted=counted)
    return product


def _check_limit(shop: Shop, now: datetime) -> None:
    first = products.newest_made(shop, MOST_A_DAY)
    if first is not None and first > now - DAY:
        raise TooMany(_l("A shop adds at most 20 products in a day."), until=first + DAY)


def _offer_if_wished(form: ProductForm, product: Product, by: Actor, now: datetime) -> None:
    if product.status == life.DRAFT and form.wish.data != KEEP:
        offer(product, by, now)
        return
    product.flagged = flag(product)
    if product.flagged and product.status in life.SEEN:
        step(product, "submit", by, now)
        _tell_office(product, now)


def _again(
    form: ProductForm,
    prepared: Prepared,
    product: Product | None,
    now: datetime,
    status: int = 422,
) -> Saved:
    pictures.keep(form, prepared, product, now)
    return Saved(form=form, status=status)


def _tell_office(product: Product, now: datetime) -> None:
    shop = product.shop
    if shop.office is None:
        return
    officials = accounts.officials_with(permissions.MARKET, shop.office)
    key = f"product:{product.id}:review:{product.version}"
    url = f"/can-bo/cho-so/hang/{product.code}"
    tell(officials, TO_REVIEW.name, {"shop": shop.name}, url, key, now=now)
