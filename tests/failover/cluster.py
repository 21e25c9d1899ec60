"""Three database machines as deploy/postgresql says, each on a loopback address of its own."""

import json
import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from app.core.config import ROOT
from tests import postgres
from tests.rehearsal.machine import Failed, Missing, settings_of

FILES = ROOT / "deploy" / "postgresql"
NAMES = ("db-1", "db-2", "db-3")
PATIENCE_SECONDS = 120
PACKAGES = {"etcd": "etcd-server", "patroni": "patroni", "haproxy": "haproxy"}
KINDS = (
    "the machine is off",
    "PostgreSQL is killed",
    "PostgreSQL and Patroni hang",
    "the machine hangs",
)


def programs() -> dict[str, str]:
    """Where each program is. Raises Missing, saying how to get what is not here."""
    path = f"{os.environ['PATH']}:/usr/sbin"
    found = {name: shutil.which(name, path=path) for name in PACKAGES}
    missing = [PACKAGES[name] for name, program in found.items() if program is None]
    if postgres.system() is None:
        missing.append("postgresql")
    if missing:
        raise Missing(f"not here: sudo apt-get install -y {' '.join(missing)}")
    return {name: str(program) for name, program in found.items()}


class Addresses:
    """The addresses of deploy/ moved to a part of loopback that is this process's own."""

    def __init__(self) -> None:
        """Choose by the process's number."""
        number = os.getpid() % 60_000 + 256
        self.net = f"127.{number // 256}.{number % 256}"

    def moved(self, text: str) -> str:
        """The text with the addresses of deploy/ moved, and loopback let in everywhere."""
        text = text.replace("10.0.0.0/24", "127.0.0.0/8").replace("10.0.0.", f"{self.net}.")
        return text.replace("bind 127.0.0.1:", f"bind {self.net}.1:")


class Node:
    """One database machine: etcd, Patroni, and PostgreSQL, which Patroni starts."""

    def __init__(self, cluster: "Cluster", number: int) -> None:
        """Write its files."""
        self.cluster, self.name = cluster, NAMES[number]
        self.address = f"{cluster.addresses.net}.{11 + number}"
        self.folder = cluster.folder / self.name
        self.folder.mkdir()
        self.data = self.folder / "data"
        for file in ("patroni.yml", "etcd"):
            text = cluster.addresses.moved(self._own((FILES / file).read_text()))
            (self.folder / file).write_text(text)
        self.etcd: subprocess.Popen[bytes] | None = None
        self.patroni: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start what does not run."""
        if self.etcd is None:
            env = settings_of(self.folder / "etcd")
            self.etcd = self.cluster.started([self.cluster.programs["etcd"]], self.folder, env)
        if self.patroni is None:
            command = [self.cluster.programs["patroni"], "patroni.yml"]
            self.patroni = self.cluster.started(command, self.folder, {})

    def power_off(self) -> None:
        """Kill all of it with -9."""
        for process in (self.patroni, self.etcd):
            if process is not None:
                process.kill()
                process.wait()
        self.patroni = self.etcd = None
        self.kill_postgres()

    def kill_postgres(self) -> None:
        """Kill PostgreSQL with -9, every process of it."""
        found = self._server()
        _send(signal.SIGSTOP, found[:1])  # makes no further ones
        _send(signal.SIGKILL, self._server())

    def hang(self, whole: bool = False) -> None:
        """Stop all but etcd, or all, where it stands: connections stay open and say nothing."""
        etcd = self._pids(self.etcd) if whole else []
        _send(signal.SIGSTOP, [*self._pids(self.patroni), *self._server(), *etcd])

    def go_on(self) -> None:
        """Let it go on as if nothing had been."""
        own = [*self._pids(self.etcd), *self._pids(self.patroni)]
        _send(signal.SIGCONT, [*self._server(), *own])

    def members(self) -> list[dict[str, Any]]:
        """What its Patroni says of all; nothing where it does not answer."""
        try:
            with urllib.request.urlopen(f"http://{self.address}:8008/cluster", timeout=2) as said:
                found: list[dict[str, Any]] = json.load(said)["members"]
                return found
        except (OSError, ValueError, KeyError):
            return []

    def _pids(self, process: "subprocess.Popen[bytes] | None") -> list[int]:
        return [process.pid] if process is not None else []

    def _own(self, text: str) -> str:
        for old, new in {
            "name: db-1": f"name: {self.name}",
            'ETCD_NAME="db-1"': f'ETCD_NAME="{self.name}"',
            "/var/lib/postgresql/15/cong-dan-so": str(self.data),
            "/usr/lib/postgresql/15/bin": str(postgres.system()),
            "  mode: required": '  mode: "off"',
            "/var/lib/etcd/cong-dan-so": str(self.folder / "etcd-data"),
            "  pg_hba:\n    - local": f"  parameters:\n    unix_socket_directories: {self.folder}\n"
            "  pg_hba:\n    - local",
        }.items():
            text = text.replace(old, new)
        lines = text.splitlines(keepends=True)
        every = ("hosts:", "ETCD_INITIAL_CLUSTER=")  # these name all machines
        own = self.address.rpartition(".")[2]
        return "".join(
            line
            if any(word in line for word in every)
            else line.replace("10.0.0.11", f"10.0.0.{own}")
            for line in lines
        )

    def _server(self) -> list[int]:
        """PostgreSQL's first process and all that it made; nothing where it does not run."""
        file = self.data / "postmaster.pid"
        try:
            first = int(file.read_text().splitlines()[0])
            command = Path(f"/proc/{first}/cmdline").read_bytes()
        except (OSError, ValueError, IndexError):
            return []
        if str(self.data).encode() not in command:  # an old file, and a number used again
            return []
        return [first, *_children(first)]


