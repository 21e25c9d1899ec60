"""Mends centres of communes that the source has plainly wrong.

A few lie tens of kilometres away (one in another district). The centre of what a commune was
made of is never that far from its own, so it stands in.
"""

from collections.abc import Sequence
from dataclasses import replace

from app.places.geometry import metres
from app.places.imports.dataset import Dataset, Unit

FARTHEST_METRES = 20_000


def mended(dataset: Dataset) -> Dataset:
    """Give the dataset with every impossible centre of a present commune replaced."""
    parts: dict[str, list[Unit]] = {}
    for unit in (unit for old in dataset.former for unit in old.communes):
        for code in unit.successors:
            parts.setdefault(code, []).append(unit)
    communes = tuple(_mended(unit, parts.get(unit.code, ())) for unit in dataset.current.communes)
    return replace(dataset, current=replace(dataset.current, communes=communes))


def _mended(unit: Unit, parts: Sequence[Unit]) -> Unit:
    if not parts:
        return unit
    lat = sum(part.lat for part in parts) / len(parts)
    long = sum(part.long for part in parts) / len(parts)
    if metres(unit.lat, unit.long, lat, long) <= FARTHEST_METRES:
        return unit
    return replace(unit, lat=round(lat, 4), long=round(long, 4))
