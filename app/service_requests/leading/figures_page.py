"""Figures over any days, by agency, commune, service or handler: page, paper and workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts import queries as accounts
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core import charts, clock
from app.core.access import access, current_viewer
from app.core.downloads import download
from app.core.filters import Filters, among, asks
from app.core.formats import short_day
from app.core.listing_columns import Column, Columns
from app.core.tables.writing import TYPES, XLSX, Cell, xlsx_of
from app.core.text import day as read_day
from app.service_requests.blueprint import service_requests
from app.service_requests.figures import periods, queries
from app.service_requests.figures.measures import MEASURES, NOTHING, Tally, share, shares
from app.service_requests.figures.models import AGENCY, HANDLER, PLACE, SERVICE
from app.service_requests.figures.periods import DAYS, WHOLE_MONTH, Period, sensible, weeks_until
from app.service_requests.figures.queries import Freshness, Reach
from app.service_requests.leading.reach import kinds_for, names, reach_of, whose
from app.service_requests.leading.rights import may_lead

WEEKS = 12
Weeks = Sequence[tuple[Period, Tally]]
MOST_SHOWN = 100
"""Rows on the page; the workbook has all."""
BY = {"co-quan": AGENCY, "xa": PLACE, "linh-vuc": SERVICE, "nguoi": HANDLER}
LABELS: dict[str, Any] = {
    "co-quan": _l("By agency"), "xa": _l("By commune"), "linh-vuc": _l("By service"),
    "nguoi": _l("By handler"),
}  # fmt: skip
HEADS: dict[str, Any] = {
    "co-quan": _l("Agency"), "xa": _l("Commune"), "linh-vuc": _l("Service"),
    "nguoi": _l("Handler"),
}  # fmt: skip
COLUMNS = Columns(
    "figures",
    Column("ten", _l("Name"), sorts=True, fixed=True),
    *(
        Column(name, MEASURES[name].label, sorts=True, newest_first=True)
        for name in (
            "received", "on_time", "late", "open", "overdue", "withdrawn", "reopened",
            "transferred", "rated", "satisfied",
        )
    ),
)  # fmt: skip
SHOWN = tuple(each.name for each in COLUMNS.all[1:])


@dataclass(frozen=True)
class Asked(Filters):
    """What the address asks for."""

    kind: str = asks("ky", among(*periods.KINDS))
    within: str = asks("ngay")
    first: str = asks("tu")
    last: str = asks("den")
    by: str = asks("theo", among(*BY))
    agency: str = asks("co_quan")
    sort: str = asks("xep")

    def period(self, today: date) -> Period:
        """Give the days asked for: this month unless they make sense."""
        if self.kind == DAYS:
            first, last = sensible(read_day(self.first)), sensible(read_day(self.last))
            if first and last:
                return Period(DAYS, min(first, last), max(first, last))
        within = sensible(read_day(self.within)) or today
        return Period.around(WHOLE_MONTH if self.kind in ("", DAYS) else self.kind, within)


@dataclass(frozen=True)
class Line:
    """A row of the table: what it is called, its figures now and in the period before."""

    name: str
    now: Tally
    before: Tally


@dataclass(frozen=True)
class Told:
    """All that a page of figures tells."""

    asked: Asked
    period: Period
    by: str
    kinds: Sequence[str]
    agency: Agency | None
    now: Tally
    before: Tally
    lines: Sequence[Line]
    weeks: Weeks
    freshness: Freshness


@service_requests.get("/can-bo/lanh-dao/so-lieu")
@access(may_lead)
def figures() -> ResponseReturnValue:
    """Show the figures of a period beside those of the one before, and a table to sort."""
    viewer, today = current_viewer(), clock.local(clock.now()).date()
    told = _told(viewer, today)
    sort = COLUMNS.sort(told.asked.sort, "-received")
    return render_template(
        "service_requests/leading/figures.html",
        told=told,
        whose=told.agency.name if told.agency else whose(viewer),
        lines=told.lines[:MOST_SHOWN],
        hidden=max(0, len(told.lines) - MOST_SHOWN),
        heads=COLUMNS.heads(sort, lambda xep: _url(told, xep=xep)),
        first_head=HEADS[told.by],
        shown=SHOWN,
        measures=MEASURES,
        share=share,
        shares=(shares(told.now), shares(told.before)),
        by=[(name, LABELS[name], _url(told, theo=name)) for name in told.kinds],
        kinds=periods.KINDS,
        weeks=told.weeks,
        chart=chart(told.weeks),
        earlier=_at(told, told.period.before),
        later=_at(told, told.period.after) if told.period.last < today else None,
        workbook=url_for("service_requests.figures_file", **_given(told)),
        whole=_url(replace(told, agency=None)) if told.agency else None,
        freshness=told.freshness,
    )


@service_requests.get("/can-bo/lanh-dao/so-lieu/bang.xlsx")
@access(may_lead)
def figures_file() -> ResponseReturnValue:
    """Give the same table as a workbook, all rows of it."""
    told = _told(current_viewer(), clock.local(clock.now()).date())
    heads, rows = _cells(told)
    name = f"so-lieu-{told.period.first:%Y%m%d}-{told.period.last:%Y%m%d}.xlsx"
    return download(xlsx_of(heads, rows), name, TYPES[XLSX])


def chart(weeks: Weeks) -> Markup:
    """Draw what came in, week by week; the last one is marked."""
    bars = [
        charts.Bar(
            f"{week.first.day}/{week.first.month}" if place % 3 == 1 else "",
            tally.received,
            _("Week of %(day)s: %(number)s came in, %(answered)s answered",
              day=short_day(week.first), number=tally.received, answered=tally.answered),
            marked=place == len(weeks) - 1,
        )
        for place, (week, tally) in enumerate(weeks)
    ]  # fmt: skip
    return charts.bars(bars, _("Reports that came in, week by week"))


def _told(viewer: Viewer, today: date) -> Told:
    asked = Asked.read(request.args)
    agency = accounts.agency_by_code(asked.agency) if asked.agency else None
    reach = reach_of(viewer, agency)
    if reach.agencies is not None and not reach.agencies:
        agency, reach = None, reach_of(viewer)
    period = asked.period(today)
    known = kinds_for(viewer, reach)
    kinds = [name for name, kind in BY.items() if kind in known]
    by = asked.by if asked.by in kinds else kinds[0]
    weeks = weeks_until(min(period.last, today), WEEKS)
    found = queries.totals(reach, [period, period.before, *weeks])
    now, before, *each = found.periods
    by_week = list(zip(weeks, each, strict=True))
    told = Told(asked, period, by, kinds, agency, now, before, (), by_week, found.freshness)
    return replace(told, lines=_lines(told, reach))


def _lines(told: Told, reach: Reach) -> Sequence[Line]:
    """Give the rows that say something in one of both periods, sorted as asked."""
    kind = BY[told.by]
    now, before = queries.tables(reach, kind, [told.period, told.period.before])
    said = {row for them in (now, before) for row, tally in them.items() if not tally.is_empty}
    both = sorted(said)
    called = names(kind, both)
    lines = [Line(called[row], now.get(row, NOTHING), before.get(row, NOTHING)) for row in both]
    sort = COLUMNS.sort(told.asked.sort, "-received")
    lines.sort(key=lambda line: line.name)
    return sorted(lines, key=partial(_rank, sort.removeprefix("-")), reverse=sort[0] == "-")


def _rank(name: str, line: Line) -> Any:
    return line.name if name == "ten" else getattr(line.now, name)


def _cells(told: Told) -> tuple[Sequence[str], Sequence[Sequence[Cell]]]:
    """Give heads and rows: every figure of the period, then those of the one before."""
    names = [str(each.label) for each in MEASURES.values()]
    heads = [str(HEADS[told.by]), *(f"{each}, {told.period.label}" for each in names),
             *(f"{each}, {told.period.before.label}" for each in names)]  # fmt: skip
    every = [*told.lines, Line(_("All together"), told.now, told.before)]
    return heads, [
        [line.name, *(getattr(tally, name) for tally in (line.now, line.before)
                      for name in MEASURES)]
        for line in every
    ]  # fmt: skip


def _given(told: Told, **more: str) -> dict[str, Any]:
    agency = {"co_quan": told.agency.code} if told.agency else {}
    sort = {"xep": told.asked.sort} if told.asked.sort else {}
    return {**told.period.given, "theo": told.by, **agency, **sort, **more}


def _url(told: Told, **more: str) -> str:
    return url_for("service_requests.figures", **_given(told, **more))


def _at(told: Told, period: Period) -> str:
    return _url(replace(told, period=period))
