"""``audit verify``, ``outbox drain``, ``retention``, ``worker``, ``working-days``."""

import click

from app.commands.late import runs


@click.group("audit")
def audit() -> None:
    """The log of who changed what."""


@audit.command("verify")
@runs("app.core.audit:verify")
def verify() -> None:
    """Check the chain of seals; leave with an error where it is broken."""


@click.group("outbox")
def outbox() -> None:
    """Work that waits for the worker."""


@outbox.command("drain")
@click.argument("queue", required=False)
@runs("app.core.jobs:drain_now")
def drain() -> None:
    """Do what is due now, in QUEUE or in all queues, and say how much it was."""


@click.group("retention")
def retention() -> None:
    """How long what is known of people is kept."""


@retention.command("show")
@runs("app.core.ending:show")
def show_retention() -> None:
    """Say for each kind how long it stays, and how much would end now and within 30 days."""


@retention.command("run")
@runs("app.core.ending:run")
def run_retention() -> None:
    """End what is past its time now; the worker does so every six hours."""


@click.command("worker")
@click.option("--threads", default=4, show_default=True, help="Jobs done side by side.")
@runs("app.core.jobs:work")
def worker() -> None:
    """Do the outbox's work until stopped."""


@click.group("working-days")
def working_days() -> None:
    """Days that differ from the national calendar."""


@working_days.command("set")
@click.argument("day", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]))
@click.argument("kind", type=click.Choice(["working", "off"]))
@click.option("--note", default="", help="Why: the decision that says so.")
@runs("app.core.working_days:declare")
def set_day() -> None:
    """Declare DAY (2026-08-22 or 22/08/2026) a working day or a day off."""


@working_days.command("list")
@runs("app.core.working_days:print_days")
def list_days() -> None:
    """List the declared days."""
