"""Test modules are compiled once a run: else every worker would compile them all by itself.

pytest rewrites the asserts of a test module and keeps what it compiled beside it. In a fresh
clone nothing is kept yet, and all workers begin with the same first file at the same moment.
"""

import os
import sys
from pathlib import Path

import pytest
from _pytest.assertion import rewrite

TESTS = Path(__file__).parent
FEW = 20
"""So few are left to the workers."""


def make_ready(config: pytest.Config) -> None:
    """Compile what no run has compiled yet, a process a processor."""
    waiting = [each for each in TESTS.rglob("*.py") if _waits(each)]
    if len(waiting) <= FEW or sys.dont_write_bytecode:
        return
    count = os.cpu_count() or 1
    children = [_beside(config, waiting[part::count]) for part in range(count)]
    for child in children:
        os.waitpid(child, 0)


def _is_rewritten(module: Path) -> bool:
    return module.name.startswith("test_") or module.name == "conftest.py"


def _kept(module: Path) -> Path:
    return rewrite.get_cache_dir(module) / f"{module.stem}{rewrite.PYC_TAIL}"


def _waits(module: Path) -> bool:
    return _is_rewritten(module) and not _kept(module).exists()


def _beside(config: pytest.Config, modules: list[Path]) -> int:
    """Compile them in a child; what fails there, the workers find and tell."""
    child = os.fork()
    if not child:
        try:
            for module in modules:
                _compile(config, module)
        finally:
            os._exit(0)
    return child


def _compile(config: pytest.Config, module: Path) -> None:
    kept = _kept(module)
    kept.parent.mkdir(exist_ok=True)
    digest, code = rewrite._rewrite_test(module, config)
    rewrite._write_pyc(config.stash[rewrite.assertstate_key], code, digest, kept)
