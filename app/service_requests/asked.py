"""What is asked of a sender, the kind of answer that is wanted, and what may be tapped for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.errors import DomainError
from app.core.text import clean

WORDS, PHOTO, CHOICE, STATE, COME = "words", "photo", "choice", "state", "come"
KINDS = (WORDS, PHOTO, CHOICE, STATE, COME)
STILL, GONE, COMING = "still", "gone", "coming"
SATISFIED, FAIR, DISSATISFIED = "satisfied", "fair", "dissatisfied"
FACES = (SATISFIED, FAIR, DISSATISFIED)
NOT_DONE, GENERAL, WRONG_PLACE, OTHER = "not_done", "general", "wrong_place", "other"
WHYS = (NOT_DONE, GENERAL, WRONG_PLACE, OTHER)
"""Why an answer settles nothing: with one of them, a report is opened again without a word."""
FEWEST, MOST, LONGEST = 2, 4, 60
"""Answers to choose from, and the letters of one: each is a button on a phone."""


@dataclass(frozen=True)
class Wanted:
    """The kind of answer, and the answers that are offered where the sender is to choose.

    A question asked before there were kinds wants words.
    """

    kind: str = WORDS
    choices: tuple[str, ...] = ()

    @classmethod
    def typed(cls, kind: str, lines: str) -> "Wanted":
        """Read what an official chose; ``lines`` are the answers to choose from, one a line.

        Raises:
            DomainError: no such kind; too few, too many, too long or equal answers.
        """
        if kind not in ("", *KINDS):
            raise DomainError(_l("Choose what kind of answer is wanted."), field="wants")
        if kind != CHOICE:
            return cls(kind or WORDS)
        choices = tuple(filter(None, (clean(line) for line in lines.splitlines())))
        if not FEWEST <= len(choices) <= MOST or len(set(choices)) < len(choices):
            raise DomainError(
                _l("Write two to four different answers, one a line."), field="choices"
            )
        if any(len(each) > LONGEST for each in choices):
            raise DomainError(_l("Write each answer in at most 60 characters."), field="choices")
        return cls(kind, choices)

    @classmethod
    def of(cls, details: Mapping[str, Any] | None) -> "Wanted":
        """Give what a step's details say."""
        kept = details or {}
        return cls(kept.get("wants", WORDS), tuple(kept.get("choices", ())))

    @property
    def details(self) -> dict[str, Any] | None:
        if self.kind == WORDS:
            return None
        return {"wants": self.kind, **({"choices": list(self.choices)} if self.choices else {})}

    @property
    def taps(self) -> tuple[str, ...]:
        """Give what may be tapped: the values a form sends."""
        if self.kind == STATE:
            return STILL, GONE
        if self.kind == COME:
            return (COMING,)
        return tuple(map(str, range(len(self.choices))))

    def check(self, tap: str) -> None:
        """Raise ``DomainError`` for a tap that this question does not offer."""
        if tap and tap not in self.taps:
            raise DomainError(_l("The agency asks something else now. Read the question again."))

    def said_by(self, tap: str) -> str | None:
        """Give the words of the answer that was chosen; None where the tap is no choice."""
        return self.choices[int(tap)] if tap and self.kind == CHOICE else None
