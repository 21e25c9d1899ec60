"""The application, for a WSGI server (`wsgi:app`) and for `flask --app wsgi …`."""

import click

from app.core.migrations import require_current
from app.factory import create_app

app = create_app()
if click.get_current_context(silent=True) is None:  # a server: commands may prepare the database
    require_current(app)
