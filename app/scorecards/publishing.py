"""The worker publishes the months that are over, and what has changed in those before.

A document holds a period for the province and every agency, commune and service that may be told
(`guarding`); the rest is one row. It is signed and never changed: what is counted otherwise later
comes as a further edition beside it.
"""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from app.core import clock, signing
from app.core.config import settings
from app.core.db import db
from app.core.few import FEWEST
from app.scorecards import facts
from app.scorecards.facts import Directions, Facts, Month, together
from app.scorecards.guarding import (
    AGENCY,
    DIMENSIONS,
    MONTH,
    PLACE,
    QUARTER,
    SERVICE,
    YEAR,
    Span,
    Year,
    months_of,
)
from app.scorecards.measures import figures
from app.scorecards.models import Scorecard
from app.scorecards.naming import names, reasons
from app.service_requests.figures import counting
from app.service_requests.figures.models import APART, NONE, FigurePart
from app.service_requests.figures.periods import Period

FORMAT = "cong-dan-so/ket-qua/1"
PLURAL = {AGENCY: "agencies", PLACE: "communes", SERVICE: "services"}
"""What the rows of each dimension are called in a document."""
CORRECTED = 2
"""So many years, this one and those before, are counted again at each publication."""


def publish(now: datetime) -> int:
    """Publish what is over and not published; give how many documents. The caller commits.

    Nothing while a step of before waits to be counted: the next call does it.
    """
    if counting.count_due(now):
        return 0
    last = clock.local(now).date().replace(day=1)
    first = db.session.scalar(select(func.min(FigurePart.month)))
    if first is None or first >= last:
        return 0
    years = [
        _Edition(year, _over(year, now), now, first.month - 1 if year == first.year else 0)
        for year in range(first.year, last.year + 1)
    ]
    published = sum(each.publish() for each in years)
    if published:
        published += sum(each.correct() for each in years[-CORRECTED:])
    return published


def correct(now: datetime) -> int:
    """Publish again whatever reads otherwise now, however old; give how many documents."""
    return sum(_Edition(year, _over(year, now), now).correct() for year in sorted(_years()))


def period_of(year: int, span: Span) -> Period:
    kind, _number = span
    return Period.around(kind, date(year, months_of(span)[0] + 1, 1))


