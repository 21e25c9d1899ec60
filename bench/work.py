"""Processor time of a page: this build beside an older one, each page asked in turns.

    git worktree add ../before d1cabda    # and a .venv in it, with its own requirements
    python -m bench.work --before ../before [--runs 5] [--requests 20] [--keep FOLDER]

Both builds make the demonstration province and 500 generated reports with their own code, in a
folder of their own, and answer in a process each (`bench/asking.py`), without a network between.
What counts is the time the processor worked for that process, so that a busy machine slows both
alike; the median of the runs. Without `--before` this build is measured alone. `--keep`: the
provinces are made in that folder once, and found there the next time.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.core.config import ROOT
from bench import table
from bench.asking import PAGES, POST
from bench.province import environment

REPORTS = 500
FORM_TIMES, PAGE_TIMES, POST_TIMES = 3.0, 2.5, 2.0
TARGETS = {name: PAGE_TIMES for name in PAGES} | {"form signed out": FORM_TIMES, POST: POST_TIMES}
"""How many times less each has to take than before."""
FEWER = 4
"""A report is sent so many times less often than a page is asked for: its photo takes a while."""


def filled(tree: Path, folder: Path) -> tuple[str, dict[str, str]]:
    """Make a build's province in a folder, or find it there; give its Python and its settings."""
    folder.mkdir(parents=True, exist_ok=True)
    own = tree / ".venv" / "bin" / "python"
    python = str(own if own.exists() else sys.executable)
    settings = {**environment(folder), "PYTHONPATH": str(tree)}
    is_new = not (folder / "bench.sqlite").exists()
    load = (("demo", "load"), ("demo", "generate", str(REPORTS)))
    for words in (("db", "upgrade"), *(load if is_new else ())):
        command = [python, "-m", "flask", "--app", "wsgi", *words]
        subprocess.run(command, cwd=tree, env=settings, check=True, stdout=subprocess.DEVNULL)
    return python, settings


class Build:
    """A process of one build that asks itself for pages."""

    def __init__(self, tree: Path, folder: Path) -> None:
        """Fill a province in `folder` with the code in `tree`, and start asking."""
        self.tree = tree
        python, settings = filled(tree, folder)
        asking = Path(__file__).with_name("asking.py")
        self.process = subprocess.Popen(
            [python, "-P", str(asking)],
            cwd=tree,
            env=settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def milliseconds(self, page: str, times: int) -> float:
        """The processor time of one request, of so many."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{page} {times}\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline()
        if not answer:
            raise RuntimeError(f"{self.tree} could not show {page}")
        return float(answer)

    def end(self) -> None:
        """Let the process end."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(20)


@contextmanager
def built(tree: Path, folder: Path) -> Iterator[Build]:
    """A build that asks, while the block runs; its province is in a folder of its own."""
    build = Build(tree, folder / tree.name)
    try:
        yield build
    finally:
        build.end()


def medians(builds: list[Build], page: str, runs: int, requests: int) -> list[float]:
    """Milliseconds of the page in each build: the median of runs that take turns."""
    times = max(1, requests // FEWER) if page == POST else requests
    for build in builds:
        build.milliseconds(page, times)
    taken = [[build.milliseconds(page, times) for build in builds] for _ in range(runs)]
    return [statistics.median(each) for each in zip(*taken, strict=True)]


def main(words: list[str]) -> int:
    """Measure and print; 1 where a page is not as much faster as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, default=table.earlier())
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--requests", type=int, default=20)
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args(words)
    trees = [Path(chosen.before).resolve(), ROOT] if chosen.before else [ROOT]
    missed = False
    with ExitStack() as stack:
        folder = chosen.keep or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        builds = [stack.enter_context(built(tree, folder.resolve())) for tree in trees]
        for page in (*PAGES, POST):
            found = medians(builds, page, chosen.runs, chosen.requests)
            missed |= not _told(page, *found)
    return int(missed)


def _told(page: str, *found: float) -> bool:
    """Print a page's line; tell whether it is as it has to be."""
    figures = "".join(f"{each:8.1f} ms" for each in found)
    before = found[0] if len(found) == 2 else None
    ratio = f"  {before / found[1]:.2f} times less (at least {TARGETS[page]})" if before else ""
    print(f"{page:20}{figures}{ratio}", flush=True)
    return table.times_less(page, before, found[-1], "ms", TARGETS[page])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
