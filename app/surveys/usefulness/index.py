"""The index of satisfaction: of a hundred, a satisfied answer counts whole, an acceptable half.

It is told from five answers on; pages of fewer are put together, with whatever else is needed so
that none of them can be found by subtracting (docs/decisions/229).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import db
from app.core.few import is_safe
from app.service_requests.figures.periods import Period
from app.surveys.telling import merged
from app.surveys.usefulness.giving import FAIR, SATISFIED
from app.surveys.usefulness.models import PageOpinion

Counts = Mapping[str, int]
"""How often each face was chosen."""


@dataclass(frozen=True)
class Figure:
    """How many answered, and the index of their answers."""

    answers: int
    index: int


@dataclass(frozen=True)
class Month:
    """What is told of a month: all pages together, those of enough answers, and the rest."""

    period: Period
    whole: Figure | None
    pages: Mapping[str, Figure]
    rest: Figure | None


def index_of(counts: Counts) -> int:
    """Give the index, 0 to 100, halves rounded up."""
    answers = sum(counts.values())
    points = 2 * counts.get(SATISFIED, 0) + counts.get(FAIR, 0)
    return (100 * points + answers) // (2 * answers)


def figure(of: Iterable[Counts]) -> Figure | None:
    """Give the figure of several pages together; None of too few answers, or none."""
    total: dict[str, int] = {}
    for counts in of:
        for face, number in counts.items():
            total[face] = total.get(face, 0) + number
    answers = sum(total.values())
    return Figure(answers, index_of(total)) if answers and is_safe([answers]) else None


def month(period: Period, by_page: Mapping[str, Counts]) -> Month:
    told, _rest = merged({page: sum(counts.values()) for page, counts in by_page.items()})
    shown = {page: figure([by_page[page]]) for page in told}
    others = [counts for page, counts in by_page.items() if page not in told]
    return Month(
        period,
        figure(by_page.values()),
        {page: each for page, each in shown.items() if each is not None},
        figure(others),
    )


def months(periods: Sequence[Period]) -> list[Month]:
    """Give what is told of the months, in one statement."""
    wanted = PageOpinion.month.in_([each.first for each in periods])
    found: dict[object, dict[str, dict[str, int]]] = {}
    for row in db.session.scalars(select(PageOpinion).where(wanted)):
        found.setdefault(row.month, {}).setdefault(row.page, {})[row.face] = row.count
    return [month(each, found.get(each.first, {})) for each in periods]
