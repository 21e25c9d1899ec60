"""A price of two or three digits is asked about: "45" is what people say of 45.000 đồng."""

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.formats import money

SMALL = 1_000


class Thousands(DomainError):
    """Was ``amount`` meant, or a thousand times that?"""

    def __init__(self, amount: int, field: str) -> None:
        full = amount * SMALL
        question = _l("%(full)s, or only %(small)s?", full=money(full), small=money(amount))
        super().__init__(question, field=field)
        self.choices = [(str(each), money(each)) for each in (full, amount)]


def meant(amount: int, answer: str, field: str = "price") -> int:
    """Give the amount that was typed, or the one that ``answer`` (``Thousands.choices``) chose.

    Raises:
        Thousands: it has to be asked.
    """
    if amount <= 0 or amount >= SMALL or answer == str(amount):
        return amount
    if answer == str(amount * SMALL):
        return amount * SMALL
    raise Thousands(amount, field)
