"""What ``init`` and ``check`` do: settings with fresh keys, and whether what they name is there."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from app.core.config import Config, ConfigurationError, settings
from app.core.keys import generate_data_key, generate_vapid_key
from app.core.private import FILE
from app.operation import checks

ABOUT = {
    "APP_ENV": "",
    "SECRET_KEY": "signs cookies",
    "DATA_KEY": "wraps the personal keys; losing it loses every name and phone: keep a copy apart",
    "VAPID_PRIVATE_KEY": "web push; another one ends every subscription",
    "VAPID_SUBJECT": "",
    "BASE_URL": "",
    "TRUSTED_PROXIES": "how many proxies stand in front",
    "DATABASE_URL": "",
    "INSTANCE_PATH": "",
    "MEDIA_URL": "",
    "REDIS_URL": "",
    "PROVINCE_CODE": "",
    "SITE_NAME": "",
    "CODE_PREFIX": "",
    "OPERATOR_NAME": "who answers for people's data, told wherever any is taken",
    "OPERATOR_ADDRESS": "",
    "OPERATOR_PHONE": "",
    "OPERATOR_EMAIL": "",
    "SMS_GATEWAY_URL": "",
    "SMS_GATEWAY_TOKEN": "",
    "BACKUP_FOLDER": "",
    "BACKUP_RECIPIENTS": "public key of the backups; the private one belongs on another machine",
}
UNQUOTABLE = set('"\\$`\n\r')
"""Read differently by systemd, a shell and a container: no setting needs them."""


def init(file: Path, **given: Any) -> None:
    values = _values(given)
    content = _content(values)
    try:
        found = Config.from_env(values)
    except ConfigurationError as error:
        raise click.ClickException(f"nothing was written. {error.message}") from error
    _write(file, content)
    click.echo(f"{file} is written, for its owner alone. Keep a copy of it apart, never beside a")
    click.echo("backup: without its DATA_KEY no name and no phone number can be read again.")
    if checks.is_anothers(found.instance):
        click.echo("As root nothing is tried: what it makes would be root's.")
        click.echo("Now: sudo cong-dan-so check")
    else:
        _say(found)


def check() -> None:
    if checks.is_anothers(settings().instance):
        raise click.ClickException("ask as the account of the services: sudo cong-dan-so check")
    if _say(settings()):
        raise click.ClickException("something is missing, see above")


def _values(given: Mapping[str, Any]) -> dict[str, str]:
    contact = str(given["contact"])
    values = {
        "APP_ENV": "production",
        "SECRET_KEY": secrets.token_urlsafe(48),
        "DATA_KEY": generate_data_key(),
        "VAPID_PRIVATE_KEY": generate_vapid_key(),
        "VAPID_SUBJECT": contact if contact.startswith("mailto:") else f"mailto:{contact}",
        "BACKUP_RECIPIENTS": given["backup_recipient"],
        "OPERATOR_EMAIL": contact.removeprefix("mailto:"),
    }
    rest = {name: str(given[name.lower()]) for name in ABOUT if name.lower() in given}
    return {name: value for name, value in (values | rest).items() if value}


def _content(values: Mapping[str, str]) -> str:
    lines = ["# The settings of one province. Table: README.md. Made by `flask init`."]
    for name, about in ABOUT.items():
        if name in values:
            lines += [f"# {about}"] if about else []
            lines.append(f"{name}={_quoted(name, values[name])}")
    return "\n".join(lines) + "\n"


def _quoted(name: str, value: str) -> str:
    if UNQUOTABLE & set(value):
        raise click.ClickException(
            f'nothing was written. {name} holds one of " \\ $ ` or a new line: choose without.'
        )
    return f'"{value}"' if any(letter in value for letter in " #;&'()<>|*?") else value


def _write(file: Path, content: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already; it is not overwritten") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    with os.fdopen(handle, "w", encoding="utf-8") as written:
        written.write(content)
        written.flush()
        os.fsync(written.fileno())


def _say(config: Config) -> bool:
    """Print what was found; tell whether something is missing."""
    findings = checks.all_of(config)
    for finding in findings:
        click.echo(f"{'ok     ' if finding.is_fine else 'MISSING'} {finding.name}: {finding.words}")
    return not all(finding.is_fine for finding in findings)
