"""Places and people of service: one row each, of a kind that is data, kept by an agency.

Names and numbers here are those that an office chose to publish; nothing of a private person is
kept. What is found stands in ``directory_word``: a row for each word of an entry and for what a
list may be narrowed by, in the order in which lists are read.
"""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency, User
from app.core import codes
from app.core.db import db
from app.core.preferences import language
from app.core.referring import Referenced
from app.core.text import fold
from app.core.versions import Versioned
from app.directory.days import Days
from app.directory.days import read as read_days
from app.directory.hours import Week
from app.directory.hours import read as read_hours
from app.media.models import Photo
from app.places.contacts import dialled
from app.places.models import Place

MAX_NAME, MAX_PHONES, MAX_ADDRESS, MAX_LINE, MAX_ABOUT = 120, 80, 200, 160, 1_000
MAX_KEY, MAX_SORT, MAX_WORD = 120, 40, 40
REASONS: dict[str, Any] = {
    "phone": _l("The phone number is wrong"),
    "hours": _l("The opening hours are wrong"),
    "place": _l("It is somewhere else"),
    "gone": _l("It no longer exists"),
    "other": _l("Something else is wrong"),
}
"""What anybody may say is wrong, by a tap."""


class DirectoryKind(db.Model):
    """A kind of entry; ``fields`` are what entries of it say beside what all say.

    ``keeps_office_days``: it is open when the state's offices are. ``is_urgent``: it stands on the
    page that phones keep. ``has_duty``: somebody of it is on duty by turns. ``of_businesses``: a
    confirmed business may keep its own. ``check_days``: how
    long something that was checked is held to be right. ``tags``: what sheets and OpenStreetMap
    call it, folded.
    """

    __tablename__ = "directory_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(80), default="")
    icon: Mapped[str] = mapped_column(String(20))
    position: Mapped[int] = mapped_column(default=100)
    fields: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)
    tags: Mapped[list[str]] = mapped_column(JSON, default=list)
    keeps_office_days: Mapped[bool] = mapped_column(default=False)
    is_urgent: Mapped[bool] = mapped_column(default=False)
    has_duty: Mapped[bool] = mapped_column(default=False)
    of_businesses: Mapped[bool] = mapped_column(default=False, server_default=false())
    check_days: Mapped[int] = mapped_column(default=180)

    @property
    def label(self) -> str:
        """Give its name in the language being spoken, else in Vietnamese."""
        return (self.name_en if language() == "en" else "") or self.name

    @property
    def called(self) -> set[str]:
        """Give all that sheets, extracts of maps and people call it, folded."""
        return {fold(name) for name in (self.code, self.name, self.name_en, *self.tags) if name}

    def field_label(self, field: dict[str, str]) -> str:
        return (field.get("label_en", "") if language() == "en" else "") or field["label"]


