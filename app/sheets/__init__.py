"""Sheets that people send: read, columns confirmed and remembered, shown, done by the worker.

Lists that people take away: ``out``.

What a row says and becomes is its room's: a room declares a ``SheetKind`` and registers it.
"""

from flask import Flask

from app.sheets import jobs, retention
from app.sheets.out import jobs as out_jobs

JOBS = (jobs, out_jobs, retention)
"""Importing them registers what the worker does."""


def init_app(app: Flask) -> None:
    """Nothing of its own is shown: the pages are those of the rooms whose sheets they are."""
