"""Writes app/places/data/units.csv: the administrative units, out of vietnamadminunits.

Run it where a newer release of the package is pinned in requirements-dev.txt:
`python -m tools.administrative_units`. Only its data files are read (a SQLite database of
units, and a JSON file that maps the keys of the units before 1 July 2025 to those since);
its code, and Unidecode (GPL) with it, is neither imported nor part of the product.
"""

import csv
import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.core.text import words
from app.places.imports.dataset import FILE, HEAD, Dataset, Province, Unit

PACKAGE = "vietnamadminunits"
PROVINCES = "SELECT DISTINCT provinceCode FROM admin_units ORDER BY provinceCode"
CURRENT = "SELECT * FROM admin_units WHERE provinceCode = ? ORDER BY wardCode"
FORMER = "SELECT * FROM admin_units_legacy WHERE provinceKey = ? ORDER BY wardCode"
METRE = 5
"""Decimals of a degree that tell metres apart."""


def main() -> int:
    """Writes the file anew; gives the exit code."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        for dataset in all_provinces():
            writer.writerows(lines(dataset))
    print(f"{FILE}: {FILE.stat().st_size} bytes")
    return 0


def all_provinces() -> Iterator[Dataset]:
    """Every present province with what became of it, in the order of the codes."""
    with _base() as base:
        codes = [row[0] for row in base.execute(PROVINCES)]
    yield from map(extracted, codes)


def extracted(province_code: str) -> Dataset:
    """All units, present and former, of one province as the package has them."""
    with _base() as base:
        rows = base.execute(CURRENT, [province_code]).fetchall()
        changes = _Changes(_folder(), rows)
        former = [base.execute(FORMER, [key]).fetchall() for key in changes.former_keys]
    return Dataset(
        Province(_province(rows[0]), tuple(map(_commune, rows))),
        tuple(_former_province(old, province_code, changes) for old in former),
    )


def lines(dataset: Dataset) -> Iterator[tuple[str, ...]]:
    """The file's lines for one province: the present one first, then those it was made of."""
    code = dataset.current.unit.code
    for era, province in (
        ("now", dataset.current),
        *(("former", each) for each in dataset.former),
    ):
        yield _line(code, era, "province", province.unit)
        yield from (_line(code, era, "commune", unit) for unit in province.communes)


def _line(province: str, era: str, kind: str, unit: Unit) -> tuple[str, ...]:
    return (
        province, era, kind, unit.code, unit.unit_type, unit.name, str(unit.lat), str(unit.long),
        unit.context, " ".join(unit.successors), unit.aliases,
    )  # fmt: skip


def _base() -> closing[sqlite3.Connection]:
    base = sqlite3.connect(f"file:{_folder() / 'dataset.db'}?mode=ro", uri=True)
    base.row_factory = sqlite3.Row
    return closing(base)


class _Changes:
    """Which present communes each former one of a province went into."""

    def __init__(self, folder: Path, rows: list[sqlite3.Row]) -> None:
        data = json.loads((folder / "converter_2025.json").read_text(encoding="utf-8"))
        key = rows[0]["provinceKey"]
        codes = {row["wardKey"]: row["wardCode"] for row in rows}
        self.former_keys: list[str] = data["DICT_PROVINCE"][key]
        self._successors: dict[str, set[str]] = {}
        for old, new in _pairs(data, key):
            self._successors.setdefault(old, set()).add(codes[new])

    def of(self, row: sqlite3.Row) -> tuple[str, ...]:
        """the codes of the successors of a former commune."""
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        return tuple(sorted(self._successors.get(key, ())))


def _pairs(data: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """(former key, present key): the whole ones, then those divided among several."""
    for new, olds in data["DICT_PROVINCE_WARD_NO_DIVIDED"][key].items():
        yield from ((old, new) for old in olds)
    for old, parts in (data["DICT_PROVINCE_WARD_DIVIDED"].get(key) or {}).items():
        yield from ((old, part["newWardKey"]) for part in parts)


def _province(row: sqlite3.Row, successors: tuple[str, ...] = ()) -> Unit:
    return Unit(
        row["provinceCode"],
        row["province"].removesuffix(row["provinceShort"]).strip(),
        row["provinceShort"],
        round(row["provinceLat"], METRE),
        round(row["provinceLon"], METRE),
        successors=successors,
    )


def _commune(row: sqlite3.Row) -> Unit:
    return Unit(
        row["wardCode"],
        row["wardType"],
        row["wardShort"],
        round(row["wardLat"], METRE),
        round(row["wardLon"], METRE),
        aliases=_aliases(row),
    )


def _former_province(rows: list[sqlite3.Row], code: str, changes: _Changes) -> Province:
    communes = tuple(_former_commune(row, changes) for row in rows)
    return Province(_province(rows[0], (code,)), communes)


def _former_commune(row: sqlite3.Row, changes: _Changes) -> Unit:
    """Read a former commune; five island districts had none and stand for themselves."""
    level = "ward" if row["ward"] else "district"
    return Unit(
        row[f"{level}Code"],
        row[f"{level}Type"],
        row[f"{level}Short"],
        round(row[f"{level}Lat"], METRE),
        round(row[f"{level}Lon"], METRE),
        context=row["district"] if level == "ward" else "",
        successors=changes.of(row),
        aliases=_aliases(row) if level == "ward" else "",
    )


def _aliases(row: sqlite3.Row) -> str:
    """earlier names, which the source has as unaccented words run together (most of them)."""
    given = json.loads(row["wardAlias"] or "[]")
    return " ".join(sorted({"".join(words(alias)) for alias in given} - {""}))


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"


if __name__ == "__main__":
    sys.exit(main())
