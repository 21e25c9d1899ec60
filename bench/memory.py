"""Memory of the web processes as deployed, the time to the first answers, and of the help.

    python -m bench.memory [--requests 10000] [--photos 50] [--config FILE]

The demonstration province on a SQLite file of its own, served as deploy/gunicorn.conf.py says
(or another configuration). A stranger, a citizen and an official ask for pages in turns, from
several connections at once; then citizens send reports with a photo of 1280 pixels each.

What one process holds is its resident memory (RSS); what all hold together is their
proportional set size (PSS), in which a page shared by two counts half to each. Of the start and
the help the processor's time is told too: it depends less on what else the machine does.

Leaves with 1 where a limit is missed.
"""

import argparse
import http.client
import io
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.core.config import ROOT
from bench import table
from bench.province import HOST, Visitor, environment, free_port, load
from tests.service_requests.citizen import FORM, hidden

WORKER_MB, TOGETHER_MB = 110, 160
READY_SECONDS, HELP_SECONDS = 2.0, 1.0
START_SECONDS = 60
TRIES = 5
HELP: tuple[tuple[str, ...], ...] = ((), ("db",), ("demo", "load"), ("bills", "import"))
"""Whose help is asked for: of all commands, of a library's, and of the product's own."""
CONNECTIONS = 6
EARLY = 200
CITIZENS, OFFICIAL = ("0900000001", "0900000002", "0900000003"), "0900000014"
PLACE = {"lat": "10.0", "long": "105.0"}
OPEN = ("/", FORM, "/phan-anh", "/phan-anh?q=den+duong", "/tin-tuc", "/canh-bao", "/hoa-don",
        "/cho-so", "/cho-so?q=mat+ong", "/khan-cap", "/dia-danh?q=thanh+son")  # fmt: skip
OWN = ("/", "/phan-anh", "/phan-anh/cua-toi", "/tai-khoan", "/thong-bao", "/hoa-don", FORM)
DESK = ("/can-bo?muc=cho-xu-ly", "/can-bo?muc=da-xong", "/can-bo?tim=den+duong", "/phan-anh", "/")
LINKS = re.compile(rb'href="(/(?:phan-anh|tin-tuc|cho-so)/[A-Za-z0-9][\w-]{5,})"')
Round = list[tuple[Visitor, str]]


def memory(pid: int) -> tuple[float, float]:
    """Give the RSS and the PSS of a process, in MB (1,000,000 bytes)."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    rss, pss = (re.search(rf"^{name}: +(\d+) kB", rollup, re.MULTILINE) for name in ("Rss", "Pss"))
    assert rss
    assert pss
    return int(rss[1]) * 1024 / 1e6, int(pss[1]) * 1024 / 1e6


def children(pid: int) -> list[int]:
    """Give the processes that a process started."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")  # a list for each thread
    return [int(name) for each in lists for name in each.read_text(encoding="ascii").split()]


def report(when: str, pid: int) -> tuple[float, float]:
    """Print what server and workers hold; give the largest worker's RSS, and all PSS."""
    workers = {each: memory(each) for each in children(pid)}
    helpers = [memory(helper) for each in workers for helper in children(each)]
    together = memory(pid)[1] + sum(pss for _, pss in workers.values())
    largest = max(rss for rss, _ in workers.values())
    each = ", ".join(f"{rss:.0f} ({pss:.0f})" for rss, pss in workers.values())
    limited = f"; limited processes PSS {sum(pss for _, pss in helpers):.0f}" if helpers else ""
    print(f"{when:28} workers RSS (PSS) {each}; all PSS {together:.0f} MB{limited}", flush=True)
    return largest, together


def processor_seconds(pid: int) -> float:
    """Give the processor's time of a process and of its children up to now."""
    taken = 0
    for each in (pid, *children(pid)):
        fields = Path(f"/proc/{each}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        taken += int(fields[11]) + int(fields[12])
    return taken / os.sysconf("SC_CLK_TCK")


@contextmanager
def served(settings: dict[str, str], port: int, config: Path) -> Iterator[tuple[int, float]]:
    """Serve while the block runs; give the server's process id, and the seconds until ready.

    Ready is who has answered a page that is kept for strangers, and the form.
    """
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "--log-level", "error"]
    begun = time.perf_counter()
    server = subprocess.Popen(
        [*command, "--keep-alive", "30", "--bind", f"{HOST}:{port}", "wsgi:app"],
        env=settings,
        cwd=ROOT,
    )
    try:
        yield server.pid, _ready(port) - begun
    finally:
        server.terminate()
        server.wait(20)


def _ready(port: int) -> float:
    give_up = time.perf_counter() + START_SECONDS
    while time.perf_counter() < give_up:
        try:
            Visitor(port).get("/")
            Visitor(port).get(FORM)
            return time.perf_counter()
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"nothing answers at port {port}")


def cookies(settings: dict[str, str]) -> dict[str, str]:
    """Give a session's cookie for each person who asks."""
    command = [sys.executable, "-m", "bench.sign_in", *CITIZENS, OFFICIAL]
    found = subprocess.run(command, env=settings, check=True, capture_output=True, text=True)
    signed: dict[str, str] = json.loads(found.stdout.splitlines()[-1])
    return signed


