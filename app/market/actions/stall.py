"""The stall: a code with an amount, what came in, and who helps."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables.values import BadValue, as_amount
from app.core.text import plain
from app.market.models import Shop, ShopInvite, ShopManager, Taking
from app.market.models.stall import MAX_TAKING
from app.market.queries import shops, stall
from app.notifications import tell
from app.notifications.groups import MARKET
from app.notifications.kinds import Kind, register
from app.payments.models import BankAccount
from app.payments.vietqr import VietQR, build

PURPOSE = 19
"""Unaccented letters of a transfer's content that every bank takes."""
MOST_HELPERS = 10
HELPERS = register(
    Kind(
        "market-helpers",
        _l("Who looks after a shop has changed"),
        _l("%(shop)s"),
        "people",
        group=MARKET,
    )
)


def payload(shop: Shop, account: BankAccount, amount: int | None = None) -> str:
    """Give the VietQR of the stall; with ``amount`` the payer types none."""
    purpose = plain(shop.name, PURPOSE)
    return build(VietQR(account.bin, account.number, amount, purpose=purpose))


def amount_of(typed: str) -> int:
    """Read a typed amount. Raises ``DomainError`` for what nobody takes at a stall."""
    try:
        amount = as_amount(typed)
    except BadValue as bad:
        raise DomainError(bad.message, field="amount") from bad
    if not 0 < amount <= MAX_TAKING:
        raise DomainError(_l("Write an amount from 1 to 1,000,000,000\u00a0đồng."), field="amount")
    return amount


def take(shop: Shop, typed: dict[str, str], user_id: int | None, now: datetime) -> Taking:
    """Write down what came in, once for each form. Raises ``DomainError``."""
    known = stall.taking_by_key(shop, typed["key"])
    if known is not None:
        return known
    if len(typed["key"]) < 16:
        raise DomainError(_l("This form is incomplete. Please open it again and send once more."))
    amount = amount_of(typed["amount"])
    note, key = typed["note"], typed["key"]
    return Taking.note_down(shop, amount, typed["way"], note, key, user_id, now)


def invite(shop: Shop, typed: str, by: Actor, now: datetime) -> None:
    """Ask the owner of a number to help. Whether there is such a person, nobody learns.

    Raises ``DomainError``.
    """
    phone = phones.parse(typed)
    if len(shop.managers) + len(stall.invites_of(shop)) >= MOST_HELPERS:
        raise DomainError(_l("A shop has at most 10 people."), field="phone")
    if not stall.invite_exists(shop, phones.index(phone)):
        ShopInvite.make(shop, phone, now)
        audit.record(by.reference, "shop.invite", shop.reference, now=now)


def accept(asked: ShopInvite, user: User, now: datetime) -> None:
    """Look after the shop from now on; the others are told."""
    shop = asked.shop
    if not shop.is_managed_by(user.id):
        shop.managers.append(ShopManager(user=user, since=now))
    db.session.delete(asked)
    db.session.flush()
    audit.record(user.reference, "shop.help", shop.reference, now=now)
    _tell(shop, f"shop:{shop.id}:helper:{user.id}:{now.timestamp():.0f}", now)


def remove(shop: Shop, user_id: int, by: Actor, now: datetime) -> None:
    """Let somebody look after the shop no longer; the owner stays. Raises ``DomainError``."""
    if user_id == shop.owner_id:
        raise DomainError(_l("The owner stays. Close the shop instead."))
    shop.managers = [each for each in shop.managers if each.user_id != user_id]
    if shop.contact_id == user_id:
        shop.contact_id = shop.owner_id
    after = {"user": user_id}
    audit.record(by.reference, "shop.helper-removed", shop.reference, now=now, after=after)
    _tell(shop, f"shop:{shop.id}:helper:{user_id}:{now.timestamp():.0f}", now)


def _tell(shop: Shop, key: str, now: datetime) -> None:
    url = f"/cho-so/ban/{shop.slug}/nguoi"
    tell(shops.managers(shop), HELPERS.name, {"shop": shop.name}, url, key, now=now)
