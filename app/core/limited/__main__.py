"""A small fork server: it keeps the decoding libraries loaded and forks one child a file.

Started by `app.core.fork_server` as `python -I app/core/limited FD LIMITS PROGRAM`. PROGRAM is the
file of the module that does the work (a room's `limited` folder holds its own). FD is a Unix
socket; each byte that comes over it brings the socket of one job. The child shuts itself in (CPU
time, address space, no new files, sockets or processes), reads the job, answers and ends; the
server kills it when its time on the wall is over.

Job: one line of JSON (`act` and its arguments), then the file's bytes up to the end.
Answer: one line of JSON, then the files it lists, one after another.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
import time
from typing import Any, Protocol, cast


class Program(Protocol):
    """What every module that is run here has."""

    Refused: type[Exception]

    def prepare_process(self, limits: dict[str, int]) -> None:
        """Set the libraries up, once, before any file."""

    def done(
        self, order: dict[str, Any], data: bytes, limits: dict[str, int]
    ) -> tuple[dict[str, Any], dict[str, bytes]]:
        """Give the answer's head and files. Raises Refused with a `reason`."""


def serve(control: socket.socket, program: Program, limits: dict[str, int]) -> None:
    """Fork a child for each job until the other end of `control` closes, then end them all."""
    deadlines: dict[int, float] = {}
    while True:
        _end_overdue(deadlines)
        if not _wait(control, deadlines):
            continue
        message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
        if not message:
            break
        pid = _fork(control, descriptors[0], program, limits)
        deadlines[pid] = time.monotonic() + limits["wall_seconds"]
    for pid in deadlines:
        os.kill(pid, signal.SIGKILL)


def _wait(control: socket.socket, deadlines: dict[int, float]) -> bool:
    """Whether a job came before the next child's time was over."""
    timeout = None
    if deadlines:
        timeout = max(0.0, min(deadlines.values()) - time.monotonic())
    return bool(select.select([control], [], [], timeout)[0])


def _end_overdue(deadlines: dict[int, float]) -> None:
    """Collect the children that ended, kill those whose time is over."""
    for pid, deadline in list(deadlines.items()):
        ended, _ = os.waitpid(pid, os.WNOHANG)
        if not ended and time.monotonic() >= deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            ended = pid
        if ended:
            del deadlines[pid]


def _fork(control: socket.socket, descriptor: int, program: Program, limits: dict[str, int]) -> int:
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    status = 1
    try:
        control.close()
        with socket.socket(fileno=descriptor) as job:
            shut_in(limits)
            answer(job, program, limits)
        status = 0
    finally:
        os._exit(status)


def shut_in(limits: dict[str, int]) -> None:
    """Give up, for good, what decoding does not need; memory in MB, time in seconds."""
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 2)  # what a library says about a stranger's file is no log line of ours
    os.close(silent)
    memory = limits["memory_mb"] * 1024 * 1024
    _limit(resource.RLIMIT_CPU, limits["cpu_seconds"])
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_NPROC, 0)
    _limit(resource.RLIMIT_NOFILE, 0)


def _limit(which: int, value: int) -> None:
    """Lower a limit, never above the one already set."""
    _, hard = resource.getrlimit(which)
    lowest = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (lowest, lowest))


def answer(job: socket.socket, program: Program, limits: dict[str, int]) -> None:
    """Read one job from its socket, do it, and write the answer."""
    with job.makefile("rb") as incoming:
        order = json.loads(incoming.readline())
        os.nice(order["nice"])
        data = incoming.read()
    head, files = _done(program, order, data, limits)
    head["files"] = {name: len(content) for name, content in files.items()}
    job.sendall(json.dumps(head).encode() + b"\n" + b"".join(files.values()))


def _done(
    program: Program, order: dict[str, Any], data: bytes, limits: dict[str, int]
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The answer's head and files; whatever goes wrong with a file becomes a refusal."""
    try:
        return program.done(order, data, limits)
    except program.Refused as refusal:
        return {"refused": refusal.reason}, {}  # type: ignore[attr-defined]
    except MemoryError:
        return {"refused": "too_heavy"}, {}
    except Exception as error:  # noqa: BLE001  a decoder may raise anything on a damaged file
        return {"refused": "damaged", "error": type(error).__name__}, {}


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the application; it closes FD
    limits = json.loads(sys.argv[2])
    # By its folder and name, not as app.….limited: nothing of the application comes along.
    folder, _, name = sys.argv[3].rpartition("/")
    sys.path.insert(0, folder)
    program = cast(Program, importlib.import_module(name.removesuffix(".py")))
    program.prepare_process(limits)
    gc.collect()
    gc.freeze()  # children share these pages; the collector would copy them
    with socket.socket(fileno=int(sys.argv[1])) as control:
        serve(control, program, limits)


if __name__ == "__main__":
    main()
