"""A household: its number in the village, its head, how many live there, how to call them.

Name, address and phones are sealed under a key of the household's own; a household that is taken
off the list keeps its row, without number, name or key, so that what was counted stays countable.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.accounts.models import User
from app.core import codes, personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.versions import Versioned
from app.places.models import Place

MOST_PHONES = 3
MOST_PEOPLE = 60
LARGEST_NUMBER = 99_999
MAX_HEAD, MAX_ADDRESS, MAX_NOTE = 80, 120, 300
BY_CODE, BY_INVITATION = "code", "invitation"


def index_of(code: str) -> str:
    """Give by what a slip's code is found; how it is typed does not matter."""
    return personal.blind_index("household", codes.letters_of(code))


class Household(Versioned, Referenced, db.Model):
    """A household of a village. ``number`` is the village's own; None once it is off the list."""

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("village_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    number: Mapped[int | None]
    people: Mapped[int] = mapped_column(default=1)
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    head_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    note_sealed: Mapped[bytes | None]
    slip_sealed: Mapped[bytes | None]
    slip_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]

    village: Mapped[Place] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    numbers: Mapped[list["HouseholdPhone"]] = relationship(
        cascade="all, delete-orphan", order_by="HouseholdPhone.id", back_populates="household"
    )
    members: Mapped[list["HouseholdMember"]] = relationship(
        cascade="all, delete-orphan", back_populates="household", order_by="HouseholdMember.id"
    )

    @property
    def is_listed(self) -> bool:
        return self.number is not None

    @property
    def head(self) -> str:
        return self._open(self.head_sealed)

    @property
    def address(self) -> str:
        return self._open(self.address_sealed)

    @property
    def note(self) -> str:
        return self._open(self.note_sealed)

    @property
    def slip(self) -> str:
        """Give the code that the household's slip shows."""
        return self._open(self.slip_sealed)

    @property
    def phones(self) -> list[str]:
        """Give the numbers, E.164, the first one to call first."""
        sealed = [each.sealed for each in self.numbers]
        return [each for each in personal.decrypt_each(self.person_key.wrapped, sealed) if each]

    def opened(self) -> "Opened":
        """Open what a list shows of it, all at once: a thousand of them stand on a page."""
        numbers = [each.sealed for each in self.numbers]
        values = [self.head_sealed, self.address_sealed, *numbers]
        head, address, *found = personal.decrypt_each(self.person_key.wrapped, values)
        return Opened(head or "", address or "", [_written(each) for each in found if each])

    def describe(self, number: int, head: str, people: int, address: str, note: str) -> None:
        """Write down what the head says of it."""
        self.number, self.people = number, people
        texts = (head, address or None, note or None)
        sealed = personal.encrypt_each(self.person_key.wrapped, texts)
        self.head_sealed, self.address_sealed, self.note_sealed = sealed

    def be_called(self, numbers: Sequence[str]) -> None:
        """Set the phones (E.164); those that stay keep their rows."""
        wanted = list(dict.fromkeys(numbers))[:MOST_PHONES]
        if self.phones == wanted:
            return
        self.numbers = [
            HouseholdPhone(
                phone_index=phones.index(each), sealed=personal.encrypt(self.person_key, each)
            )
            for each in wanted
        ]

    def give_slip(self) -> None:
        """Make a new code for the slip: the old one opens nothing any more."""
        code = codes.readable_code()
        self.slip_sealed = personal.encrypt(self.person_key, code)
        self.slip_index = index_of(code)

    def forget(self) -> None:
        """Take it off the list for good: number, names, phones, slip, key and whose it was go."""
        personal.destroy(self.person_key)
        self.number = self.slip_index = None
        self.head_sealed = self.address_sealed = self.note_sealed = self.slip_sealed = None
        self.numbers, self.members = [], []

    def _open(self, sealed: bytes | None) -> str:
        return personal.decrypt(self.person_key, sealed) or ""


class Opened(NamedTuple):
    """What a list shows: each number as it is dialled, as it is written at home, and masked."""

    head: str
    address: str
    calls: list[tuple[str, str, str]]


def _written(e164: str) -> tuple[str, str, str]:
    """Give +84900000012, 0900 000 012 and 0900 ••• 012."""
    home = f"0{e164[3:]}"
    return e164, f"{home[:4]} {home[4:7]} {home[7:]}", f"{home[:4]} ••• {home[7:]}"


class HouseholdPhone(db.Model):
    """A number at which a household is called: sealed under its key, found by a keyed hash."""

    __tablename__ = "household_phone"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    phone_index: Mapped[str] = mapped_column(String(64), index=True)
    sealed: Mapped[bytes]

    household: Mapped[Household] = relationship(back_populates="numbers")


class HouseholdMember(db.Model):
    """A person's account that belongs to a household: one household at a time."""

    __tablename__ = "household_member"

    id: Mapped[int] = mapped_column(primary_key=True)
    household_id: Mapped[int] = mapped_column(
        ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"), unique=True)
    way: Mapped[str] = mapped_column(String(12))
    joined_at: Mapped[datetime]

    household: Mapped[Household] = relationship(back_populates="members")
    user: Mapped[User] = relationship()


class PhoneLook(db.Model):
    """A head opened the phones of a village for some hours; the household's people see when."""

    __tablename__ = "village_phone_look"
    __table_args__ = (
        Index("ix_village_phone_look_user", "user_id", "village_id", "until"),
        Index("ix_village_phone_look_village", "village_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("place.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    reason: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime]
    until: Mapped[datetime]
