"""Our Flask: what every request asks of it many times, asked in fewer steps."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.globals import _cv_request
from werkzeug.routing import MapAdapter

OF_FLASK = frozenset({"_anchor", "_method", "_scheme", "_external"})


class Application(Flask):
    """A Flask whose views are plain functions, and which writes most addresses by one rule."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Give the function as it is: none of ours is a coroutine, a test says so."""
        return func

    def url_for(self, /, endpoint: str, **given: Any) -> str:
        """Write an address as Flask does.

        Where an endpoint has one rule, and nothing but its values is given in a request, Werkzeug's
        search for a rule that fits is left out; most of a page's addresses are such.
        """
        asked = _cv_request.get(None)
        if asked is not None and asked.url_adapter is not None:
            written = self._by_one_rule(asked.url_adapter, endpoint, given)
            if written is not None:
                return written
        return super().url_for(endpoint, **given)

    def _by_one_rule(self, asked: MapAdapter, endpoint: str, given: dict[str, Any]) -> str | None:
        rules = self.url_map._rules_by_endpoint.get(endpoint, ())
        values = {name: value for name, value in given.items() if value is not None}
        if len(rules) != 1 or not (
            rules[0].arguments <= values.keys() and OF_FLASK.isdisjoint(values)
        ):
            return None
        built = rules[0].build(values)
        return built and f"{asked.script_name.rstrip('/')}/{built[1].lstrip('/')}"
