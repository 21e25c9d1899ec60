"""Reads the administrative units of one province, old and new, out of the product's own file.

``app/places/data/units.csv`` has a line for each unit, a province before its communes; what it
was made from stands beside it in NOTICE.md, and `python -m tools.administrative_units` made it.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FILE = Path(__file__).resolve().parents[1] / "data" / "units.csv"
HEAD = (
    "present_province", "era", "kind", "code", "unit_type", "name", "lat", "long", "context",
    "successors", "aliases",
)  # fmt: skip
"""``era`` is now or former, ``kind`` province or commune; successors and aliases are parted by
spaces."""


@dataclass(frozen=True)
class Unit:
    """One unit as the file has it; ``successors`` are codes of present units."""

    code: str
    unit_type: str
    name: str
    lat: float
    long: float
    context: str = ""
    successors: tuple[str, ...] = ()
    aliases: str = ""


@dataclass(frozen=True)
class Province:
    """A province with its communes."""

    unit: Unit
    communes: tuple[Unit, ...]


@dataclass(frozen=True)
class Dataset:
    """The present province, and the former ones that went into it."""

    current: Province
    former: tuple[Province, ...]


class UnknownProvince(LookupError):
    """The file has no present province with this code."""


def read(province_code: str) -> Dataset:
    """Give all units, present and former, of the province with this code (General Statistics
    Office's, since 1 July 2025).

    Raises:
        UnknownProvince: where there is none.
    """
    provinces = list(_provinces(province_code))
    if not provinces:
        raise UnknownProvince(province_code)
    current, *former = provinces
    return Dataset(current, tuple(former))


def _provinces(province_code: str) -> Iterator[Province]:
    """Give the present province, then those it was made of, as the file has them."""
    top: Unit | None = None
    communes: list[Unit] = []
    for line in _lines(province_code):
        if line["kind"] == "commune":
            communes.append(_unit(line))
            continue
        if top is not None:
            yield Province(top, tuple(communes))
        top, communes = _unit(line), []
    if top is not None:
        yield Province(top, tuple(communes))


def _lines(province_code: str) -> list[dict[str, str]]:
    with FILE.open(encoding="utf-8", newline="") as file:
        mine = (line for line in file if line.startswith(f"{province_code},"))
        return list(csv.DictReader(mine, HEAD))


def _unit(line: dict[str, str]) -> Unit:
    return Unit(
        line["code"],
        line["unit_type"],
        line["name"],
        float(line["lat"]),
        float(line["long"]),
        context=line["context"],
        successors=tuple(line["successors"].split()),
        aliases=line["aliases"],
    )
