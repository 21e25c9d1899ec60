"""Guides that a province begins with, from ``data/guides.toml``: no office has checked them yet."""

import tomllib
from datetime import datetime
from pathlib import Path

from sqlalchemy import select

from app.accounts.models import Agency
from app.core.db import db
from app.directory.guides.keeping import code_of
from app.directory.guides.models import Guide

FILE = Path(__file__).parent.parent / "data" / "guides.toml"


def load(agency: Agency, now: datetime) -> int:
    """Add the guides whose code was never there; give how many. The caller commits."""
    known = set(db.session.scalars(select(Guide.code)))
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["guide"]
    made = [
        Guide(agency=agency, code=code, version=1, changed_at=now, **row)
        for row in rows
        if (code := code_of(row["title"])) not in known
    ]
    db.session.add_all(made)
    db.session.flush()
    return len(made)
