"""Addresses are Vietnamese without accents, and reading one changes nothing."""

import re
from collections import Counter

import pytest
from sqlalchemy.exc import DBAPIError
from werkzeug.routing import Rule

from app.core import outbox

WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)?")
PLACEHOLDER = re.compile(r"<[^>]+>")
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
DUMMIES = {
    "Number": 1,
    "UUIDConverter": "00000000-0000-0000-0000-000000000000",
    "UnicodeConverter": "x",
}


def _rules(app) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if rule.endpoint != "static"]


def _filled(app, rule: Rule) -> str:
    values = {
        name: DUMMIES.get(type(converter).__name__, "x")
        for name, converter in rule._converters.items()
    }
    _domain, path = rule.build(values, append_unknown=False)
    return path


def test_no_address_is_two_pages(app):
    seen = [(rule.rule, verb) for rule in _rules(app) for verb in rule.methods & {"GET", "POST"}]
    assert [each for each, count in Counter(seen).items() if count > 1] == []


def test_urls_are_kebab_case_ascii(app):
    odd = [
        rule.rule
        for rule in _rules(app)
        for part in PLACEHOLDER.sub("x", rule.rule).strip("/").split("/")
        if part and not WORD.fullmatch(part)
    ]
    assert odd == []


TOO_LONG = ("2147483648", "9" * 30, "9" * 1_500)
"""The first is more than PostgreSQL's integers hold."""


def test_a_number_too_long_for_the_database_is_no_page(app):
    """In every address that holds one, by every method it takes."""
    numbered = [rule for rule in _rules(app) if "<int:" in rule.rule]
    asked = app.url_map.bind("localhost")
    assert numbered
    for rule in numbered:
        for number in TOO_LONG:
            path = PLACEHOLDER.sub(number, rule.rule)
            found = asked.test(path, method=min(rule.methods & (UNSAFE | {"GET"})))
            assert not found, path


def test_no_url_ends_with_a_slash(app):
    assert [rule.rule for rule in _rules(app) if rule.rule != "/" and rule.rule.endswith("/")] == []


def test_s14_no_get_changes_anything(app, client, database):
    """Every page that needs nothing to be named is read, and the database is as before."""
    database.touched = False
    for rule in _rules(app):
        if "GET" in rule.methods and not rule.arguments:
            client.get(rule.rule)
            assert not database.touched, rule.rule


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_s14_a_write_while_reading_is_refused_by_the_database(app, db, method):
    db.session.rollback()
    with app.test_request_context("/", method=method):
        outbox.add("queue", "kind", {})
        with pytest.raises(DBAPIError):
            db.session.flush()
        db.session.rollback()


def test_a_write_while_posting_is_kept(app, db):
    with app.test_request_context("/", method="POST"):
        outbox.add("queue", "kind", {})
        db.session.commit()
        assert outbox.due_queues() == ["queue"]


BY_SIGNATURE = {"/tai-khoan/qua/<kind>/dang-xuat"}
"""A provider's signature stands in for the token; without a provider there is no such page."""


def test_s14_every_unsafe_route_asks_for_the_token_of_its_form(app, client, csrf, database):
    database.touched = False
    for rule in _rules(app):
        for method in UNSAFE & rule.methods:
            answer = client.open(_filled(app, rule), method=method)
            refused = 404 if rule.rule in BY_SIGNATURE else 400
            assert answer.status_code == refused, f"{method} {rule.rule}"
            assert not database.touched, f"{method} {rule.rule}"
