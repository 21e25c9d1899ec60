"""Rules of addresses that work out late how an address is written.

Werkzeug makes two functions of Python code for each rule when the rule is added. Most are never
called in a process, and making them all took a twelfth of the start (docs/performance.md).
"""

from collections.abc import Callable
from typing import Any

from flask import Flask
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


class LateRule(Rule):
    """A rule that compiles what writes its addresses when the first one is written."""

    def _compile_builder(self, append_unknown: bool = True) -> Builder:
        compiling, name = super()._compile_builder, "_build_unknown" if append_unknown else "_build"

        def build(rule: Rule, **values: Any) -> tuple[str, str]:
            compiled: Builder = compiling(append_unknown).__get__(rule, None)
            setattr(rule, name, compiled)
            return compiled(**values)

        return build


def init_app(app: Flask) -> None:
    """Have rules that are added from now on be late ones."""
    app.url_rule_class = LateRule
