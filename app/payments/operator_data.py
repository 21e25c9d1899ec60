"""Small tables that come with the product and that an operator may replace.

A file of the same name in the instance folder is read instead of the one in the product.
"""

import csv
from functools import cache
from pathlib import Path

from app.core.config import settings


def rows(path: Path) -> tuple[dict[str, str], ...]:
    """Give the rows of the CSV at ``path``, or of its replacement in the instance folder."""
    replacement = settings().instance / path.name
    return _read(replacement if replacement.exists() else path)


@cache
def _read(path: Path) -> tuple[dict[str, str], ...]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(csv.DictReader(file))
