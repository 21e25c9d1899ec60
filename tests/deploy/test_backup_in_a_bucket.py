"""Backups in a real S3-compatible store (OpenStack Swift): made, shared, harmed, aged, restored."""

import os
from collections.abc import Iterator
from pathlib import Path

import obstore
import pytest
from sqlalchemy import select

from app.accounts.models import User
from app.core import backup_runs
from app.core import clock as core_clock
from app.core.db import db as database_of
from app.media.bucket import Access
from app.media.storage import store
from app.operation import places
from tests.deploy.swift import BUCKET, KEY, PROXY, REGION, SECRET, Swift, swift
from tests.factories import media
from tests.factories.accounts import make_user
from tests.operation.places import Place, key

WHERE = f"s3://{BUCKET}/of/backups"
PHRASE = "Nguyễn Thị Không Ai Biết"

pytestmark = [
    pytest.mark.details,
    pytest.mark.loopback,
    pytest.mark.slow,
    pytest.mark.skipif(PROXY is None, reason="Swift is not here: see tests/deploy/swift.py"),
]


@pytest.fixture(scope="module")
def server() -> Iterator[Swift]:
    """The store."""
    with swift() as running:
        yield running


@pytest.fixture
def access(server) -> dict[str, str]:
    """How it is reached; the bucket is emptied."""
    whole = server.whole()
    for some in obstore.list(whole):
        for each in some:
            obstore.delete(whole, each["path"])
    told = {"ENDPOINT": server.endpoint, "REGION": REGION, "KEY": KEY, "SECRET": SECRET}
    return {f"BACKUP_S3_{name}": value for name, value in told.items()}


@pytest.fixture
def here(app, db, database, tmp_path, access) -> Iterator[Place]:
    """A deployment with a person and a photo, in a folder of its own."""
    place = Place(tmp_path / "here", database.url, **access)
    make_user(PHRASE)
    media_made(place)
    yield place
    place.close()


@pytest.fixture
def elsewhere(database, tmp_path, here, access) -> Iterator[Place]:
    """An empty place on another machine."""
    place = Place(tmp_path / "elsewhere", database.empty("restored"), **access)
    yield place
    place.close()


@pytest.fixture
def keys(tmp_path) -> tuple[Path, str]:
    return key(tmp_path)


def media_made(place: Place) -> None:
    database_of.session.commit()
    with place.app.app_context():
        media.photo(with_files=True)
        database_of.session.commit()
        database_of.session.remove()


def backup(place: Place, keys: tuple[Path, str], *more: object) -> str:
    done = place.run("backup", "--to", WHERE, "--recipient", keys[1], *more)
    assert done.exit_code == 0, done.output
    return done.output


def lying(server: Swift) -> dict[str, bytes]:
    """All that is in the bucket, as somebody else's program reads it."""
    whole = server.whole()
    return {
        each["path"]: bytes(obstore.get(whole, each["path"]).bytes())
        for some in obstore.list(whole)
        for each in some
    }


def test_f10_what_lies_in_a_bucket_is_restored_on_another_machine(here, elsewhere, server, keys):
    said = backup(here, keys)
    assert "3 files were new" in said
    there = lying(server)
    assert all(name.startswith("of/backups/") for name in there)
    assert PHRASE.encode() not in b"".join(there.values())
    assert list(here.media.parent.glob("backup-*")) == []
    done = elsewhere.run("restore", "--from", WHERE, "--identity", keys[0])
    assert done.exit_code == 0, done.output
    assert "every table has its rows, every file its digest, the audit log is whole" in done.output
    assert elsewhere.files() == here.files() != {}
    with elsewhere.app.app_context():
        assert database_of.session.scalar(select(User)).name == PHRASE
        assert backup_runs.is_running(core_clock.now()) is True, "the one it was made in"


