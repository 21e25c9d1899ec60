"""The front pages, for what a page may weigh and ask of the database."""

from app.accounts.models import User
from app.core import clock
from app.places import contacts
from tests.budgets import Page
from tests.clocks import NOW
from tests.factories import news
from tests.factories import service_requests as make
from tests.planted import planted
from tests.service_requests.following.test_cards import put_right
from tests.service_requests.pages import Sender, accepted

_people: list[User] = []
TODAY = clock.local(NOW).date()


def somebody() -> User:
    """The person whose reports were made last."""
    return _people[-1]


def reports_of_mine(rows: int) -> str:
    """Make a person with that many reports; give the front page."""
    _people.append(accepted(rows).person)
    return "/"


def found(rows: int) -> str:
    """Make that many reports that a search finds."""
    accepted(rows)
    return "/tim?q=den"


@planted
def _full_front(rows: int) -> Sender:
    made = accepted(rows)
    for _ in range(rows):
        put_right()
        news.picture(news.article())
        make.service_request("awaiting_citizen", citizen=made.person)
    return made


def full_front(rows: int) -> str:
    """A person with reports and tasks, matters put right nearby, and news with pictures."""
    _people.append(_full_front(rows).person)
    return "/"


def hotlines(rows: int) -> str:
    """Make that many numbers of the province."""
    for at in range(rows):
        said = contacts.Said(f"0216 3 {at:06d}", f"Trực ban {at}", about="Ngày và đêm")
        contacts.write(contacts.HOTLINE, f"so-{at}", said, TODAY, "system", clock.now())
    return "/duong-day-nong"


PAGES = [
    Page("front page", lambda rows: "/"),
    Page("front page with news and what was fixed", full_front),
    Page("front page with all of it, and mine", full_front, who=somebody),
    Page("front page with reports of mine", reports_of_mine, who=somebody),
    Page("search", found),
    Page("numbers to call", hotlines),
    Page("emergency", lambda rows: "/khan-cap", statements=0),
]
