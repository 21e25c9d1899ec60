"""Changes each rule by one sign and says which changes no test notices.

A change costs what the tests cost that reach it: a fraction of a second on a quiet machine. One
of what runs on loading (a table, a default) costs a start of the app: only where asked for.
"""

import argparse
import json
import os
import sys
import time
from collections import Counter
from functools import partial
from pathlib import Path

import pytest

from tools.mutation.changes import Change, changes_of
from tools.mutation.running import ENDLESS, KILLED, OPTIONS, Walk, forked, on_loading
from tools.mutation.targets import TARGETS, Target

ROOT = Path(__file__).resolve().parents[2]
START = 120.0
"""Seconds that a change of what runs on loading is given."""
NOTICED = {KILLED, ENDLESS}


def main() -> int:
    """Walks the groups that are named, else all; gives 1 where a change goes unnoticed."""
    asked = _asked()
    totals: Counter[str] = Counter()
    for name in asked.groups or TARGETS:
        totals += _group(name, TARGETS[name], asked)
    print("all together: " + _said(totals), flush=True)
    return 0 if set(totals) <= NOTICED else 1


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.mutation", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[[], *TARGETS], help="these only")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="each Nth change only")
    parser.add_argument("--loading", action="store_true", help="what runs on loading too")
    return parser.parse_args()


def _group(name: str, target: Target, asked: argparse.Namespace) -> Counter[str]:
    changes = [change for module in target.modules for change in changes_of(ROOT / module)]
    chosen = changes[:: asked.every]
    begun = time.monotonic()
    ended = _walked(name, chosen, target.tests)
    for number in sorted(set(range(len(chosen))) - set(ended)) if asked.loading else ():
        ended[number] = forked(partial(on_loading, chosen[number], target.tests), START)
        _tell(chosen[number], ended[number])
    found = Counter(ended.values())
    seconds = time.monotonic() - begun
    print(f"{name}: {_said(found)}; {len(ended)} of {len(changes)} in {seconds:.0f} s", flush=True)
    return found


def _tell(change: Change, how: str) -> None:
    if how not in NOTICED:
        print(f"  {how} {Path(change.path).relative_to(ROOT)}:{change}", flush=True)


def _said(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) or "no change"


def _walked(name: str, changes: list[Change], tests: tuple[str, ...]) -> dict[int, str]:
    """How the changes of functions ended, by their number. In a process of its own."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reading)
            code = _walk(changes, tests, writing)
        finally:
            os._exit(code)
    os.close(writing)
    ended = {}
    with os.fdopen(reading) as answers:
        for number, how in map(json.loads, answers):
            ended[number] = how
            _tell(changes[number], how)
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise SystemExit(f"{name}: the tests do not pass unchanged")
    return ended


def _walk(changes: list[Change], tests: tuple[str, ...], answers: int) -> int:
    def tell(number: int, how: str) -> None:
        os.write(answers, f"{json.dumps([number, how])}\n".encode())

    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return int(pytest.main([*OPTIONS, *tests], plugins=[Walk(changes, tell)]))


if __name__ == "__main__":
    sys.exit(main())