def mixed(port: int, signed: dict[str, str]) -> list[Round]:
    """Give what each connection asks for, in turns."""
    stranger = Visitor(port)
    found = {link.decode() for path in OPEN for link in LINKS.findall(stranger.get(path))}
    single = [path for path in sorted(found) if _answers(port, path)]
    stranger.close()
    return [
        [(who, path) for who, paths in visitors for path in paths]
        for visitors in (
            (
                (Visitor(port), (*OPEN, *single[n::CONNECTIONS])),
                (Visitor(port, signed[CITIZENS[n % len(CITIZENS)]]), OWN),
                (Visitor(port, signed[OFFICIAL]), DESK),
            )
            for n in range(CONNECTIONS)
        )
    ]


def _answers(port: int, path: str) -> bool:
    try:
        Visitor(port).get(path)
    except RuntimeError:
        return False
    return True


def ask(rounds: list[Round], count: int) -> None:
    """Ask ``count`` times in all, each connection in a thread of its own."""

    def some(turns: Round) -> None:
        for number in range(count // len(rounds)):
            visitor, path = turns[number % len(turns)]
            visitor.get(path)

    with ThreadPoolExecutor(len(rounds)) as threads:
        list(threads.map(some, rounds))


def send_photos(port: int, signed: dict[str, str], count: int) -> dict[int, int]:
    """Send reports with a photo each; give how many answers there were of each status."""
    answers: dict[int, int] = {}
    for number in range(count):
        status = _send(port, signed[CITIZENS[number % len(CITIZENS)]], number)
        answers[status] = answers.get(status, 0) + 1
    return answers


def _send(port: int, cookie: str, number: int) -> int:
    line = http.client.HTTPConnection(HOST, port, timeout=60)
    line.request("GET", FORM, headers={"Cookie": cookie})
    shown = line.getresponse()
    page = shown.read().decode()
    given = (shown.getheader("Set-Cookie") or cookie).partition(";")[0]  # the form's token is in it
    service = re.search(r'name="service"[^>]*value="([^"]+)"', page)
    fields = {**hidden(page), **PLACE, "description": f"Đèn đường không sáng, cột số {number}"}
    data: MultiDict[str, object] = MultiDict(fields)
    data["service"] = service[1] if service else "street-light"
    data["photos"] = FileStorage(io.BytesIO(photo(number)), f"{number}.jpg", "photos", "image/jpeg")
    boundary, body = encode_multipart(data)
    kind = f"multipart/form-data; boundary={boundary}"
    line.request("POST", FORM, body, {"Cookie": given, "Content-Type": kind})
    answer = line.getresponse()
    answer.read()
    line.close()
    return answer.status


def photo(number: int) -> bytes:
    """Give a JPEG of 1280 pixels, another one for each number up to nine."""
    noise = Image.effect_noise((80, 60 + number % 9), 40).convert("RGB")
    file = io.BytesIO()
    noise.resize((1280, 960), Image.Resampling.BICUBIC).save(file, "JPEG", quality=92)
    return file.getvalue()


def help_seconds(settings: dict[str, str], words: tuple[str, ...]) -> tuple[float, float]:
    """Give the medians of what ``flask WORDS --help`` takes, by the clock and of the processor."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", *words, "--help"]
    taken, used = [], []
    for _ in range(TRIES):
        begun, before = time.perf_counter(), _used_by_children()
        subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
        used.append(_used_by_children() - before)
    return statistics.median(taken), statistics.median(used)


def _used_by_children() -> float:
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime


def main(words: list[str]) -> int:
    """Measure and print; 1 where a budget is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=10_000)
    parser.add_argument("--photos", type=int, default=50)
    parser.add_argument("--config", type=Path, default=ROOT / "deploy" / "gunicorn.conf.py")
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        settings = environment(Path(name), port)
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        load(settings)
        signed = cookies(settings)
        with served(settings, port, chosen.config) as (pid, ready):
            print(f"processor's time until ready {processor_seconds(pid):.1f} s")
            largest, together = measure(pid, port, signed, chosen)
        slowest = max(told_help(settings, words) for words in HELP)
    return judged(
        ("ready", ready, "s", READY_SECONDS),
        ("slowest help", slowest, "s", HELP_SECONDS),
        ("largest worker", largest, "MB", WORKER_MB),
        ("all PSS", together, "MB", TOGETHER_MB),
    )


def measure(
    pid: int, port: int, signed: dict[str, str], chosen: argparse.Namespace
) -> tuple[float, float]:
    """Print the memory at each stage; give the largest worker's RSS and PSS of all stages."""
    found = [report("at start", pid)]
    rounds = mixed(port, signed)
    ask(rounds, EARLY)
    found.append(report(f"after {EARLY} requests", pid))
    ask(rounds, chosen.requests - EARLY)
    found.append(report(f"after {chosen.requests} requests", pid))
    answers = send_photos(port, signed, chosen.photos)
    found.append(report(f"after {chosen.photos} photos {answers}", pid))
    return max(rss for rss, _ in found), max(pss for _, pss in found)


def told_help(settings: dict[str, str], words: tuple[str, ...]) -> float:
    """Print what the help of a command takes; give it."""
    taken, used = help_seconds(settings, words)
    called = " ".join(("flask", *words, "--help"))
    print(f"{called:28} {taken:.1f} s, {used:.1f} s of the processor")
    return taken


def judged(*limits: tuple[str, float, str, float]) -> int:
    """Print each figure beside its limit; give 1 where one is missed."""
    for name, found, unit, most in limits:
        missed = "" if found <= most else "  MISSED"
        print(f"{name:28} {found:6.1f} {unit}  at most {most:g}{missed}")
    met = [table.at_most(name, None, found, unit, most) for name, found, unit, most in limits]
    return int(not all(met))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
