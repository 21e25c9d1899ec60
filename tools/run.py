"""Starts web and worker side by side for `make run`, and stops both together.

Nothing outlives it: the children are told on Ctrl-C, on TERM and on a closed terminal, and
the kernel tells them when this process is killed.
"""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 10
PR_SET_PDEATHSIG = 1
FLASK = [sys.executable, "-m", "flask", "--app", "wsgi"]
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """Somebody asked to stop."""


def main() -> int:
    """Prepares the database, starts both, waits; gives the exit code."""
    os.environ.setdefault("APP_ENV", "development")
    port = chosen_port()
    if port is None or not is_free(port):
        return 1
    os.environ["PORT"] = str(port)
    for number in STOPPING:
        signal.signal(number, _stop)
    children: dict[str, subprocess.Popen[bytes]] = {}
    try:
        return serve(port, children)
    except Stopped:
        return 0
    finally:
        stop(list(children.values()))


def _stop(number: int, frame: FrameType | None) -> None:
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise Stopped


def chosen_port() -> int | None:
    """The port of PORT, or 8000; says what is wrong with one that is no port."""
    text = os.environ.get("PORT", "8000")
    if text.isascii() and text.isdigit() and 0 < int(text) < 65536:
        return int(text)
    print(f"PORT={text} is not a port number. Try: PORT=8001 make run", file=sys.stderr)
    return None


def is_free(port: int) -> bool:
    """Whether nothing listens at the port; says so otherwise."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            print(
                f"Port {port} cannot be used ({error.strerror}). Stop what holds it, or take"
                f" another: PORT={port + 1} make run",
                file=sys.stderr,
            )
            return False
    return True


def serve(port: int, children: dict[str, subprocess.Popen[bytes]]) -> int:
    """Runs until a child ends, which is an error; gives the exit code."""
    for command in (["db", "upgrade"], ["demo", "load", "--if-empty"]):
        code = finish(children, [*FLASK, *command])
        if code:
            print(f"`flask {' '.join(command)}` failed, see above.", file=sys.stderr)
            return code
    children["web"] = start(web_command(port))
    children["worker"] = start([*FLASK, "worker"])
    if wait_until_answering(port, children):
        announce(port, children)
    name = first_ended(children)
    print(f"The {name} process ended by itself, so all is stopped; see above.", file=sys.stderr)
    return 1


def finish(children: dict[str, subprocess.Popen[bytes]], command: Sequence[str]) -> int:
    """Runs a command to its end; gives its exit code."""
    children["step"] = start(command)
    return children.pop("step").wait()


def web_command(port: int) -> list[str]:
    """One process with threads, which slow senders do not hold: see tools/serve.py."""
    return [sys.executable, "-m", "tools.serve", HOST, str(port)]


def start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Starts a child in a group of its own, that is told to stop when this process dies."""
    parent = os.getpid()
    return subprocess.Popen(
        command,
        start_new_session=True,
        preexec_fn=lambda: _die_with(parent),
    )


def _die_with(parent: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)


def wait_until_answering(port: int, children: dict[str, subprocess.Popen[bytes]]) -> bool:
    """Waits until the port answers; False when a child ended before."""
    give_up = time.monotonic() + START_SECONDS
    while time.monotonic() < give_up:
        if any(child.poll() is not None for child in children.values()):
            return False
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return True
        time.sleep(0.1)
    return True


def announce(port: int, children: dict[str, subprocess.Popen[bytes]]) -> None:
    """Prints the address and the demonstration sign-ins."""
    print(f"\n  http://{HOST}:{port}\n", flush=True)
    finish(children, [*FLASK, "demo", "sign-ins"])
    print("\n  Ctrl-C stops web and worker.\n", flush=True)


def first_ended(children: dict[str, subprocess.Popen[bytes]]) -> str:
    """Waits for a child to end; gives its name."""
    while True:
        for name, child in children.items():
            if child.poll() is not None:
                return name
        time.sleep(0.5)


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ends the children and all they started, by asking first."""
    for child in children:
        _signal(child, signal.SIGTERM)
    give_up = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, give_up - time.monotonic()))
        except subprocess.TimeoutExpired:
            _signal(child, signal.SIGKILL)
    for child in children:
        child.wait()
        _signal(child, signal.SIGKILL)


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    try:
        os.killpg(child.pid, number)
    except ProcessLookupError:
        return


if __name__ == "__main__":
    sys.exit(main())
