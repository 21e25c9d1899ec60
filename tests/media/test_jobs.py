"""What the worker makes, and what it sweeps."""

import io
import os
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import func, select

from app.core import clock
from app.core.outbox import Job
from app.media import actions, decoding, jobs
from app.media.kinds import PHOTO
from app.media.models import FAILED, QUARANTINED, SIZES, Photo
from app.media.storage import store
from app.media.stores import StorageFull
from tests.factories import media as factories
from tests.media import pictures
from tests.media.uploads import files, photos, upload

TOKEN = "a form's own token"


@pytest.fixture(autouse=True)
def _empty_folder(media_folder: Path) -> None:
    """Every test begins without files."""


def taken(db) -> Photo:
    (photo,) = actions.take([upload(pictures.jpeg(1500, 1000))], TOKEN, clock.now())
    actions.attach([photo])
    db.session.commit()
    return photo


def make_old(folder: Path, hours: float = 30) -> None:
    moment = (clock.now() - timedelta(hours=hours)).timestamp()
    for path in folder.rglob("*"):
        if path.is_file():
            os.utime(path, (moment, moment))


def test_the_worker_makes_three_sizes_and_drops_the_clean_copy(
    db, outbox, media_folder: Path
) -> None:
    photo = taken(db)
    outbox.drain()
    assert photo.is_ready
    assert files(media_folder) == sorted(f"{photo.file_key}-{size}.webp" for size in SIZES)
    assert photo.byte_size == sum(len(store().read(photo.name(size))) for size in SIZES)


def test_the_sizes_measure_what_the_photo_says(db, outbox) -> None:
    photo = taken(db)
    outbox.drain()
    for size in SIZES:
        image = Image.open(io.BytesIO(store().read(photo.name(size))), formats=("WEBP",))
        assert image.size == photo.dimensions(size)


@pytest.mark.parametrize(
    ("size", "meant"),
    [
        ((1600, 1200), {"thumb": (192, 192), "medium": (640, 480), "large": (1280, 960)}),
        ((900, 1600), {"thumb": (192, 192), "medium": (360, 640), "large": (720, 1280)}),
        ((100, 60), {"thumb": (60, 60), "medium": (100, 60), "large": (100, 60)}),
        ((1, 1), {"thumb": (1, 1), "medium": (1, 1), "large": (1, 1)}),
        ((1600, 1), {"thumb": (1, 1), "medium": (640, 1), "large": (1280, 1)}),
    ],
)
def test_dimensions_are_known_before_the_files_are_read(size, meant, db) -> None:
    photo = factories.photo(size=size)
    assert {name: photo.dimensions(name) for name in SIZES} == meant


def test_a_job_done_twice_changes_nothing(db, outbox, media_folder: Path) -> None:
    photo = taken(db)
    outbox.drain()
    before = files(media_folder)
    actions.ask_for_rest(PHOTO, photo)
    outbox.drain()
    assert files(media_folder) == before
    assert photo.is_ready


def test_a_photo_erased_before_its_turn_leaves_nothing(db, outbox, media_folder: Path) -> None:
    photo = taken(db)
    actions.erase(photo)
    outbox.drain()
    assert files(media_folder) == []


