"""The public list and its search with many reports, against the same with few."""

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

from bench.province import Visitor, command, environment, free_port, load, serving

PATHS = ("/phan-anh", "/phan-anh?q=den+duong", "/phan-anh?status=closed")
MOST = 1.15
ROUNDS, REQUESTS = 7, 30


def medians(folder: Path) -> dict[str, float]:
    """Median milliseconds of each page."""
    port = free_port()
    with serving("wsgi:app", environment(folder, port), port):
        visitor = Visitor(port)
        found = {path: _median(visitor, path) for path in PATHS}
        visitor.close()
    return found


def _median(visitor: Visitor, path: str) -> float:
    visitor.seconds(path, 3)
    rounds = [visitor.seconds(path, REQUESTS) / REQUESTS for _ in range(ROUNDS)]
    return statistics.median(rounds) * 1000


def main() -> int:
    """Measure and print; 1 when the many cost more than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--few", type=int, default=500)
    parser.add_argument("--many", type=int, default=200_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load(folder)
        command(folder, "demo", "generate", str(options.few))
        few = medians(folder)
        command(folder, "demo", "generate", str(options.many - options.few))
        many = medians(folder)
    for path in PATHS:
        times = many[path] / few[path]
        print(f"{path:26} {few[path]:6.1f} ms {many[path]:6.1f} ms  × {times:.2f} (≤ {MOST})")
    return int(any(many[path] > MOST * few[path] for path in PATHS))


if __name__ == "__main__":
    sys.exit(main())
