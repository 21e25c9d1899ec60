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
    """`--faults` runs only the fault tests; else everything. Gives the exit code."""
    only_faults = "--faults" in arguments
    rest = [argument for argument in arguments if argument != "--faults"]
    checks_pass = only_faults or check.run_all()
    if not checks_pass:
        print("The checks above failed; the tests run all the same.\n", flush=True)
    # Each fault test prints what happened: shown with -rP.
    chosen = ["-k", "test_f0 or test_f1", "-rP"] if only_faults else []
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
