"""What happens in the demonstration: reports and the acts that brought them where they are.

Each act runs through the real verbs, at its own moment, so that deadlines, time lines and
figures are those the product itself would have made.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from app.demo.read import read


@dataclass(frozen=True)
class Story:
    """One report. ``days_ago`` is working days; ``place`` a commune's code; ``acts`` are verbs
    with the working hours after receipt at which they are done.
    """

    service: str
    place: str
    words: str
    days_ago: int
    acts: Sequence[tuple[str, float]] = ()
    answer: str = ""
    citizen: str = ""
    picture: bool = True
    extra: str = ""


def stories() -> list[Story]:
    """All reports, in the order in which they are played."""
    return [Story(**row) for row in read("stories")["stories"]]
