"""Every POST by somebody who may not: a stranger, or in an ended session.

Nothing changes, and the answer is a refusal. The same requests are sent by the right person in
``test_s45_walk``, where each does what it should.
"""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import Session
from app.core import clock
from app.core.db import db
from tests.architecture.matrix_posts import POSTS
from tests.architecture.matrix_table import LINES
from tests.architecture.matrix_who import EVERYBODY
from tests.architecture.test_matrix import line_of
from tests.posts.walk import Walk, counts, differing, with_hosts

REFUSED = {401, 403, 404}
pytestmark = [pytest.mark.details, pytest.mark.timeout(900)]


@pytest.fixture
def walk(app: Flask, filled: Any, media_folder: Any, monkeypatch: Any) -> Walk:
    with_hosts(app, monkeypatch)
    return Walk(app, filled)


def closed_to(app: Flask) -> list[str]:
    """Give the addresses that are not open to everybody."""
    found = []
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint in POSTS:
            who = LINES[line_of(app, rule)].get(POSTS[rule.endpoint].thing)
            first = next(iter(LINES[line_of(app, rule)].values()))
            acts = (who or first).acts
            if acts is not EVERYBODY:
                found.append(rule.endpoint)
    return sorted(set(found))


def let_in(walk: Walk, endpoints: list[str], role: str, before: Any = None) -> list[str]:
    """Send all as ``role``; give what was not refused, or changed a row."""
    wrong = []
    for endpoint in endpoints:
        walk.afresh()
        once = counts()
        if before is not None:
            before()
        answer = walk.send_again(endpoint, role)
        more = differing(once, counts())
        if answer.status not in REFUSED or more:
            wrong.append(f"{endpoint} by {role}: {answer}, {more}")
    return wrong


def test_s24_a_stranger_is_refused_by_every_post(app: Flask, walk: Walk) -> None:
    assert let_in(walk, closed_to(app), "guest") == []


def test_s24_an_ended_session_is_a_stranger(app: Flask, walk: Walk) -> None:
    def end_all() -> None:
        db.session.execute(update(Session).values(ended_at=clock.now()))
        db.session.commit()

    wrong = []
    for endpoint in closed_to(app):
        wrong += let_in(walk, [endpoint], POSTS[endpoint].role, end_all)
    assert wrong == []
