"""A limited process for strangers' files: the only way one of them is ever opened.

The first file starts a fork server (`app/media/limited`), a process of its own with no secret in
its memory and none of the application's code. Each file gets a forked child with hard limits.
What comes back is not trusted either: it is counted here, and checked by who asked.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

log = structlog.get_logger()

AT_ONCE = 2
QUEUE_SECONDS = 8.0
MOST_WAITING = 4
"""Files that wait for a place in one process: a further one is refused at once, so that photos
never hold all the threads that answer readers."""
MAX_ANSWER_BYTES = 16 * 1024 * 1024
LIMITED = Path(__file__).with_name("limited")

DAMAGED = "damaged"
TOO_HEAVY = "too_heavy"


class Undecodable(Exception):
    """The file is refused; `reason` is a word that its program may say."""

    def __init__(self, reason: str) -> None:
        """Keep the reason as a word; who takes uploads in has the sentence for it."""
        super().__init__(reason)
        self.reason = reason


class DecoderBusy(Exception):
    """All decoders were busy and their queue full or slow, or the fork server was not reached.

    Also where a child's time on the wall ran out before its CPU time: the machine was busy with
    other things, and the file is not to blame.
    """


@dataclass(frozen=True)
class Answer:
    """What a child said of its file, and the files that it made, by name."""

    head: dict[str, Any]
    files: dict[str, bytes]


class ForkServer:
    """This process's helper; started when first needed, and again when it is gone."""

    def __init__(
        self,
        limits: dict[str, int],
        program: Path,
        reasons: frozenset[str] = frozenset(),
    ) -> None:
        """Take the limits of each child, the program (a module's file) and its words of refusal.

        `limits` are `cpu_seconds`, `wall_seconds`, `memory_mb`, what the program itself asks for,
        and `answer_bytes` where an answer may be longer than MAX_ANSWER_BYTES.
        """
        self.limits, self.program = limits, program
        self.reasons = reasons | {DAMAGED, TOO_HEAVY}
        self._places = threading.BoundedSemaphore(AT_ONCE)
        self._seats = threading.BoundedSemaphore(AT_ONCE + MOST_WAITING)
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._owner = 0
        atexit.register(self.stop)

    def run(self, order: dict[str, object], data: bytes) -> Answer:
        """Have a child do `order` with `data`. Raises Undecodable and DecoderBusy."""
        with self._place(), self._job() as job:
            begun = time.monotonic()
            raw = _talk(job, json.dumps(order).encode() + b"\n" + data, self._patience, self._most)
            spent = time.monotonic() - begun
        if not raw and spent >= self.limits["wall_seconds"]:
            raise DecoderBusy
        return read(raw, self.reasons)

    def start(self) -> socket.socket:
        """The control socket of a living fork server of this process."""
        with self._lock:
            if self._control is None or not self._alive():
                self._forget()
                self._launch()
            assert self._control is not None
            return self._control

    def stop(self) -> None:
        """End the fork server and its children; the next picture starts another."""
        with self._lock:
            self._forget()

    @property
    def _patience(self) -> float:
        return self.limits["wall_seconds"] + 2.0

    @property
    def _most(self) -> int:
        return self.limits.get("answer_bytes", MAX_ANSWER_BYTES)

    @contextlib.contextmanager
    def _place(self) -> Iterator[None]:
        if not self._seats.acquire(blocking=False):
            raise DecoderBusy
        try:
            if not self._places.acquire(timeout=QUEUE_SECONDS):
                raise DecoderBusy
            try:
                yield
            finally:
                self._places.release()
        finally:
            self._seats.release()

    @contextlib.contextmanager
    def _job(self) -> Iterator[socket.socket]:
        ours, theirs = socket.socketpair()
        with ours:
            with theirs:
                self._hand_over(theirs)
            yield ours

    def _hand_over(self, job: socket.socket) -> None:
        for last_try in (False, True):
            try:
                socket.send_fds(self.start(), [b"j"], [job.fileno()])
            except OSError as error:
                self.stop()
                if last_try:
                    raise DecoderBusy from error
            else:
                return

    def _alive(self) -> bool:
        mine = self._owner == os.getpid()
        return mine and self._process is not None and self._process.poll() is None

    def _launch(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603  fixed program, no shell
                [sys.executable, "-I", str(LIMITED), *self._arguments(theirs)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "MALLOC_ARENA_MAX": "1"},
                cwd="/",
                pass_fds=[theirs.fileno()],
            )
        self._control, self._owner = ours, os.getpid()

    def _arguments(self, control: socket.socket) -> list[str]:
        return [str(control.fileno()), json.dumps(self.limits), str(self.program)]

    def _forget(self) -> None:
        if self._control is not None:
            self._control.close()  # the server ends, and ends its children, when this closes
        if self._process is not None and self._owner == os.getpid():
            self._process.wait(timeout=5)
        elif self._process is not None:
            self._process.returncode = 0  # another process's child, inherited by a fork
        self._control = self._process = None


def _talk(job: socket.socket, message: bytes, patience: float, most: int) -> bytes:
    """Send the job, read the whole answer; what ends or stalls on the way gives b""."""
    deadline = time.monotonic() + patience
    try:
        job.settimeout(patience)
        job.sendall(message)
        job.shutdown(socket.SHUT_WR)
        return _received(job, deadline, most)
    except OSError as error:  # the child was killed by one of its limits
        log.warning("limited.died", error=type(error).__name__)
        return b""


def _received(job: socket.socket, deadline: float, most: int) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while total <= most:
        job.settimeout(max(0.001, deadline - time.monotonic()))
        chunk = job.recv(1 << 16)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
        total += len(chunk)
    return b""


def read(raw: bytes, reasons: frozenset[str]) -> Answer:
    """Take an answer apart. Raises Undecodable: no answer means that a limit killed the child."""
    line, _, rest = raw.partition(b"\n")
    if not line:
        raise Undecodable(TOO_HEAVY)
    try:
        head = json.loads(line)
        if "refused" in head:
            raise _refusal(head, reasons)
        return Answer(head, _cut(head["files"], rest))
    except (ValueError, KeyError, TypeError) as error:
        raise nonsense() from error


def nonsense() -> Undecodable:
    """Give the refusal for an answer that cannot be what was asked for; it is logged."""
    log.error("limited.answered_nonsense")
    return Undecodable(DAMAGED)


def _refusal(head: dict[str, Any], reasons: frozenset[str]) -> Undecodable:
    log.info("limited.refused", reason=str(head["refused"])[:40], error=str(head.get("error"))[:40])
    return Undecodable(head["refused"] if head["refused"] in reasons else DAMAGED)


def _cut(lengths: dict[str, int], rest: bytes) -> dict[str, bytes]:
    files, start = {}, 0
    for name, length in lengths.items():
        files[str(name)] = rest[start : start + int(length)]
        start += int(length)
    if start != len(rest):
        raise ValueError("the files do not add up")
    return files
