"""Lighthouse on citizens' pages: its scores on its usual phone, its timings on a poorer one."""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.province import HOST, Visitor, environment, free_port, load, serving

VERSION = "12.8.2"
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
CHROME = (
    "--headless=new --no-sandbox --disable-gpu --disable-dev-shm-usage"
    " --disable-background-networking --disable-component-update --disable-sync --no-first-run"
)
CATEGORIES = ("performance", "accessibility", "best-practices")
POORER = ("--throttling.rttMs=300", "--throttling.throughputKbps=700")
SLOWER = "--throttling.cpuSlowdownMultiplier=6"
LIMITS = {
    "first-contentful-paint": ("FCP", 1_600),
    "largest-contentful-paint": ("LCP", 2_200),
    "total-blocking-time": ("TBT", 80),
    "cumulative-layout-shift": ("CLS", 0),
}
FIXED = (
    "/", "/phan-anh/moi", "/phan-anh", "/khan-cap", "/canh-bao", "/hoa-don", "/tim?q=mat+nuoc",
    "/tin-tuc", "/cho-so", "/ket-qua", "/truoc-va-sau", "/phan-anh/ban-do", "/khao-sat", "/danh-ba",
    "/huong-dan", "/lich-hen", "/dat-dai", "/quy-hoach", "/bai-hoc", "/chuong-trinh",
    "/phong-trao", "/tieu-chi", "/cai-dat", "/tai-khoan/dang-nhap",
)  # fmt: skip
FOUND = (
    ("/phan-anh", r"/phan-anh/[A-Z]{2}-[\w-]+"),
    ("/tin-tuc", r"/tin-tuc/[A-Z0-9][\w-]+"),
    ("/cho-so", r"/cho-so/san-pham/\w[\w-]+"),
    ("/truoc-va-sau", r"/truoc-va-sau/\w[\w-]+"),
    ("/khao-sat", r"/khao-sat/\w[\w-]+"),
)
CITIZEN = "0900000001"
OWN = ("/", "/phan-anh/cua-toi", "/thong-bao", "/hoa-don", "/cho-so/don")
OWN_FOUND = (
    ("/phan-anh/cua-toi", r"/phan-anh/[A-Z]{2}-[\w-]+"),
    ("/hoa-don", r"/hoa-don/\w+-[\w-]+"),
)
"""Of the demonstration's citizen, signed in."""
LOW = 0.9
TRIES = 3
ROUNDS = int(os.environ.get("LIGHTHOUSE_ROUNDS", "3"))


@dataclass(frozen=True)
class Finding:
    """What Lighthouse said of one visit: scores of 100, timings in ms, and what it minds."""

    scores: tuple[int, ...]
    timings: dict[str, float]
    minded: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """A page to visit; with the cookie of who is signed in, where somebody is."""

    path: str
    cookie: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """What Lighthouse is told beside the address."""
        if not self.cookie:
            return ()
        return (f"--extra-headers={json.dumps({'Cookie': self.cookie})}",)

    @property
    def said(self) -> str:
        """The page as a line names it."""
        return f"{self.path} (signed in)" if self.cookie else self.path


def missing() -> str:
    """Tell what is not on this machine; empty where all is."""
    if not shutil.which("npx"):
        return "npx is missing (sudo apt-get install -y npm, or Node 20 from nodejs.org)"
    if not _chromium():
        return "chromium is missing (sudo apt-get install -y chromium)"
    return ""


def visit(url: str, *throttling: str) -> Finding:
    """Let Lighthouse visit `url` once; a recording that failed is made again."""
    command = ["npx", "--yes", f"lighthouse@{VERSION}", url, "--quiet", "--output=json"]
    asked = [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROME}", *throttling]
    settings = {**os.environ, "CHROME_PATH": _chromium() or ""}
    for _try in range(TRIES):
        done = subprocess.run(
            [*command, *asked], env=settings, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return _finding(json.loads(done.stdout))
        if "ERRORED_DOCUMENT_REQUEST" in done.stdout + done.stderr:
            break
    raise RuntimeError(f"Lighthouse failed on {url}: {done.stderr.strip()[-500:]}")


def _finding(report: dict[str, Any]) -> Finding:
    scores = tuple(round(100 * (report["categories"][name]["score"] or 0)) for name in CATEGORIES)
    audits = report["audits"]
    timings = {name: float(audits[name]["numericValue"]) for name in LIMITS}
    parts = [part for name in CATEGORIES for part in report["categories"][name]["auditRefs"]]
    weighty = [part["id"] for part in parts if part["weight"]]
    minded = [name for name in weighty if _is_low(audits[name]["score"])]
    return Finding(scores, timings, tuple(minded))


def _is_low(score: float | None) -> bool:
    return score is not None and score < LOW


def _chromium() -> str | None:
    return next((path for name in PROGRAMS if (path := shutil.which(name))), None)


def addresses(port: int, settings: dict[str, str]) -> list[Page]:
    """Give the pages to visit: a stranger's, one of each kind among them, and a citizen's own."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.sign_in", CITIZEN],
        env={**os.environ, **settings}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    cookie = json.loads(done.stdout.splitlines()[-1])[CITIZEN]
    strangers = (Page(path) for path in (*FIXED, *_found(Visitor(port), FOUND)))
    own = (Page(path, cookie) for path in (*OWN, *_found(Visitor(port, cookie), OWN_FOUND)))
    return [*strangers, *own]


def _found(visitor: Visitor, wanted: tuple[tuple[str, str], ...]) -> Iterator[str]:
    for page, pattern in wanted:
        link = re.search(rf'href="({pattern})"', visitor.get(page).decode())
        if link:
            yield link[1]
    visitor.close()


def usual(url: str, page: Page) -> bool:
    """Print the median scores on Lighthouse's usual phone; give if all are 100."""
    found = [visit(url + page.path, *page.words) for _ in range(ROUNDS)]
    scores = [int(statistics.median(each)) for each in zip(*(f.scores for f in found), strict=True)]
    minded = sorted({name for each in found for name in each.minded})
    print(f"{page.said:28} usual   {' · '.join(map(str, scores))} of 100", *minded, flush=True)
    return all(score == 100 for score in scores)


def poorer(url: str, page: Page) -> bool:
    """Print the timings at 300 ms, 700 kbit/s and a sixth of the speed; give if all are kept."""
    found = [visit(url + page.path, *page.words, *POORER, SLOWER) for _ in range(ROUNDS)]
    middle = {name: statistics.median(f.timings[name] for f in found) for name in LIMITS}
    kept = all(middle[name] <= most for name, (_short, most) in LIMITS.items())
    said = [
        f"{short} {middle[name]:.0f} (at most {most})" for name, (short, most) in LIMITS.items()
    ]
    print(f"{page.said:28} poorer  {', '.join(said)}", flush=True)
    return kept


def main() -> int:
    """Measure and print; 1 when a limit is passed, 0 where Lighthouse cannot run here."""
    if lacking := missing():
        print(f"Lighthouse was not run: {lacking}.")
        return 0
    with tempfile.TemporaryDirectory() as name:
        port = free_port()
        url = f"http://{HOST}:{port}"
        settings = {**environment(Path(name), port), "BASE_URL": url}
        load(settings)
        with serving("wsgi:app", settings, port):
            pages = addresses(port, settings)
            kept = [look(url, page) for page in pages for look in (usual, poorer)]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
