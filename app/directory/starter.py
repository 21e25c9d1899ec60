"""The kinds of entries that a province begins with, from ``data/kinds.toml``."""

import tomllib
from pathlib import Path

from sqlalchemy import select

from app.core.db import db
from app.directory.models import DirectoryKind

FILE = Path(__file__).parent / "data" / "kinds.toml"


def load() -> int:
    """Add the kinds whose code was never there; give how many. The caller commits."""
    known = set(db.session.scalars(select(DirectoryKind.code)))
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["kind"]
    made = [
        DirectoryKind(position=at * 10, **row)
        for at, row in enumerate(rows, start=1)
        if row["code"] not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    return len(made)
