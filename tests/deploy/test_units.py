"""The systemd units and logrotate's file in deploy/: their own programs take them."""

import runpy
import shutil
import subprocess
from pathlib import Path

import pytest
from gunicorn.config import make_settings

from app.core.config import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
ANALYZE = shutil.which("systemd-analyze")
LOGROTATE = shutil.which("logrotate", path="/usr/sbin:/usr/bin:/sbin")
MOST_EXPOSED = 30
"""Of 100, by `systemd-analyze security`; a unit without hardening has 96."""

needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is not here")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The units, as they would stand on a machine where the product lies in this folder."""
    program = tmp_path / "opt" / ".venv" / "bin" / "python"
    program.parent.mkdir(parents=True)
    program.touch(mode=0o755)
    for unit in UNITS:
        text = unit.read_text().replace("/opt/cong-dan-so", str(tmp_path / "opt"))
        (tmp_path / unit.name).write_text(text)
    return tmp_path


def _analyze(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(ANALYZE), *words], capture_output=True, text=True, check=False)


@needs_systemd
@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_it_without_a_word(folder, unit):
    done = _analyze("verify", "--man=no", str(folder / unit.name))
    ours = [line for line in done.stderr.splitlines() if unit.name in line]
    assert (done.returncode, ours) == (0, [])


@needs_systemd
@pytest.mark.slow
@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_it_is_hardened(folder, unit):
    words = ("--offline=true", f"--threshold={MOST_EXPOSED}", "--no-pager")
    done = _analyze("security", *words, str(folder / unit.name))
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_what_it_starts_is_there(unit):
    starts = [line for line in unit.read_text().splitlines() if line.startswith("ExecStart=")]
    assert starts
    for line in starts:
        words = line.split()
        assert words[0] == "ExecStart=/opt/cong-dan-so/.venv/bin/python"
        assert words[1:3] in (["-m", "gunicorn"], ["-m", "flask"])
        assert "-c" not in words or (ROOT / words[words.index("-c") + 1]).exists()


@pytest.mark.skipif(LOGROTATE is None, reason="logrotate is not here")
def test_logrotate_takes_its_file(tmp_path):
    file = tmp_path / "logrotate.conf"
    file.write_text((DEPLOY / "logrotate.conf").read_text())
    file.chmod(0o644)
    command = [str(LOGROTATE), "--debug", "--state", str(tmp_path / "state"), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "error" not in done.stderr
    assert "/var/log/cong-dan-so/*.log" in done.stderr


def test_nginx_writes_where_logrotate_looks():
    written = (DEPLOY / "nginx.conf").read_text()
    for name in ("access", "error"):
        assert f"/var/log/cong-dan-so/{name}.log" in written


@pytest.mark.parametrize("shell", ["sh", "bash"])
def test_the_wrapper_is_read_by_the_shell(shell):
    done = subprocess.run([shell, "-n", DEPLOY / "cong-dan-so"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_gunicorn_knows_every_word_of_its_file():
    """It passes over names that it does not know."""
    said = runpy.run_path(str(DEPLOY / "gunicorn.conf.py"))
    own = {name for name in said if not name.startswith("_")} - {"os", "Any"}
    assert own <= set(make_settings())
    assert Path(said["chdir"]) == Path.cwd().resolve()
    assert said["control_socket_disable"] is True
