"""What ``service-requests escalate``, ``figures rebuild`` and ``receipts verify`` do."""

from typing import Any

import click

from app.core import clock, signing
from app.service_requests.clock.jobs import escalate
from app.service_requests.figures import jobs
from app.service_requests.proving import receipts


def escalate_now() -> None:
    reports, people = escalate(clock.now())
    click.echo(f"{reports} reports looked at, {people} people told")


def rebuild_figures() -> None:
    click.echo(f"{jobs.rebuild()} reports counted from scratch")


def verify_receipt(file: Any, key: str | None, root: str | None) -> None:
    """Say whether a receipt's file holds; it asks no database."""
    text = file.read().decode("utf-8", "replace")
    verdict = receipts.verify(text, key or signing.public_key(), root)
    named = f"{verdict.code} of {verdict.day}: " if verdict.code else ""
    if not verdict.holds:
        raise click.ClickException(f"{named}{verdict.said}")
    click.echo(f"{named}{verdict.said}")
