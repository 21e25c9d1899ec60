"""Words that stand in a workbook's cells for what the code has names for.

A workbook is written in Vietnamese whatever language its reader speaks, and read in any of them.
"""

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from app.core.preferences import LANGUAGES
from app.core.tables.errors import BadValue
from app.core.tables.values import is_empty
from app.core.text import ascii_slug, whole
from app.core.translated import FIRST

YES = frozenset({"x", "co", "1", "true", "dung", "yes", "v"})
NO = frozenset({"", "khong", "0", "false", "sai", "no"})
BETWEEN = re.compile(r"[;\n]")
MOST_DIGITS = 12
LOCAL_NUMBER = 9
"""Digits of a number whose first zero a spreadsheet took for nothing."""


class Words:
    """One of a list, written as its code or as its words in any language."""

    def __init__(self, labels: Mapping[str, Any]) -> None:
        """Take the labels by code."""
        self.labels = labels

    def read(self, text: str) -> str:
        """Give the code; raises ``BadValue``, which names what there is."""
        found = self._known.get(ascii_slug(text))
        if found is None:
            raise BadValue(
                _l("Write one of these: %(words)s.", words="; ".join(self._said.values()))
            )
        return found

    def write(self, code: str) -> str:
        return self._said.get(code, code)

    def read_several(self, text: str) -> list[str]:
        """Read words parted by semicolons or line ends; commas do where the whole is no word."""
        if ascii_slug(text) in self._known:
            return [self.read(text)]
        parts = [part for part in BETWEEN.split(text) if not is_empty(part.strip())]
        if any(ascii_slug(part) not in self._known for part in parts):
            parts = [each for part in parts for each in part.split(",") if each.strip()]
        return list(dict.fromkeys(self.read(part) for part in parts))

    def write_several(self, codes: Iterable[str]) -> str:
        """Write them in the order of the list."""
        held = set(codes)
        return "; ".join(self.write(code) for code in self.labels if code in held)

    @cached_property
    def _said(self) -> dict[str, str]:
        return in_language(FIRST, self.labels)

    @cached_property
    def _known(self) -> dict[str, str]:
        known: dict[str, str] = {}
        for language in LANGUAGES:
            said = in_language(language, self.labels)
            known |= {ascii_slug(label): code for code, label in said.items()}
        return known | {ascii_slug(code): code for code in self.labels}


def in_language(language: str, labels: Mapping[str, Any]) -> dict[str, str]:
    with force_locale(language):
        return {code: str(label) for code, label in labels.items()}


def as_yes(text: str) -> bool:
    """Read x, có, 1, TRUE or an empty cell, không, 0, FALSE; raises ``BadValue``."""
    slug = "" if is_empty(text) else ascii_slug(text)
    if slug in YES:
        return True
    if slug in NO:
        return False
    raise BadValue(_l("Write x for yes, and leave the cell empty for no."))


def said_yes(value: bool) -> str:
    return "x" if value else ""


def with_zero(text: str) -> str:
    """Give a telephone number its first zero again, where the cell was a number."""
    is_local = len(text) >= LOCAL_NUMBER and text[0] not in "01"
    return f"0{text}" if whole(text, MOST_DIGITS) is not None and is_local else text


def same_code(text: str) -> str:
    """Give by what a code written as text and one that became a number are the same."""
    return text.lstrip("0") if whole(text, MOST_DIGITS) is not None else text
