"""The months before: ordinary reports and their answers, so that the public account tells them."""

from app.demo.read import read
from app.demo.stories import Story

NUMBER = 54
FIRST, DAYS = 23, 42
"""They came in so many working days ago and before, within so many."""
PLACES = ("04252", "04252", "04375", "04252", "04273", "04252")
FACES = ("satisfied", "", "fair", "satisfied", "", "dissatisfied", "satisfied")


def history() -> list[Story]:
    """All of them, the oldest first; every seventh was accepted late, every ninth answered late."""
    kinds = read("history")["kinds"]
    told = [_story(kinds[number % len(kinds)], number) for number in range(NUMBER)]
    return sorted(told, key=lambda story: -story.days_ago)


def _story(kind: dict[str, str], number: int) -> Story:
    accepted = 12.0 if number % 7 == 6 else 0.5 + number % 5
    answered = 60.0 if number % 9 == 8 else 14.0 + number % 11
    acts = [("accept", accepted), (kind["verb"], answered), ("read", answered + 1)]
    face = FACES[number % len(FACES)]
    return Story(
        kind["service"],
        PLACES[number // len(PLACES) % len(PLACES)],
        kind["words"].format(number=number + 3),
        FIRST + number * 5 % DAYS,
        [*acts, (face, answered + 2)] if face else acts,
        kind["answer"],
        picture=False,
    )
