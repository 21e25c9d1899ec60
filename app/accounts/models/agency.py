"""Agencies: a tree of offices, with their place and their names by language."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.core.errors import DomainError
from app.core.referring import Referenced
from app.core.translated import FIRST, Words, exactly, in_one, spoken_words, write
from app.places.models import Place

COMMITTEE, OFFICE, VILLAGE, BILLER = "committee", "office", "village", "biller"
MARKET_OFFICE, OPERATIONS, RECEPTION = "market_office", "operations", "reception"
KINDS = {
    COMMITTEE: _l("People's committee"),
    OFFICE: _l("Office"),
    VILLAGE: _l("Village"),
    BILLER: _l("Biller"),
    MARKET_OFFICE: _l("Market office"),
    OPERATIONS: _l("Operations centre"),
    RECEPTION: _l("Citizens' reception office"),
}


class Agency(Referenced, db.Model):
    """An office that handles something. ``path`` is ``/1/5/``: all ids from the root to this."""

    __tablename__ = "agency"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)
    path: Mapped[str] = mapped_column(String(120), index=True, default="")
    kind: Mapped[str] = mapped_column(String(20), index=True)
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    phone: Mapped[str] = mapped_column(String(30), default="")
    """The office's public telephone, as it should be read."""
    is_closed: Mapped[bool] = mapped_column(default=False)
    sign_off: Mapped[bool] = mapped_column(default=False)
    """Answers to citizens go out only after a lead, of this agency or above, approved them."""

    parent: Mapped["Agency | None"] = relationship(remote_side=[id])
    place: Mapped[Place | None] = relationship()
    texts: Mapped[list["AgencyText"]] = relationship(cascade="all, delete-orphan")
    if TYPE_CHECKING:
        words: Mapped[Words]

    @classmethod
    def found(
        cls,
        code: str,
        kind: str,
        name: str,
        parent: "Agency | None" = None,
        place_id: int | None = None,
        phone: str = "",
        short_name: str = "",
    ) -> "Agency":
        """Make an agency below ``parent`` with its Vietnamese name; add it to the session."""
        agency = cls(code=code, kind=kind, parent=parent, place_id=place_id, phone=phone)
        agency.call(FIRST, name, short_name)
        db.session.add(agency)
        db.session.flush()
        agency.path = f"{parent.path if parent else '/'}{agency.id}/"
        db.session.flush()
        return agency

    @property
    def name(self) -> str:
        """Give the name in the language being spoken, else in Vietnamese."""
        words = spoken_words(self)
        return words["name"] if words else self.code

    @property
    def short_name(self) -> str:
        """Give the short name for small places, else the name."""
        words = spoken_words(self)
        return (words["short_name"] or words["name"]) if words else self.code

    @property
    def depth(self) -> int:
        """Give how far below the root it stands: 0 for a root."""
        return self.path.count("/") - 2

    def call(self, language: str, name: str, short_name: str = "") -> None:
        """Set the names in ``language``; an empty name takes that language away."""
        write(self, language, {"name": name, "short_name": short_name})

    def move_to(self, parent: "Agency | None", branch: Sequence["Agency"]) -> None:
        """Put this agency, with all of ``branch`` below it, under another one.

        Raises:
            DomainError: ``parent`` is this agency or below it.
        """
        if parent is not None and self.covers(parent):
            raise DomainError(_l("An agency cannot stand below itself."), field="parent")
        before, self.parent = self.path, parent
        self.path = f"{parent.path if parent else '/'}{self.id}/"
        for agency in branch:
            agency.path = self.path + agency.path.removeprefix(before)

    def covers(self, other: "Agency") -> bool:
        """Tell whether ``other`` is this agency or below it."""
        return other.path.startswith(self.path)

    def names_in(self, language: str) -> tuple[str, str]:
        """Give name and short name exactly in ``language``, empty where not written."""
        found = exactly(self.texts, language)
        return (found.name, found.short_name) if found else ("", "")


class AgencyText(db.Model):
    """An agency's names in one language."""

    __tablename__ = "agency_text"
    __table_args__ = (UniqueConstraint("agency_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(200))
    short_name: Mapped[str] = mapped_column(String(80), default="")


Agency.words = in_one(AgencyText.agency_id == Agency.id, AgencyText, "name", "short_name")
