"""Writes the table of docs/security.md: each numbered promise and the test files that hold it.

A test is named after its number (`test_s11_…`). `python -m tools.promises` writes the table anew; a
test compares it, so that no promise loses its tests unseen.
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "security.md"
NAMED = re.compile(r"^\s*def test_([sf]\d\d)_", re.MULTILINE)
PROMISES = {
    "s01": "Cookies: `__Host-`, Secure, HttpOnly, SameSite outside development",
    "s02": "A new session id at sign-in; the old one is refused",
    "s03": "Signing out ends the session on the server",
    "s04": "Disabling an official ends all their sessions",
    "s05": "Idle and absolute limits, long for citizens, short for officials",
    "s06": "A person sees and ends their other sessions",
    "s07": "Asked again before phone, password or second step change",
    "s08": "Officials have a second step",
    "s09": "Passwords of 8 to 128 characters, common ones refused",
    "s10": "One-time codes: one use, ten minutes, bound to their request, hashed",
    "s11": "At most five tries a code, exact over processes and a restart",
    "s12": "Known and unknown phones are answered alike",
    "s13": "Text messages are limited and have a daily budget",
    "s14": "CSRF on every unsafe method; no GET changes anything",
    "s15": "What waited on a phone takes a fresh token; another person's is held",
    "s16": "Once-keys: a repeat gets the first answer, another body 409",
    "s17": "A strict content security policy on every answer",
    "s18": "nosniff, referrer, HSTS, permissions",
    "s19": "Photos are accepted by decoding them",
    "s20": "Limits on bytes, pixels, frames, number; a limited process decodes",
    "s21": "None of the bytes of a file comes out again; metadata is gone",
    "s22": "Names are made by the server; private photos need the right",
    "s23": "Sheets are measured before they are parsed; no external entities",
    "s24": "Who may what, over roles, routes and owners",
    "s25": "No internal note for citizens; no field that was not asked for",
    "s26": "Looking up a bill tells no name before proof",
    "s27": "An official sees the private parts of their own agency and places",
    "s28": "A push address is a stranger's: checked when kept and when used",
    "s29": "Outside systems: fixed hosts, time limits, size limits",
    "s30": "`next` leads to this site only",
    "s31": "The host is checked; proxies are counted",
    "s32": "Vary names what an answer depends on; private pages are not stored",
    "s33": "The phone keeps what is public, and the signed-in person's own",
    "s34": "The service worker checks who speaks to it",
    "s35": "No cell of a sheet becomes a formula",
    "s36": "Script vectors through the real pages",
    "s37": "An append-only, sealed audit log; log lines cannot be forged",
    "s38": "Phone and identity numbers are masked, and sealed at rest",
    "s39": "Erased means found nowhere",
    "s40": "No default secret; production does not start without its own",
    "s41": "A body is read whole before the first statement of its request",
    "s42": "Nothing touches the database once the answer is made",
    "s43": "A limit never locks the rightful person out",
    "s44": "One order of locks; a row only read is not locked",
    "s45": "Every POST six times at once: one effect, no error page",
    "s46": "A helper's or old session opens nothing private of before",
    "s47": "Grave rights need two people; nobody approves their own draft",
    "s48": "A known environment, its catalogues, keys and migrations, or no start",
    "f01": "Killed in the middle of a submission: nothing acknowledged is lost",
    "f02": "A killed worker: another takes over, each message seen once",
    "f03": "A full disk: a clear answer, the report stays on the phone",
    "f04": "A locked database: 503 with Retry-After",
    "f05": "Redis gone: pages work, limits stay exact",
    "f06": "A push service that answers anything",
    "f07": "The clock set forward and back",
    "f08": "The same report twenty times at once: one row",
    "f09": "Two officials at once: the second is told, and keeps the text",
    "f10": "A backup while writing, restored elsewhere",
    "f11": "The previous release's database: upgraded, used, taken back",
}
HEAD = """# What is promised, and what holds it

Forty-eight requirements and eleven faults. A test is named after its number (`test_s11_…`,
`test_f04_…`); the table is written by `python -m tools.promises` and compared by a test.

| | promise | held by |
|---|---|---|
"""


SCANNERS = ROOT / "tools" / "scanners.md"


def held(root: Path = ROOT) -> dict[str, list[str]]:
    """The test files in which each number is named."""
    found: dict[str, set[str]] = defaultdict(set)
    for file in (root / "tests").rglob("test_*.py"):
        for number in NAMED.findall(file.read_text(encoding="utf-8")):
            found[number].add(file.relative_to(root / "tests").as_posix())
    return {number: sorted(files) for number, files in found.items()}


def page() -> str:
    """The whole page as Markdown."""
    files = held()
    rows = [
        f"| {number} | {text} | {', '.join(f'`{name}`' for name in files.get(number, []))} |"
        if number in files
        else f"| {number} | {text} | not built yet |"
        for number, text in PROMISES.items()
    ]
    return HEAD + "\n".join(rows) + "\n\n" + SCANNERS.read_text(encoding="utf-8")


def main() -> int:
    """Write the page; gives the exit code."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
