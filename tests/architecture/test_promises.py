"""The list of what is promised names the tests that hold it."""

import ast

import pytest

from tools import promises


def test_the_list_is_true():
    written = promises.PAGE.read_text(encoding="utf-8")
    assert written == promises.page(), "run: python -m tools.promises"


def test_every_promise_has_a_test():
    """Forty-eight requirements and eleven faults, none missing and none made up."""
    numbers = [f"s{each:02}" for each in range(1, 49)] + [f"f{each:02}" for each in range(1, 12)]
    assert list(promises.PROMISES) == numbers
    assert set(promises.held()) == set(numbers)


def _skips(test: ast.FunctionDef) -> bool:
    marks = (ast.unparse(each) for each in test.decorator_list)
    return any(each.startswith(("pytest.mark.skip(", "pytest.mark.xfail")) for each in marks)


def _tests_of(number: str) -> list[ast.FunctionDef]:
    """The functions that are named after a promise, in the files that the page names."""
    found = []
    for name in promises.held()[number]:
        tree = ast.parse((promises.ROOT / "tests" / name).read_text(encoding="utf-8"))
        found += [
            node
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name.startswith(f"test_{number}_")
        ]
    return found


@pytest.mark.parametrize("number", promises.PROMISES)
def test_a_promise_is_held_by_a_test_that_is_there(number):
    """A name in a comment is none, nor is a test that is always skipped."""
    assert any(not _skips(test) for test in _tests_of(number))
