"""The texts that come with the product: a head begins with one, or with one of their own."""

import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).parent.parent / "data" / "texts.toml"


class Text(NamedTuple):
    """What a text fills into the form."""

    kind: str
    title: str
    words: str
    place: str


@cache
def texts() -> tuple[Text, ...]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["text"]
    return tuple(Text(row["kind"], row["title"], row["words"], row.get("place", ""))
                 for row in rows)  # fmt: skip
