"""What does not start: an unknown APP_ENV, no Vietnamese, unfit keys, an old database."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from babel import localedata
from flask_babel import get_domain
from sqlalchemy import text

from app.core import catalogues, migrations, preferences
from app.core.config import ROOT, Config, ConfigurationError
from app.core.migrations import require_current
from app.factory import create_app, warm
from tests.conftest import test_settings
from tests.core.test_security import PRODUCTION


@pytest.mark.parametrize("name", ["", "Production", "prod", "staging", " production", "TEST"])
def test_s48_an_unknown_kind_of_deployment_starts_nothing(name: str) -> None:
    with pytest.raises(ConfigurationError, match="APP_ENV") as refused:
        Config.from_env({**PRODUCTION, "APP_ENV": name})
    assert "production, development, test" in refused.value.message


@pytest.mark.slow
def test_s48_a_command_says_so_in_one_sentence(tmp_path: Path) -> None:
    env = {**os.environ, **PRODUCTION, "APP_ENV": "staging", "INSTANCE_PATH": str(tmp_path / "i")}
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "db", "upgrade"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: The app cannot start. APP_ENV is 'staging'")
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "i").exists()


UNFIT = (
    "DATA_KEY", "VAPID_PRIVATE_KEY", "PROVINCE_CODE", "DATABASE_URL", "DATABASE_DIRECT_URL",
    "TRUSTED_PROXIES", "SMS_DAILY_BUDGET", "PROVE_AGAIN_AFTER_DAYS",
)  # fmt: skip


@pytest.mark.parametrize("kind", ["production", "development"])
@pytest.mark.parametrize("name", UNFIT)
def test_s48_a_setting_that_cannot_serve_starts_nothing(
    name: str, kind: str, tmp_path: Path
) -> None:
    given = {**PRODUCTION, "APP_ENV": kind, "INSTANCE_PATH": str(tmp_path), name: "x" * 40}
    with pytest.raises(ConfigurationError, match=f"unfit: {name}$"):
        Config.from_env(given)


@pytest.mark.parametrize("name", ["DATABASE_URL", "SECRET_KEY", "DATA_KEY", "VAPID_PRIVATE_KEY"])
def test_an_empty_setting_of_development_counts_as_not_given(name: str, tmp_path: Path) -> None:
    given = {"APP_ENV": "development", "INSTANCE_PATH": str(tmp_path)}
    without, empty = Config.from_env(given), Config.from_env({**given, name: ""})
    assert getattr(empty, name.lower()) == getattr(without, name.lower()) != ""


@pytest.mark.parametrize(
    "url",
    ["/{z}/{x}/{y}", "http://t.vn/{z}/{x}/{y}", "https://t.vn/{quadkey}", "https://t.vn/{z}/{x}",
     "https://t.vn/{z}/{x}/{y"],
)  # fmt: skip
def test_s48_an_address_that_is_none_of_tiles_starts_nothing(url: str) -> None:
    with pytest.raises(ConfigurationError, match="unfit: TILE_URL"):
        Config.from_env({**PRODUCTION, "TILE_URL": url})
    Config.from_env({**PRODUCTION, "TILE_URL": "https://{s}.t.vn/{z}/{x}/{y}{r}.png"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sources of the catalogues, as they come with the code."""
    for source in catalogues.FOLDER.glob("*/LC_MESSAGES/*.po"):
        copy = tmp_path / source.relative_to(catalogues.FOLDER)
        copy.parent.mkdir(parents=True)
        shutil.copyfile(source, copy)
    return tmp_path


def test_s48_catalogues_are_compiled_at_the_start_when_missing_or_older(folder: Path) -> None:
    made = folder / "vi" / "LC_MESSAGES" / "messages.mo"
    catalogues.ensure(folder)
    whole = made.read_bytes()
    made.write_bytes(b"older")
    os.utime(made, (1, 1))
    catalogues.ensure(folder)
    assert made.read_bytes() == whole


def test_s48_a_start_without_vietnamese_fails(folder: Path, tmp_path: Path) -> None:
    (folder / "vi" / "LC_MESSAGES" / "messages.po").write_text('msgid ""\nmsgstr ""\n')
    with pytest.raises(ConfigurationError, match="no Vietnamese"):
        catalogues.ensure(folder)
    with pytest.raises(ConfigurationError, match="no Vietnamese"):
        catalogues.ensure(tmp_path / "nowhere")


def test_s48_catalogues_that_cannot_be_written_are_said(folder: Path, monkeypatch) -> None:
    def refuse(path: Path, content: bytes) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(catalogues, "replace", refuse)
    with pytest.raises(ConfigurationError, match=r"Permission denied.*compile"):
        catalogues.ensure(folder)


def test_s48_an_older_database_is_not_served(app, database, run_folder) -> None:
    require_current(app)
    bare = create_app(test_settings(run_folder, DATABASE_URL=database.empty("old")), testing=True)
    with pytest.raises(ConfigurationError, match="db upgrade"):
        require_current(bare)


def test_s48_the_database_of_a_newer_release_is_served(app, db, database) -> None:
    db.session.execute(text("UPDATE alembic_version SET version_num = 'newer'"))
    db.session.commit()
    database.altered = True  # put back whole before the next test
    require_current(app)


LATE = {
    "PIL", "alembic", "feedparser", "flask_migrate", "huey", "mako", "numpy", "psycopg", "redis",
    "requests", "shapely", "xlsxwriter", "zxingcpp",
}  # fmt: skip
LOADED = """
import sys
from app.factory import create_app, warm
app = create_app()
assert app.test_client().get("/khan-cap").status_code in (200, 503)
print(*sorted(set(sys.modules) & set(sys.argv[1:])))
"""


@pytest.mark.slow
def test_a_web_process_on_sqlite_starts_without_what_it_rarely_needs(tmp_path: Path) -> None:
    env = {**os.environ, "APP_ENV": "development", "INSTANCE_PATH": str(tmp_path)}
    env["DATABASE_URL"] = f"sqlite:///{tmp_path / 'app.sqlite'}"
    command = [sys.executable, "-c", LOADED, *LATE, "app.demo", "app.bills.cli"]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_the_files_name_the_same_revisions_as_alembic() -> None:
    scripts = ScriptDirectory(str(migrations.FOLDER))
    known = {script.revision for script in scripts.walk_revisions()}
    assert migrations.revisions() == (known, set(scripts.get_heads()))


@pytest.mark.one_database
def test_what_the_first_pages_load_is_there_before_a_server_forks(app, client, monkeypatch):
    """Each process would hold its own copy of what it loads itself."""

    def fails(*given: object, **named: object) -> None:
        raise AssertionError("read by a request")

    with app.test_request_context():
        get_domain().cache.clear()
    localedata._cache.clear()
    warm(app)
    monkeypatch.setattr("flask_babel.support.Translations.load", fails)
    monkeypatch.setattr("babel.localedata.pickle.load", fails)
    for chosen in ("vi.normal..", "en.normal.."):
        client.set_cookie(preferences.COOKIE, chosen)
        assert client.get("/khan-cap").status_code == 200
        assert client.get("/cho-so").status_code == 200
