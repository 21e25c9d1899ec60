"""Who may do what on the market. What a person may not even see, the queries do not give."""

from typing import Any

from app.accounts import permissions
from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.market.models import Complaint, Product, Shop, ShopInvite, Takedown, Taking

MARKET = permissions.MARKET


def may_sell(viewer: Viewer, shop: Shop) -> bool:
    """Whoever manages a shop does everything in it."""
    return shop.is_managed_by(viewer.user_id)


def may_change(viewer: Viewer, product: Product) -> bool:
    return may_sell(viewer, product.shop)


def owns(viewer: Viewer, shop: Shop) -> bool:
    """Who else looks after a shop, and whether it closes, its owner decides."""
    return viewer.user_id is not None and shop.owner_id == viewer.user_id


def may_strike(viewer: Viewer, taking: Taking) -> bool:
    """What was taken in is struck out by whoever looks after the shop."""
    return may_sell(viewer, taking.shop)


def owns_invite(viewer: Viewer, invite: ShopInvite) -> bool:
    """An invitation is taken back by the shop's owner."""
    return owns(viewer, invite.shop)


def is_asked(viewer: Viewer, invite: ShopInvite) -> bool:
    """An invitation is answered by whoever signed in with its number."""
    return viewer.user is not None and viewer.user.phone_index == invite.phone_index


def sent_complaint(viewer: Viewer, complaint: Complaint) -> bool:
    """A complaint's answer is read by whoever sent it."""
    return viewer.user_id is not None and complaint.user_id == viewer.user_id


def may_appeal(viewer: Viewer, case: Takedown) -> bool:
    """A taking down is read and objected to by whoever looks after the shop."""
    return may_sell(viewer, case.shop)


def is_market_office(viewer: Viewer) -> bool:
    """Whoever works in a market office has its desk."""
    return viewer.has(MARKET)


def hears_ratings(viewer: Viewer, _file: Any) -> bool:
    """As ``is_market_office``, of what came with a rating."""
    return is_market_office(viewer)


def may_oversee(viewer: Viewer, shop: Shop) -> bool:
    """A market office oversees the shops of its commune, and of the communes below it.

    Whoever looks after a shop decides nothing about it, whatever their office.
    """
    # Rights first: they bring the office along that most shops have in common with them.
    return viewer.has(MARKET) and viewer.can(MARKET, shop.office) and not may_sell(viewer, shop)


def may_oversee_product(viewer: Viewer, product: Product) -> bool:
    return may_oversee(viewer, product.shop)


def may_oversee_case(viewer: Viewer, case: Any) -> bool:
    """A complaint or a taking down is overseen with the shop it is about."""
    return may_oversee(viewer, case.shop)


def writes_rules(viewer: Viewer) -> bool:
    """Words of forbidden goods hold in the whole province: its administrators write them."""
    return administers_all(viewer)


def writes_rules_alone(viewer: Viewer) -> bool:
    """Tell whether the viewer writes the words and has no market office's desk."""
    return writes_rules(viewer) and not is_market_office(viewer)


def writes_rule(viewer: Viewer, _row: Any) -> bool:
    """As ``writes_rules``, of one row."""
    return writes_rules(viewer)


def reads_rules(viewer: Viewer) -> bool:
    """The words are read by market offices and administrators."""
    return is_market_office(viewer) or writes_rules(viewer)
