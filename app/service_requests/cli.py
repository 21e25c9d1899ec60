"""What ``service-requests escalate`` does."""

import click

from app.core import clock
from app.service_requests.clock.jobs import escalate


def escalate_now() -> None:
    reports, people = escalate(clock.now())
    click.echo(f"{reports} reports looked at, {people} people told")
