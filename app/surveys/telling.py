"""What may be told of answers, so that nobody's own can be seen among them. Pure.

The answers to a question are told when there are at least `FEWEST`; a choice of fewer is added to
the other small ones, and where those are still too few the smallest that could be told joins them.
Where several may be chosen nothing adds up: a choice is told where neither those who made it nor
those who did not are few. A place is told by the same rule as a choice. What is told is told once,
when all answers are in: two days' figures would tell who came between them (docs/decisions/254).
"""

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from statistics import mean, median
from typing import Any, TypeVar

from app.core.few import is_safe
from app.surveys.models import FACES, NUMBER, ONE, PART, SEVERAL, WORDS

Key = TypeVar("Key", bound=Hashable)
Ballot = Mapping[str, Any]
"""What one person answered: the question's number as text, and the value; ``place`` beside."""


def merged(counts: Mapping[Key, int]) -> tuple[dict[Key, int], int]:
    """Give which numbers are told, and the sum of the others (0: there are none)."""
    told = {key: number for key, number in counts.items() if is_safe([number])}
    rest = sum(counts.values()) - sum(told.values())
    while not is_safe([rest]):
        some = [key for key, number in told.items() if number]
        if not some:
            return {}, 0
        least = min(some, key=lambda key: told[key])
        rest += told.pop(least)
    return told, rest


def chosen(counts: Sequence[int], answered: int) -> list[int | None]:
    """Give how many chose each of several; None where that would be about few."""
    return [each if is_safe([each, answered - each]) else None for each in counts]


def results(
    questions: Iterable[tuple[int, str, int]], ballots: Sequence[Ballot], by_place: bool
) -> dict[str, Any]:
    """Count all answers; ``questions`` are (number, kind, how many choices)."""
    listed = list(questions)
    found: dict[str, Any] = {
        "answered": len(ballots),
        "questions": {str(each[0]): _question(each, ballots) for each in listed},
    }
    if by_place:
        found["places"] = _places(listed, ballots)
    return found


def _question(asked: tuple[int, str, int], ballots: Sequence[Ballot]) -> dict[str, Any]:
    number, kind, choices = asked
    values = [each[str(number)] for each in ballots if str(number) in each]
    if not is_safe([len(values)]):
        return {"few": True}
    told: dict[str, Any] = {"answered": len(values)}
    if kind in {ONE, FACES}:
        counts = Counter(values)
        shown, told["rest"] = merged({at: counts[at] for at in range(choices)})
        told["counts"] = [shown.get(at) for at in range(choices)]
    elif kind == PART:
        told["counts"] = stances(values)
    elif kind == SEVERAL:
        many = Counter(at for each in values for at in each)
        told["counts"] = chosen([many[at] for at in range(choices)], len(values))
    elif kind == NUMBER and values:
        told["mean"], told["median"] = round(mean(values), 1), float(median(values))
    else:
        assert kind in {WORDS, NUMBER}
    return told


def stances(values: Iterable[Mapping[str, Any]]) -> list[int]:
    """Count who agrees, wants a change, does not agree: the minutes need all three."""
    counts = Counter(each["stance"] for each in values)
    return [counts[at] for at in range(3)]


def _places(questions: Sequence[tuple[int, str, int]], ballots: Sequence[Ballot]) -> dict[str, Any]:
    """Count by place; of a consultation each part as well."""
    shown, rest = _by_place(ballots)
    parts = {
        number: _by_place([each for each in ballots if str(number) in each], shown)[0]
        for number, kind, _choices in questions
        if kind == PART
    }
    rows = [
        {
            "place": place,
            "answered": answered,
            "parts": {
                str(number): _stances_in(place, number, ballots) if place in told else None
                for number, told in parts.items()
            },
        }
        for place, answered in sorted(shown.items(), key=lambda each: (-each[1], each[0]))
    ]
    return {"rows": rows, "rest": rest}


def _by_place(
    ballots: Iterable[Ballot], among: Container[str] | None = None
) -> tuple[dict[str, int], int]:
    """Give how many answered by place, and how many in all others: those without a place too."""
    places = [str(each.get("place", "")) for each in ballots]
    known = [each if among is None or each in among else "" for each in places]
    shown, rest = merged(Counter(known))
    return {key: number for key, number in shown.items() if key and number}, rest + shown.get("", 0)


def _stances_in(place: str, number: int, ballots: Iterable[Ballot]) -> list[int]:
    mine = [each for each in ballots if each.get("place") == place]
    return stances(each[str(number)] for each in mine if str(number) in each)
