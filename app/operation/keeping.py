"""Which backups are kept: the newest of each of the last days, weeks, months and years."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

PERIODS: Mapping[str, Callable[[datetime], tuple[int, ...]]] = {
    "d": lambda at: (at.year, at.month, at.day),
    "w": lambda at: at.isocalendar()[:2],
    "m": lambda at: (at.year, at.month),
    "y": lambda at: (at.year,),
}
ONE = re.compile(r"([1-9][0-9]{0,3})([dwmy])")


def parse(text: str) -> dict[str, int]:
    """Read ``14d``, ``7d,4w``: how many of each period; raise ``ValueError`` for anything else."""
    rule: dict[str, int] = {}
    for word in text.replace(" ", "").split(","):
        found = ONE.fullmatch(word)
        if found is None:
            raise ValueError(f"{word!r} is no rule such as 14d or 7d,4w")
        rule[found[2]] = int(found[1])
    return rule


def kept(moments: Iterable[datetime], rule: Mapping[str, int]) -> set[datetime]:
    """Give those of ``moments`` that ``rule`` keeps; the newest always stays.

    A period counts only where there is a backup in it: days on which none was made use up nothing.
    """
    newest_first = sorted(moments, reverse=True)
    found = set(newest_first[:1])
    for unit, count in rule.items():
        newest_of: dict[tuple[int, ...], datetime] = {}
        for moment in newest_first:
            newest_of.setdefault(PERIODS[unit](moment), moment)
        found.update(list(newest_of.values())[:count])
    return found
