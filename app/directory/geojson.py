"""A GeoJSON file as a table: features become rows, with OpenStreetMap's words for what they say.

What the file calls a feature (``@id``, ``id``) is its key. A line or an area stands where its
middle is. Features of a kind that is not kept here are counted and left out: an extract of a
province has every tree.
"""

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from app.core.tables.errors import SheetError
from app.core.text import fold, line
from app.directory.models import DirectoryKind
from app.places.geometry import middle

MOST_FEATURES = 50_000
HEADS = ("ma", "loai", "ten", "xa", "dien_thoai", "dia_chi", "gio_mo_cua", "ngay_hop", "vi_do",
         "kinh_do", "ghi_chu")  # fmt: skip
NAMES = {
    "ma": ("@id", "id", "ma", "osm_id"),
    "ten": ("name:vi", "name", "ten", "operator", "brand"),
    "xa": ("xa", "phuong", "addr:subdistrict", "commune"),
    "dien_thoai": ("phone", "contact:phone", "dien_thoai", "mobile", "contact:mobile"),
    "dia_chi": ("dia_chi", "addr:full", "address"),
    "gio_mo_cua": ("opening_hours", "gio_mo_cua"),
    "ngay_hop": ("ngay_hop",),
    "ghi_chu": ("description:vi", "description", "ghi_chu", "website", "contact:website"),
}
TAGGED = ("amenity", "healthcare", "emergency", "tourism", "highway", "shop", "office")


class Made(NamedTuple):
    """The table as CSV bytes, and how many features are of no kind that is kept."""

    content: bytes
    left_out: int


def is_geojson(content: bytes) -> bool:
    """Tell a file of GeoJSON from a table."""
    return content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")


def as_table(content: bytes, kinds: Sequence[DirectoryKind]) -> Made:
    """Give the table of a FeatureCollection.

    Raises:
        SheetError: it is none, it has too many features, or none of a kind that is kept.
    """
    features = _features(content)
    tags = {called: each.name for each in kinds for called in each.called}
    rows = [row for each in features if (row := _row(each, tags)) is not None]
    if not rows:
        raise SheetError(_l("No feature of this file is of a kind that the directory has."),
                         field="file")  # fmt: skip
    out = io.StringIO()
    table = csv.DictWriter(out, HEADS)
    table.writeheader()
    table.writerows(rows)
    return Made(out.getvalue().encode(), len(features) - len(rows))


def _features(content: bytes) -> list[Mapping[str, Any]]:
    try:
        read = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise SheetError(_l("This file is no GeoJSON: it cannot be read."), field="file") from error
    found = read.get("features") if isinstance(read, dict) else None
    if not isinstance(found, list):
        raise SheetError(_l("This file is no GeoJSON with features."), field="file")
    if len(found) > MOST_FEATURES:
        raise SheetError(_l("At most %(most)s features in one file.", most=MOST_FEATURES),
                         field="file")  # fmt: skip
    return [each for each in found if isinstance(each, dict)]


def _row(feature: Mapping[str, Any], tags: Mapping[str, str]) -> dict[str, str] | None:
    said = feature.get("properties")
    said = said if isinstance(said, dict) else {}
    kind = next((tags[tag] for tag in _tags(said) if tag in tags), None)
    if kind is None:
        return None
    row = {head: _first(said, names) for head, names in NAMES.items()}
    row["ma"] = row["ma"] or line(str(feature.get("id") or ""), 100)
    row["loai"] = kind
    row["ten"] = row["ten"] or kind
    row["dia_chi"] = row["dia_chi"] or _address(said)
    row["dien_thoai"] = row["dien_thoai"].replace(";", ",")
    point = middle(feature.get("geometry"))
    row["vi_do"], row["kinh_do"] = (f"{each:.6f}" for each in point) if point else ("", "")
    return row


def _tags(said: Mapping[str, Any]) -> Iterator[str]:
    """Give by what a feature's kind may be told: our own word first, then OpenStreetMap's."""
    yield from (fold(str(said[name])) for name in ("loai", "kind") if said.get(name))
    yield from (fold(f"{name}={said[name]}") for name in TAGGED if said.get(name))


def _first(said: Mapping[str, Any], names: Sequence[str]) -> str:
    found = next((said[name] for name in names if said.get(name)), "")
    return line(str(found), 300) if isinstance(found, str | int | float) else ""


def _address(said: Mapping[str, Any]) -> str:
    parts = (said.get("addr:housenumber"), said.get("addr:street"))
    return line(" ".join(str(each) for each in parts if each), 200)
