"""Every POST of the URL map: its valid request works, and six at once have one effect."""

from collections.abc import Iterable

import pytest
from flask import Flask

from tests.architecture.matrix_posts import POSTS
from tests.posts.walk import Walk, contents, counts, differing

EACH_IS_A_TRY = {
    "service_requests.fetch_export": "every time that a file is handed out is written down",
    "service_requests.make_calendar_link": "shown once, on the page that answers: the last counts",
    **dict.fromkeys(
        (
            "accounts.ask_at_counter",
            "accounts.ask_new_phone",
            "accounts.ask_the_first_time",
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
        (
            "accounts.change_second_factor",
            "accounts.check_code",
            "accounts.check_password",
            "accounts.create_account",
            "accounts.take_transfer",
            "accounts.set_password",
            "directory.join_class",
            "market.hold_order_link",
            "news.hold_rescue",
            "service_requests.hold_grant",
        ),
        "changes what the browser that gets the answer keeps: a session, a secret",
    ),
    **dict.fromkeys(
        (
            "accounts.issue_helper_code",
            "accounts.offer_transfer",
            "accounts.print_activation_slips",
            "accounts.renew_activation",
            "payments.set_hook",
        ),
        "shows a secret once: a repeat shows a newer one, and the older no longer counts",
    ),
    **dict.fromkeys(
        (
            "accounts.export",
            "community.open_card",
            "provisioning.export_workbook",
            "watching.fetch_trail",
            "service_requests.find_by_phone",
            "service_requests.phone",
        ),
        "reads, and every look is written down",
    ),
    "pwa.count": "counts what phones report, within a limit",
}
"""Where a repeat is a try of its own, and why: no row of anybody's doubles."""


def test_s45_every_post_has_its_request(app: Flask) -> None:
    rules = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert sorted(rules ^ set(POSTS)) == []


@pytest.mark.details
@pytest.mark.timeout(600)
def test_s45_a_second_tap_does_nothing_more(walk: Walk) -> None:
    wrong = []
    for endpoint, sent in POSTS.items():
        first = walk.send(endpoint)[0]
        once = counts()
        second = walk.send_again(endpoint)
        more = differing(once, counts())
        if first.status != sent.answers or second.status >= 500:
            wrong.append(f"{endpoint}: {first}, then {second}")
        if more and endpoint not in EACH_IS_A_TRY:
            wrong.append(f"{endpoint}: other rows than once: {more}")
    assert wrong == []


DECODES = {"news.add_photos", "community.read_card", "community.read_card_of"}
"""Pictures are looked through a few at a time: the others are told to come again (503)."""
MAKING = (
    "accounts.create_official", "accounts.give_rights", "bills.add_insurance", "bills.add_tariff",
    "bills.check_sheet", "bills.follow", "bills.say_paid", "service_requests.save_filter",
    "market.change_basket", "market.copy_product", "market.forbid", "market.open_shop",
    "market.send_abuse", "news.begin", "service_requests.add_flag",
    "service_requests.begin_absence", "service_requests.create_class",
    "service_requests.create_question", "service_requests.create_reason",
    "service_requests.new_template",
)  # fmt: skip
"""What most often makes a row: tried six times at once in every run."""


@pytest.mark.postgresql_first  # where rows are locked; SQLite writes one after the other
@pytest.mark.timeout(200)
def test_s45_what_makes_a_row_makes_one_of_six_at_once(walk: Walk) -> None:
    assert surprises(walk, 6, MAKING) == []


@pytest.mark.details
@pytest.mark.timeout(1200)
def test_s45_six_at_once_have_one_effect(walk: Walk) -> None:
    wrong = surprises(walk, 6, POSTS)
    assert wrong == [], "\n".join(wrong)


def surprises(walk: Walk, times: int, endpoints: Iterable[str]) -> list[str]:
    """Send each once, then so many times at once; give what is otherwise than it should be."""
    walk.afresh()
    before, wrong = contents(), []
    for endpoint in endpoints:
        sent = POSTS[endpoint]
        first = walk.send(endpoint)[0]
        changed, once = differing(before, contents()), counts()
        if first.status != sent.answers or bool(changed) != sent.effect:
            wrong.append(f"{endpoint}: {first}, changes {sorted(changed)}")
        statuses = sorted(each.status for each in walk.send(endpoint, times))
        more = differing(once, counts())
        if endpoint in DECODES:
            statuses = [each for each in statuses if each != 503]
        if statuses[-1] >= 500 or sent.answers not in statuses:
            wrong.append(f"{endpoint}: {statuses}")
        if more and endpoint not in EACH_IS_A_TRY:
            wrong.append(f"{endpoint}: {statuses}, other rows than once: {more}")
    return wrong
