"""The list of what is promised names the tests that hold it."""

from tools import promises


def test_the_list_is_true():
    written = promises.PAGE.read_text(encoding="utf-8")
    assert written == promises.page(), "run: python -m tools.promises"


def test_every_promise_has_a_test():
    """Forty-eight requirements and eleven faults, none missing and none made up."""
    numbers = [f"s{each:02}" for each in range(1, 49)] + [f"f{each:02}" for each in range(1, 12)]
    assert list(promises.PROMISES) == numbers
    assert set(promises.held()) == set(numbers)
