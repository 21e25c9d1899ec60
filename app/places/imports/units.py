"""Puts the units of a province, present and former, and their succession into the database."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.places.imports.centres import mended
from app.places.imports.dataset import Dataset, Province, Unit
from app.places.models import COMMUNE, PROVINCE, VILLAGE, Place, PlaceSuccession

REFORM = date(2025, 7, 1)
"""Two tiers and new communes: Resolution 202/2025/QH15 for provinces, and the Standing
Committee's resolutions of June 2025 for the communes of each."""
CODES_BEGAN = date(2004, 7, 8)
"""Decision 124/2004/QĐ-TTg, the code list of units. When a former unit itself began is not
in the source, so this stands for "before the reform"."""


@dataclass(frozen=True)
class Report:
    """What an import of units did."""

    current: int
    former: int
    successions: int


class _Known:
    """The places already there, by (code, first day), so that a second import changes nothing."""

    def __init__(self) -> None:
        rows = db.session.scalars(select(Place).where(Place.kind != VILLAGE))
        self.places = {(row.code, row.valid_from): row for row in rows}
        links = db.session.scalars(select(PlaceSuccession))
        self.pairs = {(row.old_id, row.new_id) for row in links}

    def put(self, kind: str, unit: Unit, since: date, parent: Place | None) -> Place:
        place = self.places.get((unit.code, since))
        if place is None:
            place = Place(kind=kind, code=unit.code, valid_from=since)
            db.session.add(place)
            self.places[unit.code, since] = place
        place.parent = parent
        place.rename(
            unit.unit_type,
            unit.name,
            context=unit.context,
            above=parent.title if parent else "",
        )
        place.aliases = unit.aliases
        if place.south is None:  # a centre inside an imported boundary is the better one
            place.move_to(unit.lat, unit.long)
        return place

    def link(self, old: Place, codes: tuple[str, ...]) -> None:
        """Say which present units the former one went into."""
        for new in (self.places[code, REFORM] for code in codes):
            if (old.id, new.id) not in self.pairs:
                db.session.add(PlaceSuccession(old_id=old.id, new_id=new.id))
                self.pairs.add((old.id, new.id))


def import_units(dataset: Dataset) -> Report:
    """Add or update every unit of ``dataset``; the caller commits. Safe to run again."""
    known = _Known()
    _put_province(known, mended(dataset).current, REFORM)
    former: list[tuple[Place, Unit]] = []
    for old in dataset.former:
        former += _put_province(known, old, CODES_BEGAN)
    for place, _ in former:
        place.end(REFORM)
    db.session.flush()
    for place, unit in former:
        known.link(place, unit.successors)
    db.session.flush()
    return Report(1 + len(dataset.current.communes), len(former), len(known.pairs))


def _put_province(known: _Known, province: Province, since: date) -> list[tuple[Place, Unit]]:
    top = known.put(PROVINCE, province.unit, since, None)
    below = [(known.put(COMMUNE, unit, since, top), unit) for unit in province.communes]
    return [(top, province.unit), *below]
