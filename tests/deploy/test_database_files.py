"""The files of several database machines: their programs take them, and they fit one another."""

import os
import re
import shutil
import subprocess

import pytest
import yaml

from app.core.config import ROOT
from tests.failover.cluster import NAMES, Addresses

FILES = ROOT / "deploy" / "postgresql"
HAPROXY = shutil.which("haproxy", path=f"{os.environ['PATH']}:/usr/sbin")
WRITING_AGAIN_SECONDS = 30
ADDRESS = re.compile(r"10\.0\.0\.1[123]\b")


@pytest.fixture
def patroni() -> dict:
    """What patroni.yml says."""
    found: dict = yaml.safe_load((FILES / "patroni.yml").read_text())
    return found


def test_a_report_is_acknowledged_when_two_machines_have_it(patroni):
    agreed = patroni["bootstrap"]["dcs"]
    assert agreed["synchronous_mode"] is True
    assert agreed["synchronous_node_count"] == 1
    settings = agreed["postgresql"]["parameters"]
    assert settings["synchronous_commit"] == "on"
    # What it ends while a commit waits for the standby counts as committed.
    assert "statement_timeout" not in settings


def test_the_lock_is_given_up_soon_enough_and_not_for_one_slow_answer(patroni):
    agreed = patroni["bootstrap"]["dcs"]
    assert agreed["ttl"] >= agreed["loop_wait"] + 2 * agreed["retry_timeout"]
    haproxy = (FILES / "haproxy.cfg").read_text()
    seconds, misses = map(int, re.findall(r"inter (\d+)s fall (\d+)", haproxy)[0])
    assert agreed["ttl"] + agreed["loop_wait"] + seconds * misses <= WRITING_AGAIN_SECONDS


def test_patroni_speaks_to_etcd_in_the_way_in_which_a_lock_is_compared(patroni):
    """With etcd3 this Patroni takes the lock from its successor (decision 189)."""
    assert "etcd3" not in patroni
    assert 'ETCD_ENABLE_V2="true"' in (FILES / "etcd").read_text()


def test_all_speak_of_the_same_three_machines(patroni):
    for name in ("patroni.yml", "haproxy.cfg", "etcd"):
        found = set(ADDRESS.findall((FILES / name).read_text()))
        assert found == {"10.0.0.11", "10.0.0.12", "10.0.0.13"}, name
    haproxy = (FILES / "haproxy.cfg").read_text()
    for number, name in enumerate(NAMES):
        assert haproxy.count(f"server {name} 10.0.0.{11 + number}:5432 check port 8008") == 2
    assert patroni["postgresql"]["listen"].endswith(":5432")
    assert patroni["restapi"]["listen"].endswith(":8008")


def test_pgbouncer_asks_where_haproxy_answers():
    asked = re.search(r"host=(\S+) port=(\d+)", (FILES / "pgbouncer.ini").read_text())
    assert asked is not None
    assert f"bind {asked[1]}:{asked[2]}" in (FILES / "haproxy.cfg").read_text()


@pytest.mark.skipif(HAPROXY is None, reason="haproxy is not here: apt-get install haproxy")
def test_haproxy_takes_its_file():
    command = [str(HAPROXY), "-c", "-q", "-f", str(FILES / "haproxy.cfg")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_drill_moves_every_address_to_its_own_part_of_loopback():
    addresses = Addresses()
    for name in ("patroni.yml", "haproxy.cfg", "etcd"):
        moved = addresses.moved((FILES / name).read_text())
        assert "10.0.0." not in moved
        assert f"{addresses.net}.11" in moved
    assert "bind 127.0.0.1:" not in moved
