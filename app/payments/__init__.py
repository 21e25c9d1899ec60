"""VietQR, bank accounts, and the matching of bank statements with what is owed."""

from flask import Flask

from app.core import naming
from app.payments import jobs, retention, sheets
from app.payments.banks import all_banks
from app.payments.views import payments

JOBS = (jobs, retention, sheets)
"""Importing them registers what the worker does."""


def init_app(app: Flask) -> None:
    """Add the managers' pages and the banks' web hook."""
    app.register_blueprint(payments)
    naming.lists(_banks, "bin")


def _banks() -> list[tuple[str, str]]:
    return [(each.bin, name) for each in all_banks() for name in (each.short, each.name)]
