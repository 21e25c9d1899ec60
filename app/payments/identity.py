"""Which movement a reported line is. The rule is written down in docs/bank-files.md.

With the bank's number: number, day and amount together. Without: day, amount and content, and
how many equal ones one channel lists. A number met later is given to a line that had none.
"""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.core import personal
from app.core.codes import sha256
from app.core.text import clean, fold

LONGEST_NUMBER = 70
HASH = 48


@dataclass(frozen=True)
class Identity:
    """By what a movement is known again.

    ``number`` is the bank's (empty: none); ``same`` stands for day, amount and content;
    ``content`` for the content alone; ``key`` for number, day and amount.
    """

    number: str
    same: str
    content: str
    key: str

    @classmethod
    def of(cls, day: date, amount: int, words: str, bank_id: str) -> "Identity":
        """Give the identity of a movement of that day, amount, content and number."""
        number = number_of(bank_id)
        bare = "".join(re.findall(r"\w", fold(words)))
        return cls(
            number,
            _short(f"{day}|{amount}|{bare}"),
            _short(bare) if bare else "",
            numbered_key(number, f"{day}", amount) if number else "",
        )


class Listed:
    """What one channel (a statement, or all the reports of one provider) lists of equal ones."""

    def __init__(self) -> None:
        self._numbers: dict[str, set[str]] = {}
        self._bare: Counter[str] = Counter()
        self._names: set[str] = set()

    def add(self, same: str, number: str, name: str = "") -> int:
        """Note one more line; give how many movements the channel lists that are equal to it.

        A line with a ``name`` of the provider's is noted once.
        """
        if number:
            self._numbers.setdefault(same, set()).add(number)
        elif name not in self._names:
            self._bare[same] += 1
        self._names |= {name} - {""}
        return len(self._numbers.get(same, ())) + self._bare[same]


def number_of(bank_id: str) -> str:
    """Give the bank's number as it is compared: composed, upper case, never too long to keep."""
    bare = "".join(clean(bank_id).upper().split())
    return bare if len(bare) <= LONGEST_NUMBER else sha256(bare)


def numbered_key(number: str, day: str, amount: int) -> str:
    """Give the key of a line with a number; ``day`` as 2026-11-19."""
    return f"no:{_short(f'{number}|{day}|{amount}')}"


def bare_key(same: str, which: int) -> str:
    """Give the key of the ``which``-th line without a number among equal ones."""
    return f"eq:{same}:{which}"


def _short(text: str) -> str:
    # Keyed: the content holds payers' names, and few enough words to be guessed at.
    return personal.blind_index("bank-line", text)[:HASH]