class _Edition:
    """What is published of one year at once."""

    def __init__(self, year: int, over: int, now: datetime, begins: int = 0) -> None:
        """``begins``: the first month with reports; nothing is published of those before."""
        self.year, self.now, self.begins = year, now, begins
        self.kept = _kept(year)
        self.new = [m for m in range(begins, over) if (MONTH, m) not in self.kept]
        self.months: list[Month] = []
        self.over = over

    def publish(self) -> int:
        if not self.new:
            return 0
        self._read()
        for month in range(self.begins):
            self.told.decide((MONTH, month))
        done = 0
        for month in range(self.begins, self.over):
            spans: tuple[Span, ...] = ((MONTH, month), (QUARTER, month // 3), (YEAR, 0))
            for span in spans:
                done += self._settle(span, month)
        return done

    def correct(self) -> int:
        """Publish again what is whole and reads otherwise now."""
        if not self.months:
            self._read()
            for span in self.kept:
                self._take_over(span)
        return sum(
            self._write(span, True) for span in sorted(self.kept) if self.kept[span].is_whole
        )

    def _read(self) -> None:
        self.months = facts.months_of_year(self.year, self.over)
        self.directions = facts.directions_of_year(self.year)
        never = {AGENCY: frozenset({NONE, APART})}
        bases = [{key: each.base for key, each in month.items()} for month in self.months]
        self.told = Year(bases, never)
        self.called = names(self.told)
        self.reasons = reasons()

    def _settle(self, span: Span, month: int) -> int:
        """Decide and publish what became known when ``month`` was over."""
        kept = self.kept.get(span)
        if kept is not None and kept.is_whole:
            self._take_over(span)
            return 0
        is_whole = months_of(span)[-1] == month
        if month not in self.new and not (is_whole and kept is None):
            return 0
        if not is_whole and month != self.over - 1:
            return 0
        self.told.decide(span)
        return self._write(span, is_whole)

    def _take_over(self, span: Span) -> None:
        """Tell the rows that were told when it was first published."""
        document = json.loads(self.kept[span].body)
        if document["province"] is not None:
            self.told.whole.add(span)
        for dimension in DIMENSIONS:
            codes = {row["code"] for row in document[PLURAL[dimension]]["rows"]}
            called = self.called[dimension]
            self.told.told[dimension, span] = {
                key for key in self.told.rows[dimension]
                if key in called and called[key]["code"] in codes
            }  # fmt: skip

    def _write(self, span: Span, is_whole: bool) -> int:
        """Add an edition, where it says anything else than the one before."""
        before = self.kept.get(span)
        was = json.loads(before.body) if before else None
        document = self._document(span, is_whole, was)
        if was is not None and _same(document, was):
            return 0
        document["edition"] = was["edition"] + 1 if was else 1
        document["at"] = self.now.astimezone(clock.VIETNAM).isoformat(timespec="seconds")
        body = signing.canonical(document)
        self.kept[span] = Scorecard(
            kind=span[0],
            first=period_of(self.year, span).first,
            edition=document["edition"],
            is_whole=is_whole,
            at=self.now,
            body=body,
            signature=signing.sign(body.encode()),
        )
        db.session.add(self.kept[span])
        return 1

    def _document(self, span: Span, is_whole: bool, was: Any) -> dict[str, Any]:
        period = period_of(self.year, span)
        told = span in self.told.whole
        whole = self._figures(together(self._facts(span)), self._directed(span)) if told else None
        return {
            "format": FORMAT,
            "site": settings().site_name,
            "province_code": settings().province_code,
            "licence": settings().data_licence,
            "kind": span[0],
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
            "is_whole": is_whole,
            "fewest": FEWEST,
            "province": _steady(whole, was and was["province"]),
            **{PLURAL[name]: self._table(name, span, was) for name in DIMENSIONS},
        }

    def _table(self, dimension: str, span: Span, was: Any) -> dict[str, Any]:
        place = DIMENSIONS.index(dimension)
        months = [m for m in months_of(span) if m < self.over]
        by_key: dict[int, list[Facts]] = {}
        for month in months:
            for crossing, each in self.months[month].items():
                by_key.setdefault(crossing[place], []).append(each)
        if span not in self.told.whole:
            return {"rows": [], "others": None, "others_number": len(by_key)}
        told = [key for key in by_key if self.told.is_told(dimension, key, span)]
        table = was and was[PLURAL[dimension]]
        before = {row["code"]: row["figures"] for row in table["rows"]} if table else {}
        rows = []
        for key in told:
            called = self.called[dimension][key]
            directed = self._directed(span, key) if dimension == AGENCY else None
            now = self._figures(together(by_key[key]), directed)
            rows.append({**called, "figures": _steady(now, before.get(called["code"]))})
        rows.sort(key=lambda row: row["code"])
        others = [each for key in by_key if key not in set(told) for each in by_key[key]]
        rest = self._figures(together(others)) if others else None
        return {
            "rows": rows,
            "others": _steady(rest, table and table["others"]) if rest else None,
            "others_number": len(by_key) - len(told),
        }

    def _figures(self, of: Facts, directed: Counter[str] | None = None) -> dict[str, Any]:
        hidden = [
            {**self.reasons.get(number, {"code": str(number), "name": "", "name_en": ""}),
             "number": count}
            for number, count in sorted(of.hidden.items())
        ]  # fmt: skip
        return {**figures(of, directed), "not_public": hidden}

    def _facts(self, span: Span) -> Iterable[Facts]:
        return [
            each for month in months_of(span) if month < self.over
            for each in self.months[month].values()
        ]  # fmt: skip

    def _directed(self, span: Span, agency_id: int | None = None) -> Counter[str]:
        return _directed(self.directions, months_of(span), agency_id)


def _directed(of: Directions, months: Iterable[int], agency_id: int | None) -> Counter[str]:
    found: Counter[str] = Counter()
    for each, by_month in of.items():
        if agency_id in (None, each):
            for month in months:
                found.update(by_month[month])
    return found


def _steady(now: Any, was: Any) -> Any:
    """Give the figures now, or those of before where fewer than five reports are the difference.

    Which report came or went would be told by subtracting one edition from the other. How those
    that are the same went on is told.
    """
    if not was or not now:
        return now
    moved = (abs(now[name] - was[name]) for name in ("received", "answered"))
    return was if any(0 < each < FEWEST for each in moved) else now


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    apart = ("edition", "at", "licence", "site")
    return all(one[name] == other.get(name) for name in one if name not in apart)


def _kept(year: int) -> dict[Span, Scorecard]:
    """Give the newest edition of each period of a year."""
    within = Scorecard.first.between(date(year, 1, 1), date(year, 12, 31))
    rows = db.session.scalars(select(Scorecard).where(within).order_by(Scorecard.edition))
    return {_span(row): row for row in rows}


def _span(row: Scorecard) -> Span:
    month = row.first.month - 1
    return row.kind, {MONTH: month, QUARTER: month // 3}.get(row.kind, 0)


def _years() -> set[int]:
    return {first.year for first in db.session.scalars(select(Scorecard.first).distinct())}


def _over(year: int, now: datetime) -> int:
    today = clock.local(now).date()
    return 12 if year < today.year else today.month - 1
