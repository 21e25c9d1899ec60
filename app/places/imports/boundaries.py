"""Boundaries of communes from GeoJSON, matched by code."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.core.db import db
from app.core.errors import DomainError
from app.core.lazy import lazy
from app.places.geometry import read_area
from app.places.models import COMMUNE, Place

if TYPE_CHECKING:
    import shapely.geometry.base
else:
    shapely = lazy("shapely")

MOST_BYTES = 60_000_000


@dataclass
class Report:
    """What an import did; nothing, when there are ``faults`` (code, reason)."""

    stored: int = 0
    unmatched: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)


def read_features(path: Path) -> list[dict[str, Any]]:
    """Read the features of a GeoJSON file.

    Raises:
        DomainError: for a file that is too large or no FeatureCollection.
    """
    if path.stat().st_size > MOST_BYTES:
        raise DomainError(_l("The file is too large. Simplify the boundaries first."))
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise DomainError(_l("The file is no GeoJSON.")) from error
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise DomainError(_l("The file is no GeoJSON FeatureCollection."))
    return features


def import_boundaries(features: list[dict[str, Any]]) -> Report:
    """Give the present communes their boundaries, all or none; the caller commits.

    A feature names its commune in ``properties.code``. Features of other codes and communes
    without a feature are reported. Safe to run again.
    """
    present = select(Place).where(Place.kind == COMMUNE, Place.valid_to.is_(None))
    places = {place.code: place for place in db.session.scalars(present)}
    report, areas = Report(), dict[str, shapely.geometry.base.BaseGeometry]()
    for feature in features:
        code = str((feature.get("properties") or {}).get("code", ""))
        if code not in places:
            report.unmatched.append(code)
            continue
        try:
            areas[code] = read_area(feature.get("geometry"))
        except ValueError as error:
            report.faults.append((code, str(error)))
    if not report.faults:
        _store(places, areas, report)
    return report


def _store(
    places: dict[str, Place], areas: dict[str, shapely.geometry.base.BaseGeometry], report: Report
) -> None:
    for code, area in areas.items():
        places[code].enclose(shapely.geometry.mapping(area), area.bounds)
        _centre(places[code], area)
    report.stored = len(areas)
    report.missing = sorted(
        code for code, place in places.items() if code not in areas and place.south is None
    )


def _centre(place: Place, area: shapely.geometry.base.BaseGeometry) -> None:
    """Keep the known centre if it lies inside, else take a point that surely does."""
    known = (
        None if place.lat is None or place.long is None else shapely.Point(place.long, place.lat)
    )
    if known is None or not area.contains(known):
        inside = area.representative_point()
        place.move_to(round(inside.y, 5), round(inside.x, 5))
