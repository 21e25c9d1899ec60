"""What a market begins with, from data files: kinds, forbidden goods, checks, duties.

What an operator changed since is left as it is: only what is missing is added.
"""

import csv
from datetime import date
from pathlib import Path

from app.core.db import db
from app.core.text import fold
from app.market.models import ForbiddenWord, MarketDuty, ProductKind, ShopCheck
from app.market.queries import checks, identities, office, products

DATA = Path(__file__).parent / "data"


def load() -> int:
    """Add the kinds, words, checks and duties that are not there yet; give how many.

    The caller commits.
    """
    return _kinds() + _words() + _checks() + _duties()


def _kinds() -> int:
    known = {kind.code: kind for kind in products.all_kinds()}
    made = 0
    for position, row in enumerate(_rows("kinds.csv")):
        if row["code"] in known:
            continue
        kind = ProductKind(
            code=row["code"], icon=row["icon"], position=position, words=row["words"],
            is_shown=True, parent=known.get(row["parent"]),
        )  # fmt: skip
        kind.call("vi", row["vi"])
        kind.call("en", row["en"])
        db.session.add(kind)
        known[kind.code] = kind
        made += 1
    db.session.flush()
    return made


def _words() -> int:
    known = {row.folded for row in office.forbidden_rows()}
    made = 0
    for row in _rows("forbidden.csv"):
        folded = fold(row["text"])
        if folded not in known:
            db.session.add(ForbiddenWord(folded=folded, text=row["text"], why=row["why"]))
            known.add(folded)
            made += 1
    return made


def _checks() -> int:
    made = [ShopCheck(text=row["text"]) for row in _rows("checks.csv")
            if checks.by_text(row["text"]) is None]  # fmt: skip
    db.session.add_all(made)
    return len(made)


def _duties() -> int:
    made = [
        MarketDuty(code=row["code"], holds_from=date.fromisoformat(row["from"]), basis=row["basis"])
        for row in _rows("duties.csv")
        if identities.duty(row["code"]) is None
    ]
    db.session.add_all(made)
    return len(made)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
