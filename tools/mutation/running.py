"""Runs tests once, then again for each change, in a child of the process that has it all.

Which lines each test reaches is noted in the first run: a change meets only the tests that reach
it, the quickest first. A change of what runs when the module is loaded (a table, a default, a verb)
needs a process that has not loaded it yet.
"""

import functools
import gc
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.machinery import SourceFileLoader
from types import CodeType, FrameType, FunctionType
from typing import Any

import pytest

from tools.mutation.changes import Change

KILLED, SURVIVED, UNREACHED, ENDLESS = "killed", "survived", "not reached", "endless"
OPTIONS = ("-q", "-n", "0", "--tb=no", "-p", "no:randomly", "-p", "no:cacheprovider")
PATIENCE = 20.0
"""Seconds that a change is given beyond three times what its tests took unchanged."""

Swaps = list[tuple[FunctionType, CodeType]]
Living = dict[CodeType, list[FunctionType]]


@dataclass
class Reached:
    """Which lines of which files each test ran, and how many seconds it took."""

    files: frozenset[str]
    lines: dict[str, set[tuple[str, int]]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def tests(self, change: Change) -> list[str]:
        """The tests that reach it, the quickest first."""
        wanted = {(change.path, line) for line in change.lines}
        found = [name for name, seen in self.lines.items() if not seen.isdisjoint(wanted)]
        return sorted(found, key=self.seconds.__getitem__)


class Walk:
    """A plugin of pytest: its loop is the first run, and then a child for each change."""

    def __init__(self, changes: Sequence[Change], tell: Callable[[int, str], None]) -> None:
        """`tell` gets the number of a change and how it ended."""
        self.changes, self.tell = changes, tell
        self.reached = Reached(frozenset(change.path for change in changes))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Runs instead of pytest's own."""
        self._first(session)
        if session.testsfailed:
            raise session.Failed("the tests must pass unchanged")
        living, caches = _living(self.reached.files), _caches()
        _let_go()
        # What children do not touch they share with this process.
        gc.freeze()
        gc.disable()
        for number, change in enumerate(self.changes):
            swaps = _swaps(change, living)
            if swaps:  # else it is of what runs on loading
                self.tell(number, self._ended(session, change, swaps, caches))
        return True

    def _first(self, session: pytest.Session) -> None:
        gc.unfreeze()
        caches = _caches()
        for at, item in enumerate(session.items):
            following = (session.items[at + 1 :] or session.items)[0]
            for cache in caches:
                cache.cache_clear()  # a test that finds a result reaches its rule too
            begun = time.monotonic()
            seen = self.reached.lines.setdefault(item.nodeid, set())
            with Lines(self.reached.files, seen):
                _run(item, following)
            self.reached.seconds[item.nodeid] = time.monotonic() - begun
            if session.testsfailed:
                return

    def _ended(
        self, session: pytest.Session, change: Change, swaps: Swaps, caches: list[Any]
    ) -> str:
        names = self.reached.tests(change)
        if not names:
            return UNREACHED
        items = {item.nodeid: item for item in session.items}
        most = PATIENCE + 3 * sum(map(self.reached.seconds.__getitem__, names))
        chosen = [items[name] for name in names]
        return forked(functools.partial(_in_child, session, swaps, caches, chosen), most)


def _run(item: pytest.Item, following: pytest.Item) -> None:
    """One test; what is kept for the whole run stays, since another seems to follow."""
    item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)


class Lines:
    """While it is open, every line of the files that runs is put into `seen`."""

    def __init__(self, files: frozenset[str], seen: set[tuple[str, int]]) -> None:
        """Begin with what was seen already."""
        self.files, self.seen = files, seen

    def __enter__(self) -> None:
        sys.settrace(self._called)
        threading.settrace(self._called)

    def __exit__(self, *error: object) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame: FrameType, event: str, argument: object) -> Any:
        return self._line(frame, event, argument) if self._is_ours(frame) else None

    def _is_ours(self, frame: FrameType) -> bool:
        return frame.f_code.co_filename in self.files

    def _line(self, frame: FrameType, event: str, argument: object) -> Any:
        self.seen.add((frame.f_code.co_filename, frame.f_lineno))
        return self._line


# --- putting a change in place


def _living(files: frozenset[str]) -> Living:
    """The functions of the files that there are now, by their code."""
    found: Living = {}
    for each in gc.get_objects():
        if type(each) is FunctionType and each.__code__.co_filename in files:
            found.setdefault(each.__code__, []).append(each)
    return found


def _caches() -> list[Any]:
    """What the app's functions gave before is not what they give changed."""
    kept = (each for each in gc.get_objects() if isinstance(each, functools._lru_cache_wrapper))
    return [each for each in kept if (each.__module__ or "").startswith("app.")]


def _swaps(change: Change, living: Living) -> Swaps:
    """Which functions get which code; none where what runs on loading has changed."""
    original = compile(change.source, change.path, "exec")
    changed = compile(change.tree, change.path, "exec")
    for old, new in _pairs(original, changed):
        functions = living.get(old, []) if old != new else []
        if functions:
            return [(function, new) for function in functions]
    return []


def _pairs(old: CodeType, new: CodeType) -> Iterator[tuple[CodeType, CodeType]]:
    """Each code of a module beside the one in its place, the outer before the inner."""
    olds, news = _within(old), _within(new)
    for one, other in zip(olds, news, strict=True) if len(olds) == len(news) else ():
        yield one, other
        yield from _pairs(one, other)


def _within(code: CodeType) -> list[CodeType]:
    return [each for each in code.co_consts if isinstance(each, CodeType)]


def _let_go() -> None:
    """Leave no open connection to the children, and each a database made anew."""
    from flask import Flask

    from app.core.db import db
    from tests.databases import TestDatabase

    for each in gc.get_objects():
        if isinstance(each, TestDatabase):
            each.touched = True
        elif isinstance(each, Flask) and "sqlalchemy" in each.extensions:
            with each.app_context():
                db.engine.dispose()


# --- children


def _in_child(
    session: pytest.Session, swaps: Swaps, caches: list[Any], items: list[pytest.Item]
) -> bool:
    for function, code in swaps:
        function.__code__ = code
    for cache in caches:
        cache.cache_clear()
    session._setupstate.teardown_exact(items[0])
    for item, following in zip(items, [*items[1:], session.items[0]], strict=True):
        _run(item, following)
        if session.testsfailed:
            return True
    return False


def on_loading(change: Change, tests: Sequence[str]) -> bool:
    """Whether a test fails where the module is loaded changed. In a process without the app."""
    code = compile(change.tree, change.path, "exec")
    unchanged = SourceFileLoader.get_code

    def get_code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
        return code if loader.path == change.path else unchanged(loader, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[method-assign, assignment]
    return bool(pytest.main([*OPTIONS, "-x", *tests]))


def forked(run: Callable[[], bool], most: float) -> str:
    """How a child ended that does `run`, which tells whether a test failed."""
    child = os.fork()
    if child == 0:
        failed = True
        try:
            _be_quiet()
            failed = run()
        finally:
            os._exit(1 if failed else 0)
    end = time.monotonic() + most
    while time.monotonic() < end:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return KILLED if os.waitstatus_to_exitcode(status) else SURVIVED
        time.sleep(0.005)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return ENDLESS


def _be_quiet() -> None:
    # Not sooner: pytest wants to load it itself.
    from hypothesis.internal.conjecture.engine import ConjectureRunner

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    # An example that fails is enough; nobody reads the smallest.
    engine: Any = ConjectureRunner
    engine.shrink_interesting_test_cases = lambda _self: None
