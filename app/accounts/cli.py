"""What ``accounts create-admin`` does."""

import click

from app.accounts import administering, passwords, phones, proposing, queries, sessions
from app.accounts.actors import SYSTEM
from app.accounts.models import Agency, User
from app.accounts.models.agency import COMMITTEE
from app.accounts.permissions import ADMINISTER
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError


def create_admin(phone: str, name: str, code: str, agency_name: str, password: str) -> None:
    try:
        passwords.check_new(password, phone)
        is_first = not queries.administrators()
        user = _administrator(phone, name, _agency(code, agency_name), password, is_first)
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    db.session.commit()
    if is_first:
        click.echo(f"{user.masked_phone} administers {code}. Sign in at /can-bo/dang-nhap.")
    else:
        click.echo(f"{user.masked_phone} administers {code} once an administrator confirms it.")


def _agency(code: str, name: str) -> Agency:
    agency = queries.agency_by_code(code)
    if agency is not None:
        return agency
    if not name:
        raise click.ClickException(f"There is no agency {code}: give --agency-name to make it.")
    return Agency.found(code, COMMITTEE, name)


def _administrator(phone: str, name: str, agency: Agency, password: str, first: bool) -> User:
    now, number = clock.now(), phones.parse(phone)
    user = queries.user_by_phone(number)
    if user is not None and any(r.permission == ADMINISTER for r in user.rights):
        return _with_new_password(user, password)
    if user is not None and user.is_official:
        raise DomainError("This number is an official's: their rights are given by colleagues.")
    user, _code = administering.invite(number, name, agency, [ADMINISTER], SYSTEM, now)
    user.password_hash = passwords.hashed(password)
    proposal = proposing.open_one(user, ADMINISTER, agency)
    if first and proposal is not None:
        proposing.confirm_first(proposal, now)
    return user


def _with_new_password(user: User, password: str) -> User:
    """Let an administrator who forgot theirs in again: it gives no right they do not have."""
    now = clock.now()
    user.password_hash = passwords.hashed(password)
    sessions.end_all(user, now)
    audit.record(SYSTEM.reference, "official.password_set", user.reference, now=now)
    return user
