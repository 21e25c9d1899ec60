"""What recordings go into the limited process, and what comes out of it."""

import io
import random
import zipfile
from collections.abc import Iterator

import pytest

from app.core.fork_server import Answer, ForkServer, Undecodable
from app.media import voice_decoding as decoding
from tests.media import pictures, sounds


def refusal(data: bytes) -> str:
    with pytest.raises(Undecodable) as refused:
        decoding.clean(data)
    return refused.value.reason


def assert_clean(sound: decoding.Sound, seconds: float) -> None:
    """Both files hold nothing but a mono sound of that length."""
    assert sound.ms == pytest.approx(1000 * seconds, abs=80)
    webm, m4a = sounds.heard(sound.files["webm"]), sounds.heard(sound.files["m4a"])
    assert webm[:3] == ("opus", 1, 48_000)
    assert m4a[:3] == ("aac", 1, 24_000)
    assert webm[3] == pytest.approx(seconds, abs=0.15)
    assert m4a[3] == pytest.approx(seconds, abs=0.15)


@pytest.fixture
def strict() -> Iterator[list[ForkServer]]:
    """Servers to be stopped after the test."""
    started: list[ForkServer] = []
    yield started
    for server in started:
        server.stop()


def limited(data: bytes, strict: list[ForkServer], **limits: int) -> str:
    """Give why a server of other limits refuses it."""
    server = ForkServer({**decoding.LIMITS, **limits}, decoding.PROGRAM, decoding.REASONS)
    strict.append(server)
    with pytest.raises(Undecodable) as refused:
        server.run({"act": "clean", "nice": 5}, data)
    return refused.value.reason


@pytest.mark.parametrize("kind", sounds.KINDS)
def test_it_takes_what_phones_record(kind: str) -> None:
    assert_clean(decoding.clean(sounds.recording(kind, 1.5)), 1.5)


def test_thirty_seconds_are_about_ninety_kilobytes() -> None:
    sound = decoding.clean(sounds.recording("webm", 30))
    assert_clean(sound, 30)
    assert len(sound.files["webm"]) < 100_000
    assert len(sound.files["m4a"]) < 130_000


def test_the_same_sound_gives_the_same_bytes() -> None:
    one, other = (decoding.clean(sounds.recording()) for _ in range(2))
    assert one.files == other.files


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0",
        b"just words that call themselves a recording",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        b"<!doctype html><title>x</title>",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b"#EXTM3U\nhttp://127.0.0.1/voice.ts\n",
        b"ffconcat version 1.0\nfile /etc/passwd\n",
        b"MThd\0\0\0\x06\0\0\0\x01\0\x60",
        b"RIFF\x24\0\0\0AVI LIST",
        b"caff\0\x01\0\0desc",
        b"ID3\x03\0\0\0\0\0\0",
        b"fLaC\0\0\0\x22",
        b".snd\0\0\0\x18\0\0\0\0",
        b"PK\x03\x04" + b"\0" * 60,
        pictures.jpeg(),
    ],
    ids=["none", "byte", "text", "svg", "html", "pdf", "m3u8", "concat", "midi", "avi", "caf",
         "mp3", "flac", "au", "zip", "jpeg"],
)  # fmt: skip
def test_s19_it_refuses_what_is_no_recording_of_ours(content: bytes) -> None:
    assert refusal(content) == decoding.NOT_A_RECORDING


@pytest.mark.parametrize(
    "start",
    [b"\x1a\x45\xdf\xa3", b"OggS", b"RIFF\x24\0\0\0WAVE", b"\0\0\0\x18ftypM4A ", b"#!AMR\n"],
    ids=["webm", "ogg", "wav", "m4a", "amr"],
)
@pytest.mark.parametrize("rest", [b"", b"\0" * 400, sounds.SCRIPT * 40], ids=["0", "zero", "html"])
def test_s19_it_refuses_what_only_begins_like_a_recording(start: bytes, rest: bytes) -> None:
    assert refusal(start + rest) in {decoding.DAMAGED, decoding.NOT_A_RECORDING, decoding.TOO_SHORT}


@pytest.mark.parametrize(
    ("container", "codec"), [("ogg", "flac"), ("mp4", "mp3"), ("mp4", "alac"), ("mp4", "ac3")]
)
def test_s19_it_takes_only_the_codecs_of_recorders(container: str, codec: str) -> None:
    assert refusal(sounds.made(container, codec, 48_000, 1)) == decoding.NOT_A_RECORDING


@pytest.mark.parametrize(("container", "codec"), [("webm", "libopus"), ("mp4", "aac")])
def test_s19_it_refuses_a_video(container: str, codec: str) -> None:
    assert refusal(sounds.made(container, codec, 48_000, 1, video=True)) == decoding.VIDEO


def test_s19_it_refuses_several_sounds_in_one_file() -> None:
    several = sounds.made("webm", "libopus", 48_000, 1, streams=2)
    assert refusal(several) == decoding.NOT_A_RECORDING


@pytest.mark.parametrize(("seconds", "taken"), [(34.5, True), (36, False)])
def test_s20_more_than_thirty_five_seconds_are_refused(seconds: float, taken: bool) -> None:
    data = sounds.recording("wav", seconds)
    if taken:
        assert_clean(decoding.clean(data), seconds)
    else:
        assert refusal(data) == decoding.TOO_LONG


def test_s20_a_moment_is_too_short() -> None:
    assert refusal(sounds.recording("webm", 0.2)) == decoding.TOO_SHORT


