"""``service-requests escalate``; ``figures rebuild``; ``receipts verify FILE``."""

import click

from app.commands.late import runs


@click.group("service-requests")
def service_requests() -> None:
    """Reports."""


@service_requests.command("escalate")
@runs("app.service_requests.cli:escalate_now")
def escalate() -> None:
    """Take the steps of the chain that are due, as the worker does every minute."""


@click.group("figures")
def figures() -> None:
    """Counters of reports, by period."""


@figures.command("rebuild")
@runs("app.service_requests.cli:rebuild_figures")
def rebuild() -> None:
    """Count all reports from scratch and set the counters right.

    The worker keeps them; this is for whoever doubts them. People go on working meanwhile: it
    commits every 300 reports, and only the last step, summing up, holds writers back on SQLite.
    """


@click.group("receipts")
def receipts() -> None:
    """Receipts of reports, which prove when they came in."""


@receipts.command("verify")
@click.argument("file", type=click.File("rb"))
@click.option("--key", help="The public key to check with; without it this deployment's own.")
@click.option("--root", help="The root of its day, as kept from the feed.")
@runs("app.service_requests.cli:verify_receipt")
def verify() -> None:
    """Say whether FILE was signed by us, is unaltered, and stands in its day's tree."""
