"""``notifications vapid``."""

import click

from app.commands.late import runs


@click.group("notifications")
def notifications() -> None:
    """Telling people."""


@notifications.command("vapid")
@runs("app.notifications.cli:vapid", in_the_app=False)
def vapid() -> None:
    """Make a key pair for web push and print it; nothing is stored.

    Changing the key of a running deployment ends every subscription: browsers subscribed with
    the old public key, and push services refuse another sender.
    """
