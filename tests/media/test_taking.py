"""Taking photos in: how many, which ones, what is kept for a form that comes back."""

import errno
import os
from datetime import timedelta
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from app.core import clock
from app.media import actions, decoding, intake, queries, storage
from app.media.actions import Refused, attach, take
from app.media.intake import TooBusy
from app.media.kinds import PHOTO
from app.media.models import Photo
from app.media.staging import too_many_waiting
from app.media.stores import StorageFull
from tests.factories import media as factories
from tests.media import pictures
from tests.media.uploads import files, photos, upload
from tests.plans import plans

TOKEN = "a form's own token"


@pytest.fixture(autouse=True)
def _empty_folder(media_folder: Path) -> None:
    """Every test begins without files."""


def staged(token: str) -> list[Photo]:
    return actions.staged(PHOTO, token)


def remove_staged(token: str, code: str) -> None:
    actions.remove_staged(token, [code])


def count(db) -> int:
    return db.session.scalar(select(func.count()).select_from(Photo))


def refused(uploads, token: str = TOKEN) -> list[tuple[int, str]]:
    with pytest.raises(Refused) as problem:
        take(uploads, token, clock.now())
    return [(refusal.number, refusal.reason) for refusal in problem.value.refusals]


def test_a_photo_waits_a_day_under_its_forms_token(db) -> None:
    (photo,) = take(photos(1), TOKEN, clock.now())
    assert staged(TOKEN) == [photo]
    assert photo.is_preparing
    assert photo.staged_until == clock.now() + timedelta(hours=24)
    assert (photo.width, photo.height) == (60, 40)


def test_the_token_is_kept_hashed(db) -> None:
    (photo,) = take(photos(1), TOKEN, clock.now())
    assert photo.staged_token != TOKEN
    assert len(photo.staged_token) == 64


def test_another_token_finds_nothing(db) -> None:
    take(photos(1), TOKEN, clock.now())
    assert staged("another token") == []
    assert staged("") == []


def test_s22_names_are_made_by_the_server(db, media_folder: Path) -> None:
    (photo,) = take([upload(pictures.jpeg(), "../../etc/Nguyễn.php")], TOKEN, clock.now())
    assert files(media_folder) == [f"{photo.file_key}-clean.jpg"]
    assert photo.code != photo.file_key


def test_s19_what_counts_is_the_content_not_the_name_or_type(db) -> None:
    disguised = upload(b"<svg onload='alert(1)'/>", "photo.jpg")
    disguised.headers["Content-Type"] = "image/jpeg"
    assert refused([disguised]) == [(1, "not_a_photo")]
    honest = upload(pictures.encoded(pictures.four_corners(), "PNG"), "page.html")
    assert len(take([honest], TOKEN, clock.now())) == 1


def test_of_good_and_bad_photos_the_good_ones_are_kept(db, media_folder: Path) -> None:
    sent = [upload(pictures.jpeg()), upload(b"text"), upload(b"")]
    assert refused(sent) == [(2, "not_a_photo"), (3, "empty")]
    assert len(staged(TOKEN)) == 1
    assert len(files(media_folder)) == 1


def test_the_refusal_says_which_photo_and_why(db) -> None:
    with pytest.raises(Refused) as problem:
        take([upload(pictures.jpeg()), upload(b"text"), upload(b"")], TOKEN, clock.now())
    with force_locale("en"):
        lines = str(problem.value.message).splitlines()
    assert lines[0].startswith("Photo 2: This is not a photo")
    assert lines[1].startswith("Photo 3: This file is empty")
    assert problem.value.field == "photos"
    assert problem.value.status == 422


def test_s20_forty_megabytes_are_refused_without_being_decoded(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "clean", lambda data: pytest.fail("it was decoded"))
    large = upload(pictures.jpeg() + b"\0" * 40 * 1024 * 1024)
    assert refused([large]) == [(1, "too_many_bytes")]


def test_s20_at_most_four_photos_in_one_submission(db, media_folder: Path) -> None:
    assert refused(photos(6)) == [(5, "too_many"), (6, "too_many")]
    assert len(staged(TOKEN)) == 4
    assert len(files(media_folder)) == 4


def test_s20_at_most_four_photos_over_several_tries(db, media_folder: Path) -> None:
    take(photos(3), TOKEN, clock.now())
    more = [upload(pictures.jpeg(100 + number, 50)) for number in range(2)]
    assert refused(more) == [(2, "too_many")]
    assert len(staged(TOKEN)) == 4
    assert len(files(media_folder)) == 4


def test_fields_left_empty_are_no_photos(db) -> None:
    assert take([upload(b"", ""), upload(b"", "")], TOKEN, clock.now()) == []


