"""The official links that a province begins with, from ``data/links.csv``.

Nobody has made sure of them yet, and so they stand among what is to be looked at.
"""

import csv
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.places.contacts import LINK, Contact

LINKS = Path(__file__).parent / "data" / "links.csv"


def load() -> int:
    """Add the links whose code was never there; give how many. The caller commits."""
    known = set(db.session.scalars(select(Contact.code).where(Contact.kind == LINK)))
    today, made = clock.local(clock.now()).date(), 0
    with LINKS.open(encoding="utf-8", newline="") as file:
        for position, row in enumerate(csv.DictReader(file), start=1):
            if row["code"] not in known:
                db.session.add(_link(row, position * 10, today))
                made += 1
    return made


def _link(row: dict[str, str], position: int, today: date) -> Contact:
    words = {name: row[name] for name in ("code", "name", "name_en", "about", "about_en")}
    return Contact(kind=LINK, value=row["url"], position=position, valid_from=today, **words)
