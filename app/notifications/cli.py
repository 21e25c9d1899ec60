"""What ``notifications vapid`` does."""

import click

from app.core.keys import generate_vapid_key, vapid_public_key


def vapid() -> None:
    private = generate_vapid_key()
    click.echo(f"VAPID_PRIVATE_KEY={private}")
    click.echo(f"# its public key, shown to browsers: {vapid_public_key(private)}")
