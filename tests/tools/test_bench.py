"""A whole bench prints one table, and leaves with 1 where a line of it is missed."""

import subprocess
from pathlib import Path

import pytest

from bench import __main__ as bench
from bench import table


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the lines of the run are gathered."""
    monkeypatch.setenv(table.FILE, str(tmp_path / "table"))
    return tmp_path / "table"


def test_both_builds_stand_side_by_side(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table.times_less("form", 21.0, 6.9, "ms", 3)
    assert table.at_most("a worker", None, 109.9, "MB", 110)
    assert table.at_least("push", 0.85, 0.85)
    assert table.times_less("alone", None, 6.9, "ms", 3)
    assert table.show(file)
    said = capsys.readouterr().out
    assert "21.0 ms       6.9 ms     3.04 ×  3 × less" in said
    assert "MISSED" not in said


def test_a_line_that_is_missed_is_told(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert table.at_most("a worker", None, 110, "MB", 110)
    assert not table.times_less("form", 21.0, 7.1, "ms", 3)
    assert not table.at_most("a worker", 198.0, 110.1, "MB", 110)
    assert not table.at_least("push", 0.84, 0.85)
    assert not table.show(file)
    assert capsys.readouterr().out.count("MISSED") == 3


@pytest.mark.parametrize(
    ("reached", "code", "left_with"), [(2.0, 0, 1), (3.0, 0, 0), (3.0, 1, 1), (3.0, -9, 1)]
)
def test_it_leaves_with_one_where_a_target_is_missed(
    monkeypatch: pytest.MonkeyPatch, reached: float, code: int, left_with: int
) -> None:
    def run(command: list[str], *, env: dict[str, str], check: bool) -> object:
        monkeypatch.setenv(table.FILE, env[table.FILE])
        table.times_less("form", 3.0, 3.0 / reached, "ms", 3)
        return subprocess.CompletedProcess(command, code)

    monkeypatch.delenv(table.BEFORE, raising=False)
    monkeypatch.setattr(bench.subprocess, "run", run)
    assert bench.main(["work"]) == left_with


def test_a_build_before_without_an_environment_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(table.BEFORE, str(tmp_path))
    assert bench.main(["work"]) == 2
    assert "has no .venv" in capsys.readouterr().out
