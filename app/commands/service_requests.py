"""``service-requests escalate``."""

import click

from app.commands.late import runs


@click.group("service-requests")
def service_requests() -> None:
    """Reports."""


@service_requests.command("escalate")
@runs("app.service_requests.cli:escalate_now")
def escalate() -> None:
    """Take the steps of the chain that are due, as the worker does every minute."""
