"""A year's reports as the public account needs them: added up by month, agency, commune, service.

From what the worker keeps of each report (``figures.FigurePart``): counted once, told twice.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.core import clock
from app.core.db import db
from app.scorecards.guarding import Base, Crossing
from app.service_requests.directing.models import ANSWERED, OPEN, Direction
from app.service_requests.figures.models import COUNTED, TOLD, FigurePart
from app.service_requests.record import ServiceRequest

ADDED = (*COUNTED, *TOLD)


@dataclass
class Facts:
    """``numbers`` by name; the hours it took to accept and to answer; why words are not public."""

    numbers: Counter[str] = field(default_factory=Counter)
    accept: Counter[int] = field(default_factory=Counter)
    answer: Counter[int] = field(default_factory=Counter)
    hidden: Counter[int] = field(default_factory=Counter)

    @property
    def base(self) -> Base:
        """Give how many reports, answers and acceptances it tells of."""
        return self.numbers["received"], self.numbers["answered"], self.accept.total()


Month = dict[Crossing, Facts]
Directions = dict[int, list[Counter[str]]]


def months_of_year(year: int, number: int) -> list[Month]:
    """Give the first ``number`` months of a year, in four statements."""
    found: list[Month] = [{} for _ in range(number)]
    part: Any = FigurePart
    within = part.month.between(date(year, 1, 1), date(year, number, 1))
    head = (part.month, part.agency_id, part.place_id, part.service_id)
    sums = [func.sum(getattr(part, name)) for name in ADDED]
    for month, agency, place, service, *counts in db.session.execute(
        select(*head, *sums).where(within).group_by(*head)
    ):
        if not any(counts):  # parts that only the weeks of a lead are told of
            continue
        facts = found[month.month - 1].setdefault((agency, place, service), Facts())
        facts.numbers.update({name: int(n) for name, n in zip(ADDED, counts, strict=True) if n})
    for name, column in (
        ("accept", part.accept_in), ("answer", part.answer_in), ("hidden", part.hidden_as),
    ):  # fmt: skip
        marked = select(*head, column, func.count()).where(within, column != 0)
        for month, agency, place, service, mark, count in db.session.execute(
            marked.group_by(*head, column)
        ):
            facts = found[month.month - 1].setdefault((agency, place, service), Facts())
            getattr(facts, name)[mark] += count
    return found


def directions_of_year(year: int) -> Directions:
    """Give what was asked of each agency by direction, by the month in which it was given.

    Those about what is sealed or about officials are spoken of to nobody.
    """
    report: Any = ServiceRequest
    given = Direction.given_at
    rows = db.session.execute(
        select(
            Direction.agency_id, given, Direction.status, Direction.answered_at, Direction.due_at
        )
        .outerjoin(Direction.service_request)
        .where(Direction.status.in_((OPEN, ANSWERED)))
        .where(given >= _start(year), given < _start(year + 1))
        .where(
            Direction.service_request_id.is_(None)
            | (report.sealed_kind.is_(None) & report.about_officials.is_(False))
        )
    )
    found: Directions = {}
    for agency_id, given_at, status, answered_at, due_at in rows:
        months = found.setdefault(agency_id, [Counter() for _ in range(12)])
        names = ["directions"]
        if status == ANSWERED:
            names.append(
                "directions_on_time" if answered_at and answered_at <= due_at else "directions_late"
            )
        months[clock.local(given_at).month - 1].update(names)
    return found


def together(of: Iterable[Facts]) -> Facts:
    whole = Facts()
    for each in of:
        whole.numbers.update(each.numbers)
        whole.accept.update(each.accept)
        whole.answer.update(each.answer)
        whole.hidden.update(each.hidden)
    return whole


def rank(times: Mapping[int, int], of_ten: int) -> int | None:
    """Give the time within which so many tenths were done; None of none.

    ``rank(times, 5)`` is the median, ``rank(times, 9)`` where the slowest tenth begins.
    """
    number = sum(times.values())
    passed, wanted = 0, -(-number * of_ten // 10)
    for hours in sorted(times):
        passed += times[hours]
        if passed >= wanted:
            return hours
    return None


def _start(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=clock.VIETNAM)
