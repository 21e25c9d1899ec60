"""Which column holds what: guessed from the heads, corrected by a clerk, then remembered.

A guess is only made where one head alone can be meant. What a head says against a field (a debit
is no credit, an amount before tax no total) weighs more than what it says for it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.codes import sha256
from app.core.errors import DomainError
from app.core.tables.values import is_empty
from app.core.text import ascii_slug, clean, whole

HEAD_WITHIN = 40
"""Banks print a letterhead first: the head is looked for in so many rows."""
LONGEST_HEAD = 90
MOST_WORDS = 12
EXACT, PART, INSIDE, WEAK = 4, 3, 2, 1
BILINGUAL = re.compile(r"[/\n(|;:]|\s[-–—]\s")
"""Between a head's Vietnamese and its English, or its short and its long form."""
AFTER_TAX = re.compile(
    r"\b(?:(?:da|bao)-)*(?:sau|gom|co|ca|kem|cong|incl|including|after|with)-(?:ca-)?"
    r"(?:thue|vat|tax)(?:-gtgt|-vat)?\b"
)
BEFORE_TAX = re.compile(
    r"\b(?:truoc|chua|khong|ko|excl|excluding|before|without)-(?:(?:bao|gom|co|tinh|ke|ca)-)*"
    r"(?:thue|vat|tax)(?:-gtgt|-vat)?\b"
)
"""Two readings of one word: each becomes a word of its own, so that neither is the other."""


@dataclass(frozen=True)
class Field:
    """A thing a sheet may say. ``names`` are heads it is known by, in slug form.

    ``weaker`` names count only where none of ``names`` is found. ``against`` are words that speak
    against it wherever they stand in the head. ``rivals`` are fields that say the same in another
    way: where a sheet seems to have both, neither is guessed. ``beside``, where given, are the only
    words that may stand around a name in a longer head: any other may turn its meaning round.
    ``read`` reads a cell of it, and raises ``BadValue``; without it a cell is text.
    """

    name: str
    label: Any
    names: tuple[str, ...]
    required: bool = True
    weaker: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    rivals: tuple[str, ...] = ()
    beside: frozenset[str] | None = None
    read: Callable[[str], Any] | None = None

    @cached_property
    def words(self) -> frozenset[str]:
        """Give the words of its names: a head with none of them names something else."""
        return frozenset(word for name in (*self.names, *self.weaker) for word in name.split("-"))

    @cached_property
    def allowed(self) -> frozenset[str]:
        """Give the words of which a head may be made where ``beside`` is given."""
        return self.words | (self.beside or set())


@dataclass(frozen=True)
class Guess:
    """The (last) row of the heads as counted in the file, the heads, and field to column number.

    ``doubtful`` are fields for which several columns could be meant: they are in no column.
    """

    head_row: int
    heads: list[str]
    columns: dict[str, int]
    doubtful: tuple[str, ...] = ()

    @property
    def known(self) -> int:
        """Give how many fields the heads speak of."""
        return len(self.columns) + len(self.doubtful)


def guess(fields: Sequence[Field], rows: Sequence[tuple[int, list[str]]]) -> Guess:
    """Find the head among the first ``rows``: the row, or two rows, where most fields are known.

    Raises:
        DomainError: there is no row at all.
    """
    if not rows:
        raise DomainError(_l("The file is empty: a row must name the columns."), field="file")
    guesses = [_of_heads(fields, number, heads) for number, heads in _heads(rows[:HEAD_WITHIN])]
    best = max(guesses, key=lambda each: (each.known, len(each.columns)))
    if best.known >= 2:
        return best
    return next((each for each in guesses if sum(map(bool, each.heads)) >= 2), guesses[0])


def has_head(fields: Sequence[Field], rows: Sequence[tuple[int, list[str]]]) -> bool:
    """Tell whether a row names at least two of the fields."""
    return bool(rows) and guess(fields, rows).known >= 2


def digest(heads: Sequence[str]) -> str:
    """Give by what equal heads are recognised next month."""
    return sha256("|".join(ascii_slug(head) for head in heads))


def chosen(
    fields: Sequence[Field],
    typed: dict[str, str],
    width: int,
    one_of: Sequence[Sequence[str]] = (),
) -> dict[str, int]:
    """Give the columns a clerk chose, field to column number; "" is none.

    Of each group of names in ``one_of`` at least one field must have a column.

    Raises:
        DomainError: a required field without a column, or two fields with one.
    """
    columns: dict[str, int] = {}
    for field in fields:
        number = whole(typed.get(f"column-{field.name}", ""))
        if number is not None and number < width:
            columns[field.name] = number
        elif field.required:
            raise _missing([field])
    for names in one_of:
        if not columns.keys() & set(names):
            raise _missing([field for field in fields if field.name in names])
    if len(set(columns.values())) < len(columns):
        raise DomainError(_l("Two things cannot stand in one column."))
    return columns


def cell(cells: Sequence[str], columns: Mapping[str, int], name: str) -> str:
    """Give a row's cell of that field, empty where the sheet has none or a dash for none."""
    at = columns.get(name)
    text = cells[at] if at is not None and at < len(cells) else ""
    return "" if is_empty(text) else text


