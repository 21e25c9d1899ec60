"""What the limited process does with words: have espeak-ng say them, and write that as Opus.

The library is loaded here alone, once: a child may open no file, so what it needs of the
language's data is read before. English is warmed up too: it switches to it by itself in words
such as "Internet".
"""

from __future__ import annotations

import array
import ctypes
import importlib
from fractions import Fraction
from typing import Any

from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

sound = importlib.import_module("sound")  # by name: this folder is run by its path

LIBRARY = "libespeak-ng.so.1"
SYNCHRONOUS, DONT_EXIT, UTF8, RATE = 2, 0x8000, 1, 1
ALL_OK = 0
KIND = sound.Kind(
    "webm",
    "libopus",
    48_000,
    6_000,
    {"application": "voip", "frame_duration": "120", "compression_level": "5"},
)
"""6 kbit/s in packets of 120 ms: 22 kB for 30 seconds, with the container."""
WARM = "Xin chào. Internet, wifi, OK, ABC."
AT_ONCE = 24_000
Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p
)


class Refused(Exception):
    """The words are not said; `reason` is one of the words of `synthesis.REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _Voice:
    """The library, with what it gave of the words being said."""

    def __init__(self) -> None:
        self.said, self.most, self.rate = array.array("h"), 0, 0
        self.library: Any = None
        self.callback = Callback(self._take)

    def load(self, name: str, words_a_minute: int) -> None:
        """Open the library and the voice. Raises OSError where one is not there."""
        self.library = ctypes.CDLL(LIBRARY)
        self.rate = self.library.espeak_Initialize(SYNCHRONOUS, 500, None, DONT_EXIT)
        plain = name.partition("+")[0]  # an older program may lack the variant
        if self.rate <= 0 or not any(map(self._becomes, (name, plain))):
            raise OSError("espeak-ng has no data of this language")
        self.library.espeak_SetParameter(RATE, words_a_minute, 0)
        self.library.espeak_SetSynthCallback(self.callback)

    def _becomes(self, name: str) -> bool:
        return bool(self.library.espeak_SetVoiceByName(name.encode()) == ALL_OK)

    def say(self, words: str, most_ms: int) -> array.array[int]:
        """Give the samples of `words`, 16 bits, `rate` a second."""
        self.said, self.most = array.array("h"), most_ms * self.rate // 1000
        text = words.encode()
        done = self.library.espeak_Synth(text, len(text) + 1, 0, 1, 0, UTF8, None, None)
        if done != ALL_OK:
            raise Refused("damaged")
        if len(self.said) > self.most:
            raise Refused("too_long")
        return self.said

    def _take(self, samples: Any, count: int, _events: Any) -> int:
        if samples and count > 0:
            self.said.frombytes(ctypes.string_at(samples, 2 * count))
        return int(len(self.said) > self.most)  # 1: it may stop


voice = _Voice()


def prepare_process(limits: dict[str, Any]) -> None:
    """Load the library and its voice, and write a little once."""
    sound.av.logging.set_level(None)
    voice.load(limits["voice"], limits["words_a_minute"])
    done({}, WARM.encode(), limits)


def done(
    order: dict[str, Any], data: bytes, limits: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Say `data`, UTF-8; the order has nothing to say.

    Gives {"ms": how long it takes} and the file "webm". Raises Refused.
    """
    said = voice.say(data.decode(), limits["most_ms"])
    if not said:
        raise Refused("silent")
    writer = sound.Writer(KIND)
    plain = AudioResampler("s16", "mono", KIND.rate)
    for start in range(0, len(said), AT_ONCE):
        for frame in plain.resample(_frame(said[start : start + AT_ONCE], start)):
            writer.write(frame)
    for frame in plain.resample(None):
        writer.write(frame)
    return {"ms": 1000 * len(said) // voice.rate}, {"webm": writer.finish()}


def _frame(samples: array.array[int], start: int) -> AudioFrame:
    frame = AudioFrame(format="s16", layout="mono", samples=len(samples))
    frame.planes[0].update(samples.tobytes())
    frame.sample_rate, frame.pts, frame.time_base = voice.rate, start, Fraction(1, voice.rate)
    return frame
