"""What the limited process does with one recording: look, decode and count, write anew.

Everything a file may carry besides its sound (names, places, covers, chapters, appended archives)
stays behind, because only samples are handed to new encoders and only their output is written.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from fractions import Fraction
from typing import Any, NamedTuple, cast

import av
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

CODECS = frozenset(
    {"opus", "vorbis", "aac", "amrnb", "amrwb", "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le"}
)
MOST_CHANNELS = 2
RATES = range(8_000, 96_001)


class Kind(NamedTuple):
    """A file that is made: its container, codec, samples and bits a second, codec options."""

    container: str
    codec: str
    rate: int
    bit_rate: int
    options: dict[str, str]


KINDS = {
    "webm": Kind(
        "webm",
        "libopus",
        48_000,
        24_000,
        {"application": "voip", "frame_duration": "60", "compression_level": "5"},
    ),
    "m4a": Kind("mp4", "aac", 24_000, 32_000, {"aac_coder": "fast"}),
}


class Refused(Exception):
    """The file is not taken; `reason` is one of the words of `voice_decoding.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def prepare_process(limits: dict[str, int]) -> None:
    """Set the library up once, before any recording: silent, and all it loads is loaded."""
    av.logging.set_level(None)
    done({}, _warm_up(), {**limits, "least_ms": 0})


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Decode `data` and write it anew, mono, in each of KINDS; the order has nothing to say.

    Gives {"ms": how long it is} and the files by kind. Raises Refused.
    """
    try:
        with _opened(data) as source:
            stream = _only_sound(source)
            ms, frames = _decoded(source, stream, limits["most_ms"])
        files = {name: _encoded(kind, frames) for name, kind in KINDS.items()}
    except (FFmpegError, ValueError) as error:
        raise Refused("damaged") from error
    if ms < limits["least_ms"]:
        raise Refused("too_short")
    return {"ms": ms}, files


class Writer:
    """One file that is being made."""

    def __init__(self, kind: Kind) -> None:
        self._buffer = io.BytesIO()
        # Bit-exact: no date and no name of a program, the same sound gives the same file.
        self._file = av.open(
            self._buffer, "w", format=kind.container, container_options={"fflags": "+bitexact"}
        )
        stream = self._file.add_stream(kind.codec, rate=kind.rate, options=kind.options)
        self._stream = cast(AudioStream, stream)
        self._stream.layout = "mono"
        self._stream.bit_rate = kind.bit_rate

    def write(self, frame: AudioFrame | None) -> None:
        """Encode a frame; None: all have come."""
        for packet in self._stream.encode(frame):
            self._file.mux(packet)

    def finish(self) -> bytes:
        self.write(None)
        self._file.close()
        return self._buffer.getvalue()


def _opened(data: bytes) -> InputContainer:
    """Open by what the file begins with: the library is never let guess."""
    container = _container(data)
    if container is None:
        raise Refused("not_a_recording")
    return av.open(io.BytesIO(data), "r", format=container, metadata_errors="ignore")


def _container(data: bytes) -> str | None:
    if data[4:8] == b"ftyp":
        return "mov"
    if data[:4] == b"RIFF" and data[8:12] == b"WAVE":
        return "wav"
    return {b"\x1a\x45\xdf\xa3": "matroska", b"OggS": "ogg", b"#!AM": "amr"}.get(data[:4])


def _only_sound(source: InputContainer) -> AudioStream:
    """The one sound of a file that has no moving pictures."""
    if source.streams.video:
        raise Refused("video")
    if len(source.streams.audio) != 1:
        raise Refused("not_a_recording")
    (stream,) = source.streams.audio
    usual = stream.rate in RATES and 1 <= stream.channels <= MOST_CHANNELS
    if stream.codec_context.name not in CODECS or not usual:
        raise Refused("not_a_recording")
    return stream


def _decoded(
    source: InputContainer, stream: AudioStream, most_ms: int
) -> tuple[int, list[AudioFrame]]:
    """Give how many milliseconds there are, and all samples plain; nothing is encoded before.

    Samples are counted, not believed: a file may claim any length, and hours of silence take
    few bytes. Times in the file are left aside for the same reason.
    """
    samples, rate = 0, stream.rate
    plain = AudioResampler("s16", "mono", KINDS["webm"].rate)
    frames: list[AudioFrame] = []
    for frame in source.decode(stream):
        frame.pts, frame.time_base = samples, Fraction(1, rate)
        samples += frame.samples
        if 1000 * samples > most_ms * rate:
            raise Refused("too_long")
        frames += plain.resample(frame)
    frames += plain.resample(None)
    return 1000 * samples // rate, frames


def _encoded(kind: Kind, frames: Iterable[AudioFrame]) -> bytes:
    writer = Writer(kind)
    for frame in frames:
        writer.write(frame)
    return writer.finish()


def _warm_up() -> bytes:
    """A tenth of a second of silence: 16-bit samples in a RIFF WAVE file, 8,000 a second."""
    samples = bytes(1600)
    sound = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, 8000, 16000, 2, 16)
    parts = b"WAVE" + sound + struct.pack("<4sI", b"data", len(samples)) + samples
    return struct.pack("<4sI", b"RIFF", len(parts)) + parts
