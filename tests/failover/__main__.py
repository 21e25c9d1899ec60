"""`make failover`: the primary of three database machines dies under load, twenty times.

etcd, Patroni, PostgreSQL and HAProxy run as deploy/postgresql says; gunicorn and the worker as in
production. People send reports, and send again what was not acknowledged. In turns the machine is
off, PostgreSQL is killed, or the machine hangs and later goes on as if it were still the primary.
"""

import argparse
import random
import shutil
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.fitting import TRANSACTION
from tests.deploy.databases import PGBOUNCER, pooled
from tests.deploy.front_file import NAME
from tests.failover.cluster import KINDS, Cluster
from tests.rehearsal.machine import PROVINCE, Failed, Machine, Missing, settings_of
from tests.rehearsal.people import People

KILLS, PEOPLE = 20, 3
CONNECTIONS = 40
"""Of pgbouncer to PostgreSQL, as its file says."""
LIMIT_SECONDS = 30
LONGEST_OUTAGE_SECONDS = 120
SECONDS_A_KILL = 150


class Drill:
    """The cluster, the site on it, and who sends."""

    def __init__(self, folder: Path, pooler: bool) -> None:
        """Write the files; raise Missing where a program is not here."""
        if pooler and PGBOUNCER is None:
            raise Missing("not here: sudo apt-get install -y pgbouncer")
        self.pooler, self.programs = pooler, ExitStack()
        self.cluster = Cluster(folder / "databases")
        self.machine = Machine(folder)
        self.people = People(self.machine.app)
        self.outages: list[tuple[str, float, float]] = []
        self.chance = random.Random(20261129)

    def start(self) -> None:
        """Database machines, tables, web, worker, people."""
        machine = self.machine
        self.cluster.start()
        env = self._settings()
        machine.command("db", "upgrade", env=env)
        machine.demonstration(env)
        machine.serve(env, machine.app)
        machine.work(env)
        machine.wait_until("readiness", lambda: machine.is_ready(machine.app))
        self.people.start(PEOPLE)
        self._wait_for("a first report", lambda: bool(self.people.sent))

    def kill(self, number: int) -> None:
        """Take the primary away, measure until a report is acknowledged again, bring it back."""
        self.cluster.wait_until("the standbys", self.cluster.is_whole)
        time.sleep(self.chance.uniform(1, 4))
        node = self.cluster.primary()
        if node is None:
            raise Failed("there is no primary")
        kind = KINDS[number % len(KINDS)]
        moment = time.monotonic()
        ways = (node.power_off, node.kill_postgres, node.hang, lambda: node.hang(whole=True))
        ways[KINDS.index(kind)]()
        self._wait_for("writing again", lambda: self._writes_since(moment) is not None)
        writing = (self._writes_since(moment) or 0) - moment
        self._wait_for("the worker's turn", lambda: self._beats_since(moment))
        working = time.monotonic() - moment
        self.outages.append((kind, writing, working))
        print(f"{number + 1:3} {node.name} {kind}: writing again after {writing:.1f} s, "
              f"the worker after {working:.1f} s", flush=True)  # fmt: skip
        node.go_on()
        node.start()

    def result(self) -> bool:
        """Stop sending, count, say; whether all was as it must be."""
        self.cluster.wait_until("the standbys", self.cluster.is_whole)
        self.people.stop()
        acknowledged = [each.item for each in self.people.sent]
        with create_engine(self.cluster.url()).connect() as connection:
            found = connection.execute(text("SELECT code, description FROM service_request"))
            rows = {row.code: row.description for row in found}
            waiting = self._rows("SELECT count(*) FROM outbox_job WHERE failed_at IS NOT NULL")
        lost = [item for item in acknowledged if rows.get(item.code) != item.words]
        twice = [words for words, count in Counter(rows.values()).items() if count > 1]
        wrong = {said: count for said, count in self.people.answers.items()
                 if said.partition(": ")[2] not in EXPECTED}  # fmt: skip
        longest = max(writing for _, writing, _ in self.outages)
        middle = statistics.median(writing for _, writing, _ in self.outages)
        print(f"{len(self.outages)} kills, {len(acknowledged)} reports acknowledged: "
              f"{len(lost)} lost, {len(twice)} there twice\n"
              f"writing again after {middle:.1f} s (median), {longest:.1f} s at most\n"
              f"answers: {dict(sorted(self.people.answers.items()))}\n"
              f"work given up: {waiting}")  # fmt: skip
        for problem in (*self.people.problems, *(f"answered {said}" for said in wrong)):
            print(f"PROBLEM: {problem}")
        bad = lost or twice or wrong or self.people.problems or waiting
        return not bad and longest <= LIMIT_SECONDS

    def stop(self) -> None:
        """End all."""
        self.people.stopping.set()
        self.machine.stop()
        self.programs.close()
        self.cluster.stop()

    def _settings(self) -> dict[str, str]:
        """Those of `flask init`, and where there is a pooler those of docs/growing.md."""
        env = self._begun()
        if not self.pooler:
            return env
        between = pooled(self.machine.folder / "pgbouncer", self.cluster.url(), CONNECTIONS)
        return env | {
            "DATABASE_URL": self.programs.enter_context(between),
            "DATABASE_POOLER": TRANSACTION,
            "DATABASE_DIRECT_URL": self.cluster.url(),
        }

    def _begun(self) -> dict[str, str]:
        folder = self.machine.folder
        flags = {
            "base-url": f"https://{NAME}",
            "database-url": self.cluster.url(),
            "instance-path": str(folder / "here"),
            "province-code": PROVINCE,
            "contact": f"operator@{NAME}",
            "operator-name": "UBND tỉnh Thử",
            "operator-address": "Số 1, phường Thử",
            "sms-gateway-url": "https://sms.invalid/send",
            "sms-gateway-token": "none-is-sent",
            "redis-url": self.machine.redis(),
        }
        words = [f"--{name}={value}" for name, value in flags.items()]
        self.machine.command("init", str(folder / "environment"), *words, env={})
        return settings_of(folder / "environment")

    def _writes_since(self, moment: float) -> float | None:
        return self.people.first_since(moment)

    def _beats_since(self, moment: float) -> bool:
        age = self._rows("SELECT extract(epoch FROM now() - max(beat_at)) FROM worker_pulse")
        return age is not None and float(age) < time.monotonic() - moment

    def _rows(self, statement: str) -> float | None:
        engine = create_engine(self.cluster.url(), connect_args={"connect_timeout": 3})
        try:
            with engine.connect() as connection:
                found: float | None = connection.scalar(text(statement))
                return found
        except SQLAlchemyError:
            return None
        finally:
            engine.dispose()

    def _wait_for(self, what: str, is_so: Callable[[], bool]) -> None:
        give_up = time.monotonic() + LONGEST_OUTAGE_SECONDS
        while not is_so():
            if self.people.problems or time.monotonic() > give_up:
                raise Failed(f"{what} did not come: {self.people.problems} {self.people.answers}")
            time.sleep(0.1)


