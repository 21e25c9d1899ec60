"""Every POST by somebody who may not: a stranger, an ended session, another person, a deputy.

Nothing changes, and the answer is a refusal; then the right person's same request does what it
should.
"""

from collections import defaultdict
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import update

from app.accounts.models import Absence
from app.core import clock
from app.core.db import db
from app.service_requests.models import AnswerDraft
from tests.architecture.matrix_posts import POSTS
from tests.posts.walk import NOT_COUNTED, REFUSED, Walk
from tests.posts.whose import closed_to, of_somebody, strangers

pytestmark = pytest.mark.timeout(900)


@pytest.mark.one_database
def test_s24_a_stranger_is_refused_by_every_post(app: Flask, walk: Walk) -> None:
    walk.begin()
    wrong = [walk.refuses(endpoint, "guest") for endpoint in closed_to(app)]
    assert [each for each in wrong if each] == []


FOR_ONESELF = (
    "service_requests.find", "service_requests.save_filter", "service_requests.choose_columns",
    "service_requests.ask_export", "service_requests.make_calendar_link",
    "service_requests.end_calendar_link", "service_requests.export_directions",
    "mail.set_choice",
)  # fmt: skip
"""What any official does for themselves, with what they see."""
OF_EVERY_OFFICE = {
    **dict.fromkeys(
        ("accounts.ask_at_counter", "accounts.issue_helper_code", "surveys.help_answer"),
        "any counter serves anybody",
    ),
    **dict.fromkeys(("accounts.change_second_factor", *FOR_ONESELF), "for oneself"),
    "service_requests.find_by_phone": "finds among one's own reports; every look is written down",
    **dict.fromkeys(("market.change_fair", "market.create_fair"), "fairs are the province's"),
    **dict.fromkeys(
        ("news.add_feed", "news.begin", "news.paste", "news.preview", "surveys.begin"),
        "for one's own office",
    ),
    **dict.fromkeys(
        ("news.drop_template", "news.edit_template"), "prepared words are the whole province's"
    ),
    "news.send_alert": "warns wherever the danger goes, in the name of one's own office",
}
"""What whoever holds such a right in any office may do, and why that touches nobody else's."""


@pytest.mark.details
def test_s24_others_change_nothing_before_the_right_person_comes(app: Flask, walk: Walk) -> None:
    """A stranger, an ended session, a citizen and an official who have the same of their own."""
    closed, owned = closed_to(app), of_somebody(app)
    walk.begin()
    wrong = []
    for endpoint, sent in POSTS.items():
        if endpoint in closed:
            wrong += [walk.refuses(endpoint, role) for role in strangers(sent)]
        if endpoint in owned:
            wrong += [walk.refuses(endpoint, "peer"), by_one_of_elsewhere(walk, endpoint)]
        answer, changed = walk.changing(endpoint)
        if (answer.status, bool(changed)) != (sent.answers, sent.effect):
            wrong.append(f"{endpoint} by {sent.role}: {answer}, changes {sorted(changed)}")
    assert [each for each in wrong if each] == []


def by_one_of_elsewhere(walk: Walk, endpoint: str) -> str:
    """Send it as an official with every right but those that reach everywhere, elsewhere."""
    answer, changed = walk.changing(endpoint, "foreign")
    if endpoint in OF_EVERY_OFFICE or (answer.status >= 400 and not changed - NOT_COUNTED):
        return ""
    return f"{endpoint} by one of elsewhere: {answer}, changes {sorted(changed)}"


OWN_OR_NOT_LENT = {
    "accounts.close_source": "shows network addresses: an own right",
    "accounts.open_source": "as closing",
    "accounts.set_limits": "as closing",
    "service_requests.delete_filter": "the other's own filter",
    "service_requests.delete_export": "the other's own file",
    "service_requests.fetch_export": "the other's own file",
    "service_requests.find_by_phone": "phone numbers are never lent",
    "service_requests.begin_absence": "the other's own absence",
    "service_requests.end_absence": "the other's own absence",
    "service_requests.phone": "phone numbers are never lent",
    "service_requests.take_back_direction": "the other's own word: only its giver takes it back",
}
"""What the person stood in for may do, and the deputy may not."""
MAY_BE_LENT = {"handler", "lead", "operator", "neighbour"}
"""Roles that hold rights of ``DELEGABLE``; the other officials' are never lent."""
OF_ONES_OWN = {"accounts.change_password", "accounts.change_second_factor", *FOR_ONESELF}
"""Open to every official, for themselves."""


@pytest.mark.details
def test_s27_a_deputy_does_what_may_be_lent_and_nothing_else(app: Flask, walk: Walk) -> None:
    """Nothing without a right that is lent; with it, as much as the person stood in for."""
    walk.begin()
    wrong, people = [], walk.people()
    by_role = defaultdict(list)
    for endpoint in sorted({*of_somebody(app), *OWN_OR_NOT_LENT} - OF_ONES_OWN):
        if POSTS[endpoint].role in people:
            by_role[POSTS[endpoint].role].append(endpoint)
            wrong.append(with_a_lent_right(walk, endpoint, set()))
    for role, endpoints in by_role.items():
        walk.begin(lending(people, role))
        wrong += [with_a_lent_right(walk, each, MAY_BE_LENT) for each in endpoints]
    assert [each for each in wrong if each] == []


def with_a_lent_right(walk: Walk, endpoint: str, lent: set[str]) -> str:
    """Send it as the deputy, to whom rights were lent; say what is otherwise than it should be."""
    sent = POSTS[endpoint]
    answer, changed = walk.changing(endpoint, "deputy")
    if sent.role in lent and endpoint not in OWN_OR_NOT_LENT:
        is_right = (answer.status, bool(changed)) == (sent.answers, sent.effect)
    else:
        is_right = answer.status in {*REFUSED, 409, 422} and not changed - NOT_COUNTED
    return "" if is_right else f"{endpoint} as {sent.role} by deputy: {answer}, {sorted(changed)}"


@pytest.mark.details
def test_s47_a_lent_right_signs_what_another_wrote_and_nothing_of_ones_own(walk: Walk) -> None:
    walk.begin()
    lend = lending(walk.people(), "lead")

    def lend_to_the_author() -> None:
        db.session.execute(update(AnswerDraft).values(author_id=walk.people()["deputy"]))
        lend()

    walk.begin(lend)
    of_another = walk.changing("service_requests.approve_draft", "deputy")
    walk.begin(lend_to_the_author)
    own = walk.changing("service_requests.approve_draft", "deputy")
    by_the_lead = walk.changing("service_requests.approve_draft")
    assert [each[0].status for each in (of_another, own, by_the_lead)] == [303, 422, 303]
    assert not own[1]


def lending(people: dict[str, int], role: str) -> Callable[[], None]:
    """Let the deputy stand in for the role's person today."""

    def lend() -> None:
        today = clock.local(clock.now()).date()
        db.session.add(
            Absence(
                user_id=people[role], deputy_id=people["deputy"], starts_on=today, ends_on=today,
                created_at=clock.now(),
            )
        )  # fmt: skip
        db.session.commit()

    return lend
