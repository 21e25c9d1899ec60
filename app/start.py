"""The whole app, loaded once in a process: for servers, and for commands when they run.

What is loaded here lives as long as the process: the garbage collector neither runs meanwhile nor
looks at it ever after, and processes that are forked from this one go on sharing it.
"""

import gc

gc.disable()

import click  # noqa: E402
from flask import Flask  # noqa: E402

from app.core.migrations import require_current  # noqa: E402
from app.core.personal import require_key  # noqa: E402
from app.factory import create_app, warm  # noqa: E402

app: Flask = create_app()
if click.get_current_context(silent=True) is None:  # a server: commands may prepare the database
    require_current(app)
    with app.app_context():
        require_key()
    warm(app)
gc.freeze()
gc.enable()
