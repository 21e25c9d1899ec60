"""What programs read: the Atom feeds of the news, the alerts in the Common Alerting Protocol."""

from datetime import datetime

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.news import cap
from app.news.blueprint import news
from app.news.markdown import to_html
from app.news.models import Alert
from app.news.queries import alerts, articles
from app.news.sections import SECTIONS, known
from app.news.views.articles import chosen_place

ATOM, CAP = "application/atom+xml", "application/cap+xml"
FRESH_SECONDS = 60


@news.get("/tin-tuc/atom.xml")
@access(PUBLIC)
def atom() -> ResponseReturnValue:
    """Give the newest articles as Atom (RFC 4287), of a section or a place where asked."""
    section, place = known(request.args.get("chuyen-muc", "")), chosen_place()
    rows = articles.feed(section, place.id if place else None)
    xml = render_template(
        "news/atom.xml",
        rows=[(row, to_html(row.body)) for row in rows],
        section=SECTIONS.get(section),
        place=place,
        updated=max((row.updated_at for row in rows), default=EPOCH),
        base=settings().base_url,
        address=settings().base_url + request.full_path.rstrip("?"),
    )
    return _xml(xml, ATOM)


@news.get("/canh-bao/cap.xml")
@access(PUBLIC)
def cap_feed() -> ResponseReturnValue:
    """Give the present alerts as an Atom feed that leads to each one's CAP message."""
    rows = alerts.for_feed(clock.now())
    xml = render_template(
        "news/cap_feed.xml",
        rows=rows,
        updated=max((row.messages[-1].at for row in rows), default=EPOCH),
        base=settings().base_url,
    )
    return _xml(xml, ATOM)


@news.get("/canh-bao/<code>/cap.xml")
@access(PUBLIC, load=alerts.by_code)
def cap_message(alert: Alert) -> ResponseReturnValue:
    """Give the alert's newest message as CAP 1.2."""
    message = cap.message_of(alert, settings().base_url)
    return _xml(render_template("news/cap.xml", message=message), CAP)


EPOCH = datetime.fromisoformat("2025-07-01T00:00:00+00:00")
"""When nothing was ever said: the day the present communes began."""


def _xml(text: str, mimetype: str) -> Response:
    response = Response(text, content_type=f"{mimetype}; charset=utf-8")
    response.cache_control.public = True
    response.cache_control.max_age = FRESH_SECONDS
    response.add_etag()
    response.make_conditional(request)
    return response
