"""The table of a whole run: each bench adds its lines, `python -m bench` prints them at its end."""

import json
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

FILE = "BENCH_TABLE"
"""The setting that names the file in which the lines of a run are gathered."""
BEFORE = "BENCH_BEFORE"
"""The setting that names the worktree of the build to compare with."""


@dataclass(frozen=True)
class Line:
    """What was measured, of the build before and of this one, and what was asked."""

    what: str
    before: str
    now: str
    reached: str
    target: str
    is_met: bool

    def __str__(self) -> str:
        """Give the line as it stands in the table."""
        figures = f"{self.before:>12} {self.now:>12} {self.reached:>10}  {self.target}"
        return f"{self.what:38} {figures}{'' if self.is_met else '  MISSED'}"


def earlier() -> Path | None:
    """Give the worktree of the build before, where one is named."""
    named = os.environ.get(BEFORE)
    return Path(named).resolve() if named else None


def times_less(what: str, before: float | None, now: float, unit: str, target: float) -> bool:
    """Note a figure that has to be so many times less than before; tell whether it is."""
    ratio = before / now if before is not None else None
    is_met = ratio is None or ratio >= target
    was = "" if before is None else f"{before:.1f} {unit}"
    reached = "" if ratio is None else f"{ratio:.2f} ×"
    note(Line(what, was, f"{now:.1f} {unit}", reached, f"{target:g} × less", is_met))
    return is_met


def at_most(what: str, before: float | None, now: float, unit: str, most: float) -> bool:
    """Note a figure that has a limit; tell whether it keeps it."""
    was = "" if before is None else f"{before:.1f} {unit}"
    line = Line(what, was, f"{now:.1f} {unit}", "", f"at most {most:g} {unit}", now <= most)
    note(line)
    return line.is_met


def at_least(what: str, now: float, least: float, unit: str = "") -> bool:
    """Note a figure that has to reach something; tell whether it does."""
    line = Line(what, "", f"{now:.2f} {unit}".strip(), "", f"at least {least:g}", now >= least)
    note(line)
    return line.is_met


def note(line: Line) -> None:
    """Add a line to the run's table, where a whole run goes on."""
    if FILE in os.environ:
        with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(asdict(line)) + "\n")


def show(file: Path) -> bool:
    """Print the table of a run; tell whether every line of it is met."""
    found = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    lines = [Line(**json.loads(each)) for each in found]
    if lines:
        print(f"\n{'':38} {'before':>12} {'now':>12} {'reached':>10}  target")
    for line in lines:
        print(line)
    sys.stdout.flush()
    return all(line.is_met for line in lines)
