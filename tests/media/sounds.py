"""Recordings for tests, made with the codecs that phones use."""

import io
import struct
from collections.abc import Iterator
from fractions import Fraction
from functools import cache

import av
from werkzeug.datastructures import FileStorage

SECRET = b"a secret that must not come out"
SCRIPT = b"<script>alert(1)</script>"
KINDS = {
    "webm": ("webm", "libopus", 48_000),
    "ogg": ("ogg", "libopus", 48_000),
    "vorbis": ("ogg", "vorbis", 44_100),
    "m4a": ("ipod", "aac", 44_100),
    "mp4": ("mp4", "aac", 44_100),
    "wav": ("wav", "pcm_s16le", 16_000),
    "3gp": ("3gp", "libopencore_amrnb", 8_000),
    "amr": ("amr", "libopencore_amrnb", 8_000),
}
STEREO_ONLY = ("vorbis",)
OPTIONS = {"vorbis": {"strict": "-2"}}
STEP = 800


@cache
def recording(kind: str = "webm", seconds: float = 1.0, pitch: int = 220) -> bytes:
    """A hum of `seconds`, as one of KINDS."""
    container, codec, rate = KINDS[kind]
    return made(container, codec, rate, seconds, pitch=pitch, options=OPTIONS.get(codec))


def made(
    container: str,
    codec: str,
    rate: int,
    seconds: float,
    *,
    pitch: int = 220,
    metadata: dict[str, str] | None = None,
    streams: int = 1,
    video: bool = False,
    options: dict[str, str] | None = None,
) -> bytes:
    """A file with sound, `pitch` 0 for silence; `video` adds moving pictures."""
    written = io.BytesIO()
    with av.open(written, "w", format=container) as file:
        file.metadata.update(metadata or {})
        sounds = [file.add_stream(codec, rate=rate, options=options) for _ in range(streams)]
        for sound in sounds:
            sound.layout = "stereo" if codec in STEREO_ONLY else "mono"
        pictures = _pictures(file) if video else None
        for sound in sounds:
            for frame in _frames(rate, seconds, pitch):
                file.mux(sound.encode(frame))
            file.mux(sound.encode(None))
        if pictures is not None:
            file.mux(pictures.encode(av.VideoFrame(64, 64, "yuv420p")))
            file.mux(pictures.encode(None))
    return written.getvalue()


def _pictures(file):
    stream = file.add_stream("mpeg4" if file.format.name == "mp4" else "libvpx", rate=5)
    stream.width = stream.height = 64
    stream.pix_fmt = "yuv420p"
    return stream


def _frames(rate: int, seconds: float, pitch: int) -> Iterator[av.AudioFrame]:
    """A square wave: 16 bits, mono."""
    half = rate // (2 * pitch) if pitch else 0
    for start in range(0, int(rate * seconds), STEP):
        count = min(STEP, int(rate * seconds) - start)
        frame = av.AudioFrame("s16", "mono", count)
        frame.planes[0].update(_wave(start, count, half) if half else bytes(2 * count))
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), start
        yield frame


def _wave(start: int, count: int, half: int) -> bytes:
    values = (6000 if (n // half) % 2 else -6000 for n in range(start, start + count))
    return struct.pack(f"<{count}h", *values)


def wav_that_claims(seconds: int, rate: int = 16_000, channels: int = 1) -> bytes:
    """A WAV file whose header speaks of `seconds`; there is one of them."""
    claimed = min(2**32 - 1, seconds * rate * channels * 2)
    sound = struct.pack(
        "<4sIHHIIHH", b"fmt ", 16, 1, channels, rate, rate * channels * 2, channels * 2, 16
    )
    parts = b"WAVE" + sound + struct.pack("<4sI", b"data", claimed)
    samples = bytes(range(256)) * (rate * channels * 2 // 256)
    return struct.pack("<4sI", b"RIFF", min(2**32 - 1, len(parts) + claimed)) + parts + samples


def heard(content: bytes) -> tuple[str, int, int, float]:
    """Codec, channels, rate and seconds of a file."""
    with av.open(io.BytesIO(content)) as file:
        (sound,) = file.streams.audio
        assert len(file.streams) == 1
        samples = sum(frame.samples for frame in file.decode(sound))
        return sound.codec_context.name, sound.channels, sound.rate, samples / sound.rate


def told(content: bytes) -> dict[str, str]:
    """All the file says besides its sound."""
    with av.open(io.BytesIO(content)) as file:
        return {**file.metadata, **file.streams[0].metadata}


def upload(content: bytes, name: str = "voice.webm") -> FileStorage:
    """What a form sends."""
    return FileStorage(io.BytesIO(content), filename=name)
