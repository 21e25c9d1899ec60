"""Draws docs/pictures/map.svg: the rooms of app/ on their floors, and which imports which.

`python -m tools.map` writes it; a test compares what is written with what the imports say.
"""

import ast
import sys
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "pictures" / "map.svg"
WIDTH, BOX, HEIGHT, STEP, LEFT = 1000, 150, 40, 92, 24
STYLE = (
    "text{font:15px system-ui,sans-serif;fill:#1b2a24}"
    "rect{fill:#f6f4ee;stroke:#2f6b4f;stroke-width:1.5}"
    "path{fill:none;stroke:#8aa398;stroke-width:1}"
    "@media(prefers-color-scheme:dark){text{fill:#e8efe9}rect{fill:#1d2622;stroke:#7fc2a0}"
    "path{stroke:#5b7267}}"
)


def floors(root: Path = ROOT) -> list[list[str]]:
    """The rooms that are built, floor by floor from the top, as pyproject.toml declares them."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contract = settings["tool"]["importlinter"]["contracts"][0]
    named = [[part.strip(" ()") for part in layer.split("|")] for layer in contract["layers"]]
    built = [[room for room in floor if (root / "app" / room).is_dir()] for floor in named]
    return [floor for floor in built if floor]


def arrows(root: Path = ROOT) -> list[tuple[str, str]]:
    """(room, room it imports), sorted; for types alone too. Core, which all import, is left out."""
    found = {
        (room, target)
        for room in (room for floor in floors(root) for room in floor)
        for target in _imported(root / "app" / room)
        if target not in (room, "core")
    }
    return sorted(found)


def _imported(folder: Path) -> Iterator[str]:
    for file in sorted(folder.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            yield from _rooms_of(node)


def _rooms_of(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("app"):
        parts = node.module.split(".")
        yield from [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
    elif isinstance(node, ast.Import):
        names = (alias.name.split(".") for alias in node.names)
        yield from (name[1] for name in names if name[0] == "app" and len(name) > 1)


def drawn(rooms: Sequence[Sequence[str]], links: Sequence[tuple[str, str]]) -> str:
    """The picture as SVG: a row a floor, a line from each room down to what it imports."""
    at = {
        room: (LEFT + (WIDTH - 2 * LEFT) * (2 * place + 1) // (2 * len(floor)), 30 + STEP * row)
        for row, floor in enumerate(rooms)
        for place, room in enumerate(floor)
    }
    lines = [_line(at[one], at[other]) for one, other in links if one in at and other in at]
    boxes = [_box(room, *place) for room, place in at.items()]
    height = STEP * len(rooms) + 10
    label = "The rooms on their floors; a line leads down to what a room imports, core left out"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label="{label}"><style>{STYLE}</style>'
    )
    return "\n".join([head, *lines, *boxes, "</svg>", ""])


def _line(one: tuple[int, int], other: tuple[int, int]) -> str:
    (x, y), (to_x, to_y) = one, other
    middle = (y + to_y) // 2
    return f'<path d="M{x} {y + HEIGHT // 2}C{x} {middle} {to_x} {middle} {to_x} {to_y}"/>'


def _box(room: str, x: int, y: int) -> str:
    corner = f'x="{x - BOX // 2}" y="{y - HEIGHT // 2}" width="{BOX}" height="{HEIGHT}" rx="6"'
    return f'<rect {corner}/><text x="{x}" y="{y + 5}" text-anchor="middle">{room}</text>'


def main() -> int:
    """Write the picture; gives the exit code."""
    PICTURE.write_text(drawn(floors(), arrows()), encoding="utf-8")
    print(f"written: {PICTURE.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
