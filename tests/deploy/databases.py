"""Programs that stand between the product and PostgreSQL, started as deploy/ says."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, make_url

from app.core.config import ROOT
from tests import postgres
from tests.deploy.front_file import HOST, free_ports

FILES = ROOT / "deploy" / "postgresql"
PGBOUNCER = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
PATIENCE_SECONDS = 30


def ids() -> dict[str, Any]:
    """As whom PostgreSQL's programs run, for Popen."""
    account = postgres.account()
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def lend(folder: Path) -> None:
    """Give a folder and what is in it to whom PostgreSQL's programs run as."""
    account = postgres.account()
    if account is not None:
        for each in (folder, *folder.iterdir()):
            os.chown(each, account.pw_uid, account.pw_gid)


@contextmanager
def pooled(folder: Path, url: str, size: int) -> Iterator[str]:
    """Put pgbouncer before the database at `url`, with so many connections; give its address."""
    address = make_url(url)
    (port,) = free_ports(1)
    text = (FILES / "pgbouncer.ini").read_text()
    for old, new in {
        "host=127.0.0.1 port=5000": _asked(address),
        "listen_port = 6432": f"listen_port = {port}",
        "auth_type = scram-sha-256": "auth_type = any",
        "auth_file = /etc/pgbouncer/userlist.txt\n": "",
        "default_pool_size = 40": f"default_pool_size = {size}",
    }.items():
        assert old in text, old
        text = text.replace(old, new)
    folder.mkdir()
    (folder / "pgbouncer.ini").write_text(text)
    lend(folder)
    with (folder / "log").open("wb") as log:
        program = subprocess.Popen(
            [str(PGBOUNCER), "pgbouncer.ini"], cwd=folder, stdout=log, stderr=log, **ids()
        )
    beyond = address.set(host=HOST, port=port, query={})
    try:
        _wait_for(program, beyond.set(drivername="postgresql").render_as_string(), folder / "log")
        yield beyond.render_as_string(hide_password=False)
    finally:
        program.kill()
        program.wait()


def _asked(address: URL) -> str:
    """The database's address in pgbouncer's words: a socket's folder, or a host with a password."""
    words = {"host": address.query.get("host") or address.host, "port": address.port}
    words |= {"user": address.username, "password": address.password}
    return " ".join(f"{name}={value}" for name, value in words.items() if value)


def _wait_for(program: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    give_up = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            psycopg.connect(address).close()
            return
        except psycopg.OperationalError:
            assert program.poll() is None, log.read_text()
            assert time.monotonic() < give_up, log.read_text()
            time.sleep(0.05)
