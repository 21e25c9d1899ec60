"""The list of what is promised names the tests that hold it."""

from tools import promises

NOT_BUILT = {"f11"}


def test_the_list_is_true():
    written = promises.PAGE.read_text(encoding="utf-8")
    assert written == promises.page(), "run: python -m tools.promises"


def test_every_promise_has_a_test():
    assert set(promises.PROMISES) - set(promises.held()) == NOT_BUILT
