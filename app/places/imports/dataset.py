"""Reads the administrative units, old and new, out of the package vietnamadminunits.

Its files are read, its code is not run: importing it loads address parsers that an import of
one province has no use for. The files are a SQLite database of units and a JSON file that
maps the keys of the units before 1 July 2025 to those since.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.core.text import words

PACKAGE = "vietnamadminunits"
CURRENT = "SELECT * FROM admin_units WHERE provinceCode = ? ORDER BY wardCode"
FORMER = "SELECT * FROM admin_units_legacy WHERE provinceKey = ? ORDER BY wardCode"


@dataclass(frozen=True)
class Unit:
    """One unit as the package has it; ``successors`` are codes of present units."""

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
    """The package has no present province with this code."""


def read(province_code: str) -> Dataset:
    """Give all units, present and former, of the province with this code (General Statistics
    Office's, since 1 July 2025).

    Raises:
        UnknownProvince: where there is none.
    """
    folder = _folder()
    with closing(sqlite3.connect(f"file:{folder / 'dataset.db'}?mode=ro", uri=True)) as base:
        base.row_factory = sqlite3.Row
        rows = base.execute(CURRENT, [province_code]).fetchall()
        if not rows:
            raise UnknownProvince(province_code)
        changes = _Changes(folder, rows)
        former = [base.execute(FORMER, [key]).fetchall() for key in changes.former_keys]
    return Dataset(
        Province(_province(rows[0]), tuple(map(_commune, rows))),
        tuple(_former_province(old, province_code, changes) for old in former),
    )


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
        """Give the codes of the successors of a former commune."""
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        return tuple(sorted(self._successors.get(key, ())))


def _pairs(data: dict[str, Any], key: str) -> Iterator[tuple[str, str]]:
    """Give (former key, present key): the whole ones, then those divided among several."""
    for new, olds in data["DICT_PROVINCE_WARD_NO_DIVIDED"][key].items():
        yield from ((old, new) for old in olds)
    for old, parts in (data["DICT_PROVINCE_WARD_DIVIDED"].get(key) or {}).items():
        yield from ((old, part["newWardKey"]) for part in parts)


def _province(row: sqlite3.Row, successors: tuple[str, ...] = ()) -> Unit:
    return Unit(
        row["provinceCode"],
        row["province"].removesuffix(row["provinceShort"]).strip(),
        row["provinceShort"],
        row["provinceLat"],
        row["provinceLon"],
        successors=successors,
    )


def _commune(row: sqlite3.Row) -> Unit:
    lat, long = row["wardLat"], row["wardLon"]
    return Unit(
        row["wardCode"],
        row["wardType"],
        row["wardShort"],
        lat,
        long,
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
        row[f"{level}Lat"],
        row[f"{level}Lon"],
        context=row["district"] if level == "ward" else "",
        successors=changes.of(row),
        aliases=_aliases(row) if level == "ward" else "",
    )


def _aliases(row: sqlite3.Row) -> str:
    """Give earlier names, which the source has as unaccented words run together (most of them)."""
    given = json.loads(row["wardAlias"] or "[]")
    return " ".join(sorted({"".join(words(alias)) for alias in given} - {""}))


def _folder() -> Path:
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"the package {PACKAGE} is not installed")
    return Path(spec.submodule_search_locations[0]) / "data"
