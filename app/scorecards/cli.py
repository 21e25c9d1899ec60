"""What ``scorecards rebuild`` and ``scorecards verify FILE`` do."""

import json
from typing import Any

import click

from app.core import clock, signing
from app.core.db import db
from app.scorecards import publishing
from app.service_requests.figures import jobs


def rebuild() -> None:
    reports = jobs.rebuild()
    now = clock.now()
    done = publishing.publish(now)
    done += publishing.correct(now)
    db.session.commit()
    click.echo(f"{reports} reports counted from scratch, {done} documents published")


def verify(file: Any, key: str | None) -> None:
    """Say whether a file is what this deployment, or the owner of ``key``, published."""
    try:
        read = json.loads(file.read())
        said, signature = read["signed"], read["signature"]
        text = signing.canonical(said).encode()
        named = f"{said['kind']} {said['first']}, edition {said['edition']}, of {said['at']}"
    except (ValueError, KeyError, TypeError) as wrong:
        raise click.ClickException("this is no published account") from wrong
    if not isinstance(signature, str) or not signing.holds(
        text, signature, key or signing.public_key()
    ):
        raise click.ClickException(f"NOT as published: {named}. The signature does not fit it")
    click.echo(f"as published: {named}")
