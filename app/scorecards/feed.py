"""A row's months as an Atom feed: whoever follows a commune hears of each new account."""

from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.core.access import PUBLIC, access
from app.core.config import settings
from app.scorecards.blueprint import scorecards
from app.scorecards.guarding import MONTH
from app.scorecards.measures import EVERY, TIMES, lasting
from app.scorecards.queries import SLUGS, documents, editions, months_before, row_of
from app.scorecards.views import called

MONTHS_TOLD = 12
FRESH_SECONDS = 300
TOLD = ("received", "on_time", "late", "open", "overdue", "answer_half", "kept", "broken")


@scorecards.get("/ket-qua/<any('co-quan', 'xa', 'linh-vuc'):rows>/<code>/atom.xml")
@access(PUBLIC)
def feed(rows: str, code: str) -> ResponseReturnValue:
    """Give the months told of an agency, a commune or a service (RFC 4287), the newest first."""
    name = called(SLUGS[rows], code) or abort(404)
    known, base = editions(), settings().base_url
    newest = known.newest(MONTH)
    months = months_before(newest, MONTHS_TOLD) if newest else []
    papers = {each: known.of(each)[-1] for each in reversed(months) if known.has(each)}
    read, entries = documents(papers.values()), []
    for period, paper in papers.items():
        figures = row_of(read[paper.id], SLUGS[rows], code)
        if figures is not None:
            given: dict[str, Any] = period.given
            url = url_for("scorecards.show", rows=rows, code=code, **given)
            lines = [
                (EVERY[each].label, lasting(figures[each]) if each in TIMES else figures[each])
                for each in TOLD
            ]
            entry = {"period": period, "at": paper.at, "url": base + url, "lines": lines}
            entries.append(entry)
    xml = render_template(
        "scorecards/feed.xml",
        name=name,
        entries=entries,
        address=base + url_for("scorecards.feed", rows=rows, code=code),
        page=base + url_for("scorecards.show", rows=rows, code=code),
    )
    response = Response(xml, content_type="application/atom+xml; charset=utf-8")
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response