@pytest.mark.sqlite_first
def test_a_photo_goes_there_once_and_what_aged_out_leaves_nothing(here, server, keys, clock):
    backup(here, keys)
    first = set(lying(server))
    clock.shift(60)
    assert "0 files were new" in backup(here, keys)
    with here.app.app_context():
        store().write("aa/bb/another", b"another")
    clock.shift(60)
    assert "1 files were new" in backup(here, keys)
    for name in here.files():
        (here.media / name).unlink()
    clock.shift(86_400 * 2)
    assert "older backups aged out" in backup(here, keys, "--keep", "1d")
    left = set(lying(server))
    assert not left & first
    assert {name.rsplit("/", 1)[-1] for name in left} == {
        "index.json", "database.age", "manifest.age",
    }  # fmt: skip


@pytest.mark.sqlite_first
@pytest.mark.parametrize("part", ["database.age", "objects"])
def test_what_was_changed_or_is_missing_there_is_said(here, elsewhere, server, keys, part):
    backup(here, keys)
    verify = ("backup", "--verify", "--to", WHERE)
    assert "is all there" in here.run(*verify).output
    assert "opens and is whole" in here.run(*verify, "--identity", keys[0]).output
    name, content = next((n, c) for n, c in lying(server).items() if part in n)
    if part == "objects":
        obstore.delete(server.whole(), name)
    else:
        obstore.put(server.whole(), name, content[:-1] + bytes([content[-1] ^ 1]))
    done = here.run(*verify)
    assert done.exit_code == 1
    assert ("is missing" if part == "objects" else "was changed") in done.output
    assert elsewhere.run("restore", "--from", WHERE, "--identity", keys[0]).exit_code == 1


@pytest.mark.sqlite_first
def test_of_two_at_once_the_second_waits_for_another_night(here, server, keys):
    with here.app.app_context():
        backup_runs.begin(core_clock.now())
        database_of.session.commit()
        database_of.session.remove()
    done = here.run("backup", "--to", WHERE, "--recipient", keys[1])
    assert done.exit_code == 1 and "another backup is being written there" in done.output
    assert lying(server) == {}


@pytest.mark.sqlite_first
def test_a_store_that_is_gone_or_refuses_is_said_in_one_line(here, server, keys, tmp_path, access):
    refused = Place(
        tmp_path / "refused", here.app.config["SETTINGS"].database_url,
        **{**access, "BACKUP_S3_SECRET": "wrong"},
    )  # fmt: skip
    done = refused.run("backup", "--to", WHERE, "--recipient", keys[1])
    refused.close()
    assert done.exit_code == 1 and "the store of the backups failed" in done.output
    with here.app.app_context():
        assert not backup_runs.is_running(core_clock.now())
        assert backup_runs.last_finished() is None
        database_of.session.remove()


@pytest.mark.sqlite_first
def test_a_large_file_goes_in_parts_and_comes_back_whole(here, server, monkeypatch):
    monkeypatch.setattr(places, "IN_PARTS_OF", 5 * 1024 * 1024)
    content = os.urandom(12 * 1024 * 1024)
    bucket = places.Bucket(BUCKET, "large", Access(server.endpoint, REGION, KEY, SECRET))
    with here.app.app_context():
        for _ in range(2):  # the second takes the place of the first
            with bucket.written("a/large.age") as file:
                file.write(content)
        with bucket.local("a/large.age") as path:
            assert path.read_bytes() == content
        assert bucket.sizes("a") == {"a/large.age": len(content)}
        bucket.delete_folder("a")
        assert bucket.sizes("a") == {}


@pytest.mark.sqlite_first
def test_a_bucket_without_its_keys_is_refused_before_anything(app, database, tmp_path, keys):
    place = Place(tmp_path / "bare", database.url)
    done = place.run("backup", "--to", WHERE, "--recipient", keys[1])
    place.close()
    assert done.exit_code == 1 and "BACKUP_S3_ENDPOINT" in done.output