def test_a_photo_erased_while_its_sizes_are_made_leaves_nothing(
    db, outbox, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = taken(db)
    make = decoding.sizes

    def erased_meanwhile(data, wanted):
        actions.erase(db.session.get(Photo, photo_id))
        db.session.commit()
        return make(data, wanted)

    photo_id = photo.id
    monkeypatch.setattr(decoding, "sizes", erased_meanwhile)
    outbox.drain()
    assert files(media_folder) == []


def test_sizes_that_cannot_be_made_are_said_to_have_failed(db, outbox) -> None:
    photo = taken(db)
    store().write(photo.clean_name, b"\xff\xd8\xff no picture")
    outbox.drain()
    assert photo.state == FAILED


def test_a_clean_copy_that_is_gone_is_said_to_have_failed(db, outbox) -> None:
    photo = taken(db)
    store().delete(photo.clean_name)
    outbox.drain()
    assert photo.state == FAILED


@pytest.mark.parametrize("trouble", [decoding.DecoderBusy(), StorageFull()])
def test_f03_the_worker_waits_while_nothing_can_be_written(
    db, outbox, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    photo = taken(db)

    def fail(data, wanted):
        raise trouble

    with monkeypatch.context() as broken:
        broken.setattr(decoding, "sizes", fail)
        outbox.drain()
    assert photo.is_preparing
    (job,) = outbox.jobs()
    assert job.run_at > clock.now()
    assert job.attempts == 0


def test_the_worker_holds_no_lock_while_it_makes_sizes(
    db, outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken(db)
    held, make = [], decoding.sizes

    def watched(data, wanted):
        held.append(db.session().in_transaction())
        return make(data, wanted)

    monkeypatch.setattr(decoding, "sizes", watched)
    outbox.drain()
    assert held == [False]


def test_the_sweep_erases_photos_whose_form_never_came(
    db, outbox, media_folder: Path, clock
) -> None:
    waiting = actions.take(photos(2), TOKEN, now())
    kept = factories.photo(with_files=True)
    outbox.drain()
    clock.shift(timedelta(hours=23))
    assert jobs.sweep(now()).stale == 0
    clock.shift(timedelta(hours=2))
    assert jobs.sweep(now()).stale == len(waiting)
    outbox.drain()
    assert {name.partition("-")[0] for name in files(media_folder)} == {kept.file_key}
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 1


def now():
    return clock.now()


def test_the_sweep_deletes_old_files_that_no_photo_has(db, media_folder: Path) -> None:
    kept = factories.photo(with_files=True)
    db.session.commit()
    store().write("ab/cd/abcd-clean.jpg", b"no row")
    store().write("ab/cd/unrelated", b"no row")
    (media_folder / ".incoming" / "half").write_bytes(b"half")
    make_old(media_folder)
    store().write("ab/cd/fresh-clean.jpg", b"its row may be on its way")
    make_fresh = (clock.now()).timestamp()
    os.utime(media_folder / "ab/cd/fresh-clean.jpg", (make_fresh, make_fresh))
    assert jobs.sweep(clock.now()).orphans == 3
    names = {f"{kept.file_key}-{size}.webp" for size in SIZES} | {"fresh-clean.jpg"}
    assert set(files(media_folder)) == names


def test_the_sweep_deletes_the_clean_copy_that_a_killed_worker_left(db, media_folder: Path) -> None:
    ready = factories.photo(with_files=True)
    waiting = factories.photo(state=QUARANTINED)
    for photo in (ready, waiting):
        store().write(photo.clean_name, b"clean")
    make_old(media_folder)
    assert jobs.sweep(clock.now()).orphans == 1
    assert store().read(waiting.clean_name) == b"clean"


def test_the_sweep_asks_again_for_sizes_that_were_never_made(db, outbox) -> None:
    photo = taken(db)
    db.session.query(Job).delete()
    later = clock.now() + timedelta(hours=2)
    assert jobs.sweep(later).stuck == 1
    assert jobs.sweep(later).stuck == 1
    assert len(outbox.jobs()) == 1
    outbox.drain()
    assert photo.is_ready


def test_the_sweep_walks_an_empty_store(db, media_folder: Path) -> None:
    media_folder.rmdir()
    assert jobs.sweep(clock.now()) == jobs.Swept()


def test_the_command_says_what_it_did(app, db) -> None:
    stale = clock.now() - timedelta(days=2)
    factories.photo(token=TOKEN, now=stale)
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["media", "sweep"])
    assert result.output.startswith("1 stale photos erased")
    assert db.session.scalar(select(func.count()).select_from(Photo)) == 0
