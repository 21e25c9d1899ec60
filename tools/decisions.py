"""Writes docs/decisions/README.md, the index of the decisions; a test compares it.

`python -m tools.decisions` writes it anew.
"""

import re
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "decisions"
INDEX = FOLDER / "README.md"
HEAD = """# Decisions

Why things are as they are: one page each, with a number of its own. A decision that no longer holds
is rewritten, not kept beside its successor.

"""


def titles() -> list[tuple[str, str, str]]:
    """(number, title, file name) of each decision, in their order."""
    found = []
    for file in sorted(FOLDER.glob("[0-9]*.md")):
        first = file.read_text(encoding="utf-8").split("\n", 1)[0]
        title = re.sub(r"^#\s*\d+\s*[·:.-]?\s*", "", first)
        found.append((file.name[:3], title, file.name))
    return found


def index() -> str:
    """The index as Markdown."""
    return HEAD + "".join(f"- {number} · [{title}]({name})\n" for number, title, name in titles())


def main() -> int:
    """Write the index; gives the exit code."""
    INDEX.write_text(index(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
