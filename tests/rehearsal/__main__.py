"""`make rehearse`: a deployment from nothing to a restored backup, on this machine, in minutes.

nginx, gunicorn, worker, PostgreSQL and, where it is here, Redis run as deploy/ says, on settings
made by `flask init`. The province is the demonstration's; all is gone afterwards.
"""

import re
import shutil
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from sqlalchemy import create_engine, make_url, text

from app.demo.people import PASSWORD, TOTP_SECRET, WARD
from tests import postgres, scratch
from tests.deploy.front_file import NAME
from tests.media import pictures
from tests.rehearsal.browser import Browser
from tests.rehearsal.machine import PROVINCE, Failed, Machine, Missing, settings_of
from tests.rehearsal.people import People

LONGEST_SECONDS = 600
WORDS, ANSWER = "Đèn trước nhà văn hóa tắt ba hôm nay", "Đã thay bóng và dây."
HANDLER = "0900000011"
PEOPLE, ENOUGH = 3, 6
ARRIVED = frozenset({"GET: 200", "POST: 201"})
PHOTO = re.compile(r'src="([^"]+\.webp)"')


@dataclass
class Rehearsal:
    """What is known on the way."""

    machine: Machine
    cluster: postgres.Cluster
    env: dict[str, str] = field(default_factory=dict)
    elsewhere: dict[str, str] = field(default_factory=dict)
    authority: Path = Path()
    code: str = ""

    def settings(self) -> str:
        """`flask backup-key`, `flask init`: a file of settings with fresh keys."""
        folder = self.machine.folder
        public = self.machine.command("backup-key", str(folder / "backup-key"), env={})
        flags = {
            "base-url": f"https://{NAME}",
            "database-url": self._database("here"),
            "instance-path": str(folder / "here"),
            "province-code": PROVINCE,
            "contact": f"operator@{NAME}",
            "operator-name": "UBND tỉnh Thử",
            "operator-address": "Số 1, phường Thử",
            "sms-gateway-url": "https://sms.invalid/send",
            "sms-gateway-token": "none-is-sent",
            "redis-url": self.machine.redis(),
            "backup-folder": str(folder / "backups"),
            "backup-recipient": public.strip().partition("=")[2],
        }
        words = [f"--{name}={value}" for name, value in flags.items()]
        said = self.machine.command("init", str(folder / "environment"), *words, env={})
        self.env = settings_of(folder / "environment")
        return said.strip().replace("\n", "\n      ")

    def database(self) -> str:
        """`flask db upgrade`, and the demonstration's agencies, services and people."""
        self.machine.command("db", "upgrade", env=self.env)
        return self.machine.demonstration(self.env)

    def start(self) -> str:
        """gunicorn, worker, nginx; ready when /readyz says so."""
        machine = self.machine
        machine.serve(self.env, machine.app)
        machine.wait_until("the web server", lambda: machine.is_ready(machine.app, "/healthz"))
        if machine.is_ready(machine.app):
            raise Failed("/readyz was green before there was a worker")
        machine.work(self.env)
        machine.wait_until("readiness", lambda: machine.is_ready(machine.app))
        self.authority = machine.front()
        machine.wait_until("nginx", lambda: "<html" in self._page())
        return "ready, and not before the worker was"

    def report(self) -> str:
        """A guest sends a report with a photo through nginx."""
        page = self.guest.get("/phan-anh/moi")
        photo = ("photo.jpg", pictures.jpeg(1200, 900), "image/jpeg")
        fields = {"service": "street-light", "place": WARD, "description": WORDS, "photos": photo}
        self.code = self.guest.send(page, "/phan-anh/moi", fields).split("/")[2]
        self.machine.wait_until("the photo", lambda: bool(PHOTO.search(self._own_page())))
        kind, content = self.guest.content(PHOTO.findall(self._own_page())[0])
        if kind != "image/webp" or not content.startswith(b"RIFF"):
            raise Failed("the photo is not served")
        return f"{self.code}, its photo is served"

    def answer(self) -> str:
        """An official signs in with both factors, accepts it, and closes it with a photo."""
        official = Browser(self.machine.tls, self.authority)
        page = official.get("/can-bo/dang-nhap")
        official.send(page, "/can-bo/dang-nhap", {"phone": HANDLER, "password": PASSWORD})
        page = official.get("/can-bo/dang-nhap/ma")
        official.send(page, "/can-bo/dang-nhap/ma", {"code": pyotp.TOTP(TOTP_SECRET).now()})
        desk = f"/can-bo/phan-anh/{self.code}"
        official.send(official.get(desk), f"{desk}/tiep-nhan", {"publicity": "public"})
        proof = ("proof.jpg", pictures.jpeg(900, 700), "image/jpeg")
        closing = {"resolution": "fixed", "text": ANSWER, "photos": proof}
        official.send(official.get(desk), f"{desk}/dong", closing)
        stranger = Browser(self.machine.tls, self.authority)
        if ANSWER not in stranger.get(f"/phan-anh/{self.code}"):
            raise Failed("a stranger does not read the answer")
        return "accepted, closed; a stranger reads the answer"

    def upgrade(self) -> str:
        """`flask db upgrade` and a new web server while people send reports."""
        people = People(self.machine.app)
        people.start(PEOPLE)
        try:
            self.machine.wait_until("reports", lambda: len(people.sent) >= ENOUGH)
            self.machine.command("db", "upgrade", env=self.env)
            self.machine.serve_anew(self.env, self.machine.app)
            now = time.monotonic()
            self.machine.wait_until("more", lambda: people.first_since(now) is not None)
        finally:
            people.stop()
        lost = {said: count for said, count in people.answers.items() if said not in ARRIVED}
        if lost or people.problems:
            raise Failed(f"requests were lost: {lost} {people.problems}")
        asked = sum(people.answers.values())
        return f"{len(people.sent)} reports, {asked} requests, none lost or refused"

    def backup(self) -> str:
        """`flask backup`, and a look at it with the private key."""
        said = self.machine.command("backup", env=self.env)
        key = str(self.machine.folder / "backup-key")
        opened = self.machine.command("backup", "--verify", "--identity", key, env=self.env)
        return (said + opened).strip().replace("\n", "\n      ")

    def restore(self) -> str:
        """`flask restore` into another database and folder, served from there."""
        machine = self.machine
        self.elsewhere = self.env | {
            "DATABASE_URL": self._database("elsewhere"),
            "INSTANCE_PATH": str(machine.folder / "elsewhere"),
            "REDIS_URL": "",
        }
        key = str(machine.folder / "backup-key")
        said = machine.command("restore", "--identity", key, env=self.elsewhere)
        machine.serve(self.elsewhere, machine.second)
        machine.wait_until("the second", lambda: machine.is_ready(machine.second, "/healthz"))
        if ANSWER not in self._asked_directly(f"/phan-anh/{self.code}"):
            raise Failed("the restored site does not show the answer")
        said += "the restored site shows the answer"
        return said.replace("\n", "\n      ")

    @property
    def guest(self) -> Browser:
        """Who sends the report."""
        if not hasattr(self, "_guest"):
            self._guest = Browser(self.machine.tls, self.authority)
        return self._guest

    def _page(self) -> str:
        try:
            return Browser(self.machine.tls, self.authority).get("/")
        except Exception as error:  # noqa: BLE001  whatever it is, nginx is not there yet
            return str(error)

    def _own_page(self) -> str:
        return self.guest.get(f"/phan-anh/{self.code}")

    def _asked_directly(self, path: str) -> str:
        import urllib.request

        url = f"http://127.0.0.1:{self.machine.second}{path}"
        told = {"Host": NAME, "X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
        with urllib.request.urlopen(urllib.request.Request(url, headers=told)) as answer:
            return str(answer.read().decode())

    def _database(self, name: str) -> str:
        admin = create_engine(self.cluster.url, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        admin.dispose()
        return make_url(self.cluster.url).set(database=name).render_as_string(hide_password=False)


def main() -> int:
    """Do it step by step, saying what and how long; give the exit code."""
    signal.signal(signal.SIGALRM, _too_long)
    signal.signal(signal.SIGTERM, _too_long)
    signal.alarm(LONGEST_SECONDS)
    programs = postgres.programs()
    if programs is None:
        print("PostgreSQL is not here: sudo apt-get install -y postgresql", file=sys.stderr)
        return 1
    cluster = postgres.Cluster(programs)
    machine = Machine(scratch.make("rehearsal"))
    try:
        _play(Rehearsal(machine, cluster))
    except (Failed, Missing) as error:
        print(f"FAILED: {error}\n{_last_lines(machine)}", file=sys.stderr)
        return 1
    finally:
        signal.alarm(0)
        machine.stop()
        cluster.stop()
        shutil.rmtree(machine.folder, ignore_errors=True)
    print("all stopped, nothing left behind")
    return 0


def _play(rehearsal: Rehearsal) -> None:
    steps: tuple[Callable[[], str], ...] = (
        rehearsal.settings, rehearsal.database, rehearsal.start, rehearsal.report,
        rehearsal.answer, rehearsal.upgrade, rehearsal.backup, rehearsal.restore,
    )  # fmt: skip
    for step in steps:
        begun = time.monotonic()
        print(f"{step.__doc__}", flush=True)
        print(f"      {step()}   ({time.monotonic() - begun:.1f} s)", flush=True)


def _last_lines(machine: Machine) -> str:
    log = machine.folder / "log"
    return "\n".join(log.read_text().splitlines()[-20:]) if log.exists() else ""


def _too_long(number: int, frame: object) -> None:
    raise Failed(f"not done within {LONGEST_SECONDS} s, or told to stop")


if __name__ == "__main__":
    sys.exit(main())
