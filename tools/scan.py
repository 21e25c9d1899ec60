"""`make scan`: outside scanners against a server of this machine with the demonstration province.

bandit reads the code; vnu (the W3C's checker of HTML) reads every kind of page that links lead to,
axe looks at them in Chromium, as a visitor, a citizen and officials; wapiti attacks the pages.
What they need is not in requirements-dev: it goes into `.cache/scanners`, pinned, and needs the
package registries the first time, Java for vnu and npm to fetch it. Findings that are explained
below are counted, all others fail the command. docs/security.md says what stands behind them.
"""

import argparse
import html.parser
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from tools.run import FLASK, HOST, is_free, start, stop, wait_until_answering, web_command

ROOT = Path(__file__).resolve().parent.parent
HERE = ROOT / ".cache" / "scanners"
WAPITI = "wapiti3==3.2.3"
VNU = "vnu-jar@26.9.27"
MODULES = ("cookieflags", "crlf", "csp", "exec", "file", "http_headers", "methods", "redirect",
           "sql", "xss")  # fmt: skip
"""Those that ask nobody outside: not `ssrf`, `ssl`, `takeover`."""
PEOPLE = {
    "visitor": "",
    "citizen": "0900000001",
    "seller": "0900000031",
    "handler": "0900000011",
    "operator": "0900000014",
    "administrator": "0900000016",
}
"""Whose pages are looked at: accounts of the demonstration."""
MOST_PAGES = 40
"""For each of them; of addresses that differ by numbers and codes alone one is taken."""
CODE = re.compile(r"[0-9]+|[A-Z0-9]{4,}(-[A-Z0-9]+)*")
LEAVES = ("/dang-xuat", "/static/", "/anh/", "/media/")
EXPLAINED: dict[str, tuple[tuple[str, str], ...]] = {
    "bandit": (
        ("app/core/folding.py", "marks a sentence of the catalogue, as Jinja's own gettext does"),
        ("app/core/formats.py", "keeps what was marked before it, and marks nothing else"),
        (
            "app/core/limited/workbook.py",
            "parts with a DOCTYPE or an ENTITY are refused before (s23)",
        ),
        ("app/home/views.py", "marks what a template of ours rendered"),
        ("app/market/structured.py", "escapes <, > and & before it marks (s36)"),
        ("app/news/markdown.py", "marks what nh3 has just cleaned (s36)"),
    ),
    "vnu": (
        (
            "Attribute “hx-",
            "htmx's own attributes, on officials' pages: they do nothing without it",
        ),
        ("The autofill field name “username”", "a number is the name with which officials sign in"),
    ),
    "axe": (),
    "wapiti": (
        ("X-Frame-Options is not set", "`frame-ancestors` says it, on every answer (s17)"),
        ("HTTP Strict Transport Security", "said in production alone, where there is https"),
        ("Strict-Transport-Security", "said in production alone, where there is https"),
        ("Secure Flag cookie", "`__Host-` and Secure outside development (s01)"),
        ("Secure flag is not set", "`__Host-` and Secure outside development (s01)"),
        ("HttpOnly flag is not set", "settings of the look that scripts read; never the session"),
    ),
}
Finding = tuple[str, str]
"""Where, and what."""


