"""Old code goes on while the tables change: a migration only adds what it can leave alone.

What the previous release reads and writes stays as it is: nothing is dropped or renamed, no column
must be filled that it does not know, and none becomes narrower. What is to go goes one release
later, and is written down here with the release that no longer knows it.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import select

from app.core.db import db
from app.factory import create_app
from tests import released
from tests.conftest import test_settings

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"
FIRST = "20261122_the_first_tables.py"
LANDED_BEFORE_THE_RULE = {
    "20261129_one_attachment.py": "joined three tables before there was a release to run beside",
}
"""Breaks of the rule that can no longer be mended, with the reason."""
MERGED = {f"{link}{file}" for link in ("", "request_") for file in ("photo", "recording", "paper")}
"""Tables that one of them made one."""
TAKES_AWAY = {"drop_table", "drop_column", "rename_table", "drop_constraint"}
"""Of ``op`` or of a batch. An index may go: nobody's statement names one."""
ADDS = {"add_column"}


def migrations() -> list[str]:
    return sorted(file.name for file in VERSIONS.glob("*.py") if file.name != FIRST)


def calls(name: str) -> Iterator[ast.Call]:
    """Every call in ``upgrade`` and in the functions it calls: all but ``downgrade``."""
    tree = ast.parse((VERSIONS / name).read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    back = next(each for each in functions if each.name == "downgrade")
    only_back = {
        node.func.id for node in ast.walk(back)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }  # fmt: skip
    forth = next(each for each in functions if each.name == "upgrade")
    used = {
        node.func.id for node in ast.walk(forth)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }  # fmt: skip
    for function in functions:
        if function is back or (function.name in only_back and function.name not in used):
            continue
        yield from (node for node in ast.walk(function) if isinstance(node, ast.Call))


def verb(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def said(call: ast.Call, name: str) -> ast.expr | None:
    return next((each.value for each in call.keywords if each.arg == name), None)


def is_false(value: ast.expr | None) -> bool:
    return isinstance(value, ast.Constant) and value.value is False


def breaks(name: str) -> list[str]:
    """What a migration does that code of the release before would stumble over."""
    found = []
    for call in calls(name):
        what = verb(call)
        if what in TAKES_AWAY:
            found.append(what)
        elif what == "alter_column":
            renames = said(call, "new_column_name") is not None
            demands = is_false(said(call, "nullable"))
            if renames or (demands and said(call, "server_default") is None):
                found.append(what)
        elif what in ADDS:
            column = call.args[-1]
            if isinstance(column, ast.Call) and is_false(said(column, "nullable")):
                default = said(column, "server_default")
                if default is None:
                    found.append("a column that must be filled, without a default")
    return found


@pytest.mark.parametrize("name", migrations())
def test_f11_a_migration_leaves_alone_what_the_release_before_uses(name):
    if name in LANDED_BEFORE_THE_RULE:
        assert breaks(name), "it breaks nothing: take it off the list"
    else:
        assert breaks(name) == []


@pytest.fixture
def new_tables(database, run_folder):
    """An app on this release's tables, empty."""
    app = create_app(test_settings(run_folder, DATABASE_URL=database.empty("bare")), testing=True)
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


def test_f11_what_an_earlier_release_writes_and_reads_goes_in_and_comes_out(new_tables):
    """Its rows by its columns alone, as its code names them while the new tables are there."""
    kept = released.read("0001")
    with db.engine.connect() as connection:
        there = released.tables(connection)
        gone = set(kept) - set(there)
        for name in set(kept) & set(there):
            assert set(kept[name][0]) <= set(there[name].columns.keys()), name
            connection.execute(there[name].delete())
        released.load(connection, kept)
        for name in set(kept) & set(there):
            old = [there[name].c[column] for column in kept[name][0]]
            assert len(connection.execute(select(*old)).all()) == len(kept[name]), name
        connection.rollback()
    assert gone == MERGED
