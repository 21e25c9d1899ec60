"""Rooms import downwards only, and each kind of file keeps to its own work."""

import ast
import re
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from tests.architecture import sources
from tools.check import LINT_FLOORS

ASKS = {"select", "execute", "scalars", "scalar", "query", "exists", "select_from"}
# Who may end a transaction: views, what the worker runs, and commands; core has its own reasons.
COMMITTERS = {"views", "jobs", "cli", "worker", "core", "demo", "operation"}
"""`operation` is the commands of an operator: what they note has to be seen while they run."""

JOB = re.compile(r"^@(?:\w+\.)?(?:handler|every)\(", re.MULTILINE)
"""A module with work that the worker calls."""


def test_imports_keep_to_the_floors():
    done = subprocess.run(
        [sys.executable, "-c", LINT_FLOORS],
        cwd=sources.ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_no_files_import_each_other_in_a_circle():
    known = sources.imports()
    graph = {name: others & known.keys() for name, others in known.items()}
    assert graph["app.service_requests.record"] >= {"app.service_requests.rows"}
    TopologicalSorter(graph).prepare()  # CycleError names the files


def test_the_package_itself_imports_nothing():
    tree = sources.parsed(sources.ROOT / "app" / "__init__.py")
    assert [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)] == []


def test_views_ask_queries_and_never_the_database():
    found = [
        f"{sources.named(path)}:{line} {word}()"
        for path in sources.modules_called("views")
        for word, line in sources.calls(path)
        if word in ASKS
    ]
    assert found == []


def test_only_views_jobs_and_commands_commit():
    found = [
        f"{sources.named(path)}:{line}"
        for path in sources.modules()
        if not COMMITTERS & {path.stem, *path.parent.relative_to(sources.ROOT).parts}
        and not JOB.search(path.read_text(encoding="utf-8"))
        for word, line in sources.calls(path)
        if word == "commit"
    ]
    assert found == []


@pytest.mark.parametrize("kind", ["models", "policies"])
def test_rules_know_nothing_of_the_request(kind):
    found = [
        f"{sources.named(path)}:{node.lineno}"
        for path in sources.modules_called(kind)
        for node in sources.nodes(path)
        if isinstance(node, ast.ImportFrom)
        and node.module == "flask"
        and {"request", "session", "g"} & {alias.name for alias in node.names}
    ]
    assert found == []


def test_policies_decide_and_neither_ask_the_database_nor_abort():
    found = [
        f"{sources.named(path)}:{line} {word}()"
        for path in sources.modules_called("policies")
        for word, line in sources.calls(path)
        if word in ASKS | {"abort"}
    ]
    assert found == []


def test_no_import_hides_inside_a_function():
    found = [
        f"{sources.named(path)}:{node.lineno}"
        for path in sources.modules()
        for function in sources.functions(path)
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom) and "pysqlite3" not in ast.dump(node)
    ]
    assert found == []


def test_only_libraries_of_others_are_loaded_late():
    names = [
        node.args[0].value
        for path in sources.modules()
        for node in sources.nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "lazy"
        and isinstance(node.args[0], ast.Constant)
    ]
    assert "huey" in names
    assert [name for name in names if name.partition(".")[0] in {"app", "tests", "tools"}] == []
