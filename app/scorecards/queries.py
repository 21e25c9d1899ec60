"""Which documents there are, and what one says of a row."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer

from app.core.db import db
from app.scorecards.guarding import AGENCY, MONTH, PLACE, SERVICE
from app.scorecards.models import Scorecard
from app.scorecards.publishing import PLURAL
from app.service_requests.figures.periods import Period

PROVINCE = "province"
SLUGS = {"co-quan": AGENCY, "xa": PLACE, "linh-vuc": SERVICE}


@dataclass(frozen=True)
class Editions:
    """What was published, without the documents: by kind and first day, oldest edition first."""

    by_period: Mapping[tuple[str, date], Sequence[Scorecard]]

    def of(self, period: Period) -> Sequence[Scorecard]:
        return self.by_period.get((period.kind, period.first), ())

    def newest(self, kind: str) -> Period | None:
        days = [first for each, first in self.by_period if each == kind]
        return Period.around(kind, max(days)) if days else None

    def around(self, kind: str, day: date) -> Period:
        return Period.around(kind, day)

    def has(self, period: Period) -> bool:
        return bool(self.of(period))


def editions() -> Editions:
    found: dict[tuple[str, date], list[Scorecard]] = {}
    rows = select(Scorecard).options(defer(Scorecard.body, raiseload=True))
    for row in db.session.scalars(rows.order_by(Scorecard.edition)):
        found.setdefault((row.kind, row.first), []).append(row)
    return Editions(found)


def documents(of: Iterable[Scorecard]) -> dict[int, dict[str, Any]]:
    """Read the documents, by their number, in one statement."""
    ids = {each.id for each in of}
    rows = db.session.execute(select(Scorecard.id, Scorecard.body).where(Scorecard.id.in_(ids)))
    return {number: json.loads(body) for number, body in rows}


def by_name(kind: str, first: date, edition: int) -> Scorecard | None:
    return db.session.scalar(
        select(Scorecard).where(
            Scorecard.kind == kind, Scorecard.first == first, Scorecard.edition == edition
        )
    )


def row_of(document: Mapping[str, Any], dimension: str, code: str) -> dict[str, Any] | None:
    """Give the figures of a row; None where the document does not tell them."""
    if dimension == PROVINCE:
        found: dict[str, Any] | None = document["province"]
        return found
    rows = document[PLURAL[dimension]]["rows"]
    return next((each["figures"] for each in rows if each["code"] == code), None)


def months_before(period: Period, number: int) -> list[Period]:
    """Give so many months, the last of them the last of ``period``."""
    found = [Period.around(MONTH, period.last)]
    while len(found) < number:
        found.insert(0, found[0].before)
    return found
