"""``service-requests escalate``."""

import click

from app.core import clock
from app.service_requests.clock.jobs import escalate


@click.group("service-requests")
def commands() -> None:
    """Reports."""


@commands.command("escalate")
def escalate_command() -> None:
    """Take the steps of the chain that are due, as the worker does every minute."""
    reports, people = escalate(clock.now())
    click.echo(f"{reports} reports looked at, {people} people told")
