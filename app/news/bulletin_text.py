"""The bulletin for a commune's loudspeaker: chosen items in reading order, spelled out. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.voices.reading.spelling import day_of_month, month, spell

SYLLABLES_A_MINUTE = 190
"""A calm voice over a loudspeaker whose echo must die away; a Vietnamese syllable is a word."""
PAUSE_SECONDS = 3
"""Between two items."""


@dataclass(frozen=True)
class Item:
    """Something to be read: a title and paragraphs, as they were written."""

    title: str
    text: str


@dataclass(frozen=True)
class Bulletin:
    """The whole text, a paragraph a line, and how long reading it takes."""

    text: str
    seconds: int

    @property
    def minutes(self) -> int:
        """Give the reading time in whole minutes, rounded up."""
        return -(-self.seconds // 60)


def compose(items: Sequence[Item], station: str, day: date) -> Bulletin:
    """Write the bulletin of ``station`` (a commune's name) for ``day``."""
    opening = f"Kính thưa bà con. Sau đây là bản tin của {spell(station)}, {_said(day)}."
    parts = [opening, *(_read(item) for item in items), ENDING]
    text = "\n\n".join(parts)
    seconds = round(len(text.split()) * 60 / SYLLABLES_A_MINUTE) + PAUSE_SECONDS * len(items)
    return Bulletin(text, seconds)


ENDING = "Bản tin đến đây là hết. Xin cảm ơn bà con đã chú ý lắng nghe."


def _read(item: Item) -> str:
    lines = [item.title, *item.text.splitlines()]
    return "\n".join(_sentence(spell(line)) for line in lines if line.strip())


def _sentence(text: str) -> str:
    """End with a full stop, so that the reader drops the voice."""
    return text if not text or text[-1] in ".!?:;" else f"{text}."


def _said(day: date) -> str:
    said = f"ngày {day_of_month(str(day.day))} tháng {month(str(day.month))}"
    return f"{said} {spell(f'năm {day.year}')}"
