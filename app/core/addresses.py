"""How an address holds a number: nine digits at most, which every database can look up.

And those that only this machine itself asks.
"""

from flask import Flask
from werkzeug.routing import IntegerConverter

ASKED_HERE = frozenset({"/healthz", "/readyz", "/metrics"})


class Number(IntegerConverter):
    """``<int:…>`` in a rule; a longer number is no such page (404)."""

    regex = r"[0-9]{1,9}"


def init_app(app: Flask) -> None:
    """Read numbers in addresses so. Comes before any rule is added."""
    app.url_map.converters["int"] = Number
