"""Counters as sums of what reports add: all of them anew, or those of weeks from their days."""

from datetime import date, timedelta
from typing import Any, NamedTuple

from sqlalchemy import case, delete, func, insert, literal, select

from app.core import clock
from app.core.db import db
from app.service_requests.figures.models import (
    AGENCY,
    APART,
    BEGINNING,
    DAY,
    EVER,
    HANDLER,
    MONTH,
    NONE,
    PLACE,
    PROVINCE,
    SERVICE,
    STORED,
    WEEKLY,
    WHOLE,
    Figure,
    FigurePart,
)

WEEK = timedelta(days=7)


class Key(NamedTuple):
    """Which counter, in the order of the table's key."""

    kind: str
    scope_id: int
    span: str
    day: date
    key_id: int


def sum_up() -> None:
    """Make every counter the sum of its parts, whatever it said."""
    db.session.execute(delete(Figure))
    part: Any = FigurePart
    for span, day in ((DAY, part.day), (MONTH, part.month), (EVER, BEGINNING)):
        for kind, scope, key in (
            (WHOLE, PROVINCE, NONE),
            (AGENCY, PROVINCE, part.agency_id),
            (PLACE, PROVINCE, part.place_id),
            (SERVICE, PROVINCE, part.service_id),
            (PLACE, part.agency_id, part.place_id),
            (SERVICE, part.agency_id, part.service_id),
            (HANDLER, part.agency_id, part.handler_id),
        ):
            db.session.execute(_summing_up(kind, scope, span, day, key))
    sum_up_weeks()


def sum_up_weeks() -> None:
    """Make every week's counters the sums of its days'."""
    figure: Any = Figure
    db.session.execute(delete(Figure).where(figure.span == WEEKLY))
    of_days = select(func.min(figure.day), func.max(figure.day)).where(figure.span == DAY)
    first, last = db.session.execute(of_days).one()
    if first is None:
        return
    days = select(Figure.__table__, _monday(first, last)).where(figure.span == DAY).subquery()
    key = (days.c.kind, days.c.scope_id, days.c.monday, days.c.key_id)
    sums = [func.sum(days.c[name]) for name in STORED]
    summed = select(literal(WEEKLY), *key, *sums).group_by(*key)
    columns = ["span", "kind", "scope_id", "day", "key_id", *STORED]
    db.session.execute(insert(Figure.__table__).from_select(columns, summed))


def _monday(first: date, last: date) -> Any:
    """Give the Monday before a counter's day, in words that both databases know."""
    monday = clock.monday_of(first)
    weeks = [monday + WEEK * number for number in range((last - monday) // WEEK + 1)]
    each = [(Figure.day < week + WEEK, literal(week)) for week in weeks]
    return case(*each).label("monday")


def _summing_up(kind: str, scope: Any, span: str, day: Any, key: Any) -> Any:
    part: Any = FigurePart
    head = (kind, scope, span, day, key)
    sums = [func.sum(getattr(part, name)) for name in STORED]
    columns = [each for each in head if not isinstance(each, str | int | date)]
    named = [literal(each) if isinstance(each, str | int | date) else each for each in head]
    summed = select(*named, *sums)
    if scope is part.agency_id:
        summed = summed.where(part.agency_id.not_in((NONE, APART)))
    grouped = summed.group_by(*columns).having(func.count() > 0)
    return insert(Figure.__table__).from_select([*Key._fields, *STORED], grouped)
