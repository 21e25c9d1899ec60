"""The first command of an operator: settings with fresh keys, and what is still missing."""

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.core.config import ROOT, Config
from app.operation import checks
from tests.conftest import test_settings

FLAGS = {
    "base-url": "https://congdan.example",
    "province-code": "15",
    "contact": "operator@congdan.example",
    "sms-gateway-url": "https://sms.invalid/send",
    "sms-gateway-token": "a-token-of-the-gateway",
    "site-name": "Công dân số Bình Thử",
    "operator-name": "UBND tỉnh Bình Thử",
    "operator-address": "Số 1, phường Thử",
}
pytestmark = pytest.mark.loopback
KEYS = ("SECRET_KEY", "DATA_KEY", "VAPID_PRIVATE_KEY")


def _bare(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """A command where nothing is set at all."""
    return subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _flags(folder: Path, **changes: str) -> list[str]:
    given = FLAGS | {
        "database-url": f"sqlite:///{folder}/app.sqlite",
        "instance-path": str(folder / "instance"),
    }
    return [f"--{name}={value}" for name, value in (given | changes).items()]


def _read(file: Path) -> dict[str, str]:
    """The settings as a shell reads them."""
    script = f"set -a; . {file}; exec env -0"
    done = subprocess.run(["sh", "-c", script], env={}, capture_output=True, text=True, check=True)
    return dict(pair.split("=", 1) for pair in done.stdout.split("\0") if pair)


@pytest.mark.slow
def test_it_writes_settings_that_production_starts_on(tmp_path):
    file = tmp_path / "environment"
    done = _bare("init", str(file), *_flags(tmp_path))
    assert done.returncode == 0, done.stderr
    assert file.stat().st_mode & 0o777 == 0o600
    values = _read(file)
    assert values["SITE_NAME"] == "Công dân số Bình Thử"
    assert Config.from_env(values).is_production
    assert not any(values[name] in done.stdout for name in KEYS)
    assert "MISSING database: no file yet" in done.stdout
    assert not (tmp_path / "app.sqlite").exists()
    assert "MISSING SMS: sms.invalid: cannot be reached" in done.stdout
    assert "ok      push" in done.stdout
    assert "ok      storage" in done.stdout
    before = file.read_bytes()
    again = _bare("init", str(file), *_flags(tmp_path))
    assert again.returncode == 1
    assert "not overwritten" in again.stderr
    assert file.read_bytes() == before


@pytest.mark.details
def test_two_provinces_have_no_key_in_common(tmp_path):
    found = []
    for name in ("one", "two"):
        assert _bare("init", str(tmp_path / name), *_flags(tmp_path)).returncode == 0
        found.append(_read(tmp_path / name))
    assert all(found[0][key] != found[1][key] for key in KEYS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"base-url": "http://congdan.example"}, "BASE_URL (must be https)"),
        pytest.param({"province-code": "LC"}, "PROVINCE_CODE", marks=pytest.mark.details),
        pytest.param(
            {"site-name": 'Công dân "số"'}, "SITE_NAME holds one of", marks=pytest.mark.details
        ),
    ],
)
def test_settings_that_would_not_start_are_not_written(tmp_path, changes, said):
    file = tmp_path / "environment"
    done = _bare("init", str(file), *_flags(tmp_path, **changes))
    assert done.returncode == 1
    assert "nothing was written" in done.stderr
    assert said in done.stderr
    assert not file.exists()


@pytest.mark.slow
def test_a_push_key_is_made_where_nothing_is_set():
    done = _bare("notifications", "vapid")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("VAPID_PRIVATE_KEY=")


def _found(config: Config) -> dict[str, checks.Finding]:
    return {each.name: each for each in checks.all_of(config)}


def test_what_is_there_is_said(app, db, database, clock, run_folder):
    if database.name == "postgresql":  # whose clock no test moves
        clock.move_to(db.session.scalar(select(func.now())))
    found = _found(test_settings(run_folder, DATABASE_URL=database.url))
    assert found["database"].words == f"{database.name} answers and has this release's tables"
    assert all(found[name].is_fine for name in ("database", "storage", "SMS", "push", "proxy"))


@pytest.mark.postgresql
def test_a_database_whose_clock_lies_apart_is_said(app, db, database, clock, run_folder):
    clock.move_to(db.session.scalar(select(func.now())) + timedelta(minutes=1))
    found = _found(test_settings(run_folder, DATABASE_URL=database.url))["database"]
    assert not found.is_fine
    assert found.words.endswith(" s apart")


def test_a_database_that_does_not_answer_is_said_without_its_password(tmp_path):
    url = "postgresql+psycopg://user:hidden-word@/none?host=" + str(tmp_path)
    found = _found(test_settings(tmp_path, DATABASE_URL=url))["database"]
    assert not found.is_fine
    assert found.words.startswith("cannot be reached: ")
    assert "hidden-word" not in found.words


def test_root_leaves_nothing_among_the_files_of_the_account(tmp_path, monkeypatch):
    monkeypatch.setattr(checks.os, "geteuid", lambda: 0)
    assert not checks.is_anothers(tmp_path / "not" / "yet") or tmp_path.stat().st_uid
    theirs = type("Stat", (), {"st_uid": 998})
    monkeypatch.setattr(checks.Path, "stat", lambda self, **_: theirs)
    assert checks.is_anothers(tmp_path)


def test_a_folder_that_takes_no_photo_is_said(tmp_path):
    (tmp_path / "file").touch()
    config = test_settings(
        tmp_path, DATABASE_URL="sqlite://", MEDIA_URL=f"file:{tmp_path}/file/below"
    )
    assert not _found(config)["storage"].is_fine


def test_production_behind_no_proxy_is_said(tmp_path):
    config = test_settings(tmp_path, DATABASE_URL="sqlite://")
    object.__setattr__(config, "app_env", "production")
    assert "TRUSTED_PROXIES is 0" in _found(config)["proxy"].words
