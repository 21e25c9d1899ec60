"""The figures: what is in them, who may read them, that several processes are added up."""

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.core import backup_runs, figures, jobs, outbox
from app.core import clock as core_clock
from app.core.config import ROOT, Config
from app.factory import create_app
from tests.core.test_security import PRODUCTION

FOLDER = ROOT / "deploy" / "prometheus"
PROMTOOL = shutil.which("promtool")
NAME = re.compile(r"\bcds_[a-z_]+")
ENDINGS = ("_total", "_bucket", "_count", "_sum", "_created")


def _figure(client, start: str) -> float:
    """The figure whose line begins so, 0 where there is none."""
    lines = client.get("/metrics").text.splitlines()
    found = [float(line.rpartition(" ")[2]) for line in lines if line.startswith(start)]
    return sum(found)


def test_a_request_is_counted_by_its_route_and_status(client):
    line = 'cds_requests_total{method="GET",route="/phan-anh/<code>",status="404"}'
    before = _figure(client, line)
    client.get("/phan-anh/LC-AAAA-BBBB?ten=mot-nguoi")
    assert _figure(client, line) == before + 1
    said = client.get("/metrics").text
    assert "LC-AAAA-BBBB" not in said
    assert "mot-nguoi" not in said


def test_work_that_waits_and_work_given_up_are_told_by_queue(client, db, clock):
    outbox.add("slow", "kind", {})
    outbox.add("broken", "kind", {})
    db.session.commit()
    outbox.fail(outbox.claim("broken")[0], "never")
    clock.shift(timedelta(minutes=7))
    assert _figure(client, 'cds_outbox_due{queue="slow"}') == 1
    assert _figure(client, 'cds_outbox_age_seconds{queue="slow"}') == 420
    assert _figure(client, 'cds_outbox_failed{queue="broken"}') == 1


def test_what_the_worker_does_is_counted(client, db):
    @outbox.handler("test.refused")
    def refuse(job: outbox.Job) -> None:
        raise outbox.GiveUp("never")

    line = 'cds_jobs_total{outcome="given up",queue="figures"}'
    before = _figure(client, line)
    outbox.add("figures", "test.refused", {})
    db.session.commit()
    outbox.sweep()
    jobs.tick()
    assert _figure(client, line) == before + 1
    assert _figure(client, "cds_worker_pulse_age_seconds") == 0
    assert _figure(client, 'cds_scheduled_last_end_seconds{job="core.audit.seal_now"}') > 0


def test_the_last_backup_has_an_age(client, db, clock):
    backup_runs.begin(core_clock.now()).finished_at = core_clock.now()
    db.session.commit()
    clock.shift(timedelta(hours=30))
    assert _figure(client, "cds_backup_age_seconds") == 108_000


@pytest.mark.parametrize(
    ("sender", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("10.1.2.3", {}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X-Forwarded-For": "10.1.2.3"}, 404),
    ],
)
def test_s40_the_figures_are_for_this_machine_alone(app, sender, headers, status):
    for proxies in ("0", "1"):
        settings = Config.from_env({
            **PRODUCTION, "TRUSTED_PROXIES": proxies, "DATABASE_URL": _url(app),
        })  # fmt: skip
        visitor = create_app(settings).test_client()
        asked = {"REMOTE_ADDR": sender}
        host = {"Host": "congdan.example", **headers}
        answer = visitor.get("/metrics", base_url=PRODUCTION["BASE_URL"], headers=host,
                             environ_base=asked)  # fmt: skip
        assert answer.status_code == status


def _url(app) -> str:
    return str(app.config["SETTINGS"].database_url)


COUNTS = """
import sys
from app.core import figures
for _ in range(int(sys.argv[1])):
    figures.sent("push", "accepted")
"""
SHOWS = """
from app.core import figures
from app.operation import metrics
figures.sent("push", "accepted")
print(metrics._of_processes().decode())
"""


@pytest.mark.slow
def test_several_processes_are_added_up_those_that_ended_too(tmp_path):
    folders = {name: tmp_path / name for name in ("web", "worker")}
    for folder in folders.values():
        folder.mkdir()

    def run(program: str, folder: Path, *words: str) -> str:
        env = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(folder), "APP_ENV": "test"}
        env["FIGURES_BESIDE"] = str(folders["worker"])
        command = [sys.executable, "-c", program, *words]
        done = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True)
        return done.stdout.decode()

    for folder, count in ((folders["web"], "3"), (folders["web"], "4"), (folders["worker"], "5")):
        run(COUNTS, folder, count)
    said = run(SHOWS, folders["web"])
    assert 'cds_messages_total{outcome="accepted",way="push"} 13.0' in said


def _known(client) -> set[str]:
    figures.sent("sms", "accepted")
    figures.worked("queue", "done")
    figures.ended(jobs.tick)
    said = client.get("/metrics").text
    return {line.split()[2] for line in said.splitlines() if line.startswith("# TYPE cds_")}


def test_alerts_and_dashboard_name_figures_that_there_are(client):
    known = _known(client)
    asked = NAME.findall((FOLDER / "alerts.yml").read_text())
    board = json.loads((FOLDER / "dashboard.json").read_text())
    exprs = [target["expr"] for panel in board["panels"] for target in panel["targets"]]
    asked += [name for expr in exprs for name in NAME.findall(expr)]
    assert len(asked) > 20
    bare = {name for name in asked if not (_bare(name) in known or name in known)}
    assert bare == set()


def _bare(name: str) -> str:
    for ending in ENDINGS:
        if name.endswith(ending):
            return name.removesuffix(ending)
    return name


@pytest.mark.skipif(PROMTOOL is None, reason="promtool is not here: apt-get install prometheus")
@pytest.mark.parametrize(
    "words", [("check", "rules", "alerts.yml"), ("check", "config", "scrape.yml")]
)
def test_prometheus_takes_the_files(words):
    command = [str(PROMTOOL), *words]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
