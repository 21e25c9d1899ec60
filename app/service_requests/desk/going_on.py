"""The list that was looked at last: which report of it comes next once one is done with.

The browser keeps its address while it is open. An act goes on to the next report where this one
left the list by it: what waits for somebody else, was answered, or went to another agency. One that
was not in the list (a notice led to it) stays on the screen.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import Response, after_this_request, request, url_for

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.config import settings
from app.core.listing import Page
from app.service_requests.desk import inbox, rows, search, table
from app.service_requests.desk.filters import Filters
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import Scope, scope_of

COOKIE = "danh-sach"
LONGEST = 600


@dataclass(frozen=True)
class Opened:
    """A tab of the inbox, narrowed and sorted as it was."""

    scope: Scope
    tab: inbox.Tab
    filters: Filters

    @property
    def url(self) -> str:
        return url_of(self.tab.name, self.filters)

    def page(self, after: str = "", only: int | None = None) -> Page[rows.Row]:
        """Give what stands behind the cursor ``after``; ``only`` the report with that id."""
        narrowed = self.filters.conditions(clock.now())
        if only is not None:
            narrowed = [*narrowed, ServiceRequest.id == only]
        if self.filters.tim:
            return search.by_words(self.scope, self.filters.tim, after, narrowed)
        return table.page(self.tab, self.scope, after, narrowed, self.filters.order)

    def behind(self, report: ServiceRequest) -> str | None:
        """Give the code of the report that stands behind ``report`` now."""
        if self.filters.tim:
            after = str(report.id)
        else:
            after = table.cursor(self.tab, self.filters.order, report)
        return _first(self.page(after))

    def holds(self, report_id: int) -> bool:
        return bool(self.page(only=report_id).rows)

    def first(self) -> str | None:
        return _first(self.page())


def listed(scope: Scope, asked: str, filters: Filters) -> inbox.Tab:
    """Give the tab that was asked for, or the one in which what is looked for can be."""
    tabs = {each.name: each for each in inbox.tabs(scope)}
    tab = tabs.get(asked) or next(iter(tabs.values()))
    open_ones = tab.name in (inbox.QUEUE, inbox.WAITING, inbox.ASKED, inbox.MINE)
    misses = (filters.wants_closed and open_ones) or (filters.wants_open and tab.name == inbox.DONE)
    found = tabs.get(inbox.ALL, tab) if misses else tab
    if found.name == inbox.ALL and (filters.wants_open or filters.wants_closed):
        return inbox.half(found, filters.wants_open)
    return found


def keep(tab: inbox.Tab, filters: Filters) -> None:
    """Have the browser remember the list until it is closed."""
    kept = urlencode({"muc": tab.name, **filters.given})

    def remember(answer: Response) -> Response:
        if len(kept) <= LONGEST:
            secure = settings().is_production
            answer.set_cookie(COOKIE, kept, secure=secure, httponly=True, samesite="Lax")
        return answer

    after_this_request(remember)


def last_url() -> str:
    """Give the address of the list that was looked at last, else of the inbox."""
    asked = _kept()
    return url_of(asked.get("muc", ""), Filters.read(asked))


def url_of(tab: str, filters: Filters) -> str:
    return url_for("desk.index", muc=None if filters.tim else tab or None, **filters.given)


def opened(viewer: Viewer, report: ServiceRequest) -> Opened | None:
    """Give the list that was looked at last, where ``report`` is in it now."""
    asked, scope = _kept(), scope_of(viewer)
    if not asked or not inbox.tabs(scope):
        return None
    filters = Filters.read(asked)
    found = Opened(scope, listed(scope, asked.get("muc", ""), filters), filters)
    return found if found.holds(report.id) else None


def _kept() -> dict[str, str]:
    return dict(parse_qsl(request.cookies.get(COOKIE, "")[:LONGEST]))


def _first(page: Page[rows.Row]) -> str | None:
    return page.rows[0].service_request.code if page.rows else None
