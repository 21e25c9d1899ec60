"""Reads what the demonstration is made of: ``data/NAME.toml``."""

import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """A file's lists of rows, by what they are of."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)
