"""Runs the fast checks, two at a time, and says which failed: lint, types, floors, translations."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
LINT_FLOORS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS: dict[str, Sequence[str]] = {
    "types": (PYTHON, "-m", "mypy"),
    "lint": (PYTHON, "-m", "ruff", "check", "."),
    "format": (PYTHON, "-m", "ruff", "format", "--check", "."),
    "floors": (PYTHON, "-c", LINT_FLOORS),
    "unused": (PYTHON, "-m", "tools.dead_code"),
    "packages": (PYTHON, "-W", "ignore", "-m", "deptry", "."),
    "translations": (PYTHON, "-m", "tools.translations", "check"),
}


@dataclass(frozen=True)
class Result:
    """How one check ended: its exit code, what it printed, and its seconds."""

    name: str
    code: int
    output: str
    seconds: float


def run(name: str) -> Result:
    """Runs one check to its end."""
    begun = time.monotonic()
    done = subprocess.run(
        CHECKS[name],
        cwd=ROOT,
        check=False,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "NO_COLOR": "1"},
    )
    return Result(name, done.returncode, done.stdout, time.monotonic() - begun)


def run_all() -> bool:
    """Runs every check, prints a line for each and the words of those that failed."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = list(pool.map(run, CHECKS))
    for result in results:
        print(f"{'ok    ' if not result.code else 'FAILED'} {result.name} ({result.seconds:.0f} s)")
    for result in results:
        if result.code:
            print(f"\n--- {result.name}\n{result.output.rstrip()}")
    print(flush=True)
    return not any(result.code for result in results)


if __name__ == "__main__":
    sys.exit(0 if run_all() else 1)
