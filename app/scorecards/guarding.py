"""Which rows may be told, so that nothing told, and no difference of it, is about fewer than five.

A row is an agency's, a commune's or a service's figures of a month, quarter or year. Pure: it gets
numbers by row and month of one year, and says which rows are told. What is not told is added up in
one row of the others. See docs/decisions/245.

What somebody can work out of sums told: let ``T`` be months. Of the rows told only for a longer
time, those that have something in ``T``, less what all others have in ``T``, leaves what they have
outside ``T``; and the others in ``T``, less the rows that lie in ``T`` whole, leaves the rest.
Every such difference, for every ``T``, must be nothing or at least `FEWEST`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations

from app.core.few import is_safe

MONTH, QUARTER, YEAR = "thang", "quy", "nam"
AGENCY, PLACE, SERVICE = "agency", "place", "service"
DIMENSIONS = (AGENCY, PLACE, SERVICE)
Base = tuple[int, ...]
"""Reports that came in, answers, acceptances: each is a set of people's reports."""
Span = tuple[str, int]
"""A period of the year: (`MONTH`, 0) is January, (`QUARTER`, 3) the last quarter, (`YEAR`, 0)."""
Crossing = tuple[int, int, int]
"""One agency, commune and service, in the order of `DIMENSIONS`."""


def months_of(span: Span) -> range:
    kind, number = span
    if kind == MONTH:
        return range(number, number + 1)
    return range(3 * number, 3 * number + 3) if kind == QUARTER else range(12)


def added(bases: Iterable[Base]) -> Base:
    return tuple(map(sum, zip(*bases, strict=True)))


