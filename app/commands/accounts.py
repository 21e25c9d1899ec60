"""``accounts create-admin``."""

import click

from app.commands.late import runs


@click.group("accounts")
def accounts() -> None:
    """People, agencies and rights."""


@accounts.command("create-admin")
@click.option("--phone", prompt=True, help="The administrator's mobile number.")
@click.option("--name", prompt=True, help="Their name, as colleagues will see it.")
@click.option("--agency", "code", default="root", show_default=True, help="Code of the agency.")
@click.option("--agency-name", default="", help="Name of that agency, if it is to be made.")
@click.password_option(help="8 to 128 characters.")
@runs("app.accounts.cli:create_admin")
def create_admin() -> None:
    """Make the first administrator; any further one is proposed to those there are.

    The second factor is set up at the first sign-in.
    """
