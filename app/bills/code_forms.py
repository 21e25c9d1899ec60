"""What customer codes look like, so that a code finds its biller.

Operators write a form as ``NU####``: ``#`` a digit, ``@`` a letter, ``*`` either, anything else
itself; several are parted by commas. Codes and forms are compared as all codes are
(``as_key``): capitals, letters and digits alone, O read as 0.
"""

import re
from collections.abc import Iterable
from typing import Protocol, TypeVar

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.tables.values import as_key
from app.core.text import line

MOST, LEAST = 200, 4
ANY = {"#": "[0-9]", "@": "[A-Z0]", "*": "[0-9A-Z]"}


class HasForms(Protocol):
    """What has codes of certain forms."""

    code_forms: str


B = TypeVar("B", bound=HasForms)


def read(typed: str) -> str:
    """Give the forms as they are kept.

    Raises:
        DomainError: one that fits every code of its length, or is too short for a code.
    """
    found = [each.replace(" ", "").upper() for each in line(typed, MOST).split(",")]
    forms = [each for each in found if each]
    for form in forms:
        if len(form) < LEAST or not as_key(re.sub(r"[#@*]", "", form)):
            raise DomainError(
                _l("Write a form as NU####: a letter or digit that never changes, and 4 signs.")
            )
    return ", ".join(forms)


def fits(forms: str, code: str) -> bool:
    """Tell whether a code has one of these forms."""
    key = as_key(code)
    return any(re.fullmatch(_pattern(form), key) for form in forms.split(",") if form.strip())


def of(code: str, billers: Iterable[B]) -> list[B]:
    """Give the billers whose codes look like this one."""
    return [each for each in billers if fits(each.code_forms, code)]


def _pattern(form: str) -> str:
    return "".join(ANY.get(sign) or as_key(sign) for sign in form)
