"""`python -m bench [pages|memory|lists …]`: each in a process of its own, one after another.

Beside another build: BENCH_BEFORE names its worktree, which has a .venv of its own requirements.
At the end stands one table of all that was measured; it leaves with 1 where a target is missed.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench import table

BENCHES = ("pages", "work", "memory", "morning", "lighthouse", "lists", "market", "push",
           "broadcast", "bills", "flood", "setting_up", "steps", "people", "directory",
           "villages")  # fmt: skip


def main(names: list[str]) -> int:
    """Run the named benches, or all; give the exit code of the worst."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    before = table.earlier()
    if before is not None and not (before / ".venv" / "bin" / "python").exists():
        print(f"{before} has no .venv: make one there and install its own requirements.txt")
        return 2
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "table"
        worst = run(names or list(BENCHES), {**os.environ, table.FILE: str(file)})
        return worst or int(not table.show(file))


def run(names: list[str], settings: dict[str, str]) -> int:
    """Run each; give the exit code of the worst."""
    worst = 0
    for name in names:
        print(f"\n== {name}", flush=True)
        command = [sys.executable, "-m", f"bench.{name}"]
        done = subprocess.run(command, env=settings, check=False)
        worst = max(worst, done.returncode, int(done.returncode < 0))
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
