"""How products are written in templates: units, packs, seasons, and how to reach a seller."""

from typing import Any

from flask_babel import gettext as _

from app.accounts import phones
from app.core.formats import with_unit
from app.market.blueprint import market
from app.market.models import Product, units
from app.market.models.order_life import STATUSES
from app.market.models.orders import PAYMENTS, WAYS


@market.app_template_filter("unit_name")
def unit_name(unit: str) -> str:
    """Write a unit: kg, gói, chai."""
    return str(units.UNITS[unit][0])


@market.app_template_filter("pack")
def pack(product: Product) -> str:
    """Write what one pays the price for: kg, lọ 350 g, chai 500 ml."""
    name, base, fixed = units.UNITS[product.unit]
    if fixed is not None or not product.pack_amount:
        return str(name)
    return f"{name} {with_unit(product.pack_amount, '' if base == units.PIECE else base)}"


@market.app_template_filter("compared_by")
def compared_by(product: Product) -> str:
    """Write by what prices are compared: kg, lít, cái."""
    return str(units.COMPARED[units.base_of(product.unit)][1])


@market.app_template_filter("season")
def season(product: Product) -> str:
    """Write the months of its season; empty where it is sold all year."""
    first, last = product.season_from, product.season_to
    if first is None or last is None:
        return ""
    if first == last:
        return _("month %(month)s", month=first)
    return _("month %(first)s to month %(last)s", first=first, last=last)


@market.app_template_filter("origin")
def origin(product: Product) -> str:
    """Write where it comes from; empty where the seller does not say."""
    place = product.origin.within if product.origin is not None else ""
    return ", ".join(part for part in (product.origin_text, place) if part)


@market.app_template_filter("at_home")
def at_home(phone: str) -> str:
    """Write a number (E.164) as it is written at home: 0900 000 012."""
    return phones.national(phone)


@market.app_template_filter("zalo")
def zalo(phone: str) -> str:
    """Give the address that opens Zalo with a number (E.164)."""
    return f"https://zalo.me/{phones.national(phone).replace(' ', '')}"


@market.app_template_global("order_status")
def order_status(status: str) -> tuple[Any, str, str]:
    """Give an order's status in words, the tone of its chip and its icon."""
    return STATUSES[status]


@market.app_template_global("order_way")
def order_way(way: str) -> tuple[Any, str]:
    """Give how an order is handed over, in words, and the icon."""
    return WAYS[way]


@market.app_template_global("order_payment")
def order_payment(pay_by: str) -> tuple[Any, str]:
    """Give how an order is paid, in words, and the icon."""
    return PAYMENTS[pay_by]
