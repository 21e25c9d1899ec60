"""The front pages, for what a page may weigh and ask of the database."""

from app.accounts.models import User
from tests.budgets import Page
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

_people: list[User] = []


def somebody() -> User:
    """The person whose reports were made last."""
    return _people[-1]


def reports_of_mine(rows: int) -> str:
    """Make a person with that many reports; give the front page."""
    _people.append(make_user())
    for _ in range(rows):
        make.service_request("accepted", citizen=_people[-1])
    return "/"


def found(rows: int) -> str:
    """Make that many reports that a search finds."""
    for _ in range(rows):
        make.service_request("accepted")
    return "/tim?q=den"


PAGES = [
    Page("front page", lambda rows: "/"),
    Page("front page with reports of mine", reports_of_mine, who=somebody),
    Page("search", found),
    Page("emergency", lambda rows: "/khan-cap", statements=0),
]
