"""A page in English says nothing in Vietnamese but what is a name."""

import re
from html.parser import HTMLParser

import pytest

from app.accounts import permissions
from app.core.preferences import COOKIE, LANGUAGES
from tests.factories.accounts import make_official, make_user
from tools import translations

pytestmark = pytest.mark.one_database

SPOKEN = {"alt", "title", "placeholder", "aria-label", "label"}
ACCENTS = re.compile(r"[À-ỹ]")
NAMES = {*LANGUAGES.values()}
PUBLIC = ("/", "/khan-cap", "/phan-anh/moi", "/tin-tuc", "/cho-so", "/cho-so/gio")
OWN = ("/tai-khoan", "/hoa-don", "/cho-so/don", "/cho-so/ban/don")
OFFICIAL = (
    "/can-bo/toi",
    "/can-bo",
    "/can-bo/quan-tri/linh-vuc",
    "/can-bo/hoa-don",
    "/can-bo/tin",
)


class Said(HTMLParser):
    """Everything that a page says."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.words += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data):
        self.words.append(" ".join(data.split()))


@pytest.fixture(scope="module")
def vietnamese() -> set[str]:
    """What the product says in Vietnamese, as it stands in a page."""
    forms = [
        words
        for message in translations.messages(translations.read("vi"))
        for words in ([message.string] if isinstance(message.string, str) else message.string)
    ]
    return {words for words in forms if ACCENTS.search(words)} - NAMES


def said_in_english(visitor, url: str) -> set[str]:
    visitor.set_cookie(COOKIE, "en.normal..")
    answer = visitor.get(url, follow_redirects=True)
    assert answer.status_code == 200, url
    assert '<html lang="en"' in answer.text
    return set(Said(answer.text).words)


def test_pages_for_everybody(client, vietnamese):
    for url in PUBLIC:
        assert said_in_english(client, url) & vietnamese == set(), url


def test_pages_of_ones_own(login_as, vietnamese):
    visitor = login_as(make_user(language="en"))
    for url in OWN:
        assert said_in_english(visitor, url) & vietnamese == set(), url


def test_pages_of_officials(login_as, vietnamese):
    visitor = login_as(make_official(*sorted(permissions.ALL)))
    for url in OFFICIAL:
        assert said_in_english(visitor, url) & vietnamese == set(), url
