"""Every POST of the URL map: its valid request works, and six at once have one effect."""

from typing import Any

import pytest
from flask import Flask

from tests.architecture.matrix_posts import POSTS
from tests.posts.walk import Walk, contents, counts, differing, with_hosts

EACH_IS_A_TRY = {
    **dict.fromkeys(
        (
            "accounts.ask_at_counter",
            "accounts.ask_new_phone",
            "accounts.ask_to_activate",
            "accounts.ask_to_prove_phone",
            "accounts.ask_to_sign_in",
            "accounts.prove_again_by_code",
            "accounts.send_code_again",
            "bills.send_code",
        ),
        "the code belongs to the browser that waits for it; texts are limited by their own rule",
    ),
    **dict.fromkeys(
        ("accounts.check_code", "accounts.check_password", "accounts.take_transfer",
         "accounts.set_password", "market.hold_order_link", "service_requests.hold_grant"),
        "opens a session in the browser that gets the answer",
    ),
    **dict.fromkeys(
        (
            "accounts.issue_helper_code",
            "accounts.offer_transfer",
            "accounts.renew_activation",
            "payments.set_hook",
        ),
        "shows a secret once: a repeat shows a newer one, and the older no longer counts",
    ),
    **dict.fromkeys(
        ("accounts.export", "desk.find_by_phone"), "reads, and every look is written down"
    ),
    "pwa.count": "counts what phones report, within a limit",
}
"""Where a repeat is a try of its own, and why: no row of anybody's doubles."""


@pytest.fixture
def walk(app: Flask, filled: Any, media_folder: Any, monkeypatch: Any) -> Walk:
    with_hosts(app, monkeypatch)
    return Walk(app, filled)


def test_s45_every_post_has_its_request(app: Flask) -> None:
    rules = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert sorted(rules ^ set(POSTS)) == []


def surprises(walk: Walk, times: int) -> list[str]:
    """Send each once, then so many times at once; give what is otherwise than it should be."""
    walk.afresh()
    before, wrong = contents(), []
    for endpoint, sent in POSTS.items():
        first = walk.send(endpoint)[0]
        changed, once = differing(before, contents()), counts()
        if first.status != sent.answers or bool(changed) != sent.effect:
            wrong.append(f"{endpoint}: {first}, changes {sorted(changed)}")
            continue
        answers = walk.send(endpoint, times)
        more = differing(once, counts())
        statuses = sorted(each.status for each in answers)
        if statuses[-1] >= 500 or sent.answers not in statuses:
            wrong.append(f"{endpoint}: {statuses}")
        if more and endpoint not in EACH_IS_A_TRY:
            wrong.append(f"{endpoint}: {statuses}, other rows than once: {more}")
    return wrong


@pytest.mark.one_database
@pytest.mark.timeout(400)
def test_s45_a_double_tap_has_one_effect(walk: Walk) -> None:
    wrong = surprises(walk, 2)
    assert wrong == [], "\n".join(wrong)


@pytest.mark.details
@pytest.mark.timeout(900)
def test_s45_six_at_once_have_one_effect(walk: Walk) -> None:
    wrong = surprises(walk, 6)
    assert wrong == [], "\n".join(wrong)