@dataclass
class Year:
    """The numbers of a year's months that are over, by agency, commune and service at once.

    ``never``: rows that stand under no name (no agency yet, reports about officials).
    """

    months: Sequence[Mapping[Crossing, Base]]
    never: Mapping[str, frozenset[int]] = field(default_factory=dict)
    told: dict[tuple[str, Span], set[int]] = field(default_factory=dict)
    """Rows that are told, by dimension and period."""
    whole: set[Span] = field(default_factory=set)
    """Periods of which the province is told."""

    def __post_init__(self) -> None:
        width = next((len(base) for month in self.months for base in month.values()), 1)
        self.nothing: Base = (0,) * width
        self.rows: dict[str, dict[int, list[Base]]] = {
            name: self._by(place) for place, name in enumerate(DIMENSIONS)
        }

    def _by(self, place: int) -> dict[int, list[Base]]:
        found: dict[int, list[Base]] = {}
        for number, month in enumerate(self.months):
            for crossing, base in month.items():
                row = found.setdefault(crossing[place], [self.nothing] * len(self.months))
                row[number] = added((row[number], base))
        return found

    def base(self, dimension: str, key: int, span: Span) -> Base:
        return self._sum(self.rows[dimension][key], months_of(span))

    def province(self, span: Span) -> Base:
        over = [base for m in self._over(span) for base in self.months[m].values()]
        return added(over) if over else self.nothing

    def is_told(self, dimension: str, key: int, span: Span) -> bool:
        return key in self.told.get((dimension, span), ())

    def is_over(self, span: Span) -> bool:
        return months_of(span)[-1] < len(self.months)

    def decide(self, span: Span) -> None:
        """Say which rows are told of a period that is over; those of its parts are decided.

        A period that is not over is told so far where its months are: that tells nothing new.
        """
        parts = [(MONTH, each) for each in self._over(span)]
        if span[0] == MONTH:
            if not is_safe(self.province(span)):
                return
        elif not all(each in self.whole for each in parts):
            return
        self.whole.add(span)
        for dimension in DIMENSIONS:
            chosen = self.told[dimension, span] = set()
            if self.is_over(span):
                self._choose(dimension, span, chosen)
            else:
                told = (self.told[dimension, each] for each in parts)
                chosen.update(set(self.rows[dimension]).intersection(*told))
        self._disentangle(span)

    def _choose(self, dimension: str, span: Span, chosen: set[int]) -> None:
        """Tell as many rows as can be told, the largest first."""
        never = self.never.get(dimension, frozenset())
        keys = [key for key in self.rows[dimension] if key not in never]
        for key in sorted(
            keys, key=lambda key: (*(-n for n in self.base(dimension, key, span)), key)
        ):
            chosen.add(key)
            if not is_safe(self._untold(dimension, key, span)) or self.leaks(dimension):
                chosen.discard(key)

    def _untold(self, dimension: str, key: int, span: Span) -> Base:
        """Give what the row adds to what was told of it before: its months not told."""
        row = self.rows[dimension][key]
        if span[0] == MONTH:
            return row[span[1]]
        return self._sum(row, self._hidden(dimension, key, span))

    def _hidden(self, dimension: str, key: int, span: Span) -> list[int]:
        return [m for m in self._over(span) if not self.is_told(dimension, key, (MONTH, m))]

    def leaks(self, dimension: str) -> bool:
        """Tell whether something about too few could be worked out of all that is told."""
        return any(self._leaks(dimension, part) for part in range(len(self.nothing)))

    def _leaks(self, dimension: str, part: int) -> bool:
        """The same of one of the base's numbers."""
        months = [m for m in range(len(self.months)) if (MONTH, m) in self.whole]
        size = 1 << len(months)
        within, others, held = [0] * size, [0] * len(months), [0] * len(months)
        for key, row in self.rows[dimension].items():
            lines = self._lines(dimension, key)
            for at, month in enumerate(months):
                if not self.is_told(dimension, key, (MONTH, month)):
                    others[at] += row[month][part]
                    held[at] += row[month][part] * any(month in line for line in lines)
            for line in lines:
                mask = sum(1 << at for at, m in enumerate(months) if m in line and row[m][part])
                within[mask] += sum(row[m][part] for m in line)
        _sum_subsets(within, len(months))
        other_sums, held_sums = (_sums(each) for each in (others, held))
        for chosen in range(size):
            if not is_safe((other_sums[chosen] - within[chosen],)):
                return True
            all_held = other_sums[chosen] == held_sums[chosen]
            outside = within[-1] - within[size - 1 - chosen] - held_sums[chosen]
            if all_held and not is_safe((outside,)):
                return True
        return False

    def _lines(self, dimension: str, key: int) -> list[list[int]]:
        """Give the months that are told only together: of a quarter, and what a year leaves."""
        quarters: list[Span] = [(QUARTER, number) for number in range(4)]
        found = [
            self._hidden(dimension, key, each)
            for each in quarters
            if self.is_told(dimension, key, each)
        ]
        if self.is_told(dimension, key, (YEAR, 0)):
            known = {month for line in found for month in line}
            rest = self._hidden(dimension, key, (YEAR, 0))
            found.append([month for month in rest if month not in known])
        return [line for line in found if line]

    def _disentangle(self, span: Span) -> None:
        """Tell no two rows, of whatever dimensions, of which one has the other's and a few more."""
        while found := next(self._entangled(span), None):
            dimension, key = found
            chosen = self.told[dimension, span]
            chosen.discard(key)
            while chosen and self.leaks(dimension):
                chosen.discard(self._smallest(dimension, span))

    def _entangled(self, span: Span) -> Iterator[tuple[str, int]]:
        """Give, one after the other, a row of the period that has to go."""
        for part in self._parts(span):
            for outer, inner in permutations(range(len(DIMENSIONS)), 2):
                gone = self._gone(outer, span, inner, part)
                for row, left in gone.items():
                    if not is_safe(left[0]):
                        yield from self._to_drop(outer, row, inner, left[1], span == part, span)

    def _to_drop(
        self, outer: int, row: int | None, inner: int, inside: list[int], same: bool, span: Span
    ) -> Iterator[tuple[str, int]]:
        if same and inside:
            yield DIMENSIONS[inner], min(inside, key=self._size(DIMENSIONS[inner], span))
        elif row is not None:
            yield DIMENSIONS[outer], row
        elif self.told[DIMENSIONS[outer], span]:
            yield DIMENSIONS[outer], self._smallest(DIMENSIONS[outer], span)

    def _gone(
        self, outer: int, span: Span, inner: int, part: Span
    ) -> dict[int | None, tuple[Base, list[int]]]:
        """Give what is left of each row told when those that lie in it whole are taken away.

        None is the row of the others. With the names of those taken away.
        """
        whole: dict[int | None, Base] = {}
        inside: dict[int | None, Base] = {}
        shared: dict[tuple[int | None, int | None], Base] = {}
        for month in self._over(span):
            for crossing, base in self.months[month].items():
                row = self._row(outer, crossing, span)
                whole[row] = added((whole.get(row, self.nothing), base))
                if month in months_of(part):
                    other = self._row(inner, crossing, part)
                    inside[other] = added((inside.get(other, self.nothing), base))
                    shared[row, other] = added((shared.get((row, other), self.nothing), base))
        found: dict[int | None, tuple[Base, list[int]]] = {}
        for (row, other), base in shared.items():
            if base == inside[other]:
                left, names = found.get(row, (whole[row], []))
                rest = tuple(a - b for a, b in zip(left, base, strict=True))
                found[row] = rest, names + ([other] if other is not None else [])
        return found

    def _row(self, dimension: int, crossing: Crossing, span: Span) -> int | None:
        key = crossing[dimension]
        return key if self.is_told(DIMENSIONS[dimension], key, span) else None

    def _parts(self, span: Span) -> list[Span]:
        """Give the period and the published ones within it."""
        quarters = [(QUARTER, each) for each in range(4)] if span[0] == YEAR else []
        months = [(MONTH, month) for month in self._over(span)] if span[0] != MONTH else []
        return [span, *(each for each in (*quarters, *months) if each in self.whole)]

    def _smallest(self, dimension: str, span: Span) -> int:
        return min(self.told[dimension, span], key=self._size(dimension, span))

    def _size(self, dimension: str, span: Span) -> Callable[[int], tuple[Base, int]]:
        return lambda key: (self.base(dimension, key, span), key)

    def _over(self, span: Span) -> list[int]:
        return [month for month in months_of(span) if month < len(self.months)]

    def _sum(self, row: Sequence[Base], months: Iterable[int]) -> Base:
        over = [row[month] for month in months if month < len(row)]
        return added(over) if over else self.nothing


def _sum_subsets(numbers: list[int], bits: int) -> None:
    """Let each number be the sum over all subsets of its place's bits."""
    for bit in range(bits):
        for place in range(len(numbers)):
            if place >> bit & 1:
                numbers[place] += numbers[place ^ 1 << bit]


def _sums(of: Sequence[int]) -> list[int]:
    """Give the sum of each choice of them, by its bits."""
    found = [0]
    for number in of:
        found += [each + number for each in found]
    return found