def test_a_form_without_photos_keeps_those_it_sent_before(db) -> None:
    before = take(photos(2), TOKEN, clock.now())
    assert take([], TOKEN, clock.now()) == before


def test_the_same_photo_sent_again_with_its_form_is_taken_once(db, media_folder: Path) -> None:
    first = take(photos(1), TOKEN, clock.now())
    assert take(photos(1), TOKEN, clock.now()) == first
    assert len(files(media_folder)) == 1


def test_the_same_photo_twice_in_one_form_is_taken_once(db, media_folder: Path) -> None:
    assert len(take([*photos(1), *photos(1)], TOKEN, clock.now())) == 1
    assert len(files(media_folder)) == 1


def test_the_fingerprint_of_an_upload_links_no_two_forms(db) -> None:
    (one,) = take(photos(1), TOKEN, clock.now())
    (other,) = take(photos(1), "another token", clock.now())
    assert one.upload_digest != other.upload_digest


def test_attaching_ends_the_waiting_and_may_be_repeated(db) -> None:
    kept = take(photos(2), TOKEN, clock.now())
    attach(kept)
    attach(kept)
    db.session.commit()
    assert staged(TOKEN) == []
    assert all(photo.upload_digest is None for photo in kept)
    assert count(db) == 2


def test_a_person_can_take_a_waiting_photo_away(db, outbox, media_folder: Path) -> None:
    one, other = take(photos(2), TOKEN, clock.now())
    remove_staged(TOKEN, one.code)
    assert staged(TOKEN) == [other]
    outbox.drain()
    assert {name.partition("-")[0] for name in files(media_folder)} == {other.file_key}


def test_s22_nobody_takes_away_a_photo_of_another_form(db) -> None:
    (mine,) = take(photos(1), TOKEN, clock.now())
    attached = factories.photo()
    remove_staged("another token", mine.code)
    remove_staged(TOKEN, attached.code)
    assert staged(TOKEN) == [mine]
    assert count(db) == 2


def test_erasing_removes_row_and_files(db, outbox, media_folder: Path) -> None:
    (photo,) = take(photos(1), TOKEN, clock.now())
    attach([photo])
    outbox.drain()
    assert len(files(media_folder)) == 3
    actions.erase(db.session.get(Photo, photo.id))
    outbox.drain()
    assert count(db) == 0
    assert files(media_folder) == []


def test_a_rollback_of_an_erasure_keeps_the_files(db, outbox, media_folder: Path) -> None:
    (photo,) = take(photos(1), TOKEN, clock.now())
    outbox.drain()
    actions.erase(db.session.get(Photo, photo.id))
    db.session.rollback()
    outbox.drain()
    assert len(files(media_folder)) == 3


def test_f03_a_full_disk_refuses_all_and_leaves_nothing(
    db, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = factories.photo(with_files=True)
    db.session.commit()
    before, sync, calls = files(media_folder), os.fsync, []

    def full_at_the_third(handle: int) -> None:
        calls.append(handle)
        if len(calls) >= 5:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(storage.os, "fsync", full_at_the_third)
    with pytest.raises(StorageFull) as full:
        take(photos(4), TOKEN, clock.now())
    with force_locale("en"):
        assert "still on your phone" in str(full.value.message)
    assert files(media_folder) == before
    assert count(db) == 1
    assert storage.store().read(earlier.name("thumb")) is not None


def test_when_all_decoders_are_busy_it_says_so(db, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(data: bytes) -> None:
        raise decoding.DecoderBusy

    monkeypatch.setattr(decoding, "clean", busy)
    with pytest.raises(TooBusy) as problem:
        take(photos(1), TOKEN, clock.now())
    assert problem.value.status == 503


def test_preparing_touches_no_database(db, statements) -> None:
    with statements() as seen:
        prepared = intake.prepare({PHOTO: photos(2)})
    assert len(prepared.copies) == 2
    assert seen == []


def test_every_reason_has_a_sentence_for_the_person() -> None:
    assert set(PHOTO.sentences) == {*decoding.REASONS, "too_many", "empty", "too_many_bytes"}


@pytest.mark.sqlite
def test_what_waits_is_found_and_counted_by_an_index(app) -> None:
    now = clock.now()
    asked = plans(lambda: too_many_waiting(Photo, TOKEN, now))
    asked += plans(lambda: queries.stale(PHOTO, now))
    asked += plans(lambda: queries.waiting(TOKEN))
    assert len(asked) == 4
    for line in (line for lines in asked for line in lines):
        assert not line.startswith("SCAN "), asked
