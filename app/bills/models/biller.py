"""Billers: agencies of kind biller, with how their bills come and how a customer proves."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.bills.models.tariff import Tariff
from app.core import personal
from app.core.db import db
from app.core.personal import PersonKey
from app.core.referring import Referenced

ELECTRICITY, WATER, SANITATION = "electricity", "water", "sanitation"
SCHOOL, HOSPITAL, FEE = "school", "hospital", "fee"
KINDS = {
    ELECTRICITY: (_l("Electricity"), "bolt"),
    WATER: (_l("Water"), "drop"),
    SANITATION: (_l("Sanitation"), "bin"),
    SCHOOL: (_l("School fees"), "school"),
    HOSPITAL: (_l("Hospital fees"), "health"),
    FEE: (_l("Fees"), "card"),
}
FILE, HTTP, LEDGER, OWN = "file", "http", "ledger", "own"
ADAPTERS = {
    FILE: _l("A file each month"),
    HTTP: _l("Their own program"),
    LEDGER: _l("Bills made here from readings"),
    OWN: _l("No data: people write down their own readings"),
}


class Biller(Referenced, db.Model):
    """Who sends bills. Its name, place and clerks are those of its agency."""

    __tablename__ = "biller"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agency.id"), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    adapter: Mapped[str] = mapped_column(String(10))
    tariff_id: Mapped[int | None] = mapped_column(ForeignKey("tariff.id"))
    code_hint: Mapped[str] = mapped_column(String(120), default="")
    """Where the customer code stands, with an example, in the operator's words."""
    code_forms: Mapped[str] = mapped_column(String(200), default="", server_default="")
    """What its codes look like (``code_forms``); empty: no code is known by its form."""
    by_name: Mapped[bool] = mapped_column(default=True)
    by_amount: Mapped[bool] = mapped_column(default=True)
    by_phone: Mapped[bool] = mapped_column(default=True)
    paper_only: Mapped[bool] = mapped_column(default=False)
    """Bills are opened by the code on their paper alone and stand in nobody's list."""
    days_to_pay: Mapped[int] = mapped_column(default=15)
    receipts: Mapped[int] = mapped_column(default=0)
    address: Mapped[str] = mapped_column(String(200), default="")
    """Base address of its program, for http."""
    person_key_id: Mapped[int | None] = mapped_column(ForeignKey("person_key.id"))
    secret_sealed: Mapped[bytes | None]
    told: Mapped[dict[str, Any]] = mapped_column(default=dict)
    """What its program last said of itself and of payments; see ``hear``."""
    told_at: Mapped[datetime | None]

    agency: Mapped[Agency] = relationship(lazy="joined", innerjoin=True)
    tariff: Mapped[Tariff | None] = relationship()
    person_key: Mapped[PersonKey | None] = relationship()

    @property
    def name(self) -> str:
        return self.agency.name

    @property
    def icon(self) -> str:
        return KINDS[self.kind][1]

    @property
    def what(self) -> object:
        return KINDS[self.kind][0]

    @property
    def how(self) -> object:
        """Give how its bills come, in words."""
        return ADAPTERS[self.adapter]

    @property
    def is_metered(self) -> bool:
        return self.kind in (ELECTRICITY, WATER)

    @property
    def has_data(self) -> bool:
        return self.adapter != OWN

    @property
    def secret(self) -> str | None:
        return personal.decrypt(self.person_key, self.secret_sealed) if self.person_key else None

    def set_program(self, address: str, secret: str = "") -> None:
        """Set where its program is and with what both sign; no secret leaves what is there."""
        self.person_key = self.person_key or personal.new_key()
        self.address = address.rstrip("/")
        if secret:
            self.secret_sealed = personal.encrypt(self.person_key, secret)

    def hear(self, told: dict[str, Any], now: datetime) -> None:
        """Keep what its program said: "down" with the reason, or "hints" and payments compared.

        Where nobody wrote where the customer code stands, its own hint is taken.
        """
        self.told, self.told_at = told, now
        hints = told.get("hints") or [""]
        self.code_hint = self.code_hint or hints[0]

    def is_connected(self) -> bool:
        return bool(self.address and self.secret_sealed)

    def next_receipt(self, year: int) -> str:
        """Give the next receipt's number: numbers of one biller have no gaps."""
        self.receipts += 1
        return f"BN{self.id}-{year}-{self.receipts:06d}"
