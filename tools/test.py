"""Runs the checks and then all tests, whose summary is the last line."""

import os
import subprocess
import sys
from pathlib import Path

from tools import check

ROOT = Path(__file__).resolve().parent.parent
PYTEST = (sys.executable, "-m", "pytest", "--postgres", "-q", "-n", "3", "--dist", "worksteal")

FAULTS = {"FAULT_ROUNDS": "200", "FAULT_PEOPLE": "50000"}
"""How much `make faults` does on each database, unless said otherwise; `make test` does less."""


def main(arguments: list[str]) -> int:
    """Runs the checks and the tests; gives the exit code.

    `--faults` runs the fault tests alone; `--details` what the usual run leaves out to stay
    quick: single pages and scripts in a browser, and pages on PostgreSQL.
    """
    only_faults, details = "--faults" in arguments, "--details" in arguments
    rest = [each for each in arguments if each not in ("--faults", "--details")]
    checks_pass = only_faults or details or check.run_all()
    if not checks_pass:
        print("The checks above failed; the tests run all the same.\n", flush=True)
    # Each fault test prints what happened: shown with -rP.
    part = ["-m", "details"] if details else ["-m", "not details"]
    chosen = ["-k", "test_f0 or test_f1", "-rP"] if only_faults else part
    much = FAULTS if only_faults else {}
    done = subprocess.run(
        [*PYTEST, *chosen, *rest],
        cwd=ROOT,
        check=False,
        env={**much, **os.environ, "APP_ENV": "development"},
    )
    return done.returncode or (0 if checks_pass else 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
