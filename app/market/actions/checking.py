"""A market office looks at a shop, line by line, and confirms it or says what is not right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.market.actions import shops as shopping
from app.market.models import Shop, ShopCheck, ShopFinding
from app.market.queries import checks, shops
from app.notifications import tell
from app.notifications.groups import MARKET
from app.notifications.kinds import Kind, register

NOT_CONFIRMED = register(
    Kind(
        "market-not-confirmed",
        _l("Your shop is not confirmed yet"),
        _l("%(shop)s: %(why)s"),
        "note",
        group=MARKET,
    )
)


@dataclass(frozen=True)
class Look:
    """What was found for one line: right, not right for ``reason``, or None: nothing said."""

    check: ShopCheck
    is_right: bool | None
    reason: str = ""

    @property
    def field(self) -> str:
        return f"check-{self.check.id}"


def look_at(shop: Shop, looks: Sequence[Look], by: Actor, now: datetime) -> bool:
    """Write down what was checked; confirm the shop where all is right, and tell whether it is.

    Raises:
        DomainError: the seller declared nothing, or a line has no answer or no reason.
        InvalidTransition: the shop is not one to be confirmed.
    """
    if not shop.may_do("confirm"):
        raise InvalidTransition("confirm", shop.status)
    _check(shop, looks)
    for look in looks:
        row = ShopFinding(
            shop_id=shop.id, text=look.check.text, is_right=bool(look.is_right), at=now,
            reason="" if look.is_right else look.reason, by_id=by.user_id,
        )  # fmt: skip
        db.session.add(row)
    wrong = [look for look in looks if not look.is_right]
    if wrong:
        _say_what_is_wrong(shop, wrong[0], by, now)
    else:
        shopping.confirm(shop, by, now)
    return not wrong


def add(text: str, by: Actor, now: datetime) -> None:
    """Ask one more line from now on; one that was asked before is asked again."""
    if len(text) < 5:
        raise DomainError(_l("Write what is to be checked."), field="text")
    row = checks.by_text(text)
    if row is None:
        row = ShopCheck(text=text)
        db.session.add(row)
    row.is_asked = True
    audit.record(by.reference, "shop_check.add", "market", now=now, after={"text": text})


def drop(row: ShopCheck, by: Actor, now: datetime) -> None:
    """Ask a line no longer."""
    row.is_asked = False
    audit.record(by.reference, "shop_check.drop", "market", now=now, before={"text": row.text})


def _check(shop: Shop, looks: Sequence[Look]) -> None:
    legal = shop.legal
    if not (legal.get("name") and legal.get("address")):
        raise DomainError(
            _l("The seller has declared nothing yet: there is nothing to check. Call them.")
        )
    if not looks:
        raise DomainError(_l("The list of what is checked is empty. An administrator fills it."))
    for look in looks:
        if look.is_right is None:
            raise DomainError(_l("Say of each line whether it is right."), field=look.field)
        if not look.is_right and len(look.reason) < 5:
            raise DomainError(_l("Write what is not right: the seller reads it."), field=look.field)


def _say_what_is_wrong(shop: Shop, first: Look, by: Actor, now: datetime) -> None:
    after = {"wrong": first.check.text, "why": first.reason}
    audit.record(by.reference, "shop.not_confirmed", shop.reference, now=now, after=after)
    parameters = {"shop": shop.name, "why": first.reason}
    url, key = f"/cho-so/ban/{shop.slug}", f"shop:{shop.id}:looked_at:{now.isoformat()}"
    tell(shops.managers(shop), NOT_CONFIRMED.name, parameters, url, key, now=now)
