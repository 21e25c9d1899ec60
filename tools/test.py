"""Runs the checks and, beside them, all tests, whose summary is the last line."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools import check

ROOT = Path(__file__).resolve().parent.parent
MOST_WORKERS = 8
"""Each begins with an app and a database of each kind of its own, and PostgreSQL serves all."""
WORKERS = min((os.cpu_count() or 1) + 1, MOST_WORKERS)
"""One more than processors: some of what runs waits for browsers and servers."""
PYTEST = (sys.executable, "-m", "pytest", "--postgres", "-q", "-n", str(WORKERS),
          "--dist", "worksteal", "-rfER")  # fmt: skip
"""Failures, errors, and what had to be repeated, are named at the end."""

CLOCK = "CLOCK"
"""Another moment than the usual one at which the tests stand: "2027-02-06 22:30", in Viet Nam."""
BROWSERS = ("--ignore=tests/browser", "--ignore=tests/faults/test_f01_in_chromium.py")

FAULTS = {"FAULT_ROUNDS": "200", "FAULT_PEOPLE": "50000"}
"""How much `make faults` does on each database, unless said otherwise; `make test` does less."""


def main(arguments: list[str]) -> int:
    """Runs the checks beside the tests; gives the exit code.

    `--faults` runs the fault tests alone; `--details` what the usual run leaves out to stay
    quick: single pages and scripts in a browser, and pages on PostgreSQL. At another moment
    (``CLOCK``) the checks, and what has a browser, have nothing new to say and stay away.
    """
    only_faults, details = "--faults" in arguments, "--details" in arguments
    rest = [each for each in arguments if each not in ("--faults", "--details")]
    # Each fault test prints what happened: shown with -rP.
    part = ["-m", "details"] if details else ["-m", "not details"]
    part += BROWSERS if os.environ.get(CLOCK) else ()
    chosen = ["-k", "test_f0 or test_f1", "-rP"] if only_faults else part
    much = FAULTS if only_faults else {}
    with ThreadPoolExecutor(max_workers=1) as beside:
        apart = only_faults or details or os.environ.get(CLOCK)
        checks = None if apart else beside.submit(check.run_all)
        done = subprocess.run(
            [*PYTEST, *chosen, *rest],
            cwd=ROOT,
            check=False,
            env={**much, **os.environ, "APP_ENV": "development"},
        )
    if checks is not None and not checks.result():
        print("\nThe checks failed: their words stand above, between the tests'.", flush=True)
        return 1
    return done.returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