def test_s20_a_minute_of_silence_in_few_bytes_is_refused() -> None:
    silence = sounds.made("ogg", "libopus", 8_000, 60, pitch=0, options={"frame_duration": "60"})
    assert len(silence) < 20_000
    assert refusal(silence) == decoding.TOO_LONG


def test_s20_most_of_an_hour_in_two_megabytes_is_refused_early(
    strict: list[ForkServer],
) -> None:
    # RFC 4867, 5.3: 13 bytes for 20 ms at the lowest rate.
    long = b"#!AMR\n" + (b"\x04" + bytes(12)) * 150_000
    assert limited(long, strict, cpu_seconds=1) == decoding.TOO_LONG


def test_s20_a_header_that_claims_hours_is_not_believed() -> None:
    assert_clean(decoding.clean(sounds.wav_that_claims(3600)), 1)


@pytest.mark.parametrize(("rate", "channels"), [(4_000, 1), (192_000, 1), (16_000, 8)])
def test_s20_rates_and_channels_that_no_phone_records_are_refused(rate: int, channels: int) -> None:
    odd = sounds.wav_that_claims(1, rate, channels)
    assert refusal(odd) in {decoding.NOT_A_RECORDING, decoding.DAMAGED}


def test_s20_a_decoder_that_needs_too_much_is_stopped(strict: list[ForkServer]) -> None:
    thirty = sounds.recording("webm", 30)
    assert limited(thirty, strict, memory_mb=120) == decoding.TOO_HEAVY
    assert limited(thirty, strict, cpu_seconds=0) == decoding.TOO_HEAVY


def test_s20_a_file_is_not_to_blame_for_a_busy_machine(strict: list[ForkServer]) -> None:
    with pytest.raises(decoding.DecoderBusy):
        limited(sounds.recording("webm", 30), strict, wall_seconds=0)


@pytest.mark.parametrize("kind", ["webm", "ogg", "m4a", "wav", "3gp", "amr"])
def test_s20_of_a_file_cut_anywhere_it_takes_what_is_whole_or_refuses(kind: str) -> None:
    whole = sounds.recording(kind, 2)
    chance = random.Random(kind)
    for _ in range(12):
        assert_survived(whole[: chance.randrange(len(whole))], 2)


@pytest.mark.parametrize("kind", ["webm", "ogg", "m4a", "3gp"])
def test_s20_bytes_changed_at_random_never_break_out(kind: str) -> None:
    whole = sounds.recording(kind, 2)
    chance = random.Random(kind)
    for _ in range(12):
        broken = bytearray(whole)
        for _ in range(chance.randrange(1, 30)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        assert_survived(bytes(broken), 35)


def assert_survived(data: bytes, most_seconds: float) -> None:
    """A sound comes out whole, or a refusal with a reason."""
    outcome = outcome_of(data)
    if isinstance(outcome, str):
        assert outcome in decoding.REASONS
    else:
        assert outcome.ms <= 1000 * most_seconds + 80
        assert sounds.heard(outcome.files["webm"])[0] == "opus"


def outcome_of(data: bytes) -> decoding.Sound | str:
    try:
        return decoding.clean(data)
    except Undecodable as refused:
        return refused.reason


def zipped() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("page.html", sounds.SCRIPT)
    return packed.getvalue()


@pytest.mark.parametrize("kind", ["webm", "ogg", "m4a", "wav"])
@pytest.mark.parametrize("tail", [sounds.SCRIPT * 5 + sounds.SECRET, zipped()], ids=["html", "zip"])
def test_s21_of_a_polyglot_only_the_sound_comes_out(kind: str, tail: bytes) -> None:
    for content in decoding.clean(sounds.recording(kind) + tail).files.values():
        for trace in (b"script", sounds.SECRET, b"PK\x03\x04", b"page.html"):
            assert trace not in content


@pytest.mark.parametrize("kind", ["webm", "ogg", "m4a"])
def test_s21_nothing_but_the_sound_comes_out(kind: str) -> None:
    container, codec, rate = sounds.KINDS[kind]
    words = sounds.SECRET.decode()
    names = ("title", "artist", "comment", "location", "date")
    talkative = sounds.made(container, codec, rate, 1, metadata=dict.fromkeys(names, words))
    assert sounds.SECRET in talkative
    for content in decoding.clean(talkative).files.values():
        assert sounds.SECRET not in content
        assert set(sounds.told(content)) <= {
            "encoder", "DURATION", "major_brand", "minor_version", "compatible_brands",
            "language", "handler_name",
        }  # fmt: skip


def test_no_moment_of_making_is_in_the_files() -> None:
    sound = decoding.clean(sounds.recording())
    assert not any("time" in name for name in sounds.told(sound.files["m4a"]))


@pytest.mark.parametrize(
    "answer",
    [
        Answer({}, {}),
        Answer({"ms": "1"}, {"webm": b"", "m4a": b""}),
        Answer({"ms": 10**9}, {"webm": b"\x1a\x45\xdf\xa3", "m4a": b"\0\0\0\x18ftyp"}),
        Answer({"ms": 900}, {"webm": sounds.SCRIPT, "m4a": b"\0\0\0\x18ftyp"}),
        Answer({"ms": 900}, {"webm": b"\x1a\x45\xdf\xa3", "m4a": sounds.SCRIPT}),
        Answer({"ms": 900}, {"page": sounds.SCRIPT}),
    ],
    ids=["empty", "word", "long", "webm", "m4a", "other"],
)
def test_it_does_not_believe_a_decoder_that_talks_nonsense(
    answer: Answer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding._server, "run", lambda order, data: answer)
    assert refusal(b"anything") == decoding.DAMAGED
