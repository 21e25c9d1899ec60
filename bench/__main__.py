"""`python -m bench [pages|memory|lists …]`: each in a process of its own, one after another."""

import subprocess
import sys

BENCHES = ("pages", "work", "memory", "lighthouse", "lists", "market", "push", "broadcast", "bills",
           "flood", "setting_up")  # fmt: skip


def main(names: list[str]) -> int:
    """Run the named benches, or all; give the exit code of the worst."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are {', '.join(BENCHES)}")
        return 2
    worst = 0
    for name in names or BENCHES:
        print(f"\n== {name}", flush=True)
        done = subprocess.run([sys.executable, "-m", f"bench.{name}"], check=False)
        worst = max(worst, done.returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
