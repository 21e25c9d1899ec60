"""Finds what nothing uses: functions, methods, classes, names that no code and no template reads.

Tests do not count as users. What a library calls by its name stands in `LIBRARIES`.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from vulture import Vulture
from vulture.core import Item

ROOT = Path(__file__).resolve().parent.parent
CODE = ("app", "tools", "bench", "wsgi.py", "migrations/env.py")
CALLED_BY_DECORATOR = ["@*.*", "@validates", "@compiles"]
WORD = re.compile(r"\w+")
RUN = re.compile(r'^@runs\("[\w.]+:(\w+)"\)', re.MULTILINE)
"""What a command names as what it runs."""
SURE = 60
"""Percent of vulture's confidence from which a finding counts; it gives most names 60."""
LIBRARIES = {
    "get_id": "Flask-Login's user",
    "cache_ok": "SQLAlchemy's types",
    "inherit_cache": "SQLAlchemy's functions",
    "ensure_sync": "Flask's way to a view",
    "process_bind_param": "SQLAlchemy's types",
    "process_result_value": "SQLAlchemy's types",
    "regex": "werkzeug's converters",
    "serialize": "huey's serializer",
    "deserialize": "huey's serializer",
    "handle_*": "html.parser",
    "validate_*": "WTForms' own checks of a field",
    "process_data": "WTForms' fields",
    "do_POST": "http.server",
    "log_message": "http.server",
    "error_task_class": "waitress' channel",
    "visit_*": "Jinja's walk over a template's nodes",
    "domain_instance": "Flask-Babel's domain",
    "autogenerate": "Alembic's call",
    "pytest_runtestloop": "pytest's hook",
}
"""Names that a library looks for."""
OURS = {
    "RECEIVERS": "modules that are imported to be heard",
    "HANDLERS": "modules that are imported to be heard",
    "JOBS": "modules that are imported to be heard",
    "CLOCKWORK": "modules that are imported to be heard",
    "VERBS": "modules that are imported for the verbs they declare",
    "GUARDS": "the rule that the test of locks holds all posts to",
    "StartResponse": "types alone",
    "add_biller": "what bench/bills runs in a process of another build",
    "take_statement": "what bench/bills runs in a process of another build",
    "WSGIApplication": "types alone",
    "WSGIEnvironment": "types alone",
}
"""Names that stand for themselves."""


def main() -> int:
    """Prints what is unused; gives the exit code."""
    found = [item.get_report() for item in unused()]
    print("\n".join(found))
    return 1 if found else 0


def unused() -> list[Item]:
    """What neither code nor templates use and no library calls."""
    hunter = Vulture(ignore_names=[*LIBRARIES, *OURS], ignore_decorators=CALLED_BY_DECORATOR)
    hunter.scavenge([str(ROOT / each) for each in CODE])
    hunter.used_names.update(*map(words, (ROOT / "templates").rglob("*.*")), declared(), run())
    found = hunter.get_unused_code(min_confidence=SURE)
    # To set an attribute is to act on its object.
    return [item for item in found if item.typ != "attribute"]


def words(path: Path) -> list[str]:
    """The words of a template."""
    return WORD.findall(path.read_text())


def run() -> list[str]:
    """The functions that commands run, named in their declarations."""
    return [
        name
        for path in (ROOT / "app/commands").glob("*.py")
        for name in RUN.findall(path.read_text())
    ]


def declared() -> Iterator[str]:
    """Fields that a class declares: columns are kept, and forms and rows filled, by their name."""
    for path in (ROOT / "app").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                fields = [each.target for each in node.body if isinstance(each, ast.AnnAssign)]
                yield from (each.id for each in fields if isinstance(each, ast.Name))


if __name__ == "__main__":
    sys.exit(main())
