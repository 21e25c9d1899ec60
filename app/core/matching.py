"""Which of some dozens of things somebody means by a few words, misspelt or without accents.

For what is few and known: pages, settings, services. What grows (reports, products, news) has
its index of words. Words are folded (``text.words``), so accents play no part.
"""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise

from app.core.text import words

ENOUGH = 0.5
"""How much of what was typed has to fit, between 0 and 1, words that say much counting more."""
NEAR = 0.6
"""What fits less than this part of the best is not what was meant."""
EXACT, BEGUN, SOUNDS, MISSPELT = 1.0, 0.85, 0.8, 0.6
LONG_ENOUGH = 4
"""Letters from which a word may have one of them wrong: "bien" and "dien" are two words."""
IN_ORDER = 0.5
"""What two words beside each other add, as a part of what they say: "mất nước" is one thing."""
CLOSE = 0.1
"""What is added where the words are all of a phrase: the shorter name comes first."""
_LITTLE = """
bi o tai cho cua toi em minh la co thi va voi lam sao nao muon can xin hoi cach dau gi nay kia dang
roi qua duoc nha xem tim
"""
_SAY_LITTLE = frozenset(_LITTLE.split())
_SOUNDS = (
    ("ch", "ch"),
    ("tr", "ch"),
    ("kh", "kh"),
    ("gi", "d"),
    ("x", "s"),
    ("l", "n"),
    ("r", "d"),
    ("qu", "k"),
    ("c", "k"),
)
"""Beginnings that one hears alike somewhere, and so are written for each other."""
_TONES, _TELEX = "sfrxj", (("dd", "d"), ("aa", "a"), ("ee", "e"), ("oo", "o"), ("w", ""))


@dataclass(frozen=True)
class Known:
    """A thing's phrases, each as folded words."""

    phrases: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, *texts: str) -> "Known":
        """Take the texts apart at their commas: each part is a phrase."""
        parts = (part for text in texts for part in text.split(","))
        return cls(tuple(filter(None, (tuple(words(part)) for part in parts))))

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(word for phrase in self.phrases for word in phrase)


@lru_cache(maxsize=1_000)
def named(*texts: str) -> Known:
    """Give the thing of those texts, folded once: for names that offices write, no person's."""
    return Known.of(*texts)


def best(typed: str, things: Sequence[Known]) -> list[tuple[float, int]]:
    """Give (how well it fits, index) of the things that fit, the best first; 1 is about whole."""
    asked, choice = words(typed), _Choice(things)
    return choice.ranked(asked) or choice.ranked([_untyped(word) for word in asked])


def holding(typed: str, things: Sequence[Known]) -> list[int]:
    """Give which things hold every word typed that says something, the best first.

    For texts, which hold so many words that some of those typed stand in most of them.
    """
    asked = [word for word in words(typed) if word not in _SAY_LITTLE] or words(typed)
    return [
        at
        for _fit, at in best(typed, things)
        if all(any(fit(word, each) for each in things[at].words) for word in asked)
    ]


class _Choice:
    """The things to choose from, and how much each word says of which one is meant."""

    def __init__(self, things: Sequence[Known]) -> None:
        self.things = things
        self.counts = Counter(word for thing in things for word in thing.words)
        self.most = math.log(1 + len(things))

    def ranked(self, asked: Sequence[str]) -> list[tuple[float, int]]:
        wanted = [word for word in asked if word not in _SAY_LITTLE] or list(asked)
        weights = {word: self._weight(word) for word in wanted}
        scored = ((self._score(asked, weights, each), at) for at, each in enumerate(self.things))
        found = sorted((each for each in scored if each[0] >= ENOUGH), key=lambda one: -one[0])
        return [each for each in found if each[0] >= NEAR * found[0][0]]

    def _weight(self, word: str) -> float:
        """Give how much a word says: the fewer things have it, the more; an unknown one little."""
        count = sum(number for known, number in self.counts.items() if self._fit(word, known))
        return self.most - math.log(count) / 2 if count else self.most / 3

    def _fit(self, typed: str, known: str) -> float:
        """Give how well they fit: what is a word of its own here is no other one misspelt.

        It may still be heard for another: "chường học" is a school, for all programmes.
        """
        found = fit(typed, known)
        return found if found >= SOUNDS or typed not in self.counts else 0.0

    def _score(self, asked: Sequence[str], weights: dict[str, float], thing: Known) -> float:
        whole, said = sum(weights.values()), self._said(weights, thing.words)
        if not whole or said < ENOUGH * whole:
            return 0.0
        phrase = max((self._in_phrase(asked, weights, each) for each in thing.phrases), default=0.0)
        return said / whole / 2 + phrase

    def _in_phrase(
        self, asked: Sequence[str], weights: dict[str, float], phrase: Sequence[str]
    ) -> float:
        """Give how well one phrase alone fits: what it says, in which order, how wholly."""
        wanted, known = list(weights), list(pairwise(phrase))
        beside = sum(
            (weights[first] + weights[second]) / 2
            for first, second in pairwise(wanted)
            if any(self._fit(first, a) and self._fit(second, b) for a, b in known)
        )
        close = sum(any(self._fit(word, each) for word in asked) for each in phrase) / len(phrase)
        said = self._said(weights, phrase)
        return (said / 2 + IN_ORDER * beside) / sum(weights.values()) + CLOSE * close

    def _said(self, weights: dict[str, float], known: Collection[str]) -> float:
        return sum(
            weight * max((self._fit(word, each) for each in known), default=0.0)
            for word, weight in weights.items()
        )


@lru_cache(maxsize=20_000)
def fit(typed: str, known: str) -> float:
    """Give how well a typed word is a known one: 1 the same, 0 not at all."""
    if typed == known:
        return EXACT
    if len(typed) >= 2 and known.startswith(typed):
        return BEGUN if len(typed) >= 3 or len(known) <= 4 else 0.0
    if len(typed) >= 3 and _sound(typed) == _sound(known):
        return SOUNDS
    long = min(len(typed), len(known)) >= LONG_ENOUGH
    return MISSPELT if long and _one_apart(typed, known) else 0.0


def _sound(word: str) -> str:
    for written, heard in _SOUNDS:
        if word.startswith(written):
            word = heard + word[len(written) :]
            break
    return word.replace("y", "i")


def _one_apart(first: str, second: str) -> bool:
    """Tell whether one letter more, less, other, or two changed over make one the other."""
    if abs(len(first) - len(second)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(first, second, strict=False)) if a != b), None)
    if start is None:
        return True
    return any(first[a:] == second[b:] for a, b in _after(first, second, start))


def _after(first: str, second: str, at: int) -> Iterator[tuple[int, int]]:
    """Give where both go on if the letter at ``at`` is more, less, another, or changed over."""
    yield from ((at + 1, at), (at, at + 1), (at + 1, at + 1))
    if first[at : at + 2] == second[at : at + 2][::-1]:
        yield at + 2, at + 2


def _untyped(word: str) -> str:
    """Give the word behind Telex keys that nobody composed: "ddeenf" is "den"."""
    for keys, letter in _TELEX:
        word = word.replace(keys, letter)
    return word[:-1] if len(word) > 2 and word[-1] in _TONES else word