def _missing(fields: Sequence[Field]) -> DomainError:
    what = " / ".join(str(field.label) for field in fields)
    return DomainError(
        _l("Say which column holds: %(what)s.", what=what), field=f"column-{fields[0].name}"
    )


def _heads(rows: Sequence[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Give each row as heads, and each two rows that together may be heads."""
    for at, (number, cells) in enumerate(rows):
        yield number, list(cells)
        below = rows[at + 1] if at + 1 < len(rows) else None
        if below and _may_continue(cells, below[1]):
            yield below[0], _joined(cells, below[1])


def _may_continue(upper: list[str], lower: list[str]) -> bool:
    """Tell whether ``lower`` can be the second row of heads: words only, under more words."""
    words = [text for text in lower if text]
    return sum(map(bool, upper)) >= 2 and all(not re.search(r"\d{2}", text) for text in words)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    """Put two rows of heads together; a cell merged over several columns goes with each."""
    heads, last = [], ""
    for at in range(max(len(upper), len(lower))):
        above, below = _at(upper, at), _at(lower, at)
        last = above or last
        heads.append(clean(f"{last if below else above} {below}"))
    return heads


def _at(cells: list[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""


@dataclass(frozen=True)
class _Head:
    """A head as it is compared: whole, in its parts, and its words."""

    whole: str
    parts: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, text: str) -> "_Head":
        if len(text) > LONGEST_HEAD:
            return cls("", (), frozenset())
        parts = tuple(filter(None, (_slug(part) for part in BILINGUAL.split(text))))
        whole = _slug(text)
        words = frozenset(word for each in (whole, *parts) for word in each.split("-"))
        return cls(whole, parts, words)

    def level(self, field: Field) -> int:
        """Say how surely the head names ``field``, 0 for not at all."""
        if field.words.isdisjoint(self.words):
            return 0
        if any(_stands_in(word, self.whole) for word in field.against):
            return 0
        if field.beside is not None and not field.allowed.issuperset(self.whole.split("-")):
            return 0
        if self.whole in field.names:
            return EXACT
        if any(part in field.names for part in self.parts):
            return PART
        if any(_stands_in(name, self.whole) for name in field.names if "-" in name):
            return INSIDE
        return WEAK if {self.whole, *self.parts} & set(field.weaker) else 0


def _slug(text: str) -> str:
    """Give a head's words; a note's number behind a word ("Ngày1", "Ngày*") is none of it."""
    if text.strip(" .").casefold() == "no":
        return "number"  # English; without its marks "Nợ" would be the same word
    slug = re.sub(r"(?<=[a-z]{3})\d\b", "", ascii_slug(text))
    return AFTER_TAX.sub("after", BEFORE_TAX.sub("before", slug))


def _stands_in(word: str, slug: str) -> bool:
    return f"-{word}-" in f"-{slug}-" and slug.count("-") < MOST_WORDS


def _of_heads(fields: Sequence[Field], number: int, heads: list[str]) -> Guess:
    read = [_Head.of(head) for head in heads]
    found = {field.name: _candidates(field, read) for field in fields}
    columns = {name: at[0] for name, at in found.items() if len(at) == 1}
    contested, lost = _shared(fields, columns, read)
    for name in lost:
        del columns[name]
    doubtful = {name for name, at in found.items() if len(at) > 1} | contested
    doubtful |= _rivalling(fields, columns)
    kept = {name: at for name, at in columns.items() if name not in doubtful}
    return Guess(number, list(heads), kept, tuple(sorted(doubtful)))


def _candidates(field: Field, heads: list[_Head]) -> list[int]:
    """Give the columns that name the field best; exact names are better than parts of a head."""
    levels = [head.level(field) for head in heads]
    best = max(levels, default=0)
    return [at for at, level in enumerate(levels) if best and level == best]


def _rivalling(fields: Sequence[Field], columns: dict[str, int]) -> set[str]:
    return {
        name
        for field in fields
        if field.name in columns
        for rival in field.rivals
        if rival in columns
        for name in (field.name, rival)
    }


def _shared(
    fields: Sequence[Field], columns: dict[str, int], heads: list[_Head]
) -> tuple[set[str], set[str]]:
    """Give the fields that contest a column with another, and those that lose it to a better."""
    by_name = {field.name: field for field in fields}
    contested, lost = set[str](), set[str]()
    for at in [column for column, count in Counter(columns.values()).items() if count > 1]:
        names = {name for name in columns if columns[name] == at}
        rank = {name: _rank(by_name[name], heads[at]) for name in names}
        winners = {name for name in names if rank[name] == max(rank.values())}
        # A weak name says that it could as well be the other.
        if len(winners) > 1 or any(level == WEAK for level, _place in rank.values()):
            contested |= names
        else:
            lost |= names - winners
    return contested, lost


def _rank(field: Field, head: _Head) -> tuple[int, int]:
    """Of two fields that one head names ("Ngày/ Số CT") the one named first is meant."""
    place = next((at for at, part in enumerate(head.parts) if part in field.names), 99)
    return head.level(field), -place
