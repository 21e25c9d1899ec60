"""What everybody may read: the account of the province, an agency, a commune or a service."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.accounts import queries as accounts
from app.core import page_cache
from app.core.access import PUBLIC, access
from app.core.filters import Filters, among, asks
from app.core.text import day as read_day
from app.places import queries as places
from app.scorecards import papers, telling
from app.scorecards.blueprint import scorecards
from app.scorecards.guarding import AGENCY, MONTH, PLACE, QUARTER, YEAR
from app.scorecards.measures import EVERY, TIMES, lasting, shares
from app.scorecards.models import Scorecard
from app.scorecards.publishing import PLURAL
from app.scorecards.queries import (
    PROVINCE,
    SLUGS,
    Editions,
    documents,
    editions,
    row_of,
)
from app.service_requests.catalogue.queries import service_by_code
from app.service_requests.figures.periods import Period, sensible

FRESH_SECONDS = 60
MONTHS_DRAWN = 12
KINDS: Mapping[str, Any] = {MONTH: _l("Month"), QUARTER: _l("Quarter"), YEAR: _l("Year")}
LISTS: Mapping[str, Any] = {
    "co-quan": _l("Agencies"), "xa": _l("Communes"), "linh-vuc": _l("Services"),
}  # fmt: skip
COLUMNS = ("received", "on_time", "late", "open", "overdue", "withdrawn")


@dataclass(frozen=True)
class Asked(Filters):
    """The period that the address asks for."""

    kind: str = asks("ky", among(*KINDS))
    within: str = asks("ngay")


@dataclass(frozen=True)
class Shown:
    """A published period, the one before, and what the page's own address needs."""

    known: Editions
    period: Period
    paper: Scorecard
    """The newest edition."""
    papers: Mapping[str, dict[str, Any]]
    """The documents: now, before, first published; those that there are."""

    @property
    def given(self) -> dict[str, str]:
        return self.period.given


@scorecards.get("/ket-qua")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def index() -> ResponseReturnValue:
    """Show the province's account."""
    shown = _shown()
    if shown is None:
        return render_template("scorecards/nothing.html")
    return _page(shown, PROVINCE, "", "")


@scorecards.get("/ket-qua/<any('co-quan', 'xa', 'linh-vuc'):rows>")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def listed(rows: str) -> ResponseReturnValue:
    """Show all agencies, communes or services beside each other."""
    shown = _shown()
    if shown is None:
        return render_template("scorecards/nothing.html")
    table = shown.papers["now"][PLURAL[SLUGS[rows]]]
    lines = [
        {"code": row["code"], "name": telling.name_of(row), "figures": row["figures"],
         "shares": shares(row["figures"])}
        for row in table["rows"]
    ]  # fmt: skip
    lines.sort(key=lambda row: (-row["figures"]["received"], row["name"]))
    return render_template(
        "scorecards/rows.html",
        **_frame(shown, rows=rows),
        rows=rows,
        lists=LISTS,
        lines=lines,
        others=table["others"],
        others_line=_others(table["others_number"]),
        whole=shown.papers["now"]["province"],
        columns=[(name, EVERY[name].label) for name in COLUMNS],
        shares=shares,
    )


@scorecards.get("/ket-qua/<any('co-quan', 'xa', 'linh-vuc'):rows>/<code>")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
def show(rows: str, code: str) -> ResponseReturnValue:
    """Show the account of one of them."""
    name = called(SLUGS[rows], code) or abort(404)
    shown = _shown()
    if shown is None:
        return render_template("scorecards/nothing.html")
    return _page(shown, SLUGS[rows], code, name, rows)


def _page(
    shown: Shown, dimension: str, code: str, name: str, rows: str = ""
) -> ResponseReturnValue:
    now, before, first = (
        row_of(shown.papers[which], dimension, code) if which in shown.papers else None
        for which in ("now", "before", "first")
    )
    months = telling.months_of(shown.known, shown.period, dimension, code)
    return render_template(
        "scorecards/account.html",
        **_frame(shown, **({"rows": rows, "code": code} if rows else {})),
        name=name,
        code=code,
        rows=rows,
        lists=LISTS,
        now=now,
        before=before,
        first=first if first != now else None,
        groups=telling.groups(now, before) if now else [],
        reasons=telling.reasons(now, before) if now else [],
        months=months,
        chart=telling.chart(months),
        pdf=papers.there_is(shown.period, code) if dimension == AGENCY else False,
        lasting=lasting,
        times=TIMES,
    )  # fmt: skip


def _shown() -> Shown | None:
    """Give the period asked for; the newest month where there is none of that address."""
    asked, known = Asked.read(request.args), editions()
    day = sensible(read_day(asked.within))
    period = Period.around(asked.kind or MONTH, day) if day else known.newest(asked.kind or MONTH)
    if period is None or not known.has(period):
        period = known.newest(asked.kind or MONTH)
    if period is None:
        return None
    of = known.of(period)
    whole = [each for each in of if each.is_whole]
    wanted = {"now": of[-1]}
    if known.has(period.before):
        wanted["before"] = known.of(period.before)[-1]
    if len(whole) > 1:
        wanted["first"] = whole[0]
    read = documents(wanted.values())
    papers = {name: read[each.id] for name, each in wanted.items()}
    return Shown(known, period, of[-1], papers)


def _frame(shown: Shown, **more: str) -> dict[str, Any]:
    """Give what stands around every table: the period, its neighbours, when it was published."""
    period, known = shown.period, shown.known
    endpoint = request.endpoint or "scorecards.index"

    def at(other: Period | None) -> str | None:
        found = other is not None and known.has(other)
        given: dict[str, Any] = {**more, **other.given} if found and other else {}
        return url_for(endpoint, **given) if given else None

    return {
        "period": period,
        "paper": shown.paper,
        "first_at": shown.papers.get("first", {}).get("at"),
        "kinds": [
            (kind, label, at(Period.around(kind, period.last)) or at(known.newest(kind)))
            for kind, label in KINDS.items()
        ],
        "earlier": at(period.before),
        "later": at(period.after),
        "given": period.given,
        "fewest": shown.papers["now"]["fewest"],
    }


def called(dimension: str, code: str) -> str:
    """Give what it is called now; "" for none of that code."""
    if dimension == AGENCY:
        agency = accounts.agency_by_code(code)
        return agency.name if agency else ""
    if dimension == PLACE:
        place = places.by_code(code)
        return place.title if place and place.kind == "commune" else ""
    service = service_by_code(code)
    return service.service_name if service else ""


def _others(number: int) -> str:
    return str(ngettext("Others (%(num)d)", "Others (%(num)d)", number))
