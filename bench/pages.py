"""Requests per second of public pages, against a bare Flask page of the same HTML."""

import os
import statistics
import sys
import tempfile
from pathlib import Path

from bench.province import Visitor, environment, free_port, load, serving

PATHS = ("/", "/phan-anh", "/khan-cap")
LEAST = 0.6
ROUNDS, REQUESTS = 7, 200


def ratio(folder: Path, path: str, port: int) -> float:
    """The median of our speed over the bare page's, both asked in turn."""
    ours = Visitor(port)
    html = folder / "page.html"
    html.write_bytes(ours.get(path))
    bare_port = free_port()
    with serving("bench.bare:app", {**os.environ, "BARE_HTML": str(html)}, bare_port):
        bare = Visitor(bare_port)
        found = []
        for _ in range(ROUNDS):
            yardstick = bare.seconds("/", REQUESTS)
            found.append(yardstick / ours.seconds(path, REQUESTS))
        bare.close()
    ours.close()
    return statistics.median(found)


def main() -> int:
    """Measure and print; 1 when a page is too slow."""
    slow = False
    with tempfile.TemporaryDirectory() as name:
        folder, port = Path(name), free_port()
        load(environment(folder))
        with serving("wsgi:app", environment(folder, port), port):
            for path in PATHS:
                measured = ratio(folder, path, port)
                slow |= measured < LEAST
                print(f"{path:12} {measured:.2f} of a bare page (at least {LEAST})", flush=True)
    return int(slow)


if __name__ == "__main__":
    sys.exit(main())
