"""What ``service-requests escalate`` and ``figures rebuild`` do."""

import click

from app.core import clock
from app.service_requests.clock.jobs import escalate
from app.service_requests.figures import jobs


def escalate_now() -> None:
    reports, people = escalate(clock.now())
    click.echo(f"{reports} reports looked at, {people} people told")


def rebuild_figures() -> None:
    click.echo(f"{jobs.rebuild()} reports counted from scratch")
