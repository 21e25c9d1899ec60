"""A person with an account: citizen, official, or both."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.accounts.models.agency import Agency
from app.accounts.models.consent import ACCOUNT, Consent
from app.core import codes, personal, text
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced
from app.places.models import Place

MAX_NAME = 80
QUIET_FROM, QUIET_TO = 22 * 60, 6 * 60
MINUTES_A_DAY = 24 * 60


def make_code() -> str:
    """Give a fresh public code of a person."""
    return codes.readable_code(3)


class Right(db.Model):
    """What one official may do in one agency. There is no flag that allows everything."""

    __tablename__ = "right"
    __table_args__ = (UniqueConstraint("user_id", "permission", "agency_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id", ondelete="CASCADE"))
    permission: Mapped[str] = mapped_column(String(40))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), index=True)
    granted_at: Mapped[datetime]
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    user: Mapped["User"] = relationship(back_populates="rights", foreign_keys=[user_id])
    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)

    def covers(self, permission: str, agency: Agency) -> bool:
        """Tell whether this right allows ``permission`` in ``agency``."""
        return self.permission == permission and self.agency.covers(agency)


class User(Referenced, db.Model):
    """A person. Name and phone are sealed under the person's own key.

    ``quiet_from`` and ``quiet_to`` are minutes after midnight in Viet Nam; equal means never
    quiet. An erased person's row stays as a number without a face.
    """

    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=make_code)
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5), default="vi")
    text_size: Mapped[str] = mapped_column(String(10), default="normal")
    home_commune_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    home_village_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    quiet_from: Mapped[int] = mapped_column(default=QUIET_FROM)
    quiet_to: Mapped[int] = mapped_column(default=QUIET_TO)
    text_messages: Mapped[bool] = mapped_column(default=True)
    """Whether an answer that was not opened for a day may come as a text message."""
    consent_version: Mapped[str | None] = mapped_column(String(20))
    consent_at: Mapped[datetime | None]
    aged_14: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_sealed: Mapped[bytes | None]
    totp_confirmed_at: Mapped[datetime | None]
    totp_step: Mapped[int | None]
    """The last time step whose code was used: a code works once (RFC 6238, 5.2)."""
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]
    """When a sign-in that is no longer known was last used; newer ones tell it themselves."""
    phone_proved_at: Mapped[datetime | None]
    """When such a sign-in had last proved that the phone is the person's."""
    idle_told_at: Mapped[datetime | None]
    """When the person was told that the account is erased unless it is used."""
    disabled_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    # Not nested where a person is loaded beside something: SQLite would read all people first.
    person_key: Mapped[PersonKey] = relationship(
        lazy="joined",
        innerjoin="unnested",  # type: ignore[arg-type]
    )
    home_commune: Mapped[Place | None] = relationship(foreign_keys=[home_commune_id])
    home_village: Mapped[Place | None] = relationship(foreign_keys=[home_village_id])
    rights: Mapped[list[Right]] = relationship(
        back_populates="user", foreign_keys="Right.user_id", cascade="all, delete-orphan"
    )

    @classmethod
    def register(cls, phone: str, now: datetime, name: str = "") -> "User":
        """Make the account of ``phone`` (E.164) and add it to the session."""
        return cls.register_all([(phone, name)], now)[0]

    @classmethod
    def register_all(cls, people: Iterable[tuple[str, str]], now: datetime) -> list["User"]:
        """Make the accounts of several (E.164, name), whose numbers nobody has, and add them."""
        made = []
        for phone, name in people:
            user = cls(person_key=personal.new_key(), created_at=now, rights=[])
            user.set_phone(phone)
            user.rename(name)
            made.append(user)
        db.session.add_all(made)
        db.session.flush()
        return made

    @property
    def name(self) -> str:
        """Give the name, empty where none was given or the person was erased."""
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    @property
    def phone(self) -> str | None:
        """Give the phone as E.164; None once erased."""
        return personal.decrypt(self.person_key, self.phone_sealed)

    @property
    def masked_phone(self) -> str:
        """Give the phone with its middle hidden; empty once erased."""
        phone = self.phone
        return phones.masked(phone) if phone else ""

    @property
    def totp_secret(self) -> str | None:
        """Give the secret of the second factor, base32."""
        return personal.decrypt(self.person_key, self.totp_sealed)

    @property
    def is_official(self) -> bool:
        """Tell whether the person may sign in as an official: invited, with a password set."""
        return self.password_hash is not None

    @property
    def is_active(self) -> bool:
        """Tell whether the account is neither disabled nor erased."""
        return self.disabled_at is None and self.erased_at is None

    def rename(self, name: str) -> None:
        """Set the name; an empty one is none."""
        clean = text.clean(name, MAX_NAME)
        self.name_sealed = personal.encrypt(self.person_key, clean) if clean else None

    def set_phone(self, phone: str) -> None:
        """Set the phone (E.164) and its index. Whether it is free, the caller has checked."""
        self.phone_sealed = personal.encrypt(self.person_key, phone)
        self.phone_index, self.phone_proved_at = phones.index(phone), None

    def set_totp_secret(self, secret: str | None) -> None:
        """Set or drop the second factor's secret, base32; it has to be confirmed by a code."""
        self.totp_sealed = personal.encrypt(self.person_key, secret) if secret else None
        self.totp_confirmed_at = self.totp_step = None

    def agree(self, version: str, now: datetime) -> None:
        """Record that the person, aged 14 or more, agreed to the terms of ``version``.

        Each time stays written down as a ``Consent`` too.
        """
        row = Consent(user_id=self.id, purpose=ACCOUNT, version=version, given_at=now)
        db.session.add(row)
        self.consent_version, self.consent_at, self.aged_14 = version, now, True

    def disable(self, now: datetime) -> None:
        """Close the account to its owner; the caller ends the sessions."""
        self.disabled_at = self.disabled_at or now

    def enable(self) -> None:
        """Open a disabled account again."""
        self.disabled_at = None

    def erase(self, now: datetime) -> None:
        """Destroy the person's key and everything by which the row could be recognised."""
        personal.destroy(self.person_key)
        self.name_sealed = self.phone_sealed = self.phone_index = None
        self.totp_sealed = self.totp_confirmed_at = self.totp_step = None
        self.password_hash = self.pin_hash = None
        self.home_commune_id = self.home_village_id = None
        self.last_used_at = self.phone_proved_at = self.idle_told_at = None
        self.erased_at = now
