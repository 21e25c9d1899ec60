"""Functions are short, and a file holds one idea."""

import ast
from functools import cache
from statistics import median, quantiles

from tests.architecture import sources

LONGEST_FUNCTION = 40
LONGEST_FILE = 300


def _lines(function: sources.Function) -> int:
    """Lines from `def` to the end, without the docstring."""
    whole = (function.end_lineno or function.lineno) - function.lineno + 1
    first = function.body[0]
    has_docstring = ast.get_docstring(function, clean=False) is not None
    return whole - ((first.end_lineno or 0) - first.lineno + 1 if has_docstring else 0)


@cache
def _lengths() -> dict[str, int]:
    return {
        f"{sources.named(path)}:{function.lineno} {function.name}": _lines(function)
        for path in sources.modules()
        for function in sources.functions(path)
    }


def test_half_of_all_functions_have_at_most_8_lines_and_nine_of_ten_less_than_25():
    lengths = list(_lengths().values())
    assert median(lengths) <= 8
    assert quantiles(lengths, n=10)[8] < 25


def test_no_function_needs_scrolling():
    assert {name: length for name, length in _lengths().items() if length > LONGEST_FUNCTION} == {}


def test_a_file_that_grew_is_split_by_noun():
    long = {
        sources.named(path): length
        for path in sources.modules()
        if (length := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST_FILE
    }
    assert long == {}
