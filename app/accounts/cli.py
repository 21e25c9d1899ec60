"""Commands of the operator."""

import click

from app.accounts import administering, passwords, permissions, phones, queries
from app.accounts.actors import SYSTEM
from app.accounts.models import Agency, User
from app.accounts.models.agency import COMMITTEE
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError


@click.group("accounts")
def commands() -> None:
    """People, agencies and rights."""


@commands.command("create-admin")
@click.option("--phone", prompt=True, help="The administrator's mobile number.")
@click.option("--name", prompt=True, help="Their name, as colleagues will see it.")
@click.option("--agency", "code", default="root", show_default=True, help="Code of the agency.")
@click.option("--agency-name", default="", help="Name of that agency, if it is to be made.")
@click.password_option(help="8 to 128 characters.")
def create_admin(phone: str, name: str, code: str, agency_name: str, password: str) -> None:
    """Make the first administrator, who makes all others.

    The second factor is set up at the first sign-in.
    """
    try:
        passwords.check_new(password, phone)
        user = _administrator(phone, name, _agency(code, agency_name), password)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    click.echo(f"{user.masked_phone} administers {code}. Sign in at /can-bo/dang-nhap.")


def _agency(code: str, name: str) -> Agency:
    agency = queries.agency_by_code(code)
    if agency is not None:
        return agency
    if not name:
        raise click.ClickException(f"There is no agency {code}: give --agency-name to make it.")
    return Agency.found(code, COMMITTEE, name)


def _administrator(phone: str, name: str, agency: Agency, password: str) -> User:
    now, wanted = clock.now(), [permissions.ADMINISTER]
    user, _code = administering.invite(phones.parse(phone), name, agency, wanted, SYSTEM, now)
    user.password_hash = passwords.hashed(password)
    return user
