"""A customer of a biller, by the code on their bills, and the readings of their meter."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Date, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts import phones
from app.bills.models.biller import Biller
from app.bills.models.exact import Exact
from app.bills.models.tariff import Tariff
from app.core import cards, codes, personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.tables.values import as_key
from app.core.text import clean
from app.places.models import Place

MAX_CODE, MAX_NAME, MAX_ADDRESS = 40, 80, 160
SEALED = ("name_sealed", "address_sealed", "phone_sealed")
NOBODY = 0
TYPED, SMS, CLERK = "typed", "sms", "clerk"
FRESH, BILLS, NO_DEBT, NOT_FOUND, UNAVAILABLE, PENDING = (
    "fresh", "bills", "no_debt", "not_found", "unavailable", "pending",
)  # fmt: skip


class CustomerAccount(db.Model):
    """A customer code. Name, address and phone are sealed and shown after proof only.

    ``owner_user_id`` is 0 for what a biller keeps; else this is the person's own record of a
    meter whose biller sends no data, and nobody else sees it.
    """

    __tablename__ = "customer_account"
    __table_args__ = (
        UniqueConstraint("biller_id", "code_key", "owner_user_id"),
        Index("ix_customer_account_owner", "owner_user_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    biller_id: Mapped[int] = mapped_column(ForeignKey("biller.id"))
    code: Mapped[str] = mapped_column(String(MAX_CODE))
    code_key: Mapped[str] = mapped_column(String(MAX_CODE))
    owner_user_id: Mapped[int] = mapped_column(default=NOBODY)
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    name_sealed: Mapped[bytes | None]
    address_sealed: Mapped[bytes | None]
    phone_sealed: Mapped[bytes | None]
    phone_index: Mapped[str | None] = mapped_column(String(64))
    place_id: Mapped[int | None] = mapped_column(ForeignKey(Place.id), index=True)
    tariff_id: Mapped[int | None] = mapped_column(ForeignKey("tariff.id"))
    households: Mapped[int] = mapped_column(default=1)
    answer: Mapped[str] = mapped_column(String(20), default=FRESH)
    """What the biller's program last said; ``answered_at`` when, ``asked_at`` when asked."""
    asked_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    pending_reference: Mapped[str | None] = mapped_column(String(80))

    biller: Mapped[Biller] = relationship(lazy="joined", innerjoin=True)
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    place: Mapped[Place | None] = relationship()
    own_tariff: Mapped[Tariff | None] = relationship()

    @classmethod
    def open(cls, biller: Biller, code: str, owner_user_id: int = NOBODY) -> "CustomerAccount":
        """Make the account of ``code`` and add it to the session; raises ``CardShown``."""
        cards.refuse(code)
        account = cls(
            biller=biller,
            code=clean(code, MAX_CODE),
            code_key=as_key(code)[:MAX_CODE],
            owner_user_id=owner_user_id,
            person_key=personal.new_key(),
            households=1,
            answer=FRESH,
        )
        db.session.add(account)
        return account

    @staticmethod
    def columns(row: Mapping[str, Any], key: Any) -> dict[str, Any]:
        """Give the columns of a new customer as a sheet's ``row`` describes them under ``key``.

        ``key`` is a person's as ``personal.new_keys`` gives it.

        Raises:
            CardShown: the code is read from a card.
        """
        phone = row.get("phone")
        name, address = clean(row["name"], MAX_NAME), clean(row["address"], MAX_ADDRESS)
        sealed = personal.encrypt_each(key.wrapped, (name or None, address or None, phone))
        return {
            "code": clean(cards.refuse(row["code"]), MAX_CODE),
            "code_key": row["code_key"],
            "owner_user_id": NOBODY,
            "person_key_id": key.id,
            "phone_index": phones.index(phone) if phone else None,
            **dict(zip(SEALED, sealed, strict=True)),
        }

    @staticmethod
    def is_news(row: Mapping[str, Any], known: Any) -> bool:
        """Tell whether a sheet's ``row`` says something of a customer that is not kept yet.

        ``known`` has the sealed columns, and ``wrapped``, the customer's key as it is stored.
        """
        kept = personal.decrypt_each(known.wrapped, [getattr(known, each) for each in SEALED])
        said = ((row["name"], MAX_NAME), (row["address"], MAX_ADDRESS), (row["phone"], None))
        return any(
            new and new != old and clean(new, most) != old
            for (new, most), old in zip(said, kept, strict=True)
        )

    @property
    def name(self) -> str:
        """Give the customer's name on the bills, empty where none is known."""
        return personal.decrypt(self.person_key, self.name_sealed) or ""

    @property
    def address(self) -> str:
        return personal.decrypt(self.person_key, self.address_sealed) or ""

    @property
    def phone(self) -> str | None:
        """Give the phone on file, E.164."""
        return personal.decrypt(self.person_key, self.phone_sealed)

    @property
    def is_own(self) -> bool:
        return self.owner_user_id != NOBODY

    @property
    def tariff(self) -> Tariff | None:
        return self.own_tariff or self.biller.tariff

    def describe(self, name: str, address: str) -> None:
        """Set name and address; an empty one leaves what is there."""
        if name and name != self.name:
            self.name_sealed = personal.encrypt(self.person_key, clean(name, MAX_NAME))
        if address and address != self.address:
            self.address_sealed = personal.encrypt(self.person_key, clean(address, MAX_ADDRESS))

    def set_phone(self, phone: str) -> None:
        self.phone_sealed = personal.encrypt(self.person_key, phone)
        self.phone_index = phones.index(phone)

    def forget(self, instead: str) -> None:
        """Keep nothing by which the customer could be known; ``instead`` stands for the code."""
        self.name_sealed = self.address_sealed = self.phone_sealed = self.phone_index = None
        self.code = self.code_key = instead
        self.place_id = self.pending_reference = None

    def hear(self, answer: str, now: datetime, pending: str | None = None) -> None:
        """Note what the biller's program said; being unavailable keeps the last figures' time."""
        self.answer, self.pending_reference = answer, pending
        if answer not in (UNAVAILABLE, PENDING):
            self.answered_at = now


class MeterReading(db.Model):
    """What a meter showed on a day."""

    __tablename__ = "meter_reading"
    __table_args__ = (UniqueConstraint("account_id", "read_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True, default=codes.readable_code)
    account_id: Mapped[int] = mapped_column(ForeignKey("customer_account.id"))
    read_on: Mapped[date] = mapped_column(Date)
    value: Mapped[Decimal] = mapped_column(Exact)
    rolled_over: Mapped[bool] = mapped_column(default=False)
    """The counter passed its end and began at zero again since the reading before."""
    source: Mapped[str] = mapped_column(String(10))
    made_at: Mapped[datetime]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)

    account: Mapped[CustomerAccount] = relationship()
