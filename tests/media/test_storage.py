"""Files are written whole or not at all."""

import errno
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app.core.config import ConfigurationError
from app.media import storage
from app.media.bucket import Access, Bucket
from app.media.models import file_name, new_file_key
from app.media.storage import Folder, Store, open_store
from app.media.stores import INCOMING, StorageFull
from tests import conftest

LATER = datetime(2100, 1, 1, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "media")


def files_below(folder: Folder) -> list[Path]:
    return [path for path in folder.root.rglob("*") if path.is_file()]


@contextmanager
def files_no_larger_than(limit: int) -> Iterator[None]:
    """The kernel itself refuses to let a file grow beyond `limit` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_what_was_written_is_read_back(folder: Folder) -> None:
    folder.write("ab/cd/one", b"content")
    assert folder.read("ab/cd/one") == b"content"
    assert [path.name for path in files_below(folder)] == ["one"]


def test_writing_again_replaces(folder: Folder) -> None:
    folder.write("ab/cd/one", b"before")
    folder.write("ab/cd/one", b"after")
    assert folder.read("ab/cd/one") == b"after"


def test_deleting_twice_is_fine(folder: Folder) -> None:
    folder.write("ab/cd/one", b"content")
    folder.delete("ab/cd/one")
    folder.delete("ab/cd/one")
    assert folder.read("ab/cd/one") is None


def test_only_the_owner_may_read_the_files(folder: Folder) -> None:
    folder.write("ab/cd/one", b"content")
    assert (folder.root / "ab/cd/one").stat().st_mode & 0o077 == 0
    assert (folder.root / "ab/cd").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "ab/../../out"])
def test_s22_no_name_leads_out_of_the_folder(folder: Folder, name: str) -> None:
    with pytest.raises(ValueError, match="outside"):
        folder.write(name, b"x")
    with pytest.raises(ValueError, match="outside"):
        folder.read(name)


def test_s22_file_names_are_random_and_two_folders_deep() -> None:
    keys = {new_file_key() for _ in range(100)}
    assert len(keys) == 100
    key = keys.pop()
    assert len(key) == 32
    assert file_name(key, "thumb.webp") == f"{key[:2]}/{key[2:4]}/{key}-thumb.webp"


@pytest.mark.parametrize("step", ["fsync", "open", "replace"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO])
def test_f03_a_disk_that_refuses_leaves_no_half_file(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, step: str, reason: int
) -> None:
    folder.write("ab/cd/earlier", b"content")

    def refuse(*args: object, **kwargs: object) -> None:
        raise OSError(reason, os.strerror(reason))

    target = Path if step == "replace" else storage.os
    with monkeypatch.context() as broken:
        broken.setattr(target, step, refuse)
        with pytest.raises(StorageFull) as full:
            folder.write("ab/cd/later", b"content")
    assert full.value.status == 503
    assert [path.name for path in files_below(folder)] == ["earlier"]
    assert folder.read("ab/cd/earlier") == b"content"


def test_f03_a_file_system_that_ends_in_the_middle_leaves_no_half_file(folder: Folder) -> None:
    folder.write("ab/cd/earlier", b"content")
    with files_no_larger_than(20_000), pytest.raises(StorageFull):
        folder.write("ab/cd/later", b"x" * 100_000)
    assert [path.name for path in files_below(folder)] == ["earlier"]
    folder.write("ab/cd/later", b"x" * 100_000)
    assert folder.read("ab/cd/later") == b"x" * 100_000


def test_f03_the_file_is_synced_before_it_gets_its_name(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    sync, replace = os.fsync, Path.replace

    def synced(handle: int) -> None:
        seen.append("folder" if os.path.isdir(f"/proc/self/fd/{handle}") else "file")
        sync(handle)

    def renamed(self: Path, target: Path) -> Path:
        seen.append("rename")
        return replace(self, target)

    monkeypatch.setattr(storage.os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", renamed)
    folder.write("ab/cd/one", b"content")
    assert seen[:3] == ["file", "rename", "folder"]


@pytest.mark.own_day
def test_it_lists_old_names_and_what_was_left_half_way(folder: Folder) -> None:
    folder.write("ab/cd/old", b"content")
    folder.write("ab/cd/new", b"content")
    left_over = folder.root / INCOMING / "left"
    left_over.write_bytes(b"half")
    long_ago = (datetime.now(UTC) - timedelta(days=300)).timestamp()
    for path in (folder.root / "ab/cd/old", left_over):
        os.utime(path, (long_ago, long_ago))
    week_ago = datetime.now(UTC) - timedelta(days=7)
    assert set(folder.names(week_ago)) == {"ab/cd/old", ".incoming/left"}
    assert len(set(folder.names(LATER))) == 3


def opened(folder: Path, **settings: str) -> Store:
    """The store that such settings name."""
    return open_store(conftest.test_settings(folder, **settings))


def test_media_url_names_a_folder(tmp_path: Path) -> None:
    for url in (f"file:{tmp_path}/a%20b", f"file://{tmp_path}/a%20b"):
        found = opened(tmp_path, MEDIA_URL=url)
        assert isinstance(found, Folder)
        assert found.root == tmp_path / "a b"
    default = opened(tmp_path / "default", MEDIA_URL="")
    assert isinstance(default, Folder)
    assert default.root == tmp_path / "default" / "media"


S3 = {"S3_ENDPOINT": "https://s3.invalid", "S3_KEY": "key", "S3_SECRET": "secret"}


def test_media_url_names_a_bucket(tmp_path: Path) -> None:
    found = opened(tmp_path, MEDIA_URL="s3://bucket/photos/of%20all/", **S3)
    assert isinstance(found, Bucket)
    assert (found.bucket, found.prefix) == ("bucket", "photos/of all")
    assert found.access == Access("https://s3.invalid", "us-east-1", "key", "secret")


@pytest.mark.parametrize("missing", S3)
def test_a_bucket_without_its_keys_is_refused_at_the_start(missing: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match=missing):
        opened(tmp_path, MEDIA_URL="s3://bucket", **(S3 | {missing: ""}))


@pytest.mark.parametrize("url", ["s3:bucket", "file:", "/var/media", "https://x/y"])
def test_another_kind_of_store_is_refused_at_the_start(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="MEDIA_URL"):
        opened(tmp_path, MEDIA_URL=url, **S3)


@pytest.mark.parametrize("name", ["../out", "/etc/passwd", "ab/../../out"])
def test_s22_no_name_leads_out_of_the_bucket(tmp_path: Path, name: str) -> None:
    found = opened(tmp_path, MEDIA_URL="s3://bucket", **S3)
    with pytest.raises(ValueError, match="outside"):
        found.write(name, b"x")
    with pytest.raises(ValueError, match="outside"):
        found.read(name)
