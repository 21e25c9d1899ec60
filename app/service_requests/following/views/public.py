"""What everybody may read: the list of reports and one report."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts.viewer import Viewer
from app.core import clock, codes, offline, page_cache, text
from app.core.access import PUBLIC, access, current_viewer
from app.core.errors import DomainError
from app.core.listing import ways
from app.media.saying import came_along
from app.notifications import queries as notifications
from app.service_requests import loading
from app.service_requests.blueprint import service_requests
from app.service_requests.enclosures.views import paper_url, photo_url, voice_url
from app.service_requests.filing.judging import Error
from app.service_requests.following import (
    beside,
    finding,
    follow_queries,
    hearing,
    own,
    possible,
    story,
)
from app.service_requests.following.asked import ListForm
from app.service_requests.following.forms import WordsForm
from app.service_requests.following.lines import lines
from app.service_requests.following.views.following import is_known
from app.service_requests.record import REOPEN_DAYS, ServiceRequest
from app.service_requests.wording import STATUS, WHY
from app.voices.offering import offered

FRESH_SECONDS = 10
"""How old a page may be that is shown to visitors who are not signed in."""


@service_requests.get("/phan-anh")
@access(PUBLIC)
@page_cache.for_strangers(FRESH_SECONDS)
@offline.kept_offline
def index() -> ResponseReturnValue:
    """Show the public list, narrowed as the address says."""
    asked = ListForm.read(request.args)
    found = finding.find(asked, text.line(request.args.get("before", ""), 200))
    return render_template(
        "service_requests/following/index.html",
        asked=asked,
        found=found,
        rows=lines(found.page.rows, clock.now()),
        services=[(each.service_code, each.service_name) for each in found.services],
        statuses=list(STATUS.items()),
        **ways(".index", found.page, "before", **asked.given),
    )


@service_requests.get("/phan-anh/<code>")
@access(PUBLIC, load=loading.by_code)
@page_cache.for_strangers(FRESH_SECONDS)
def show(service_request: ServiceRequest) -> ResponseReturnValue:
    """Show one report: to everybody, and to its sender with what they may do."""
    return report_page(service_request)


@dataclass(frozen=True)
class Refusal:
    """An act of the sender that was refused: which, what it had brought, and why not."""

    act: str
    typed: WordsForm
    error: DomainError

    @property
    def errors(self) -> list[Error]:
        """Give the sentence with the id of the field it belongs to."""
        field = FIELD.get(self.error.field or "")
        beside = field or f"{PREFIX[self.act]}{self.error.field or 'words'}"
        return [(beside, self.error.message)]


PREFIX = {possible.ADD: "", possible.REOPEN: "reopen-", possible.RATE: "rating-"}
"""Of the ids of a form's fields: the page has several that take words, a voice and photos."""
FIELD = {"rating": "danh-gia"}


def report_page(
    service_request: ServiceRequest, refusal: Refusal | None = None
) -> ResponseReturnValue:
    """Show a report's page; after a refused act with all that was typed."""
    viewer, now = current_viewer(), clock.now()
    told = story.tell(viewer, service_request)
    owners = _for_owner(service_request, viewer, refusal, now) if told.is_mine else {}
    if told.is_mine:
        offline.keep()
    page = render_template(
        "service_requests/following/show.html",
        report=service_request,
        story=told,
        now=now,
        percent=story.share_used(service_request.promise, now),
        photo_url=photo_url(service_request),
        voice_url=voice_url(service_request),
        paper_url=paper_url(service_request),
        hearing=offered(hearing.of_report(told, service_request)),
        refusal=refusal,
        known=is_known(viewer),
        beside=beside.beside(request.args.get(beside.ASKED, ""), viewer, service_request.code, now),
        follow=None if told.is_mine else follow_queries.own(viewer, service_request),
        **owners,
    )
    return page, refusal.error.status if refusal else 200


def _for_owner(
    service_request: ServiceRequest, viewer: Viewer, refusal: Refusal | None, now: datetime
) -> dict[str, Any]:
    key = refusal.typed.key if refusal else codes.random_token()
    read_at = service_request.promise.read_at
    return {
        "rating": own.rating_of(service_request),
        "can": _can(service_request, viewer, now),
        "claimable": viewer.user is not None and service_request.citizen_id is None,
        "key": key,
        **came_along(refusal.typed if refusal else None),
        "whys": list(WHY.items()),
        "reopen_until": read_at + timedelta(days=REOPEN_DAYS) if read_at else None,
    }


def _can(service_request: ServiceRequest, viewer: Viewer, now: datetime) -> frozenset[str]:
    """Give what the sender may do; to read also what an agency asked or said before the answer."""
    can, page = possible.possible(service_request, now), url_for(".show", code=service_request.code)
    return can | {possible.READ} if notifications.is_unread(viewer, page) else can
