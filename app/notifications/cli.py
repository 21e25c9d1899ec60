"""Commands for the operator."""

import click

from app.core.config import generate_vapid_key, vapid_public_key


@click.group("notifications")
def commands() -> None:
    """Telling people."""


@commands.command("vapid")
def vapid() -> None:
    """Make a key pair for web push and print it; nothing is stored.

    Changing the key of a running deployment ends every subscription: browsers subscribed with
    the old public key, and push services refuse another sender.
    """
    private = generate_vapid_key()
    click.echo(f"VAPID_PRIVATE_KEY={private}")
    click.echo(f"# its public key, shown to browsers: {vapid_public_key(private)}")
