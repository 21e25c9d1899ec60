"""`make rehearse`: a deployment from nothing to a restored backup, on this machine, in minutes.

nginx, gunicorn, worker, PostgreSQL and, where it is here, Redis run as deploy/ says, on settings
made by `flask init`. It begins with an earlier release (RELEASE=COMMIT; the one before the newest
tables, where that is not said), which goes on serving while the tables change. The province is the
demonstration's; all is gone afterwards.
"""

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pyotp
from sqlalchemy import create_engine, make_url, text

from app.core import clock
from app.core.config import ROOT
from app.demo.people import PASSWORD, TOTP_SECRET, WARD
from app.notifications import quiet
from tests import postgres, scratch
from tests.deploy.front_file import NAME
from tests.media import pictures
from tests.rehearsal import apart, releases
from tests.rehearsal.browser import Browser
from tests.rehearsal.machine import PROVINCE, Failed, Machine, Missing, settings_of
from tests.rehearsal.people import People
from tests.sinks.push_sink import Browser as Phone
from tests.sinks.push_sink import PushSink

LONGEST_SECONDS = 900
WORDS, ANSWER = "Đèn trước nhà văn hóa tắt ba hôm nay", "Đã thay bóng và dây."
HANDLER = "0900000011"
PEOPLE, ENOUGH = 3, 6
PUSH_SECONDS = 30
ARRIVED = frozenset({"GET: 200", "POST: 201"})
COUNT = """
from sqlalchemy import func, select
from wsgi import app
from app.core.db import db
from app.service_requests.models import ServiceRequest
with app.app_context():
    codes = ServiceRequest.code.in_(%s)
    print(db.session.scalar(select(func.count()).select_from(ServiceRequest).where(codes)))
"""
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
    release: str = ""
    sink: PushSink | None = None
    phone: Phone = field(init=False)
    sent: str = ""
    revision: str = ""

    def earlier(self) -> str:
        """The release before, in a folder of its own."""
        commit, title = releases.commit(self.release)
        folder = self.machine.folder / "earlier"
        releases.unpack(commit, folder)
        self.machine.put(folder)
        return title

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
        if self.sink is not None:
            self.sink.authority.cert_pem.write_to_path(folder / "push.pem")
            trusted = {"SSL_CERT_FILE": str(folder / "push.pem")}
            self.env |= trusted | {"PUSH_HOSTS": apart.PUSH_NAME}
        return said.strip().replace("\n", "\n      ")

    def database(self) -> str:
        """`flask db upgrade`, and the demonstration's agencies, services and people."""
        self.machine.command("db", "upgrade", env=self.env)
        self.revision = self.machine.command("db", "current", env=self.env).split()[0]
        return f"{self.revision}; {self.machine.demonstration(self.env)}"

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

    def subscribe(self) -> str:
        """The guest's browser is to ring: a push service stands on a public address of its own."""
        if self.sink is None:
            return "not tried: a network of its own needs root, unshare and ip"
        path = f"/phan-anh/{self.code}"
        self.phone = self.sink.browser("phone")
        self.guest.tell(self._own_page(), path, "/thong-bao/dang-ky", self.phone.as_json())
        return f"{self.sink.place} is told"

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
        return f"accepted, closed; a stranger reads the answer; {self._rung()}"

    def _rung(self) -> str:
        if self.sink is None:
            return "no push"
        if quiet.earliest(clock.now(), *quiet.DEFAULT) > clock.now():
            return "the push waits for the morning"
        if not self.sink.wait_for(1, PUSH_SECONDS):
            raise Failed("no push arrived")
        told = self.sink.to(self.phone)[-1].payload
        return f"the phone rang: {told['title']}"

    def upgrade(self) -> str:
        """`flask db upgrade` under the earlier release, and this one started while people send."""
        with self._people_sending() as wait_for_more:
            self.machine.put(ROOT)
            self.machine.command("db", "upgrade", env=self.env)
            wait_for_more()
            self.machine.start_anew(self.env, self.machine.app)
            wait_for_more()
        return self.sent

    def back(self) -> str:
        """The earlier release again, `flask db downgrade` under it, and this one once more."""
        with self._people_sending() as wait_for_more:
            self.machine.put(self.machine.folder / "earlier")
            self.machine.start_anew(self.env, self.machine.app)
            wait_for_more()
            self.machine.put(ROOT)
            self.machine.command("db", "downgrade", self.revision, env=self.env)
            wait_for_more()
            self.machine.command("db", "upgrade", env=self.env)
            self.machine.start_anew(self.env, self.machine.app)
            wait_for_more()
        return self.sent

    @contextmanager
    def _people_sending(self) -> Iterator[Callable[[], None]]:
        """Have people send reports meanwhile; every answer must be the page or the receipt."""
        people = People(self.machine.app)

        def wait_for_more() -> None:
            now = time.monotonic()
            self.machine.wait_until("more", lambda: people.first_since(now) is not None)

        people.start(PEOPLE)
        try:
            self.machine.wait_until("reports", lambda: len(people.sent) >= ENOUGH)
            yield wait_for_more
        finally:
            people.stop()
        lost = {said: count for said, count in people.answers.items() if said not in ARRIVED}
        if lost or people.problems:
            raise Failed(f"requests were lost: {lost} {people.problems}")
        kept = self.machine.code(COUNT % [each.item.code for each in people.sent], self.env)
        if int(kept) != len(people.sent):
            raise Failed(f"{len(people.sent)} reports were acknowledged, {kept} are there")
        asked = sum(people.answers.values())
        self.sent = f"{len(people.sent)} reports, {asked} requests, none lost or refused"

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
        _play(Rehearsal(machine, cluster, release=os.environ.get("RELEASE", ""), sink=_sink()))
    except (Failed, Missing) as error:
        print(f"FAILED: {error}\n{_last_lines(machine)}", file=sys.stderr)
        return 1
    finally:
        signal.alarm(0)
        machine.stop()
        cluster.stop()
        shutil.rmtree(machine.folder, ignore_errors=True)
        apart.leave()
    print("all stopped, nothing left behind")
    return 0


def _sink() -> PushSink | None:
    return PushSink(443, apart.PUSH_ADDRESS, apart.PUSH_NAME) if apart.is_apart() else None


def _play(rehearsal: Rehearsal) -> None:
    steps: tuple[Callable[[], str], ...] = (
        rehearsal.earlier, rehearsal.settings, rehearsal.database, rehearsal.start,
        rehearsal.report, rehearsal.subscribe, rehearsal.answer, rehearsal.upgrade, rehearsal.back,
        rehearsal.backup, rehearsal.restore,
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
    apart.enter("tests.rehearsal")
    sys.exit(main())
