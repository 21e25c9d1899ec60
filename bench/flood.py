"""How long readers wait while one browser floods the province with reports and photos.

    python -m bench.flood [--reports 400] [--rate 10] [--forgets]

Served as deploy/gunicorn.conf.py says. Readers ask for public pages in turns, first alone, then
while the flood comes in at its own pace, whatever becomes of it. With ``--forgets`` the browser
throws its cookies away and is counted by its address alone. What counts is the ratio of the two
within one run, and the budget on a quiet machine.
"""

import argparse
import http.client
import io
import json
import secrets
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from app.core.config import ROOT
from bench import table
from bench.memory import photo, served
from bench.province import HOST, Visitor, environment, free_port, load
from tests.service_requests.citizen import FORM, hidden

P95_MS = 150
READERS, PAUSE_SECONDS, QUIET_SECONDS = 2, 0.05, 15
SENDERS = 32
"""Connections of the flood; a browser that is made to wait opens more."""
PAGES = ("/", "/phan-anh", "/tin-tuc", "/khan-cap", "/cho-so", "/hoa-don", FORM)
Waits = list[float]


def read(port: int, goes_on: Callable[[], bool]) -> Waits:
    """Ask for pages in turns as long as ``goes_on``; give what each took, in milliseconds."""

    def reader(first: int) -> Waits:
        visitor, found = Visitor(port), []
        while goes_on():
            path = PAGES[(first + len(found)) % len(PAGES)]
            found.append(1_000 * visitor.seconds(path, 1))
            time.sleep(PAUSE_SECONDS)
        visitor.close()
        return found

    with ThreadPoolExecutor(READERS) as threads:
        return [took for each in threads.map(reader, range(READERS)) for took in each]


class Flood:
    """One browser that sends the same form again and again, each time with a key of its own."""

    def __init__(self, port: int, forgets: bool) -> None:
        """Open the form once, and choose a commune; who ``forgets`` takes no cookie after that."""
        self._port, self._forgets = port, forgets
        line = self._line()
        line.request("GET", "/dia-danh?q=son", headers={"Accept": "application/json"})
        self._place = json.loads(line.getresponse().read())[0]["code"]
        line.request("GET", FORM)
        shown = line.getresponse()
        self._fields = hidden(shown.read().decode())
        self._cookies: dict[str, str] = {}
        self._take_cookies(shown)
        self._photos = [photo(number) for number in range(9)]
        line.close()

    def send(self, number: int) -> tuple[int, float]:
        """Send one report; give the answer's status, 0 for none, and the seconds it took."""
        fields: MultiDict[str, object] = MultiDict(
            {**self._fields, "idempotency_key": secrets.token_urlsafe(16), "place": self._place,
             "service": "street-light", "similar": "1", "description": f"Đèn tắt, cột {number}"}
        )  # fmt: skip
        picture = self._photos[number % len(self._photos)]
        fields["photos"] = FileStorage(io.BytesIO(picture), "a.jpg", "photos", "image/jpeg")
        boundary, body = encode_multipart(fields)
        kind = f"multipart/form-data; boundary={boundary}"
        line, begun = self._line(), time.perf_counter()
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        line.request("POST", FORM, body, {"Cookie": cookies, "Content-Type": kind})
        try:
            answer = line.getresponse()
        except ConnectionError:  # the server hung up
            return 0, time.perf_counter() - begun
        answer.read()
        if not self._forgets:
            self._take_cookies(answer)
        line.close()
        return answer.status, time.perf_counter() - begun

    def pour(self, count: int, rate: float) -> list[tuple[int, float]]:
        """Send ``count`` of them, ``rate`` a second, whether or not those before were answered."""
        begun = time.perf_counter()

        def at_its_time(number: int) -> tuple[int, float]:
            time.sleep(max(0.0, begun + number / rate - time.perf_counter()))
            return self.send(number)

        with ThreadPoolExecutor(SENDERS) as threads:
            return list(threads.map(at_its_time, range(count)))

    def _take_cookies(self, answer: http.client.HTTPResponse) -> None:
        for each in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = each.partition(";")[0].partition("=")
            self._cookies[name] = value

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(HOST, self._port, timeout=120)


def p95(waits: Waits) -> float:
    """Give what 95 of 100 stayed under."""
    return statistics.quantiles(waits, n=20)[-1]


def measure(port: int, chosen: argparse.Namespace) -> float:
    """Print the readers' waiting before and during the flood; give the p95 during it."""
    flood = Flood(port, chosen.forgets)
    read(port, _for(3))  # first pages compile their templates
    quiet = read(port, _for(QUIET_SECONDS))
    over = threading.Event()
    with ThreadPoolExecutor(1) as beside:
        reading = beside.submit(read, port, lambda: not over.is_set())
        sent = flood.pour(chosen.reports, chosen.rate)
        over.set()
        during = reading.result()
    taken = [seconds for _, seconds in sent]
    print(f"readers alone        p50 {statistics.median(quiet):.0f}, p95 {p95(quiet):.0f} ms")
    print(f"during the flood     p50 {statistics.median(during):.0f}, p95 {p95(during):.0f} ms")
    print(f"ratio of the p95     {p95(during) / p95(quiet):.2f}, {len(during)} pages")
    print(f"the flood's answers  {dict(Counter(status for status, _ in sent))},"
          f" p50 {statistics.median(taken):.2f} s, longest {max(taken):.1f} s")  # fmt: skip
    return p95(during)


def _for(seconds: float) -> Callable[[], bool]:
    until = time.perf_counter() + seconds
    return lambda: time.perf_counter() < until


def main(words: list[str]) -> int:
    """Measure and print; 1 where readers wait too long."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--rate", type=float, default=10.0)
    parser.add_argument("--forgets", action="store_true")
    chosen = parser.parse_args(words)
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        settings = environment(Path(name), port)
        load(settings)
        with served(settings, port, ROOT / "deploy" / "gunicorn.conf.py"):
            waited = measure(port, chosen)
    print(f"p95 of reading {waited:.0f} ms (at most {P95_MS})")
    return int(not table.at_most("p95 of reading in a flood", None, waited, "ms", P95_MS))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
