"""Numbers that tell who somebody is, found in words by their shape, and taken out for the public.

Phones of Viet Nam, identity cards of nine or twelve digits, plates of vehicles, bank accounts.
Plates: two digits of the province, one or two letters and perhaps a digit, then four or five
digits (Circular 79/2024/TT-BCA); small letters only where nothing but a stroke or point stands
between, since "24h 2000" is none.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.core.masking import MASK

A_PHONE, AN_IDENTITY, A_PLATE, AN_ACCOUNT = "phone", "identity", "plate", "account"
_PHONE = re.compile(r"(?<!\d)(?:\+84|84|\(?0)(?:[ .\-()]{0,2}\d){9,10}(?!\d)")
_IDENTITY = re.compile(r"(?<!\d)(?:\d{12}|\d{9}|\d{3}[ .]\d{3}[ .]\d{3}(?:[ .]\d{3})?)(?!\d)")
_END = r"(?:\d{3}[. ]?\d{2}|\d{4})(?![\d/])"
_PLATE = re.compile(
    rf"(?<![\w/.,\-])\d{{2}}(?:[ \-]?[A-ZĐ]{{1,2}}\d?[ .\-]{{0,3}}|-?[a-zđ]{{1,2}}\d?[.\-]?){_END}"
)
_ACCOUNT = re.compile(
    r"(?:\bstk|\btk|số tài khoản|so tai khoan|tài khoản|tai khoan)[^\d\n]{0,25}"
    r"(?P<number>\d(?:[ .\-]?\d){5,18})(?!\d)",
    re.IGNORECASE,
)
_LONG = re.compile(r"(?<![\w.,\-])\d{10,19}(?!\d)")
SHAPES = (
    (AN_ACCOUNT, _ACCOUNT),
    (A_PHONE, _PHONE),
    (AN_IDENTITY, _IDENTITY),
    (A_PLATE, _PLATE),
    (AN_ACCOUNT, _LONG),
)
"""In the order in which they claim a place: what stands behind "số tài khoản" is an account."""
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True)
class Number:
    """One of them, and where it stands in the words."""

    start: int
    end: int
    words: str
    kind: str

    @property
    def key(self) -> str:
        """What it is known again by, however it is spelt: letters and digits alone."""
        return key_of(self.words)


def key_of(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


def numbers(words: str | None) -> list[Number]:
    """Give those in the words, in their order."""
    if not words or not _DIGIT.search(words):
        return []
    found: list[Number] = []
    for kind, shape in SHAPES:
        for match in shape.finditer(words):
            start, end = match.span("number" if "number" in shape.groupindex else 0)
            if all(end <= each.start or each.end <= start for each in found):
                found.append(Number(start, end, words[start:end], kind))
    return sorted(found, key=lambda each: each.start)


def without(words: str | None, shown: Collection[str] = (), mask: str = MASK) -> str:
    """Give the words with every such number masked but those whose keys are ``shown``."""
    kept = words or ""
    for each in reversed(numbers(kept)):
        if each.key not in shown:
            kept = kept[: each.start] + mask + kept[each.end :]
    return kept
