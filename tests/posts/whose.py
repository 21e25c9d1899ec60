"""Which addresses are whose, by the table of the matrix."""

from typing import Any

from flask import Flask

from tests.architecture.matrix_posts import POSTS, Sent
from tests.architecture.matrix_table import LINES
from tests.architecture.matrix_who import EVERYBODY, SIGNED_IN, WITH_A_LINK
from tests.architecture.test_matrix import line_of


def acting(app: Flask, endpoint: str) -> Any:
    """Give who acts, by the table, on the thing of the address's request."""
    rule = next(r for r in app.url_map.iter_rules(endpoint) if "POST" in (r.methods or ()))
    line = LINES[line_of(app, rule)]
    return (line.get(POSTS[endpoint].thing) or next(iter(line.values()))).acts


def closed_to(app: Flask) -> list[str]:
    """Give the addresses that are not open to everybody."""
    return [each for each in sorted(POSTS) if acting(app, each) is not EVERYBODY]


def of_somebody(app: Flask) -> list[str]:
    """Give the addresses that only some of those who are signed in may use."""
    open_to = (EVERYBODY, SIGNED_IN, WITH_A_LINK)
    return [each for each in sorted(POSTS) if all(acting(app, each) is not who for who in open_to)]


def strangers(sent: Sent) -> tuple[str, str]:
    """Give nobody, and the right person in a session that was ended."""
    return "guest", f"ended {sent.role}"
