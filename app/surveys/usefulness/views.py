"""The faces' own page, for who has no token yet; and what was answered, for the operator."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.core import charts, clock
from app.core.access import PUBLIC, access
from app.core.act import FRESH, Done, acts
from app.core.filters import Filters, asks
from app.core.filters import among as among_filters
from app.core.forms import Line, among, takes
from app.core.navigation import Link
from app.core.security import is_local
from app.core.text import day as read_day
from app.service_requests.figures.periods import WHOLE_MONTH, Period, sensible
from app.surveys.blueprint import surveys
from app.surveys.usefulness import giving, index
from app.surveys.usefulness.giving import FACES
from app.surveys.usefulness.index import Figure
from app.surveys.usefulness.pages import BY_NAME, PAGES, Page, this_month

CARD = Link(
    "surveys.usefulness", _l("Are the pages useful?"), "chart", order=62,
    shown_to=administers_all, about=_l("The index of satisfaction, month by month"),
)  # fmt: skip
MONTHS_SHOWN = 12


def named(_viewer: Viewer, page: str) -> Page | None:
    return BY_NAME.get(page)


@surveys.get("/co-ich/<page>")
@access(PUBLIC, load=named)
def useful(page: Page) -> ResponseReturnValue:
    """Ask with a token: where the foot of a page that is kept for strangers leads."""
    return _ask(page, back=_came_from())


@surveys.post("/co-ich/<page>")
@access(PUBLIC, load=named)
@acts(again=lambda page, **refused: _ask(page, **refused), counts=True)
@takes(
    face=Line(12, among(FACES, _l("Choose one of the three faces.")), name="mat"),
    back=Line(300, name="ve"),
)
def say_useful(page: Page, face: str, back: str) -> Done:
    """Count a face, once for each browser, page and month."""
    first = giving.give(page, face, clock.now())
    url = back if is_local(back) else _came_from() or "/"
    if not first:
        return Done(url, _("You have said it this month: the first answer counts."), "info")
    return Done(url, _("Thank you. It helps to make this page better."))


def _ask(page: Page, **refused: Any) -> str:
    typed = {"ve": refused.pop("back", ""), "mat": request.args.get("mat", "")}
    values = {**FRESH, **refused}
    values["typed"] = {**typed, **values["typed"]}
    return render_template("surveys/usefulness/ask.html", page=page, **values)


def _came_from() -> str:
    """Give the page of ours whose foot was tapped; "" where the browser does not say."""
    said = urlsplit(request.referrer or "")
    back = said.path + (f"?{said.query}" if said.query else "")
    return back if said.netloc == request.host and is_local(back) else ""


@dataclass(frozen=True)
class Asked(Filters):
    """Which month, and of which page the months before."""

    within: str = asks("thang")
    page: str = asks("trang", among_filters(*BY_NAME))


@surveys.get("/can-bo/quan-tri/trang-co-ich")
@access(administers_all)
def usefulness() -> ResponseReturnValue:
    """Show the index: a month's pages beside the month before, and the year of one or of all."""
    asked, newest = Asked.read(request.args), this_month()
    day = sensible(read_day(asked.within))
    period = (
        min(Period.around(WHOLE_MONTH, day), newest, key=lambda it: it.first) if day else newest
    )
    months = index.months(_until(period))
    before, now = months[-2:]
    course = [(each.period, each.pages.get(asked.page) if asked.page else each.whole)
              for each in months]  # fmt: skip
    return render_template(
        "surveys/usefulness/index.html",
        asked=asked,
        page=BY_NAME.get(asked.page),
        period=period,
        is_newest=period == newest,
        now=now,
        before=before,
        rows=[(each, now.pages.get(each.name), before.pages.get(each.name)) for each in PAGES],
        course=course,
        chart=_chart(course),
        earlier=_at(asked, period.before),
        later=_at(asked, period.after) if period != newest else None,
        given=period.first.isoformat(),
    )


def _until(period: Period) -> list[Period]:
    found = [period]
    while len(found) < MONTHS_SHOWN:
        found.insert(0, found[0].before)
    return found


def _at(asked: Asked, period: Period) -> str:
    return url_for(".usefulness", thang=period.first.isoformat(), trang=asked.page or None)


def _chart(course: Sequence[tuple[Period, Figure | None]]) -> Markup | None:
    """Draw the index of the months that are told."""
    if not any(figure for _period, figure in course):
        return None
    bars = [
        charts.Bar(
            f"{period.first.month}" if at % 3 == 2 else "",
            figure.index if figure else 0,
            _("%(month)s: index %(index)s of %(answers)s answers", month=period.label,
              index=figure.index, answers=figure.answers)
            if figure else _("%(month)s: not told", month=period.label),
            marked=at == len(course) - 1,
        )
        for at, (period, figure) in enumerate(course)
    ]  # fmt: skip
    return charts.bars(bars, _("Index of satisfaction, month by month"))