class Links(html.parser.HTMLParser):
    """What a page leads to by links, and nothing that acts."""

    def __init__(self, base: str) -> None:
        """Begin at `base`."""
        super().__init__()
        self.base, self.found = base, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the target of a link."""
        target = dict(attrs).get("href")
        if tag == "a" and target and "download" not in dict(attrs):
            self.found.append(urljoin(self.base, target).partition("#")[0])


def main() -> int:
    """Runs what was asked for; gives 1 where something is neither mended nor explained."""
    parser = argparse.ArgumentParser(prog="python -m tools.scan", description=__doc__)
    parser.add_argument("only", nargs="*", help="bandit, vnu, axe, wapiti; all unless said")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8310")))
    parser.add_argument("--minutes", type=int, default=10, help="for wapiti (default: 10)")
    parser.add_argument("--instance", type=Path, help="a filled instance to use, not a new one")
    asked = parser.parse_args()
    wanted = asked.only or ["bandit", "vnu", "axe", "wapiti"]
    failed = "bandit" in wanted and told("bandit", bandit())
    if set(wanted) - {"bandit"}:
        with served(asked.port, asked.instance) as (url, cookies):
            if {"vnu", "axe"} & set(wanted):
                pages = {who: list(walked(url, cookies[who])) for who in PEOPLE}
                print(f"{sum(map(len, pages.values()))} pages", flush=True)
                if "vnu" in wanted:
                    failed |= told("vnu", vnu(pages))
                if "axe" in wanted:
                    failed |= told("axe", axe(url, pages, cookies))
            if "wapiti" in wanted:
                failed |= told("wapiti", wapiti(url, cookies["citizen"], asked.minutes))
    return int(failed)


def told(name: str, found: list[Finding]) -> bool:
    """Says what one found; True where something is neither mended nor explained."""
    reasons = EXPLAINED[name]
    known = [each for each in found if any(part in " ".join(each) for part, _why in reasons)]
    left = [each for each in found if each not in known]
    print(f"{name}: {len(found)} findings, {len(known)} explained, {len(left)} left", flush=True)
    for (where, what), count in Counter(left).most_common(60):
        print(f"  {count}× {where}: {what}", flush=True)
    return bool(left)


def bandit() -> list[Finding]:
    """What bandit says of the product's code, from medium severity on."""
    command = [sys.executable, "-m", "bandit", "-q", "-r", "app", "wsgi.py", "-ll", "-f", "json"]
    said = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True).stdout)
    return [
        (f"{each['filename']}:{each['line_number']}", f"{each['test_id']} {each['issue_text']}")
        for each in said["results"]
    ]


def vnu(pages: dict[str, list[tuple[str, str]]]) -> list[Finding]:
    """What the checker of HTML calls an error."""
    jar = HERE / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
    if not jar.exists():
        HERE.mkdir(parents=True, exist_ok=True)
        npm = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(HERE), VNU]
        subprocess.run(npm, check=True)
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        named = {}
        for number, (path, content) in enumerate(each for some in pages.values() for each in some):
            file = Path(folder) / f"{number}.html"
            file.write_text(content, encoding="utf-8")
            named[file.name] = path
        command = ["java", "-jar", str(jar), "--errors-only", "--format", "json", folder]
        done = subprocess.run(command, capture_output=True, text=True)
    said = json.loads(done.stderr or '{"messages": []}')["messages"]
    return [
        (named.get(each.get("url", "").rsplit("/", 1)[-1], "?"), each["message"]) for each in said
    ]


def axe(
    url: str, pages: dict[str, list[tuple[str, str]]], cookies: dict[str, str]
) -> list[Finding]:
    """What axe calls a violation, at 360 points; a kind of page once, for its first reader."""
    from playwright.sync_api import sync_playwright

    script = (ROOT / "tests" / "browser" / "vendor" / "axe.min.js").read_text(encoding="utf-8")
    found: list[Finding] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        shapes = set[str]()
        for who, some in pages.items():
            context = browser.new_context(viewport={"width": 360, "height": 640}, bypass_csp=True)
            if cookies[who]:
                name, _, value = cookies[who].partition("=")
                context.add_cookies([{"name": name, "value": value, "url": url}])
            page = context.new_page()
            for path, _content in some:
                shape = shape_of(path)
                if shape in shapes:
                    continue
                shapes.add(shape)
                page.goto(url + path, wait_until="domcontentloaded")
                page.evaluate(script)
                said: dict[str, Any] = page.evaluate("() => axe.run()")
                found += [
                    (path, f"{each['id']}: {each['nodes'][0]['html'][:120]}")
                    for each in said["violations"]
                ]
            context.close()
        browser.close()
    return found


