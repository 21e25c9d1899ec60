"""Memory of the web processes as deployed, the time to the first answer, and a command's start.

    python -m bench.memory [--requests 2000] [--photos 50] [--config FILE]

The demonstration province on a SQLite file of its own, served as deploy/gunicorn.conf.py says
(or another configuration). A stranger, a citizen and an official ask for pages in turns, from
several connections at once; then citizens send reports with a photo of 1280 pixels each.

What one process holds is its resident memory (RSS); what all hold together is their
proportional set size (PSS), in which a page shared by two counts half to each.
"""

import argparse
import http.client
import io
import json
import re
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
from bench.province import HOST, Visitor, environment, free_port, load
from tests.service_requests.citizen import FORM, hidden

WORKER_MB = 110
FIRST_ANSWER_SECONDS, HELP_SECONDS = 2.0, 1.0
START_SECONDS = 60
TRIES = 5
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


def report(when: str, pid: int) -> float:
    """Print what server and workers hold; give the largest worker's RSS."""
    workers = {each: memory(each) for each in children(pid)}
    helpers = [memory(helper) for each in workers for helper in children(each)]
    together = memory(pid)[1] + sum(pss for _, pss in workers.values())
    largest = max(rss for rss, _ in workers.values())
    each = ", ".join(f"{rss:.0f} ({pss:.0f})" for rss, pss in workers.values())
    limited = f"; limited processes PSS {sum(pss for _, pss in helpers):.0f}" if helpers else ""
    print(f"{when:28} workers RSS (PSS) {each}; all PSS {together:.0f} MB{limited}", flush=True)
    return largest


@contextmanager
def served(settings: dict[str, str], port: int, config: Path) -> Iterator[tuple[int, float]]:
    """Serve while the block runs; give the server's process id and the seconds to an answer."""
    command = [sys.executable, "-m", "gunicorn", "--config", str(config), "--log-level", "error"]
    begun = time.perf_counter()
    server = subprocess.Popen(
        [*command, "--keep-alive", "30", "--bind", f"{HOST}:{port}", "wsgi:app"],
        env=settings,
        cwd=ROOT,
    )
    try:
        yield server.pid, _first_answer(port) - begun
    finally:
        server.terminate()
        server.wait(20)


def _first_answer(port: int) -> float:
    give_up = time.perf_counter() + START_SECONDS
    while time.perf_counter() < give_up:
        try:
            Visitor(port).get("/")
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


def help_seconds(settings: dict[str, str]) -> float:
    """Give the median of what ``flask --help`` takes."""
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "--help"]
    taken = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        subprocess.run(command, env=settings, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


def main(words: list[str]) -> int:
    """Measure and print; 1 where a budget is missed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--requests", type=int, default=2_000)
    parser.add_argument("--photos", type=int, default=50)
    parser.add_argument("--config", type=Path, default=ROOT / "deploy" / "gunicorn.conf.py")
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        settings = environment(Path(name), port)
        settings.pop("PYTHONDONTWRITEBYTECODE", None)
        load(settings)
        signed = cookies(settings)
        with served(settings, port, chosen.config) as (pid, first):
            largest = measure(pid, port, signed, chosen)
        usage = help_seconds(settings)
    print(f"first answer after {first:.1f} s (at most {FIRST_ANSWER_SECONDS:.0f})")
    print(f"flask --help {usage:.1f} s (at most {HELP_SECONDS:.0f})")
    print(f"largest worker {largest:.0f} MB (at most {WORKER_MB})")
    within = largest <= WORKER_MB and first <= FIRST_ANSWER_SECONDS and usage <= HELP_SECONDS
    return int(not within)


def measure(pid: int, port: int, signed: dict[str, str], chosen: argparse.Namespace) -> float:
    """Print the memory at each stage; give the largest worker's RSS of all stages."""
    found = [report("at start", pid)]
    rounds = mixed(port, signed)
    ask(rounds, EARLY)
    found.append(report(f"after {EARLY} requests", pid))
    ask(rounds, chosen.requests - EARLY)
    found.append(report(f"after {chosen.requests} requests", pid))
    answers = send_photos(port, signed, chosen.photos)
    found.append(report(f"after {chosen.photos} photos {answers}", pid))
    return max(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
