"""Phone numbers: read as people write them, kept as E.164, shown masked."""

import re

import phonenumbers
from flask_babel import lazy_gettext as _l
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from app.core import personal
from app.core.errors import DomainError

COUNTRY = "VN"
COUNTRY_CODE = 84
MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
MAX_LENGTH = 30
WORDS_BEHIND = re.compile(r"(?<=\d)[^\w+]*[^\W\d_].*", re.DOTALL)
"""As in "0900 000 012 (nhà)" or "0912345 SDT", which would be read as 0912345 738."""


class NotAPhone(DomainError):
    """What was typed is no Vietnamese mobile number."""

    def __init__(self) -> None:
        super().__init__(
            _l("This is not a mobile number. It has ten digits and begins with 0: check it."),
            field="phone",
        )


def parse(text: str) -> str:
    """Give the E.164 form of a Vietnamese mobile number: 0…, +84…, spaces and dots are fine.

    Only these can be signed in with: a code sent abroad may cost the province dear.

    Raises:
        NotAPhone: anything else, the short codes 111 to 115 included.
    """
    try:
        number = phonenumbers.parse(_digits(text[:MAX_LENGTH]), COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise NotAPhone from error
    home = number.country_code == COUNTRY_CODE and phonenumbers.is_valid_number(number)
    if not home or phonenumbers.number_type(number) not in MOBILE:
        raise NotAPhone
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _digits(text: str) -> str:
    """Give ``text`` without what stands behind the number: to the library letters are digits."""
    return WORDS_BEHIND.sub("", text)


def national(e164: str) -> str:
    """Give the number as it is written at home: ``0900 000 012``."""
    return str(phonenumbers.format_number(phonenumbers.parse(e164), PhoneNumberFormat.NATIONAL))


def masked(e164: str) -> str:
    """Give what may be shown in a list: ``0900 ••• 012``."""
    digits = national(e164).replace(" ", "")
    return f"{digits[:4]} ••• {digits[-3:]}"


def index(e164: str) -> str:
    """Give the blind index by which the number is looked up."""
    return personal.blind_index("phone", e164)