class Cluster:
    """All three, and HAProxy before them."""

    def __init__(self, folder: Path) -> None:
        """Write the files; raise Missing where a program is not here."""
        self.programs, self.addresses = programs(), Addresses()
        self.account = postgres.account()
        self.folder = folder
        self._own(folder)
        self.nodes = [Node(self, number) for number in range(len(NAMES))]
        for node in self.nodes:
            self._own(node.folder)
        self.front: subprocess.Popen[bytes] | None = None

    def url(self, port: int = 5000) -> str:
        """The SQLAlchemy address of the primary; of a standby with port 5001."""
        who = "postgres:PASSWORD-OF-POSTGRES"
        return f"postgresql+psycopg://{who}@{self.addresses.net}.1:{port}/postgres"

    def start(self) -> None:
        """Start all and wait until a standby has all that the primary has."""
        for node in self.nodes:
            node.start()
        self.wait_until("a primary with a synchronous standby", self.is_whole)
        file = self.folder / "haproxy.cfg"
        file.write_text(self.addresses.moved((FILES / "haproxy.cfg").read_text()))
        command = [self.programs["haproxy"], "-db", "-f", str(file)]
        self.front = self.started(command, self.folder, {})

    def stop(self) -> None:
        """End all at once."""
        for node in self.nodes:
            node.go_on()
            node.power_off()
        if self.front is not None:
            self.front.kill()
            self.front.wait()

    def primary(self) -> Node | None:
        """Who is the primary, where every machine says the same and all is whole."""
        views = [_leader(node.members()) for node in self.nodes]
        agreed = views[0] if len(set(views)) == 1 else None
        return next((node for node in self.nodes if node.name == agreed), None)

    def is_whole(self) -> bool:
        """Whether all agree on a primary with a synchronous standby and a third machine."""
        return self.primary() is not None

    def wait_until(self, what: str, is_so: Callable[[], bool]) -> None:
        """Wait until it is so."""
        give_up = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > give_up:
                views = [node.members() for node in self.nodes]
                raise Failed(f"{what} did not come: {views}; see {self.folder}")
            time.sleep(0.3)

    def started(
        self, command: list[str], folder: Path, env: dict[str, str]
    ) -> "subprocess.Popen[bytes]":
        """Start a program there, as PostgreSQL's account; it ends when this process does."""
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                command,
                cwd=folder,
                env={"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", **env},
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=lambda: postgres.die_with_parent(signal.SIGTERM),
                **self._ids(),
            )

    def _ids(self) -> dict[str, Any]:
        if self.account is None:
            return {}
        return {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _own(self, folder: Path) -> None:
        folder.chmod(0o700)
        if self.account is not None:
            for each in (folder, *folder.iterdir()):
                os.chown(each, self.account.pw_uid, self.account.pw_gid)


def _leader(members: list[dict[str, Any]]) -> str | None:
    """The primary in what one machine says, where all three are at work and of one history."""
    roles = sorted(each["role"] for each in members)
    at_work = all(each["state"] in ("running", "streaming") for each in members)
    one_history = len({each.get("timeline") for each in members}) == 1
    if roles != ["leader", "replica", "sync_standby"] or not at_work or not one_history:
        return None
    return next(str(each["name"]) for each in members if each["role"] == "leader")


def _children(parent: int) -> list[int]:
    found = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = file.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent:
            found.append(int(file.parent.name))
    return found


def _send(what: int, to: list[int]) -> None:
    for pid in to:
        try:
            os.kill(pid, what)
        except ProcessLookupError:
            continue