class DirectoryEntry(Versioned, Referenced, db.Model):
    """A place or a person of service.

    ``source_key`` is by what a sheet sent again finds it. ``commune`` None: the whole province's.
    ``check_due``: the day from which somebody should look whether it still holds. ``closed_on``:
    since when it is there no longer; it is found by nobody then. ``business_code``: the confirmed
    business that keeps it, each change looked at by the agency; ``checked_by_owner``: it was that
    business that last made sure of it.
    """

    __tablename__ = "directory_entry"
    __table_args__ = (
        UniqueConstraint("agency_id", "source_key"),
        Index("ix_directory_entry_kept", "agency_id", "check_due", "id"),
        Index("ix_directory_entry_cell", "kind_id", "cell"),
        Index("ix_directory_entry_due", "check_due", "told_of_check"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    kind_id: Mapped[int] = mapped_column(ForeignKey(DirectoryKind.id))
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id))
    commune_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    source_key: Mapped[str] = mapped_column(String(MAX_KEY))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    phones: Mapped[str] = mapped_column(String(MAX_PHONES), default="")
    address: Mapped[str] = mapped_column(String(MAX_ADDRESS), default="")
    hours: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    days: Mapped[str] = mapped_column(String(MAX_LINE), default="")
    about: Mapped[str] = mapped_column(default="")
    values: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    lat: Mapped[float | None]
    long: Mapped[float | None]
    cell: Mapped[int | None]
    checked_on: Mapped[date | None]
    checked_by_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    business_code: Mapped[str | None] = mapped_column(String(20), index=True)
    checked_by_owner: Mapped[bool] = mapped_column(default=False, server_default=false())
    check_due: Mapped[date]
    told_of_check: Mapped[bool] = mapped_column(default=False)
    closed_on: Mapped[date | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    kind: Mapped[DirectoryKind] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Agency] = relationship()
    commune: Mapped[Place | None] = relationship(foreign_keys=[commune_id])
    village: Mapped[Place | None] = relationship(foreign_keys=[village_id])
    checked_by: Mapped[User | None] = relationship()
    faults: Mapped[list["DirectoryFault"]] = relationship(
        cascade="all, delete-orphan", order_by="DirectoryFault.id", back_populates="entry"
    )
    turns: Mapped[list["DirectoryTurn"]] = relationship(
        cascade="all, delete-orphan", order_by="DirectoryTurn.starts_at", back_populates="entry"
    )
    words: Mapped[list["DirectoryWord"]] = relationship(
        cascade="all, delete-orphan", passive_deletes=True
    )
    photos: Mapped[list["DirectoryPhoto"]] = relationship(
        cascade="all, delete-orphan", order_by="DirectoryPhoto.id", back_populates="entry"
    )

    @property
    def is_open(self) -> bool:
        """Tell whether it is still there."""
        return self.closed_on is None

    @property
    def calls(self) -> list[tuple[str, str]]:
        """Give its numbers: as a phone dials them, and as they are written."""
        return numbers(self.phones)

    @property
    def where(self) -> str:
        """Give where it is in a line: address, village, commune."""
        return lies_at(self.address, self.village, self.commune)

    @property
    def week(self) -> Week | None:
        return read_hours(self.hours) if self.hours else None

    @property
    def coming(self) -> tuple[Days, ...]:
        return read_days(self.days) if self.days else ()


class DirectoryWord(db.Model):
    """A word of an entry, or a facet (it begins with a colon), in the lists' order."""

    __tablename__ = "directory_word"
    __table_args__ = (Index("ix_directory_word_entry", "entry_id", "word"),)

    word: Mapped[str] = mapped_column(String(MAX_WORD), primary_key=True)
    sort_key: Mapped[str] = mapped_column(String(MAX_SORT), primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey(DirectoryEntry.id, ondelete="CASCADE"), primary_key=True
    )


class DirectoryPhoto(db.Model):
    """A photo of an entry; ``description`` says what it shows to who does not see it."""

    __tablename__ = "directory_photo"
    __table_args__ = (Index("ix_directory_photo_entry", "entry_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(DirectoryEntry.id, ondelete="CASCADE"))
    photo_id: Mapped[int] = mapped_column(ForeignKey(Photo.id), unique=True)
    description: Mapped[str] = mapped_column(String(MAX_LINE))

    entry: Mapped[DirectoryEntry] = relationship(back_populates="photos")
    photo: Mapped[Photo] = relationship(lazy="joined", innerjoin=True)


class DirectoryFault(db.Model):
    """Somebody said that something of an entry is wrong; nothing of who said it is kept."""

    __tablename__ = "directory_fault"
    __table_args__ = (UniqueConstraint("entry_id", "reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(DirectoryEntry.id, ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(10))
    count: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]

    entry: Mapped[DirectoryEntry] = relationship(back_populates="faults")

    @property
    def label(self) -> Any:
        return REASONS[self.reason]


class DirectoryTurn(db.Model):
    """Who of an entry is on duty from when until when, and at which number."""

    __tablename__ = "directory_turn"
    __table_args__ = (Index("ix_directory_turn_entry", "entry_id", "ends_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey(DirectoryEntry.id, ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(MAX_NAME))
    phone: Mapped[str] = mapped_column(String(30), default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime] = mapped_column(index=True)

    entry: Mapped[DirectoryEntry] = relationship(back_populates="turns")

    @property
    def calls(self) -> list[tuple[str, str]]:
        return numbers(self.phone)


def lies_at(address: str, *places: Place | None) -> str:
    """Give where something is in a line: its address, then its places, the smallest first."""
    return ", ".join(filter(None, [address, *(each.title for each in places if each)]))


def numbers(written: str) -> list[tuple[str, str]]:
    """Give each of some numbers, parted by commas, as it is dialled and as it is written."""
    found = [each.strip() for each in written.split(",") if each.strip()]
    return [(dialled(each), each) for each in found]
