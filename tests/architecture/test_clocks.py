"""No test reads the machine's clock: what a suite says must not depend on the hour."""

import re
from datetime import UTC, datetime

from app.core import clock as core_clock
from tests import clocks
from tests.architecture import sources

HOME = {
    "tests/conftest.py",
    "tests/clocks.py",
    "tests/architecture/test_clocks.py",
    "tests/rehearsal/machine.py",  # no test: it runs what an operator runs, as it is
}
ANOTHER_CLOCK = re.compile(r"def clock\(|escape_hatch|\"wsgi:app\"")
"""A fixture that lets the machine's time through, or a server that is not on the test's clock."""


def test_no_test_lets_the_machines_time_through():
    found = [
        f"{path.name}:{number} {line.strip()}"
        for path in sorted((sources.ROOT / "tests").rglob("*.py"))
        if str(path.relative_to(sources.ROOT)) not in HOME
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if ANOTHER_CLOCK.search(line)
    ]
    assert found == []


def test_clock_names_a_moment_in_viet_nam():
    tet = datetime(2027, 2, 6, 15, 30, tzinfo=UTC)
    assert clocks.chosen("2027-02-06 22:30") == clocks.chosen("2027-02-06T15:30+00:00") == tet
    assert clocks.chosen("") == clocks.chosen(None) == clocks.USUAL


def test_a_browsers_store_is_told_of_moments_by_its_own_clock():
    """A cookie for a year is kept a year, however far the test's clock is from the machine's."""

    def app(environ, start):
        lasting = [("Set-Cookie", "a=1; Expires=Fri, 19 Nov 2027 02:12:00 GMT; Path=/")]
        start("200 OK", [("Content-Length", "4"), *lasting])
        return [b"body"]

    heard = {}

    def answer(path):
        told = clocks.Told(app)
        parts = told({"PATH_INFO": path}, lambda status, headers: heard.update(headers))
        return b"".join(parts)

    days = (datetime(2027, 11, 19, 2, 12, tzinfo=UTC) - core_clock.now()).total_seconds()
    assert answer("/") == b"body"
    assert heard["Set-Cookie"] == f"a=1; Path=/; Max-Age={max(0, int(days))}"
    worker = answer("/sw.js")
    assert worker.endswith(b"body") and b"self.Date" in worker
    assert heard["Content-Length"] == str(len(worker))
