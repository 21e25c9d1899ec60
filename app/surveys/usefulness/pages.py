"""Which pages ask whether they are useful: where one looks something up, and goes again.

Not asked: where a form is being filled in, at signing in, in an emergency (warnings, hotlines,
who is on duty), on a report (its sender rates the answer there), of a seller's goods.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Response, current_app, g, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from app.core import clock
from app.service_requests.figures.periods import WHOLE_MONTH, Period

COOKIE = "ich"
"""Holds the month, and the pages of which this browser has said it: they ask no more. Not in the
session: what an act changes there keeps it from being done once (``core/once``)."""
KEPT = timedelta(days=31)


@dataclass(frozen=True)
class Page:
    """A page that asks; ``name`` is stored and stands in the address: it never changes."""

    name: str
    label: Any
    endpoints: tuple[str, ...]


PAGES = (
    Page("phan-anh", _l("Reports of everybody"), ("service_requests.index",)),
    Page("cua-toi", _l("My reports"), ("service_requests.mine",)),
    Page("bai-viet", _l("An article of the news"), ("news.show",)),
    Page("danh-ba", _l("Directory: lists"), ("directory.index", "directory.near")),
    Page("noi-phuc-vu", _l("Directory: one entry"), ("directory.show",)),
    Page("huong-dan", _l("A guide to a procedure"), ("directory.guide",)),
    Page("hoa-don", _l("My bills"), ("bills.index",)),
    Page("mot-hoa-don", _l("A bill"), ("bills.bill",)),
    Page("cho-so", lazy_pgettext("page", "The market"), ("market.index",)),
    Page("thon-toi", _l("My village"), ("villages.mine",)),
    Page(
        "ket-qua",
        _l("Results"),
        ("scorecards.index", "scorecards.listed", "scorecards.show"),
    ),
)
BY_NAME = {each.name: each for each in PAGES}
BY_ENDPOINT = {endpoint: each for each in PAGES for endpoint in each.endpoints}


@dataclass(frozen=True)
class Foot:
    """What the page's foot shows: where the faces lead; ``is_whole``: a tap is the answer.

    A page without a session is kept for all strangers and carries no token: there a tap leads on.
    """

    url: str
    is_whole: bool


def foot() -> Foot | None:
    """Give the present page's foot; None where nothing is asked, or this browser has answered."""
    page = BY_ENDPOINT.get(request.endpoint or "")
    if page is None or page.name in _answered():
        return None
    return Foot(url_for("surveys.useful", page=page.name), bool(session))


def remember(page: Page) -> None:
    """Ask this browser no more this month."""
    g.useful = ".".join((this_month().first.isoformat(), *_answered(), page.name))


def send(response: Response) -> Response:
    """Send the cookie with an answer that made or changed it."""
    if "useful" in g:
        secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
        response.set_cookie(
            COOKIE, g.useful, max_age=KEPT, secure=secure, httponly=True, samesite="Lax"
        )
    return response


def this_month() -> Period:
    return Period.around(WHOLE_MONTH, clock.local(clock.now()).date())


def _answered() -> list[str]:
    month, *names = request.cookies.get(COOKIE, "").split(".")
    is_of_now = month == this_month().first.isoformat()
    return [each for each in BY_NAME if is_of_now and each in names]
