"""Writes down the versions now installed, the product's apart from those of tests and checks.

`constraints.txt` holds what requirements.txt brings along and nothing else, so that an operator
installs (and answers for the licences of) just that; `constraints-dev.txt` holds the rest.
"""

import sys
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PRODUCT, DEV = "constraints.txt", "constraints-dev.txt"
LEFT_OUT = {"pip", "setuptools"}
HEADS = {
    PRODUCT: "# Every package that requirements.txt brings along, as tried together.",
    DEV: "# What requirements-dev.txt brings along on top of constraints.txt.",
}
MADE_BY = "# Made by: make constraints"


def main() -> int:
    """Writes both files; gives the exit code."""
    product = brought_along(ROOT / "requirements.txt")
    installed = {canonicalize_name(each.name): each for each in distributions()}
    rest = installed.keys() - product.keys() - LEFT_OUT
    write(PRODUCT, list(product.values()))
    write(DEV, [installed[name] for name in rest])
    return 0


def brought_along(file: Path) -> dict[str, Distribution]:
    """Every package that a requirements file brings along, by its canonical name."""
    waiting, seen = list(_asked_for(file)), set[str]()
    found: dict[str, Distribution] = {}
    while waiting:
        asked = waiting.pop()
        if str(asked) in seen:
            continue
        seen.add(str(asked))
        name = canonicalize_name(asked.name)
        found[name] = distribution(name)
        waiting += _needs(found[name], asked.extras)
    return found


def _asked_for(file: Path) -> Iterator[Requirement]:
    for line in file.read_text(encoding="utf-8").splitlines():
        text = line.partition("#")[0].strip()
        if text and not text.startswith("-"):
            asked = Requirement(text)
            if asked.marker is None or asked.marker.evaluate():
                yield asked


def _needs(package: Distribution, extras: set[str]) -> Iterator[Requirement]:
    for text in package.requires or ():
        needed = Requirement(text)
        wanted = needed.marker is None or any(
            needed.marker.evaluate({"extra": extra}) for extra in (extras or {""})
        )
        if wanted:
            yield needed


def write(name: str, packages: list[Distribution]) -> None:
    """Writes one file, a pinned package a line."""
    lines = sorted((f"{each.name}=={each.version}" for each in packages), key=str.lower)
    (ROOT / name).write_text("\n".join((HEADS[name], MADE_BY, *lines)) + "\n", encoding="utf-8")
    print(f"{name}: {len(lines)} packages")


if __name__ == "__main__":
    sys.exit(main())
