"""Numbers that tell who somebody is, found in words by their shape, and taken out for the public.

Phones of Viet Nam, identity cards of nine or twelve digits, plates of vehicles, bank accounts;
no dates and no money.
Plates: two digits of the province, one or two letters and perhaps a digit, then four or five
digits (Circular 79/2024/TT-BCA); small letters only where nothing but a stroke or point stands
between, since "24h 2000" is none.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from app.core.masking import MASK

A_PHONE, AN_IDENTITY, A_PLATE, AN_ACCOUNT = "phone", "identity", "plate", "account"
_GAP = r" \u00a0\u2009\u202f.\-\u2010-\u2015"
"""What people write between digits: spaces, points, strokes of any length."""
_DATE = rf"(?!\d{{1,2}}[/{_GAP}]\d{{1,2}}[/{_GAP}](?:19|20)\d\d(?![.\-]?\d))"
_PHONE = re.compile(rf"(?<!\d){_DATE}(?:\+84|84|\(?0)(?:[{_GAP}()]{{0,3}}\d){{9,10}}(?!\d)")
_DISGUISED = re.compile(
    rf"(?<!\w){_DATE}(?=[\d{_GAP}]*[oOlI])(?=(?:[oOlI{_GAP}]*\d){{7}})"
    rf"[0oO](?:[{_GAP}]{{0,2}}[\doOlI]){{9}}(?!\w)"
)
"""A phone with letters that look like digits, so that no filter finds it: "o9l2 345 678"."""
_IDENTITY = re.compile(
    rf"(?<!\d)(?<!\d[.,]){_DATE}(?:\d{{12}}|\d{{9}}|0(?:[{_GAP}]?\d){{11}}"
    rf"|\d{{3}}[{_GAP}]\d{{3}}[{_GAP}]\d{{3}}(?:[{_GAP}]\d{{3}})?)(?!\d)"
)
_FIVE = r"\d{3}[. ]?\d{2}(?![\d/])"
_END = rf"(?:{_FIVE}|\d{{4}}(?![\d/]))"
_YEAR_OR_UNIT = r"(?!\d{2} ?(?:[A-ZĐ]\d? (?:19|20)\d\d(?!\d)|(?:HA|K[GMVW]) ))"
"""A class or a road and a year ("lớp 10A 2025"), a measure ("10 KG 5000")."""
_PLATE = re.compile(
    rf"(?<![\w/.,\-]){_YEAR_OR_UNIT}\d{{2}}(?:"
    rf"(?: ?-? ?)[A-ZĐ]{{1,2}}\d?[ .\-]{{0,3}}{_END}"
    rf"|-?[a-zđ]{{1,2}}\d?[.\-]?{_END}"
    rf"|[ \-]?[a-zđ]\d[ .\-]{{1,3}}{_FIVE}"
    rf"|[a-fnprstuxyz] {_FIVE})"
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
    (A_PHONE, _DISGUISED),
    (AN_IDENTITY, _IDENTITY),
    (A_PLATE, _PLATE),
    (AN_ACCOUNT, _LONG),
)
"""In the order in which they claim a place: what stands behind "số tài khoản" is an account."""
_DIGIT = re.compile(r"\d")
_MONEY = re.compile(
    r"(?=[1-9])(?:[\d .]*\d(?=\s?(?:đồng|dong|đ|vnđ|vnd)(?!\w))"
    r"|\d+000000|\d{1,3}(?:[ .]\d{3})*[ .]000)(?!\d)",
    re.IGNORECASE,
)
"""It begins with no nought, and ends in so many or is followed by the currency."""


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
            if kind in (AN_IDENTITY, AN_ACCOUNT) and _is_money(words, start, end):
                continue
            if all(end <= each.start or each.end <= start for each in found):
                found.append(Number(start, end, words[start:end], kind))
    return sorted(found, key=lambda each: each.start)


def _is_money(words: str, start: int, end: int) -> bool:
    amount = _MONEY.match(words, start)
    return amount is not None and amount.end() >= end


def without(words: str | None, shown: Collection[str] = ()) -> str:
    """Give the words with every such number masked but those whose keys are ``shown``."""
    kept = words or ""
    for each in reversed(numbers(kept)):
        if each.key not in shown:
            kept = kept[: each.start] + MASK + kept[each.end :]
    return kept
