"""Somebody whom a team is to help: fourteen or older, of a village's list.

What tells who it is stands sealed under a key of the person's own. Taken off the list the row
stays, without name, number or key, so that the visits that were counted stay countable.
"""

from datetime import datetime
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.community.teams.models import CommunityArea, CommunityTeam
from app.core import codes, personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.core.text import fold
from app.core.versions import Versioned

YOUNGEST, OLDEST = 14, 115
"""Who may be on a list, in years; nobody alive is older."""
MAX_NAME, MAX_ADDRESS = 80, 120
MALE, FEMALE = "m", "f"
SEXES: dict[str, Any] = {MALE: lazy_pgettext("sex", "Male"), FEMALE: lazy_pgettext("sex", "Female")}
CONSENT = 1
"""The edition of the words with which a card's number may be kept; new words, a new number."""
OPEN = "open"
HELPED, LATER, AWAY, NO_PHONE, GONE, REFUSED = (
    "helped", "later", "away", "no_phone", "gone", "refused",
)  # fmt: skip
STATES: dict[str, Any] = {
    HELPED: _l("Was helped"),
    LATER: _l("Another day"),
    AWAY: lazy_pgettext("door", "Not at home"),
    NO_PHONE: _l("Has no smartphone"),
    GONE: _l("Lives elsewhere for now"),
    REFUSED: _l("Does not want it"),
}
"""What a visit may come to, as helpers know it."""


def index_of(team_id: int, number: int | None, name: str, born: int | None) -> str:
    """Give by what a person is known again on the same list, with or without accents."""
    return personal.blind_index(
        "community-person", f"{team_id}:{number or ''}:{fold(name)}:{born or ''}"
    )


def name_index(team_id: int, number: int | None, name: str) -> str:
    """Give by what those of one name in one household are found, of whatever year."""
    return personal.blind_index("community-name", f"{team_id}:{number or ''}:{fold(name)}")


SEALED = ("name_sealed", "born_sealed", "address_sealed", "phone_sealed")


def sealed(
    wrapped: bytes | None, name: str, born: int | None, address: str, phone: str
) -> dict[str, bytes | None]:
    """Give the columns of what tells who it is, under a person's key as it is stored."""
    texts = (name, str(born) if born else None, address or None, phone or None)
    return dict(zip(SEALED, personal.encrypt_each(wrapped, texts), strict=True))


class CommunityPerson(Versioned, Referenced, db.Model):
    """A person on a team's list. ``position`` is the list's own number; None once off it.

    ``number`` is that of the household. ``state`` is that of the visit made last.
    """

    __tablename__ = "community_person"
    __table_args__ = (
        UniqueConstraint("team_id", "position"),
        UniqueConstraint("team_id", "known_by"),
        Index("ix_community_person_area", "area_id", "position"),
        Index("ix_community_person_name", "team_id", "named_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    version: Mapped[int] = mapped_column(default=1)
    team_id: Mapped[int] = mapped_column(ForeignKey("community_team.id", ondelete="CASCADE"))
    area_id: Mapped[int | None] = mapped_column(
        ForeignKey("community_area.id", ondelete="SET NULL")
    )
    position: Mapped[int | None]
    number: Mapped[int | None]
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    born_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    sex_sealed: Mapped[bytes | None]
    card_sealed: Mapped[bytes | None]
    card_consent: Mapped[int | None]
    card_at: Mapped[datetime | None]
    known_by: Mapped[str | None] = mapped_column(String(64))
    named_by: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(10), default=OPEN)
    state_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    team: Mapped[CommunityTeam] = relationship()
    area: Mapped[CommunityArea | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)

    @property
    def sex(self) -> str:
        """Give ``m`` or ``f`` as the card says; empty where nobody showed one."""
        return personal.decrypt(self.person_key, self.sex_sealed) or ""

    @property
    def card(self) -> str:
        """Give the number of the identity card; no list opens it."""
        return personal.decrypt(self.person_key, self.card_sealed) or ""

    @property
    def is_listed(self) -> bool:
        return self.position is not None

    @property
    def label(self) -> Any:
        """Say how far one is with the person; empty before the first visit."""
        return STATES.get(self.state, "")

    def opened(self) -> "Opened":
        """Open what a list shows of the person, all at once."""
        values = [getattr(self, each) for each in SEALED]
        name, born, address, phone = personal.decrypt_each(self.person_key.wrapped, values)
        return Opened(name or "", int(born) if born else None, address or "", phone or "")

    def describe(
        self, number: int | None, name: str, born: int | None, address: str, phone: str
    ) -> None:
        """Write down who it is; ``phone`` is E.164."""
        self.number = number
        for column, value in sealed(self.person_key.wrapped, name, born, address, phone).items():
            setattr(self, column, value)
        self.known_by = index_of(self.team_id, number, name, born)
        self.named_by = name_index(self.team_id, number, name)

    def note_sex(self, sex: str) -> None:
        self.sex_sealed = personal.encrypt(self.person_key, sex) if sex else None

    def keep_card(self, number: str, now: datetime) -> None:
        """Keep the card's number, as the person agreed to with the words of today."""
        self.card_sealed = personal.encrypt(self.person_key, number)
        self.card_consent, self.card_at = CONSENT, now

    def drop_card(self) -> None:
        self.card_sealed = self.card_consent = self.card_at = None

    def forget(self) -> None:
        """Take the person off the list for good: all that tells who it was goes."""
        personal.destroy(self.person_key)
        self.position = self.number = self.area_id = None
        self.known_by = self.named_by = None
        self.name_sealed = self.born_sealed = self.address_sealed = self.phone_sealed = None
        self.sex_sealed = None
        self.drop_card()


class Opened(NamedTuple):
    """What is known of a person; the phone as E.164, empty where there is none."""

    name: str
    born: int | None
    address: str
    phone: str

    @property
    def written(self) -> str:
        """Give the phone as it is written at home: 0900 000 012."""
        return phones.national(self.phone) if self.phone else ""
