"""Units in which things are sold, and what two prices are compared by."""

from flask_babel import lazy_gettext as _l

GRAM, MILLILITRE, PIECE = "g", "ml", "piece"
COMPARED = {GRAM: (1000, _l("kg")), MILLILITRE: (1000, _l("litre")), PIECE: (1, _l("piece"))}
"""By base unit: how much of it one price is compared for, and what that is called."""

UNITS: dict[str, tuple[object, str, int | None]] = {
    # code: (name, base unit, amount of one; None where the seller says how much is in it)
    "kg": (_l("kg"), GRAM, 1000),
    "lang": (_l("lạng (100\u00a0g)"), GRAM, 100),
    "yen": (_l("yến (10\u00a0kg)"), GRAM, 10_000),
    "pack": (_l("pack"), GRAM, None),
    "box": (_l("box"), GRAM, None),
    "jar": (_l("jar"), GRAM, None),
    "bottle": (_l("bottle"), MILLILITRE, None),
    "litre": (_l("litre"), MILLILITRE, 1000),
    "bunch": (_l("bunch"), PIECE, 1),
    "piece": (_l("piece"), PIECE, 1),
    "dozen": (_l("ten"), PIECE, 10),
    "animal": (_l("head"), PIECE, 1),
    "set": (_l("set"), PIECE, 1),
}


def base_of(unit: str) -> str:
    """Give the base unit in which a pack of ``unit`` is measured."""
    return UNITS[unit][1]


def unit_price(price: int, unit: str, pack_amount: int | None) -> int | None:
    """Give whole đồng per kilogram, litre or piece, half rounded up; None where not known."""
    if not pack_amount:
        return None
    per = COMPARED[base_of(unit)][0]
    return (price * per * 2 + pack_amount) // (2 * pack_amount)
