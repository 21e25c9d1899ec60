"""Every POST by somebody who may not: a stranger, an ended session, another person, a deputy.

Nothing changes, and the answer is a refusal. The same requests are sent by the right person in
``test_s45_walk``, where each does what it should.
"""

from collections.abc import Iterable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import Absence, Session
from app.core import clock
from app.core.db import db
from tests.architecture.matrix_posts import POSTS
from tests.architecture.matrix_table import LINES
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, WITH_A_LINK
from tests.architecture.test_matrix import line_of
from tests.posts.walk import Answer, Walk, counts, differing, with_hosts

REFUSED = {401, 403, 404}
pytestmark = [pytest.mark.timeout(900)]


@pytest.fixture
def walk(app: Flask, filled: Any, media_folder: Any, monkeypatch: Any) -> Walk:
    with_hosts(app, monkeypatch)
    return Walk(app, filled)


def acting(app: Flask, endpoint: str) -> Any:
    """Give who acts, by the table, on the thing of the address's request."""
    rule = next(r for r in app.url_map.iter_rules(endpoint) if "POST" in (r.methods or ()))
    line = LINES[line_of(app, rule)]
    return (line.get(POSTS[endpoint].thing) or next(iter(line.values()))).acts


def closed_to(app: Flask) -> list[str]:
    """Give the addresses that are not open to everybody."""
    return [each for each in sorted(POSTS) if acting(app, each) is not EVERYBODY]


def of_somebody(app: Flask) -> list[str]:
    """Give the addresses that only some of those who are signed in may use."""
    open_to = (EVERYBODY, SIGNED_IN, WITH_A_LINK)
    return [each for each in sorted(POSTS) if all(acting(app, each) is not who for who in open_to)]


def sent_by(walk: Walk, endpoint: str, role: str, before: Any = None) -> tuple[Answer, Any]:
    """Put all back and send the address's request as ``role``; its answer, and rows it made."""
    walk.afresh()
    if before is not None:
        before()
    once = counts()
    return walk.send_again(endpoint, role), differing(once, counts())


def let_in(walk: Walk, endpoints: Iterable[str], role: str) -> list[str]:
    """Send all as ``role``; give what was not refused, or changed a row."""
    sent = {each: sent_by(walk, each, role) for each in endpoints}
    return [
        f"{endpoint} by {role}: {answer}, {more}"
        for endpoint, (answer, more) in sent.items()
        if answer.status not in REFUSED or more
    ]


@pytest.mark.one_database
def test_s24_a_stranger_is_refused_by_every_post(app: Flask, walk: Walk) -> None:
    assert let_in(walk, closed_to(app), "guest") == []


@pytest.mark.details
def test_s24_an_ended_session_is_a_stranger(app: Flask, walk: Walk) -> None:
    def end_all() -> None:
        db.session.execute(update(Session).values(ended_at=clock.now()))
        db.session.commit()

    for endpoint in closed_to(app):
        answer, more = sent_by(walk, endpoint, POSTS[endpoint].role, end_all)
        assert (answer.status in REFUSED, more) == (True, {}), f"{endpoint}: {answer}"


@pytest.mark.details
def test_s24_another_person_is_refused_by_every_post_that_is_somebodys(
    app: Flask, walk: Walk
) -> None:
    assert let_in(walk, of_somebody(app), "citizen") == []


OF_EVERY_OFFICE = {
    **dict.fromkeys(
        ("accounts.ask_at_counter", "accounts.issue_helper_code"), "any counter serves anybody"
    ),
    **dict.fromkeys(
        ("accounts.change_second_factor", "desk.find", "desk.save_filter"), "for oneself"
    ),
    "desk.find_by_phone": "finds among one's own reports; every look is written down",
    **dict.fromkeys(("market.change_fair", "market.create_fair"), "fairs are the province's"),
    **dict.fromkeys(
        ("news.add_feed", "news.begin", "news.paste", "news.preview"), "for one's own office"
    ),
    **dict.fromkeys(
        ("news.drop_template", "news.edit_template"), "prepared words are the whole province's"
    ),
}
"""What whoever holds such a right in any office may do, and why that touches nobody else's."""


@pytest.mark.details
def test_s24_an_official_of_elsewhere_changes_nothing_of_others(app: Flask, walk: Walk) -> None:
    """With every right but those that reach everywhere, in another commune."""
    wrong = []
    for endpoint in of_somebody(app):
        answer, more = sent_by(walk, endpoint, "foreign")
        if (answer.status < 400 or more) and endpoint not in OF_EVERY_OFFICE:
            wrong.append(f"{endpoint}: {answer}, {more}")
    assert wrong == [], "\n".join(wrong)


OWN_OR_NOT_LENT = {
    "accounts.close_source": "shows network addresses: an own right",
    "accounts.open_source": "as closing",
    "accounts.set_limits": "as closing",
    "desk.delete_filter": "the other's own filter",
    "desk.find_by_phone": "phone numbers are never lent",
    "service_requests.begin_absence": "the other's own absence",
    "service_requests.end_absence": "the other's own absence",
    "service_requests.phone": "phone numbers are never lent",
}
"""What the person stood in for may do, and the deputy may not."""
MAY_BE_LENT = {"handler", "lead", "operator", "neighbour"}
"""Roles that hold rights of ``DELEGABLE``; the other officials' are never lent."""
OF_ONES_OWN = {"accounts.change_password", "accounts.change_second_factor", "desk.find",
               "desk.save_filter"}  # fmt: skip
"""Open to every official, for themselves."""


@pytest.mark.details
def test_s27_a_deputy_does_what_may_be_lent_and_nothing_else(app: Flask, walk: Walk) -> None:
    walk.afresh()
    wrong, people = [], walk.people()
    for endpoint in sorted({*of_somebody(app), *OWN_OR_NOT_LENT} - OF_ONES_OWN):
        sent, role = POSTS[endpoint], POSTS[endpoint].role
        if role not in people:
            continue
        alone, _more = sent_by(walk, endpoint, "deputy")
        answer, more = sent_by(walk, endpoint, "deputy", lambda role=role: lend(people, role))
        is_lent = role in MAY_BE_LENT and endpoint not in OWN_OR_NOT_LENT
        does = answer.status == sent.answers
        refused = answer.status in {*REFUSED, 422} and not more
        if alone.status == sent.answers or not (does if is_lent else refused):
            wrong.append(f"{endpoint} for {role}: alone {alone}, lent {answer}, {more}")
    assert wrong == [], "\n".join(wrong)


def lend(people: dict[str, int], role: str) -> None:
    """Let the deputy stand in for the role's person today."""
    today = clock.local(clock.now()).date()
    db.session.add(
        Absence(
            user_id=people[role], deputy_id=people["deputy"], starts_on=today, ends_on=today,
            created_at=clock.now(),
        )
    )  # fmt: skip
    db.session.commit()
