"""``db …``."""

from copy import copy
from typing import TYPE_CHECKING, Any

import click

from app.core.lazy import lazy

if TYPE_CHECKING:
    import flask_migrate.cli
else:
    flask_migrate = lazy("flask_migrate")
    flask_migrate.cli = lazy("flask_migrate.cli")


class _Commands(click.Command):
    """Stands for Flask-Migrate's group of commands, which is loaded when it is asked for."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Give the context of the real group: it is what runs."""
        group = copy(flask_migrate.cli.db)
        if "--help" in args:
            group.callback = None  # it takes the options of the group to the app
        return group.make_context(info_name, args, parent, **extra)


db = _Commands("db", help="Perform database migrations.")
