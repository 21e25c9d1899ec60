"""At the bottom of a phone there are five tabs at most, and every page is reached all the same."""

from html.parser import HTMLParser

import pytest

from app.accounts import permissions
from app.core import navigation
from app.demo.people import PEOPLE
from tests.factories.accounts import make_official, make_user

OWN_PAGE = "/can-bo/toi"
ALL = tuple(sorted(permissions.ALL))
ROLES = {
    **{
        person.key: tuple(dict.fromkeys(each for each, _agency in person.rights))
        for person in PEOPLE
    },
    **{each: (each,) for each in ALL},
    "one person with every right": ALL,
}
OFFICIALS = {name: rights for name, rights in ROLES.items() if rights}


class Links(HTMLParser):
    """The links of a page's bar of tabs and of all of it."""

    def __init__(self, page: str) -> None:
        """Read ``page``."""
        super().__init__()
        self.bar: list[str] = []
        self.folded: list[str] = []
        self.all: list[str] = []
        self._in_bar = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Note links, and where the bar begins."""
        values = dict(attrs)
        if tag == "nav":
            self._in_bar = values.get("class") == "nav"
        if tag != "a":
            return
        address = values.get("href", "")
        self.all.append(address)
        if self._in_bar:
            (self.folded if values.get("class") == "spare" else self.bar).append(address)

    def handle_endtag(self, tag):
        """Note where the bar ends."""
        if tag == "nav":
            self._in_bar = False


def page_of(login_as, rights) -> Links:
    return Links(login_as(make_official(*rights)).get(OWN_PAGE).text)


@pytest.mark.parametrize("role", OFFICIALS)
def test_an_official_has_five_tabs_at_most_and_their_own_page_last(login_as, role):
    links = page_of(login_as, OFFICIALS[role])
    assert 1 <= len(links.bar) <= navigation.MOST_TABS
    assert links.bar[-1] == OWN_PAGE
    on_own_page = [each for each in links.folded if links.all.count(each) > 1]
    assert on_own_page == links.folded


def test_nothing_of_the_desk_is_lost_to_the_operator_and_to_whoever_does_everything(login_as):
    assert page_of(login_as, OFFICIALS["operator"]).folded == [
        "/can-bo/ghi-giup-khao-sat",
        "/can-bo/noi-mat-song",
        "/can-bo/gioi-han",
        "/can-bo/lien-he",
    ]
    everything = page_of(login_as, ALL)
    assert {"/can-bo", "/can-bo/lanh-dao"} <= set(everything.bar)
    assert {"/can-bo/quan-tri", "/can-bo/hoa-don", "/can-bo/cho-so"} <= set(everything.folded)


def test_a_citizen_has_five_tabs_at_most(client, login_as):
    for visitor in (client, login_as(make_user())):
        assert 1 <= len(Links(visitor.get("/").text).bar) <= navigation.MOST_TABS
