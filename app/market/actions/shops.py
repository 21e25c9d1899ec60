"""Opening and changing a shop, and telling those who have to know."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import consents, permissions
from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.accounts.models import User
from app.accounts.models.consent import SELLING
from app.core import audit
from app.core.errors import Conflict, DomainError
from app.market import slugs
from app.market.models import Shop, ShopFacts
from app.market.models.shops import LEGAL
from app.market.queries import orders, products, shops
from app.market.signals import product_changed, shop_changed
from app.notifications import tell
from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register

MOST_SHOPS = 3
NEW_SHOP = register(
    Kind("market-new-shop", _l("A shop waits for confirmation"), _l("%(shop)s"), "shop", group=DESK)
)
DETAILS = register(
    Kind(
        "market-details",
        _l("A confirmed shop changed its registration"),
        _l("%(shop)s"),
        "note",
        group=DESK,
    )
)
CONFIRMED = register(
    Kind(
        "market-confirmed",
        _l("Your shop is confirmed"),
        _l("%(shop)s may take orders."),
        "check",
        group=MARKET,
    )
)


def open_shop(owner: User, facts: ShopFacts, by: Actor, now: datetime) -> Shop:
    """Open a shop for ``owner``: it is listed at once, because their phone is proven.

    Raises:
        Conflict: a person has at most three shops.
    """
    if shops.count_of(owner) >= MOST_SHOPS:
        raise Conflict(_l("You have three shops already. Close one you no longer need."))
    shop = Shop.begin(owner, facts, slugs.make(facts.name, shops.slug_is_taken), now)
    shop.office = shops.office_for(facts.commune)
    consents.give(SELLING, owner, now, shop.reference)
    step(shop, "open", by, now)
    _tell_office(shop, now)
    return shop


def close(shop: Shop, by: Actor, now: datetime) -> None:
    """Close the shop. Raises ``Conflict`` while buyers wait for what they ordered."""
    if orders.open_count(shop):
        raise Conflict(_l("Buyers wait for their orders. Finish or cancel them first."))
    step(shop, "close", by, now)


def find_offices(now: datetime) -> int:
    """Give open shops that no office answers for one that was founded since; give how many."""
    found = 0
    for shop in shops.without_office():
        shop.office = shops.office_for(shop.commune)
        found += shop.office is not None
        _tell_office(shop, now)
    return found


def change(shop: Shop, facts: ShopFacts, version: int | None, by: Actor, now: datetime) -> None:
    """Write down what the seller says now; a shop that moves is confirmed anew.

    Raises ``StaleVersion``.
    """
    moved = shop.commune_id != facts.commune.id
    before = {"name": shop.name, "commune": shop.commune.code, "status": shop.status}
    shop.describe(facts, version, now)
    if moved:
        shop.office = shops.office_for(facts.commune)
        if shop.may_do("unconfirm"):
            shop.do("unconfirm", now)
    after = {"name": shop.name, "commune": facts.commune.code, "status": shop.status}
    audit.record(by.reference, "shop.change", shop.reference, now=now, before=before, after=after)
    spread(shop, now)


def set_legal(shop: Shop, details: dict[str, str], by: Actor, now: datetime) -> None:
    """Keep the seller's legal details, which buyers see; the log says that they changed.

    The office that confirmed other details is told.
    """
    if not details.get("name"):
        raise DomainError(_l("Write the name on the registration."), field="name")
    if not details.get("address"):
        raise DomainError(_l("Write the registered address."), field="address")
    changed = shop.legal != {name: value for name, value in details.items() if value}
    shop.set_legal(details, now)
    if changed and shop.is_confirmed:
        _tell_office(shop, now, DETAILS)
    given = {name: bool(details.get(name)) for name in LEGAL}
    audit.record(by.reference, "shop.legal", shop.reference, now=now, after=given)


def confirm(shop: Shop, by: Actor, now: datetime) -> None:
    """The market office knows the seller. Raises ``InvalidTransition``."""
    before = shop.status
    shop.confirm(by.user_id, now)
    _record(shop, "confirm", before, by, now)
    spread(shop, now)
    url, key = f"/cho-so/ban/{shop.slug}", f"shop:{shop.id}:confirmed:{shop.version}"
    tell(shops.managers(shop), CONFIRMED.name, {"shop": shop.name}, url, key, now=now)


def spread(shop: Shop, now: datetime) -> None:
    """Let the shop's products follow it, and tell whoever keeps lists of them."""
    shop_changed.send(shop, now=now)
    for product in products.all_of(shop):
        product.follow_shop()
        product_changed.send(product, now=now)


def step(shop: Shop, verb: str, by: Actor, now: datetime) -> None:
    """Let the shop go on by ``verb``, with its products; raises ``InvalidTransition``.

    What is closed is opened again as listed, and has to be confirmed anew.
    """
    before = shop.status
    shop.do(verb, now)
    _record(shop, verb, before, by, now)
    spread(shop, now)


def _tell_office(shop: Shop, now: datetime, kind: Kind = NEW_SHOP) -> None:
    if shop.office is not None:
        officials = accounts.officials_with(permissions.MARKET, shop.office)
        version = "" if kind is NEW_SHOP else f":{shop.version}"
        url, key = f"/can-bo/cho-so/gian-hang/{shop.code}", f"shop:{shop.id}:{kind.name}{version}"
        tell(officials, kind.name, {"shop": shop.name}, url, key, now=now)


def _record(shop: Shop, verb: str, before: str, by: Actor, now: datetime) -> None:
    audit.record(
        by.reference, f"shop.{verb}", shop.reference, now=now,
        before={"status": before}, after={"status": shop.status},
    )  # fmt: skip
