"""Links by which somebody without an account opens what they sent, on any browser."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import abort, url_for
from flask import session as cookie

from app.accounts import grants
from app.accounts.queries import grant_by_token
from app.core import clock
from app.core.config import settings

Thing = TypeVar("Thing")
MOST_REMEMBERED = 3


@dataclass(frozen=True)
class GuestLinks(Generic[Thing]):
    """The links of one kind of thing.

    ``kind`` as grants name it, ``find`` gives a thing by its id, ``endpoint`` is the page that a
    link leads to. Opening one changes who the browser is, so that page asks for it by POST: a link
    is also fetched by chat apps that draw a preview of it.
    """

    kind: str
    find: Callable[[int], Thing | None]
    endpoint: str
    remembered: str
    """Where the signed cookie has the links of the last things sent from a browser."""

    def opened(self, token: str) -> Thing:
        """Give what the link opens; no page where there is none."""
        grant = grant_by_token(token)
        if grant is None or grant.subject_kind != self.kind:
            abort(404)
        return self.find(grant.subject_id) or abort(404)

    def hold(self, token: str) -> Thing:
        """Let this browser hold what the link opens, and give it."""
        found = self.opened(token)
        grants.open_link(token, clock.now())
        return found

    def remember(self, code: str, token: str) -> None:
        """Keep the link of what was just sent, so that its page can show it."""
        known = [pair for pair in cookie.get(self.remembered, []) if pair[0] != code]
        cookie[self.remembered] = [*known, [code, token]][-MOST_REMEMBERED:]

    def path(self, code: str) -> str:
        """Give the path of a link while this browser knows its secret; else an empty text."""
        token = dict(cookie.get(self.remembered, [])).get(code)
        return url_for(self.endpoint, token=token) if token else ""

    def address(self, code: str) -> str:
        """Give the whole address of a link while this browser knows its secret; else nothing."""
        path = self.path(code)
        return settings().base_url.rstrip("/") + path if path else ""
