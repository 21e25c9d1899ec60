"""A form's act: done and said, or given back as it was typed with nothing of it kept."""

from datetime import timedelta

import pytest
from flask import get_flashed_messages, make_response
from sqlalchemy import func, select

from app.core import audit, clock
from app.core.act import Done, acts, runs
from app.core.audit import AuditEntry
from app.core.cards import IDENTITY, CardShown
from app.core.errors import Conflict, DomainError, TooMany

TYPED = {"name": "Đèn đường", "code": "0123"}


@acts(again=lambda thing, **refused: (thing, refused), said="Đã lưu.")
def act(thing, refuse=None):
    """Write a row, and refuse where told to."""
    audit.record("user:1", "thing.act", "thing:1", now=clock.now())
    if refuse is not None:
        raise refuse
    return f"/{thing}"


@pytest.fixture
def request_made(app, db):
    with app.test_request_context("/", method="POST", data=TYPED):
        yield


def written(db):
    db.session.rollback()
    return db.session.scalar(select(func.count(AuditEntry.id)))


def test_what_was_done_is_kept_and_said(request_made, db):
    answer = act("a-thing")
    assert (answer.status_code, answer.location) == (303, "/a-thing")
    assert get_flashed_messages() == ["Đã lưu."]
    assert written(db) == 1


@pytest.mark.parametrize(
    ("refuse", "status"), [(DomainError("Sai.", field="name"), 422), (Conflict("Rồi."), 409)]
)
def test_what_was_refused_leaves_nothing_and_gives_the_form_back(request_made, db, refuse, status):
    run = acts(again=lambda **refused: refused, said="Đã lưu.")(
        lambda: act.__wrapped__("x", refuse)
    )
    refused, answered = run()
    assert answered == status
    assert refused["errors"] == [(refuse.field, refuse.message)]
    assert refused["error"] == {refuse.field: refuse.message}
    assert dict(refused["typed"]) == TYPED
    assert refused["why"] is refuse
    assert get_flashed_messages() == []
    assert written(db) == 0


def test_nothing_is_given_back_of_a_card(request_made, db):
    def shown():
        raise CardShown(IDENTITY)

    refused, _status = acts(again=lambda **refused: refused)(shown)()
    assert dict(refused["typed"]) == {"name": "Đèn đường"}


def test_words_may_hang_on_what_was_done(request_made):
    answer = acts(said="Đã lưu.")(lambda: Done("/a-thing", "Chưa đúng.", "soon"))()
    assert answer.location == "/a-thing"
    assert get_flashed_messages(with_categories=True) == [("soon", "Chưa đúng.")]


def test_an_act_may_say_nothing(request_made):
    assert acts(said="Đã lưu.")(lambda: Done("/a-thing"))().location == "/a-thing"
    assert get_flashed_messages() == []


def test_an_act_may_answer_with_a_page_of_its_own(request_made, db):
    def shown():
        act.__wrapped__("x")
        return make_response("Mã của bạn")

    answer = acts(said="Đã lưu.")(shown)()
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "Mã của bạn")
    assert get_flashed_messages() == []
    assert written(db) == 1


def test_an_act_without_a_form_leaves_its_refusal_to_the_error_page(request_made, db):
    with pytest.raises(Conflict):
        acts(said="Đã lưu.")(lambda: act.__wrapped__("x", Conflict("Rồi.")))()
    assert get_flashed_messages() == []
    assert written(db) == 0


def test_a_try_that_counts_is_kept_though_refused(request_made, db):
    run = acts(again=lambda **refused: refused, counts=True)(
        lambda: act.__wrapped__("x", DomainError("Sai."))
    )
    assert run()[1] == 422
    assert written(db) == 1


def test_who_comes_too_often_is_told_when_to_come_again(request_made):
    def too_often():
        raise TooMany("Nhiều quá.", until=clock.now() + timedelta(seconds=90))

    answer = acts(again=lambda **refused: "the form")(too_often)()
    assert (answer.status_code, answer.get_data(as_text=True)) == (429, "the form")
    assert 60 < int(answer.headers["Retry-After"]) <= 91


def test_a_refusal_may_be_answered_by_more_than_a_form(request_made, db):
    refuse = Conflict("Rồi.")
    run = runs(refused=lambda thing, error: (thing, error))(
        lambda thing: act.__wrapped__(thing, refuse)
    )
    assert run("x") == ("x", refuse)
    assert written(db) == 0
