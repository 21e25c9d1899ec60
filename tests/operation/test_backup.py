"""Backups and restoring, in small: what is kept, shared, refused, harmed, told."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.accounts.models import User
from app.core import audit, backup_runs, outbox, personal
from app.core import clock as core_clock
from app.core.backup_runs import BackupRun
from app.core.config import ConfigurationError
from app.core.keys import generate_data_key
from app.media import actions
from app.media.storage import store
from app.operation import backing_up
from tests.factories import media
from tests.factories.accounts import make_user
from tests.operation.places import Place, key

PHRASE = "Nguyễn Thị Không Ai Biết"


@pytest.fixture
def here(app, db, database, tmp_path) -> Iterator[Place]:
    """A deployment with a person, two photos and a sealed entry of the log."""
    place = Place(tmp_path / "here", database.url)
    make_user(PHRASE)
    audit.record("system", "tested", "user:1", now=core_clock.now())
    db.session.commit()
    with place.app.app_context():
        audit.seal(core_clock.now() + 2 * audit.SETTLED)
        media.photo(with_files=True)
        db.session.commit()
        db.session.remove()
    yield place
    place.close()


@pytest.fixture
def elsewhere(database, tmp_path, here) -> Iterator[Place]:
    """An empty place."""
    place = Place(tmp_path / "elsewhere", database.empty("restored"))
    yield place
    place.close()


@pytest.fixture
def target(tmp_path) -> Path:
    return tmp_path / "target"


@pytest.fixture
def keys(tmp_path) -> tuple[Path, str]:
    return key(tmp_path)


@pytest.fixture
def backed_up(here, target, keys) -> str:
    """What the first backup said."""
    return _backup(here, target, keys)


def _backup(place: Place, target: Path, keys: tuple[Path, str], *more: object) -> str:
    done = place.run("backup", "--to", target, "--recipient", keys[1], *more)
    assert done.exit_code == 0, done.output
    return done.output


def _restore(place: Place, target: Path, keys: tuple[Path, str], *more: object):
    return place.run("restore", "--from", target, "--identity", keys[0], *more)


def test_f10_what_is_restored_is_what_was_backed_up(db, here, elsewhere, target, keys, backed_up):
    done = _restore(elsewhere, target, keys)
    assert done.exit_code == 0, done.output
    assert "every table has its rows, every file its digest, the audit log is whole" in done.output
    assert elsewhere.files() == here.files() != {}
    with elsewhere.app.app_context():
        assert db.session.scalar(select(User)).name == PHRASE


def test_nothing_readable_leaves_the_machine(here, target, keys, backed_up):
    lying = b"".join(path.read_bytes() for path in target.rglob("*") if path.is_file())
    assert PHRASE.encode() not in lying
    assert b"RIFF" not in lying
    assert not any(name.encode() in lying for name in here.files())
    assert [path for path in here.media.parent.glob("backup-*")] == []


@pytest.mark.sqlite_first
def test_the_heads_digest_is_printed_to_be_noted_elsewhere(db, backed_up):
    digest = db.session.scalar(select(audit.AuditSeal.digest))
    assert digest in backed_up


@pytest.mark.sqlite_first
def test_a_file_that_is_there_is_not_copied_again(here, target, keys, backed_up, clock):
    assert "3 files were new" in backed_up
    clock.shift(60)
    assert "0 files were new" in _backup(here, target, keys)
    with here.app.app_context():
        store().write("aa/bb/another", b"another")
    clock.shift(60)
    assert "1 files were new" in _backup(here, target, keys)


@pytest.mark.sqlite_first
def test_what_aged_out_leaves_no_file(here, target, keys, backed_up, clock):
    gone = {path for path in target.rglob("objects/*/*")}
    shutil.rmtree(here.media)
    clock.shift(86_400 * 2)
    said = _backup(here, target, keys, "--keep", "1d")
    assert "1 older backups aged out" in said
    assert len(gone) == 3
    assert not any(path.exists() for path in gone)
    assert len(list(target.glob("*/index.json"))) == 1


@pytest.mark.sqlite_first
def test_one_of_this_second_is_not_overwritten(here, target, keys, backed_up):
    done = here.run("backup", "--to", target, "--recipient", keys[1])
    assert done.exit_code == 1
    assert "this very second" in done.output


def test_a_place_that_is_not_empty_is_left_alone(here, elsewhere, target, keys, backed_up):
    before = here.files()
    assert "not empty" in _restore(here, target, keys).output
    assert here.files() == before
    with elsewhere.app.app_context():
        store().write("aa/bb/mine", b"mine")
    assert "MEDIA_URL is not empty" in _restore(elsewhere, target, keys).output
    assert list(elsewhere.files()) == ["aa/bb/mine"]


@pytest.mark.sqlite_first
def test_a_wrong_private_key_opens_nothing(elsewhere, target, tmp_path, backed_up):
    (tmp_path / "other").mkdir()
    done = _restore(elsewhere, target, key(tmp_path / "other"))
    assert done.exit_code == 1
    assert "cannot be opened" in done.output
    assert elsewhere.files() == {}


@pytest.mark.sqlite_first
def test_another_data_key_is_said_before_anything_is_written(
    database, tmp_path, here, target, keys, backed_up
):
    stranger = Place(
        tmp_path / "stranger", database.empty("stranger"), DATA_KEY=generate_data_key()
    )
    done = _restore(stranger, target, keys)
    assert (done.exit_code, stranger.files()) == (1, {})
    assert "This DATA_KEY is not the one of the backup" in done.output
    done = _restore(stranger, target, keys, "--without-data-key")
    assert done.exit_code == 0, done.output
    with stranger.app.app_context(), pytest.raises(ConfigurationError, match="DATA_KEY"):
        personal.require_key()
    stranger.close()


@pytest.mark.sqlite_first
def test_s48_the_key_of_the_database_is_taken(here, app):
    with here.app.app_context():
        personal.require_key()


@pytest.mark.parametrize("part", ["database.age", "manifest.age", "objects"])
def test_what_was_changed_or_is_missing_is_said(elsewhere, here, target, keys, backed_up, part):
    assert "all there and unchanged" in here.run("backup", "--verify", "--to", target).output
    if part == "objects":
        next(target.rglob("objects/*/*")).unlink()
    else:
        file = next(target.glob(f"*/{part}"))
        content = bytearray(file.read_bytes())
        content[-1] ^= 1
        file.write_bytes(content)
    done = here.run("backup", "--verify", "--to", target)
    assert done.exit_code == 1
    assert ("is missing" if part == "objects" else "was changed") in done.output
    assert _restore(elsewhere, target, keys).exit_code == 1
    with elsewhere.app.app_context():
        assert backing_up.databases.kind_of(
            elsewhere.app.config["SETTINGS"].database_url
        ).is_empty()


@pytest.mark.sqlite_first
def test_with_the_private_key_all_is_opened(here, target, keys, backed_up):
    done = here.run("backup", "--verify", "--to", target, "--identity", keys[0])
    assert done.exit_code == 0, done.output
    assert "opens and is whole" in done.output


@pytest.mark.sqlite_first
def test_one_that_failed_is_none_and_holds_nothing(here, target, keys, monkeypatch):
    def fails(*given: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backing_up, "_files", fails)
    done = here.run("backup", "--to", target, "--recipient", keys[1])
    assert isinstance(done.exception, OSError)
    monkeypatch.undo()
    with here.app.app_context():
        assert not backup_runs.is_running(core_clock.now())
        assert backup_runs.last_finished() is None
    assert "there is no backup" in here.run("backup", "--verify", "--to", target).output


@pytest.mark.sqlite_first
def test_no_file_is_removed_while_one_runs(here, db, clock):
    with here.app.app_context():
        name = next(iter(here.files()))
        backup_runs.begin(core_clock.now())
        actions.remove_files([name])
        db.session.commit()
        outbox.sweep()
        assert name in here.files()
        db.session.scalars(select(BackupRun)).one().finished_at = core_clock.now()
        db.session.commit()
        clock.shift(61)
        outbox.sweep()
        assert name not in here.files()


@pytest.mark.sqlite_first
def test_a_key_file_is_private_and_never_overwritten(here, tmp_path):
    file = tmp_path / "new"
    said = here.run("backup-key", file).output
    assert said.startswith("BACKUP_RECIPIENTS=age1")
    assert file.stat().st_mode & 0o777 == 0o600
    before = file.read_text()
    assert "AGE-SECRET-KEY-1" in before
    assert here.run("backup-key", file).exit_code == 1
    assert file.read_text() == before


@pytest.mark.sqlite_first
@pytest.mark.parametrize("words", [(), ("--recipient", "ssh-rsa x")])
def test_a_backup_is_never_made_in_the_clear(here, target, words):
    done = here.run("backup", "--to", target, *words)
    assert done.exit_code == 1
    assert "age1" in done.output
    assert not list(target.glob("*/*"))


def test_a_row_lost_on_the_way_is_said(here, elsewhere, target, keys, backed_up, monkeypatch):
    put = type(backing_up.databases.kind_of(here.app.config["SETTINGS"].database_url)).put

    def loses(self, copy: Path) -> None:
        put(self, copy)
        with elsewhere.app.app_context():
            backing_up.db.session.execute(text("DELETE FROM audit_entry"))
            backing_up.db.session.commit()

    monkeypatch.setattr(
        type(backing_up.databases.kind_of(str(here.app.config["SETTINGS"].database_url))),
        "put",
        loses,
    )
    done = _restore(elsewhere, target, keys)
    assert done.exit_code == 1
    assert "table audit_entry: 1 rows in the backup, 0 here" in done.output
    assert "seal up to entry" in done.output
