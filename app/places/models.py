"""Places: the province, its communes and their villages, today's and former ones."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import text
from app.core.db import db

PROVINCE = "province"
COMMUNE = "commune"
VILLAGE = "village"
KINDS = (PROVINCE, COMMUNE, VILLAGE)


class Place(db.Model):
    """One administrative unit for as long as it is valid.

    Codes were given again to other units in 2025, so only (code, valid_from) is unique.
    ``valid_to`` is the first day the unit no longer exists; None for a present one. The name
    is stored apart from the type of unit: "Hoa Ban" and "Phường".
    """

    __tablename__ = "place"
    __table_args__ = (
        UniqueConstraint("code", "valid_from"),
        Index(None, "kind", "valid_to"),
        Index(None, "parent_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(80))
    unit_type: Mapped[str]
    name: Mapped[str]
    name_folded: Mapped[str]
    title_folded: Mapped[str]
    full_name: Mapped[str]
    search_text: Mapped[str]
    # Still older names, as the source has them: folded and without spaces, one space between.
    aliases: Mapped[str] = mapped_column(default="")
    sort_key: Mapped[str]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("place.id"))
    lat: Mapped[float | None]
    long: Mapped[float | None]
    # Kilobytes a row and wanted by one query only, so it is not loaded with the rest.
    boundary: Mapped[dict[str, Any] | None] = mapped_column(
        JSON(none_as_null=True), deferred=True, deferred_raiseload=True
    )
    south: Mapped[float | None]
    west: Mapped[float | None]
    north: Mapped[float | None]
    east: Mapped[float | None]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    households: Mapped[int | None]
    residents: Mapped[int | None]

    parent: Mapped["Place | None"] = relationship(remote_side=[id])

    @property
    def is_current(self) -> bool:
        return self.valid_to is None

    @property
    def title(self) -> str:
        """The type and the name, as at the head of a line: Phường Hoa Ban."""
        return f"{self.unit_type} {self.name}".strip()

    @property
    def label(self) -> str:
        """The type and the name inside a sentence: phường Hoa Ban."""
        return _lowered(self.title) if self.unit_type else self.title

    @property
    def full_label(self) -> str:
        """The full name inside a sentence: phường Hồng Hà, thành phố Hoa Ban."""
        return _lowered(self.full_name) if self.unit_type else self.full_name

    @property
    def within(self) -> str:
        """With the unit above it: thôn Khe Bành, xã Châu Quế. Needs ``parent`` loaded."""
        return f"{self.label}, {self.parent.label}" if self.parent else self.label

    def rename(self, unit_type: str, name: str, *, context: str = "", above: str = "") -> None:
        """Set the type and the name, and what is derived from them.

        ``context`` belongs to the full name (the former district of a former commune);
        ``above`` is only searched (the province, the commune of a village).
        """
        self.unit_type = text.clean(unit_type)
        self.name = text.normalise_tone(text.clean(name))
        self.name_folded = " ".join(text.words(self.name))
        self.title_folded = " ".join(text.words(self.title))
        self.full_name = f"{self.title}, {_lowered(context)}" if context else self.title
        self.search_text = " ".join(text.words(f"{self.full_name} {above}"))
        self.sort_key = text.sort_key(f"{self.name} {self.unit_type}")

    def move_to(self, lat: float | None, long: float | None) -> None:
        """Set the centre, WGS84 degrees."""
        self.lat, self.long = lat, long

    def enclose(self, boundary: dict[str, Any], bounds: tuple[float, ...]) -> None:
        """Set the boundary (a GeoJSON geometry) and its box (west, south, east, north)."""
        self.boundary = boundary
        self.west, self.south, self.east, self.north = bounds

    def end(self, day: date) -> None:
        """Say that ``day`` is the first on which the unit no longer exists."""
        self.valid_to = day


class PlaceSuccession(db.Model):
    """An old unit went, whole or in part, into a new one."""

    __tablename__ = "place_succession"

    old_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True)
    new_id: Mapped[int] = mapped_column(ForeignKey("place.id"), primary_key=True, index=True)


def _lowered(title: str) -> str:
    return title[:1].lower() + title[1:]
