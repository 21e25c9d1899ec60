"""Keeping recordings: which are taken, what waits for a form, what is swept and erased."""

import errno
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask_babel import force_locale
from sqlalchemy import func, select

from app.core import clock as core_clock
from app.media import actions, jobs, storage
from app.media import voice_decoding as decoding
from app.media.actions import attach, erase
from app.media.intake import CleanCopy, Prepared, Refused, TooBusy
from app.media.kinds import PHOTO, VOICE
from app.media.models import Recording
from app.media.storage import store
from app.media.stores import StorageFull
from tests.factories import media as factories
from tests.media import sounds
from tests.media.sounds import upload
from tests.media.uploads import files, photos

TOKEN = "a form's own token"


@pytest.fixture(autouse=True)
def _empty_folder(media_folder: Path) -> None:
    """Every test begins without files."""


def now():
    return core_clock.now()


def prepare(photos, voices=()) -> Prepared:
    return actions.prepare({PHOTO: photos, VOICE: voices})


def stage(prepared: Prepared, token: str, now: datetime) -> list[Recording]:
    return actions.stage(VOICE, prepared, token, now)


def staged(token: str) -> list[Recording]:
    return actions.staged(VOICE, token)


def remove_staged(token: str, code: str) -> None:
    actions.remove_staged(token, [code])


def count(db) -> int:
    return db.session.scalar(select(func.count()).select_from(Recording))


def prepared(content: bytes | None = None, name: str = "voice.webm") -> Prepared:
    return prepare([], [upload(sounds.recording() if content is None else content, name)])


def keep(content: bytes | None = None, token: str = TOKEN) -> Recording:
    (recording,) = stage(prepared(content), token, now())
    return recording


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as problem:
        stage(prepared(content), TOKEN, now())
    return problem.value.refusals[0].reason


def test_a_recording_waits_a_day_under_its_forms_token(db, media_folder: Path) -> None:
    recording = keep(sounds.recording("webm", 1.6))
    assert staged(TOKEN) == [recording]
    assert recording.seconds == 2
    assert recording.staged_until == now() + timedelta(hours=24)
    assert recording.byte_size == sum(
        path.stat().st_size for path in media_folder.rglob("*") if path.is_file()
    )


def test_the_token_is_kept_hashed_and_another_finds_nothing(db) -> None:
    recording = keep()
    assert recording.staged_token not in (None, TOKEN)
    assert staged("another token") == []
    assert staged("") == []


def test_s22_names_are_made_by_the_server(db, media_folder: Path) -> None:
    (recording,) = stage(prepared(name="../../etc/Nguyễn.php"), TOKEN, now())
    key = recording.file_key
    assert files(media_folder) == [f"{key}-voice.m4a", f"{key}-voice.webm"]
    assert recording.code != key


def test_s19_what_counts_is_the_content_not_the_name_or_type(db) -> None:
    disguised = upload(b"<svg onload='alert(1)'/>", "voice.webm")
    disguised.headers["Content-Type"] = "audio/webm"
    with pytest.raises(Refused):
        stage(prepare([], [disguised]), TOKEN, now())
    honest = upload(sounds.recording("m4a"), "page.html")
    assert stage(prepare([], [honest]), TOKEN, now())


def test_s20_more_than_two_megabytes_are_refused_without_being_decoded(
    db, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "clean", lambda data: pytest.fail("it was decoded"))
    assert refused(sounds.recording() + bytes(2 * 1024 * 1024)) == "too_many_bytes"
    assert refused(b"") == "empty"


def test_every_reason_has_a_sentence_for_the_person() -> None:
    assert set(VOICE.sentences) == {*decoding.REASONS, "empty", "too_many_bytes"}


def test_the_refusal_belongs_to_the_field(db) -> None:
    with pytest.raises(Refused) as problem:
        stage(prepared(b"words"), TOKEN, now())
    assert (problem.value.field, problem.value.status) == ("voice", 422)
    with force_locale("en"):
        assert "not a recording" in str(problem.value.message)


def test_a_refused_recording_leaves_the_earlier_one_waiting(db, media_folder: Path) -> None:
    earlier = keep()
    before = files(media_folder)
    assert refused(b"words") == "not_a_recording"
    assert staged(TOKEN) == [earlier]
    assert files(media_folder) == before


def test_a_new_recording_takes_the_place_of_the_one_that_waited(
    db, outbox, media_folder: Path
) -> None:
    keep()
    again = keep(sounds.recording("ogg", 2, 330))
    assert staged(TOKEN) == [again]
    assert count(db) == 1
    outbox.drain()
    assert {name.partition("-")[0] for name in files(media_folder)} == {again.file_key}


