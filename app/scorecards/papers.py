"""A page for each agency and month to print or send on: a PDF, set by the worker.

It is made of the document as published, once, and kept: an edition in which the agency's figures
read the same as in the one before has no page of its own.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale
from markupsafe import Markup
from sqlalchemy import select

from app.core import clock, jobs, typesetting
from app.core.config import settings
from app.core.db import db
from app.scorecards import telling
from app.scorecards.guarding import AGENCY, MONTH
from app.scorecards.models import AgencyPaper, Scorecard
from app.scorecards.publishing import PLURAL
from app.scorecards.queries import Editions, documents, editions, row_of
from app.service_requests.figures.periods import Period

AT_ONCE = 20
"""Pages set in one process: it is started anew for the next ones, and its memory given back."""
CSS = (Path(__file__).parent / "paper.css").read_text(encoding="utf-8")
CHART_CSS = (Path(__file__).parent / "paper_chart.css").read_text(encoding="utf-8")


@jobs.every(timedelta(minutes=10))
def set_papers() -> None:
    """Set what is published and not set, a month's edition after the other."""
    if typesetting.missing():
        return
    wanted = select(Scorecard.id).where(Scorecard.kind == MONTH, Scorecard.papers_at.is_(None))
    newest = wanted.order_by(Scorecard.first.desc(), Scorecard.edition)
    for number in db.session.scalars(newest).all():
        _set_of(db.session.get_one(Scorecard, number))


def of(period: Period, code: str) -> AgencyPaper | None:
    """Give an agency's page of a month, that of the newest edition."""
    statement = (
        select(AgencyPaper)
        .join(AgencyPaper.scorecard)
        .where(Scorecard.kind == period.kind, Scorecard.first == period.first)
        .where(AgencyPaper.agency_code == code)
    )
    return db.session.scalar(statement.order_by(Scorecard.edition.desc()).limit(1))


def there_is(period: Period, code: str) -> bool:
    number = select(AgencyPaper.id).join(AgencyPaper.scorecard).where(
        Scorecard.kind == period.kind, Scorecard.first == period.first,
        AgencyPaper.agency_code == code,
    )  # fmt: skip
    return db.session.scalar(number.limit(1)) is not None


def _set_of(paper: Scorecard) -> None:
    """Set all pages of one edition, some at a time; what is done stays done."""
    known = editions()
    done = select(AgencyPaper.agency_code).where(AgencyPaper.scorecard_id == paper.id)
    have = set(db.session.scalars(done))
    rows = [row for row in _new_rows(paper, known) if row["code"] not in have]
    for start in range(0, len(rows), AT_ONCE):
        some = rows[start : start + AT_ONCE]
        pages = [page(paper, known, row) for row in some]
        db.session.commit()  # nothing is held while they are set
        written = typesetting.pdfs(pages, CSS)
        for row, pdf in zip(some, written, strict=True):
            db.session.add(AgencyPaper(scorecard_id=paper.id, agency_code=row["code"], content=pdf))
        db.session.commit()
    paper.papers_at = clock.now()
    db.session.commit()


def _new_rows(paper: Scorecard, known: Editions) -> Sequence[Mapping[str, Any]]:
    """Give the agencies whose figures are not those of the edition before."""
    of_month = known.of(Period.around(paper.kind, paper.first))
    before = next((each for each in of_month if each.edition == paper.edition - 1), None)
    read = documents([paper] if before is None else [paper, before])
    rows: list[dict[str, Any]] = read[paper.id][PLURAL[AGENCY]]["rows"]
    if before is None:
        return rows
    was = read[before.id]
    return [each for each in rows if each["figures"] != row_of(was, AGENCY, each["code"])]


def page(paper: Scorecard, known: Editions, row: Mapping[str, Any]) -> str:
    """Give the HTML of one agency's page, in Vietnamese as all that offices keep."""
    period, code = Period.around(paper.kind, paper.first), row["code"]
    now, earlier = row["figures"], known.of(period.before)
    read = documents(earlier[-1:])
    before = row_of(read[earlier[-1].id], AGENCY, code) if earlier else None
    query = "&".join(f"{name}={each}" for name, each in period.given.items())
    with current_app.test_request_context(), force_locale("vi"):
        return current_app.jinja_env.get_template("scorecards/_paper.html").render(
            site=settings().site_name,
            name=row["name"],
            period=period,
            paper=paper,
            groups=telling.groups(now, before),
            reasons=telling.reasons(now, before),
            chart=_styled(telling.chart(telling.months_of(known, period, AGENCY, code))),
            address=f"{settings().base_url}/ket-qua/co-quan/{code}?{query}",
        )


def _styled(chart: Markup | None) -> Markup | None:
    """Put the style sheet into the drawing, which is not reached by that of the page."""
    if chart is None:
        return None
    begun, drawn = chart.split(">", 1)
    return Markup("{}><style>{}</style>{}").format(begun, Markup(CHART_CSS), drawn)  # noqa: S704