def wapiti(url: str, cookie: str, minutes: int) -> list[Finding]:
    """What wapiti finds, signed in as a citizen; it asks nobody outside."""
    program = HERE / "venv" / "bin" / "wapiti"
    if not program.exists():
        subprocess.run([sys.executable, "-m", "venv", str(HERE / "venv")], check=True)
        pip = [str(HERE / "venv" / "bin" / "python"), "-m", "pip", "install", "-q", WAPITI]
        subprocess.run(pip, check=True)

    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        report = Path(folder) / "report.json"
        command = [
            str(program), "-u", f"{url}/", "-H", f"Cookie: {cookie}", "-m", ",".join(MODULES),
            "--scope", "folder", "-x", f"{url}/dang-xuat*", "-d", "3", "--max-links-per-page", "15",
            "--max-files-per-dir", "12", "--max-scan-time", str(minutes * 60 * 2 // 3),
            "--max-attack-time", str(max(20, minutes * 60 // 3 // len(MODULES))), "--flush-session",
            "--store-session", folder, "--store-config", folder, "--no-bugreport",
            "--endpoint", f"{url}/", "--dns-endpoint", "localhost", "-f", "json",
            "-o", str(report), "-v", "0",
        ]  # fmt: skip
        try:
            subprocess.run(command, check=False, timeout=minutes * 60 * 3)
        except subprocess.TimeoutExpired:
            return [("wapiti", f"did not end within {minutes * 3} minutes: give it more --minutes")]
        said = json.loads(report.read_text(encoding="utf-8"))
    kinds = ("vulnerabilities", "anomalies")
    return [
        (each["path"], f"{name}: {each['info']}")
        for kind in kinds
        for name, some in said[kind].items()
        for each in some
    ]


@contextmanager
def served(port: int, instance: Path | None) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a demonstration of its own, and sign everybody in; all of it goes afterwards."""
    if not is_free(port):
        raise SystemExit(1)
    with tempfile.TemporaryDirectory(prefix="scan-") as folder:
        os.environ["INSTANCE_PATH"] = str(instance or folder)
        os.environ.setdefault("APP_ENV", "development")
        for command in (["db", "upgrade"], ["demo", "load", "--if-empty"]):
            subprocess.run([*FLASK, *command], cwd=ROOT, check=True)
        web = start(web_command(port))
        try:
            wait_until_answering(port, {"web": web})
            yield f"http://{HOST}:{port}", signed_in()
        finally:
            stop([web])


def signed_in() -> dict[str, str]:
    """A cookie for each of them; empty for the visitor."""
    phones = [phone for phone in PEOPLE.values() if phone]
    command = [sys.executable, "-m", "bench.sign_in", *phones]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    cookies = json.loads(done.stdout.strip().splitlines()[-1])
    return {who: cookies.get(phone, "") for who, phone in PEOPLE.items()}


def walked(url: str, cookie: str) -> Iterator[tuple[str, str]]:
    """Every kind of page that links lead to from the front page: its path and what it holds."""
    waiting, seen, shapes = deque([f"{url}/", f"{url}/can-bo"]), set[str](), Counter[str]()
    given = 0
    while waiting and given < MOST_PAGES:
        address = waiting.popleft()
        parts = urlsplit(address)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        shape = shape_of(path)
        outside = parts.netloc != urlsplit(url).netloc or parts.path.startswith(LEAVES)
        if path in seen or outside or shapes[shape]:
            continue
        seen.add(path)
        shapes[shape] += 1
        content = fetched(address, cookie)
        if content is None:
            continue
        given += 1
        yield path, content
        links = Links(address)
        links.feed(content)
        waiting.extend(links.found)


def shape_of(path: str) -> str:
    """An address without its numbers, codes and what is asked for."""
    before, asks, _after = path.partition("?")
    return CODE.sub("…", before) + asks


def fetched(address: str, cookie: str) -> str | None:
    """An HTML page; None for anything else, and for a refusal."""
    asked = urllib.request.Request(address, headers={"Cookie": cookie} if cookie else {})  # noqa: S310
    for _ in range(3):
        try:
            with urllib.request.urlopen(asked, timeout=60) as answer:  # noqa: S310
                if answer.headers.get_content_type() != "text/html":
                    return None
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            if error.code not in (429, 503):
                return None
            time.sleep(2)
        except OSError:
            return None
    return None


if __name__ == "__main__":
    sys.exit(main())