EXPECTED = frozenset({"200", "201", "503"})
"""All arrived, or "busy, nothing was lost, send again"."""


def main(arguments: list[str]) -> int:
    """Do it, saying what and how long; give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.failover", description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS, help="how often the primary dies")
    parser.add_argument("--pooler", action="store_true", help="with pgbouncer before HAProxy")
    told = parser.parse_args(arguments)
    kills = told.kills
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _too_long)
    signal.alarm(300 + kills * SECONDS_A_KILL)
    # On the disk, not in memory: what fsync costs is part of the figures.
    folder = Path(tempfile.mkdtemp(prefix="citizen-failover-", dir="/var/tmp"))
    folder.chmod(0o755)
    (folder / "databases").mkdir()
    try:
        drill = Drill(folder, told.pooler)
    except Missing as error:
        print(f"skipped: {error}", file=sys.stderr)
        shutil.rmtree(folder)
        return 0
    is_fine = False
    try:
        drill.start()
        for number in range(kills):
            drill.kill(number)
        is_fine = drill.result()
    except Failed as error:
        print(f"FAILED: {error}", file=sys.stderr)
    finally:
        signal.alarm(0)
        drill.stop()
    if is_fine:
        shutil.rmtree(folder, ignore_errors=True)
        print("all stopped, nothing left behind")
        return 0
    print(f"the logs are kept: {folder}", file=sys.stderr)
    return 1


def _too_long(number: int, frame: object) -> None:
    raise Failed("not done in time, or told to stop")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
