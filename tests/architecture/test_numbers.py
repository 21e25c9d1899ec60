"""What a person typed becomes a number or a day in one place: `whole`, `decimal`, `day` and
`moment` of core/text.

`int` fails on five thousand digits and gives what no database holds on thirty; `Decimal` reads
1e-999999999, which fills the memory once it is written out; to the last day of the year 9999
no day can be added.
"""

import ast

from tests.architecture import sources

HERE = "app/core/text.py"
PIECES = {
    "app/voices/reading/numbers.py", "app/voices/reading/spelling.py", "app/notifications/",
    "app/core/observing.py",
}  # fmt: skip
"""Digits said one by one; headers of push services, cut to length before they are read; the
moment of a phone with its zone, held near to ours."""
GUARDS = {"isdigit", "isdecimal", "isnumeric"}


def _names(node: ast.AST) -> set[str]:
    names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    return names | {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def _reading_by_itself(path) -> list[str]:
    """Functions that look for digits and call `int`, or wait for `Decimal` or a day to refuse."""
    return [
        f"{sources.named(path)}:{function.lineno} {function.name}"
        for function in sources.functions(path)
        if (("int" in (names := _names(function)) and names & GUARDS)
            or "InvalidOperation" in names
            or names >= {"fromisoformat", "ValueError"})
    ]  # fmt: skip


def test_numbers_and_days_are_read_in_one_place():
    found = [
        each
        for path in sources.modules()
        if sources.named(path) != HERE and not sources.named(path).startswith(tuple(PIECES))
        for each in _reading_by_itself(path)
    ]
    assert found == []