def test_the_same_recording_sent_again_is_taken_once(db, media_folder: Path) -> None:
    first = keep()
    assert keep() == first
    assert len(files(media_folder)) == 2


def test_the_fingerprint_of_an_upload_links_no_two_forms(db) -> None:
    assert keep().upload_digest != keep(token="another token").upload_digest


def test_a_field_left_empty_is_no_recording(db) -> None:
    kept = keep()
    assert stage(prepare([], [upload(b"", "")]), TOKEN, now()) == [kept]
    assert prepare([], [upload(b"", "")]).of(VOICE) == []
    assert prepare([]).of(VOICE) == []


def test_of_two_fields_the_one_that_was_used_counts(db) -> None:
    found = prepare([], [upload(sounds.recording()), upload(b"", "")])
    assert len(found.of(VOICE)) == 1


def test_a_form_with_other_sound_is_another_form() -> None:
    one = Prepared([CleanCopy(VOICE, 1, "a")])
    other = Prepared([CleanCopy(VOICE, 1, "b")])
    assert one.fingerprints != other.fingerprints
    assert Prepared().fingerprints != one.fingerprints


def test_photos_and_a_recording_come_together_and_go_together(db, media_folder: Path) -> None:
    both = prepare(photos(2), [upload(sounds.recording())])
    assert len(both.of(PHOTO)) == 2
    assert len(files(media_folder)) == 4
    both.drop()
    assert files(media_folder) == []


def test_attaching_ends_the_waiting_and_may_be_repeated(db) -> None:
    recording = keep()
    attach([recording])
    attach([recording])
    assert staged(TOKEN) == []
    assert recording.upload_digest is None
    assert count(db) == 1


def test_s22_nobody_takes_away_a_recording_of_another_form(db, outbox) -> None:
    mine, attached = keep(), factories.recording()
    remove_staged("another token", mine.code)
    remove_staged(TOKEN, attached.code)
    assert staged(TOKEN) == [mine]
    assert count(db) == 2
    remove_staged(TOKEN, mine.code)
    assert staged(TOKEN) == []


def test_erasing_removes_row_and_files(db, outbox, media_folder: Path) -> None:
    recording = keep()
    attach([recording])
    db.session.commit()
    erase(recording)
    db.session.rollback()
    outbox.drain()
    assert len(files(media_folder)) == 2
    erase(db.session.get(Recording, recording.id))
    outbox.drain()
    assert count(db) == 0
    assert files(media_folder) == []


def test_the_sweep_erases_recordings_whose_form_never_came(
    db, outbox, media_folder: Path, clock
) -> None:
    keep()
    kept = factories.recording(with_files=True)
    db.session.commit()
    clock.shift(timedelta(hours=23))
    assert jobs.sweep(now()).recordings == 0
    clock.shift(timedelta(hours=2))
    assert jobs.sweep(now()).recordings == 1
    outbox.drain()
    assert {name.partition("-")[0] for name in files(media_folder)} == {kept.file_key}


def test_the_sweep_takes_no_file_of_a_recording_for_an_orphan(db, media_folder: Path) -> None:
    kept = factories.recording(with_files=True)
    db.session.commit()
    store().write("ab/cd/abcd-voice.webm", b"no row")
    long_ago = (now() - timedelta(hours=30)).timestamp()
    for path in media_folder.rglob("*"):
        os.utime(path, (long_ago, long_ago))
    assert jobs.sweep(now()).orphans == 1
    assert files(media_folder) == [f"{kept.file_key}-voice.m4a", f"{kept.file_key}-voice.webm"]


def test_f03_a_full_disk_refuses_all_and_leaves_nothing(
    db, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sync, calls = os.fsync, []

    def full_in_the_second_file(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 8:
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(storage.os, "fsync", full_in_the_second_file)
    with pytest.raises(StorageFull):
        prepare(photos(1), [upload(sounds.recording())])
    assert files(media_folder) == []


def test_when_all_decoders_are_busy_it_says_so(
    db, media_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(data: bytes) -> None:
        raise decoding.DecoderBusy

    monkeypatch.setattr(decoding, "clean", busy)
    with pytest.raises(TooBusy) as problem:
        prepare(photos(1), [upload(sounds.recording())])
    assert (problem.value.status, problem.value.field) == (503, "voice")
    assert files(media_folder) == []


def test_preparing_touches_no_database(db, statements) -> None:
    with statements() as seen:
        found = prepare([], [upload(sounds.recording())])
    assert len(found.of(VOICE)) == 1
    assert seen == []
