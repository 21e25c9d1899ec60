"""How a command is declared without what it runs.

    @bills.command("import")
    @click.argument("biller")
    @runs("app.bills.cli:import_bills")
    def import_bills() -> None:
        "Import BILLER's bills …"

Flask looks a command's name up in the app, so `wsgi` gives it a stand-in that has the commands and
nothing else. What runs is given the whole app, loaded then (`app/start.py`).
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from functools import wraps
from importlib import import_module
from typing import Any

import click
from flask import Flask
from flask.cli import FlaskGroup, with_appcontext


def is_looking_for_a_command() -> bool:
    """Tell whether it is `flask` that asks for the app, to list or find commands.

    A command that runs asks for itself.
    """
    context = click.get_current_context(silent=True)
    return context is not None and isinstance(context.command, FlaskGroup)


class StandIn(Flask):
    """Stands for the app while Flask looks for a command."""

    def __init__(self, commands: Iterable[click.Command]) -> None:
        """Offer ``commands``."""
        super().__init__("app", static_folder=None)
        for command in commands:
            self.cli.add_command(command)

    def app_context(self) -> Any:
        """Give none while a command is looked up, and the whole app's for one that runs."""
        if is_looking_for_a_command():
            return nullcontext()
        return import_module("app.start").app.app_context()


def runs(
    path: str, *, in_the_app: bool = True
) -> Callable[[Callable[[], None]], Callable[..., object]]:
    """Have a command run what ``path`` names, as ``module:function``, with its own parameters.

    The declared function says what it does in its docstring, and nothing else. What makes settings
    needs none: it is not run ``in_the_app``.
    """

    def declare(declared: Callable[[], None]) -> Callable[..., object]:
        @wraps(declared)
        def run(**given: Any) -> object:
            return named(path)(**given)

        run.path = path  # type: ignore[attr-defined]
        return with_appcontext(run) if in_the_app else run

    return declare


def named(path: str) -> Callable[..., object]:
    """Load what ``module:function`` names."""
    module, _, name = path.partition(":")
    found: Callable[..., object] = getattr(import_module(module), name)
    return found
