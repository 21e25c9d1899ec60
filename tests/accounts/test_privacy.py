"""The page about personal data names every cookie and all that a phone keeps."""

import re
from pathlib import Path

import pytest

from app.accounts import device_cookie
from app.core import listing_columns, preferences

ROOT = Path(__file__).parents[2]
SCRIPTS = ROOT / "static" / "js"
SETS = re.compile(r"set_cookie\(\s*([\w.()\"]+)")
STORES = re.compile(
    r"(?:indexedDB|caches)\.open\((\w+|'[\w-]+')|(?:local|session)Storage\.setItem\(([\w']+)"
)
VARIABLES = {"SHELL": "shell-", "store": "keep-", "OFF": "desk-keys-off", "key": "guide"}
"""What the scripts call their stores by where they name them by a variable."""


@pytest.fixture
def page(client):
    return client.get("/quyen-rieng-tu").text


def test_it_names_every_cookie(app, page):
    found = {
        name for path in (ROOT / "app").rglob("*.py") for name in SETS.findall(path.read_text())
    }
    assert found == {"name()", "COOKIE", "self._cookie"}, (
        "a cookie more is said on the page, then here"
    )
    session = app.config["SESSION_COOKIE_NAME"]
    for name in (session, device_cookie.name(), preferences.COOKIE):
        assert f"<code>{name}</code>" in page
    assert f"<code>{listing_columns.COOKIE}" in page


def test_it_names_what_scripts_keep(page):
    found = [first or second for path in SCRIPTS.glob("*.js")
             for first, second in STORES.findall(path.read_text())]  # fmt: skip
    assert len(found) >= 6
    for name in found:
        called = name.strip("'") if name.startswith("'") else VARIABLES[name]
        assert f"<code>{called}" in page, name


def test_it_is_said_in_english_too(client):
    client.set_cookie(preferences.COOKIE, "en.normal..")
    page = client.get("/quyen-rieng-tu").text
    assert "These cookies, all our own" in page
    assert "a number of this browser" in page
