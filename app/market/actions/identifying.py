"""A market office writes down how it identified a seller, and sellers are told what is missing."""

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.formats import day
from app.market.models import MarketDuty, SellerIdentity, Shop
from app.market.models.identities import COUNTER, ELECTRONIC, IDENTITY, LEVELS, WAYS, as_logged
from app.market.queries import identities, shops
from app.notifications import tell
from app.notifications.groups import MARKET
from app.notifications.kinds import Kind, register

TOLD_BEFORE = timedelta(days=30)
"""So long before the day sellers without an identification get a notice, once."""
IDENTIFIED = register(
    Kind(
        "market-identified",
        _l("Your identity as a seller was checked"),
        _l("%(shop)s"),
        "check",
        group=MARKET,
    )
)
IDENTITY_NEEDED = register(
    Kind("market-identity-needed", _l("Sellers have to be identified"),
         _l("%(shop)s: from %(day)s on"), "note", group=MARKET)
)  # fmt: skip


def identify(
    shop: Shop, how: tuple[str, int | None], on: date | None, reference: str, by: Actor,
    now: datetime,
) -> SellerIdentity:  # fmt: skip
    """Write down how (way, level) the seller was identified, on which day, under which number.

    What was written down before is replaced; the log keeps it, without the number.

    Raises:
        DomainError: no way or level there is, or a day that has not come.
    """
    way, level = how
    if way not in WAYS:
        raise DomainError(_l("Choose how the seller was identified."), field="way")
    if level not in LEVELS:
        raise DomainError(_l("Say how well it was checked."), field="level")
    if on is None:
        raise DomainError(_l("Write the day."), field="on")
    if on > clock.local(now).date():
        raise DomainError(_l("This day has not come yet."), field="on")
    row, before = identities.of(shop), as_logged(identities.of(shop))
    if row is None:
        row = SellerIdentity(shop=shop)
        db.session.add(row)
    row.way, row.level, row.identified_on, row.by_id = way, level, on, by.user_id
    row.refer_to(reference)
    db.session.flush()
    audit.record(by.reference, "shop.identify", shop.reference, now=now, before=before,
                 after=as_logged(row))  # fmt: skip
    url, key = f"/cho-so/ban/{shop.slug}/phap-ly", f"shop:{shop.id}:identified:{on}:{way}:{level}"
    tell(shops.managers(shop), IDENTIFIED.name, {"shop": shop.name}, url, key, now=now)
    return row


def identify_electronically(shop: Shop, level: int, by: Actor, now: datetime) -> SellerIdentity:
    """Write down that the provider of sign-ins vouched for the seller today, for which level.

    Raises:
        Conflict: the market office saw more than that.
    """
    row = identities.of(shop)
    if row is not None and row.way == COUNTER and row.level > level:
        raise Conflict(_l("The market office has checked your identity better than that already."))
    return identify(shop, (ELECTRONIC, level), clock.local(now).date(), "", by, now)


def forget(shop: Shop, by: Actor, now: datetime) -> None:
    """Take back what was written down by mistake, or is too old; a second time changes nothing."""
    row = identities.of(shop)
    if row is None:
        return
    audit.record(by.reference, "shop.identify", shop.reference, now=now, before=as_logged(row),
                 after={})  # fmt: skip
    db.session.delete(row)


def set_duty(holds_from: date | None, basis: str, by: Actor, now: datetime) -> MarketDuty:
    """Write down from which day sellers have to be identified; it counts as compared today.

    Raises ``DomainError`` where the day or where it stands is missing.
    """
    if holds_from is None:
        raise DomainError(_l("Write the day."), field="holds_from")
    if not basis:
        raise DomainError(_l("Write where this stands: law, decree, letter."), field="basis")
    row = identities.duty()
    before = {"from": f"{row.holds_from}", "basis": row.basis} if row else None
    if row is None:
        row = MarketDuty(code=IDENTITY)
        db.session.add(row)
    row.holds_from, row.basis = holds_from, basis
    row.checked_on = clock.local(now).date()
    db.session.flush()
    audit.record(by.reference, "market_duty.set", row.subject, now=now, before=before,
                 after={"from": f"{holds_from}", "basis": basis})  # fmt: skip
    return row


def tell_who_lacks_one(after: int, most: int, now: datetime) -> int | None:
    """Tell the next ``most`` sellers, once for each day that the duty names, that it is needed.

    Gives behind which shop to go on; None where nothing is left to tell.
    """
    duty = identities.duty()
    if duty is None or clock.local(now).date() < duty.holds_from - TOLD_BEFORE:
        return None
    found = identities.without(after, most)
    for shop in found:
        values = {"shop": shop.name, "day": day(duty.holds_from)}
        url = f"/cho-so/ban/{shop.slug}/phap-ly"
        key = f"shop:{shop.id}:identity:{duty.holds_from}"
        tell(shops.managers(shop), IDENTITY_NEEDED.name, values, url, key, now=now)
    return found[-1].id if found else None
