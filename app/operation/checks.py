"""Whether what the settings name is there, in plain words; nothing is sent, nothing is changed."""

import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import create_engine, func, inspect, make_url, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from app.core import clock, migrations
from app.core.config import Config, ConfigurationError
from app.core.engines import driver_for, engine_options
from app.core.keys import vapid_public_key
from app.media.storage import open_store
from app.media.stores import StorageFull

SECONDS = 5.0
APART = timedelta(seconds=5)
"""How far the clocks of this machine and of the database may lie apart."""


@dataclass(frozen=True)
class Finding:
    """What was looked at, whether it is fine, and what to do where it is not."""

    name: str
    is_fine: bool
    words: str


def is_anothers(folder: Path) -> bool:
    """Tell whether root would leave files of its own among those of the services' account."""
    standing = next(each for each in (folder, *folder.absolute().parents) if each.exists())
    return os.geteuid() == 0 and standing.stat().st_uid != 0


def all_of(config: Config) -> list[Finding]:
    return [each(config) for each in CHECKS]


def _database(config: Config) -> Finding:
    if _is_missing_file(config.database_url):
        return Finding("database", False, "no file yet: flask --app wsgi db upgrade makes it")
    try:
        options = engine_options(config.database_url, config.shares_connections)
        engine = create_engine(config.database_url, **options)
        with engine.connect() as connection:
            words, is_fine = _tables(connection)
        engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
        return Finding("database", False, f"cannot be reached: {reason}")
    return Finding("database", is_fine, words)


def _is_missing_file(url: str) -> bool:
    """Tell whether a look would make a file that was not there."""
    file = make_url(url).database or ""
    return driver_for(url) is not None and file not in ("", ":memory:") and not Path(file).exists()


def _tables(connection: Connection) -> tuple[str, bool]:
    name = connection.dialect.name
    if not inspect(connection).has_table("alembic_version"):
        return f"{name} answers; it has no tables yet: flask --app wsgi db upgrade", False
    if not migrations.reached_by(connection):
        return f"{name} answers; it is of an older release: flask --app wsgi db upgrade", False
    if name == "postgresql":
        apart = abs(clock.now() - connection.scalars(select(func.now())).one())
        if apart > APART:
            return f"its clock and this machine's lie {apart.total_seconds():.0f} s apart", False
    return f"{name} answers and has this release's tables", True


def _storage(config: Config) -> Finding:
    try:
        open_store(config).try_out()
    except (StorageFull, ConfigurationError) as error:
        cause = error.__cause__ or error
        return Finding("storage", False, f"photos cannot be kept: {cause}")
    return Finding(
        "storage", True, f"{config.media_url or config.instance / 'media'} can be written"
    )


def _sms(config: Config) -> Finding:
    if not config.sms_gateway_url:
        return Finding("SMS", not config.is_production, "no gateway; codes are printed")
    problem = _unreachable(config.sms_gateway_url)
    if problem:
        return Finding("SMS", False, f"{_host(config.sms_gateway_url)}: {problem}")
    said = "can be reached; its token proves itself with the first code that somebody asks for"
    return Finding("SMS", True, f"{_host(config.sms_gateway_url)} {said}")


def _push(config: Config) -> Finding:
    if not config.vapid_subject.startswith(("mailto:", "https://")):
        return Finding("push", False, "VAPID_SUBJECT must be mailto:… or https://…")
    public = vapid_public_key(config.vapid_private_key)
    return Finding("push", True, f"browsers subscribe with {public[:16]}…")


def _clock(config: Config) -> Finding:
    program = shutil.which("timedatectl")
    if program is None:
        return Finding("clock", False, "timedatectl is missing: keep the clock with chrony or ntpd")
    asked = [program, "show", "--property", "NTPSynchronized", "--value"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603
    if done.stdout.strip() == "yes":
        return Finding("clock", True, "is kept by the network")
    return Finding("clock", False, "is not kept by the network: sudo timedatectl set-ntp true")


def _proxy(config: Config) -> Finding:
    if config.is_production and config.trusted_proxies == 0:
        return Finding("proxy", False, "TRUSTED_PROXIES is 0: behind nginx it must be 1")
    hops = config.trusted_proxies
    return Finding("proxy", True, f"{hops} in front; its X-Forwarded-* alone are believed")


def _operator(config: Config) -> Finding:
    """Law 91/2025: whoever gives data is told to whom, and whom to ask."""
    if config.operator_name and config.operator.is_complete:
        return Finding("operator", True, f"{config.operator.name}, {config.operator.contact}")
    said = "people must be told who keeps their data: set OPERATOR_NAME, OPERATOR_ADDRESS and "
    return Finding("operator", False, said + "OPERATOR_PHONE or OPERATOR_EMAIL")


def _name(config: Config) -> Finding:
    host = urlsplit(config.base_url).hostname or ""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return Finding("name", False, f"{host} has no address yet: ask whoever keeps your DNS")
    return Finding("name", True, f"{host} has an address")


def _unreachable(url: str) -> str:
    """Open a connection, with TLS for https, and close it; words where that fails."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        port = parts.port or (443 if parts.scheme == "https" else 80)
        with socket.create_connection((host, port), SECONDS) as line:
            if parts.scheme == "https":
                with ssl.create_default_context().wrap_socket(line, server_hostname=host):
                    return ""
    except (OSError, ValueError) as error:
        return f"cannot be reached: {error}"
    return ""


def _host(url: str) -> str:
    return urlsplit(url).hostname or url


CHECKS: tuple[Callable[[Config], Finding], ...] = (
    _database,
    _storage,
    _sms,
    _push,
    _clock,
    _proxy,
    _name,
    _operator,
)
