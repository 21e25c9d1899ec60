"""A form acts once: what a repeat is answered, what is kept of a refused try, what is no repeat."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.bills.models import InsuranceCard
from app.core.db import db as the_db
from app.core.db import one_commit
from app.core.errors import TooMany
from app.core.idempotency import Submission
from tests.clocks import NOW
from tests.factories.accounts import make_user

ADDRESS = "/hoa-don/bao-hiem-y-te"
CARD = {"csrf_token": "the-token-of-one-page", "nickname": "Thẻ mẹ", "month": "03/2027"}


def cards() -> int:
    return the_db.session.scalar(select(func.count()).select_from(InsuranceCard)) or 0


def test_a_repeat_gets_the_first_answer_and_does_nothing(db, login_as):
    visitor = login_as(make_user())
    answers = [visitor.post(ADDRESS, data=CARD) for _ in range(2)]
    assert [each.status_code for each in answers] == [303, 303]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert cards() == 1


@pytest.mark.parametrize(
    "change", [{"csrf_token": "another-page"}, {"nickname": "Thẻ bố"}, {"month": "04/2027"}]
)
def test_another_page_or_other_words_are_another_act(db, login_as, change):
    visitor = login_as(make_user())
    for data in (CARD, CARD | change):
        assert visitor.post(ADDRESS, data=data).status_code == 303
    assert cards() == 2


def test_much_later_the_same_is_meant_again(db, login_as, clock):
    visitor = login_as(make_user())
    visitor.post(ADDRESS, data=CARD)
    clock.shift(timedelta(minutes=11))
    visitor.post(ADDRESS, data=CARD)
    assert cards() == 2


def test_two_people_with_one_token_are_two(db, login_as):
    for visitor in (login_as(make_user()), login_as(make_user())):
        visitor.post(ADDRESS, data=CARD)
    assert cards() == 2


def test_a_refused_form_keeps_no_key_and_may_be_sent_again(db, login_as):
    visitor = login_as(make_user())
    assert visitor.post(ADDRESS, data=CARD | {"month": "never"}).status_code == 422
    assert the_db.session.scalar(select(func.count()).select_from(Submission)) == 0


def test_what_counts_of_a_refused_try_is_committed(db):
    with pytest.raises(TooMany), one_commit():
        make_user()
        the_db.session.commit()
        raise TooMany("too many", until=NOW)
    the_db.session.rollback()
    from app.accounts.models import User

    assert the_db.session.scalar(select(func.count()).select_from(User)) == 1


def test_what_a_commit_was_asked_for_is_not_rolled_back_silently(db):
    with pytest.raises(RuntimeError), one_commit():
        the_db.session.commit()
        the_db.session.rollback()
