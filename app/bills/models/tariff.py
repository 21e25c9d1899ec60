"""Prices and taxes: rows with the day from which they hold. Old rows are never changed."""

import itertools
from datetime import date
from decimal import Decimal

from flask_babel import lazy_gettext as _l
from sqlalchemy import Date, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency
from app.bills.charges import Prices, Tier
from app.bills.models.exact import Exact
from app.core.db import db
from app.core.errors import DomainError
from app.core.referring import Referenced

VAT, ENVIRONMENT = "vat", "environment"
TAXES = {VAT: _l("VAT"), ENVIRONMENT: _l("Waste-water fee")}


class Tariff(Referenced, db.Model):
    """A price list. ``agency_id`` None: common to all, edited by administrators."""

    __tablename__ = "tariff"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20), index=True)
    unit: Mapped[str] = mapped_column(String(20))
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agency.id"), index=True)

    agency: Mapped[Agency | None] = relationship()
    rates: Mapped[list["TaxRate"]] = relationship(
        primaryjoin="foreign(TaxRate.kind) == Tariff.kind",
        order_by="TaxRate.valid_from",
        uselist=True,
        viewonly=True,
    )
    """Taxes on what is sold, of all times, the oldest first."""
    versions: Mapped[list["TariffVersion"]] = relationship(
        back_populates="tariff",
        cascade="all, delete-orphan",
        order_by="TariffVersion.valid_from",
        lazy="selectin",
    )

    @property
    def prices(self) -> list[Prices]:
        """Give the prices of all times, the oldest first."""
        return [version.prices for version in self.versions]

    def version_on(self, day: date) -> "TariffVersion | None":
        """Give the version in force on ``day``."""
        return next((v for v in reversed(self.versions) if v.valid_from <= day), None)

    def add_version(self, prices: Prices) -> "TariffVersion":
        """Add prices from a day on.

        Raises:
            DomainError: there are prices from that day already, or the tiers do not rise.
        """
        if any(version.valid_from == prices.valid_from for version in self.versions):
            raise DomainError(_l("There are prices from that day already."), field="valid_from")
        _check(prices.tiers)
        version = TariffVersion(
            valid_from=prices.valid_from, includes_vat=prices.includes_vat, basis=prices.basis
        )
        version.tiers = [
            TariffTier(position=place, up_to=tier.up_to, price=tier.price)
            for place, tier in enumerate(prices.tiers)
        ]
        self.versions = sorted([*self.versions, version], key=lambda each: each.valid_from)
        return version


class TariffVersion(db.Model):
    """Prices in force from ``valid_from`` until the next version begins."""

    __tablename__ = "tariff_version"
    __table_args__ = (UniqueConstraint("tariff_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    tariff_id: Mapped[int] = mapped_column(ForeignKey("tariff.id", ondelete="CASCADE"))
    valid_from: Mapped[date] = mapped_column(Date)
    basis: Mapped[str] = mapped_column(String(200), default="")
    """The decision the prices come from, as it is cited."""
    includes_vat: Mapped[bool] = mapped_column(default=False)
    checked_on: Mapped[date | None] = mapped_column(Date)
    """When somebody last made sure that these are the prices in force."""

    tariff: Mapped[Tariff] = relationship(back_populates="versions")
    tiers: Mapped[list["TariffTier"]] = relationship(
        cascade="all, delete-orphan", order_by="TariffTier.position", lazy="joined"
    )

    @property
    def prices(self) -> Prices:
        tiers = tuple(Tier(tier.up_to, tier.price) for tier in self.tiers)
        return Prices(self.valid_from, tiers, self.includes_vat, self.basis)


class TariffTier(db.Model):
    """One tier: up to so much (None: without end) at that price, in đồng per unit."""

    __tablename__ = "tariff_tier"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(
        ForeignKey("tariff_version.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    up_to: Mapped[Decimal | None] = mapped_column(Exact)
    price: Mapped[Decimal] = mapped_column(Exact)


class TaxRate(db.Model):
    """A tax or fee on what billers of ``kind`` sell, as a share: 0.08 is eight per cent."""

    __tablename__ = "tax_rate"
    __table_args__ = (UniqueConstraint("kind", "tax", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    tax: Mapped[str] = mapped_column(String(20))
    rate: Mapped[Decimal] = mapped_column(Exact)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    """The last day; None: until further notice."""
    checked_on: Mapped[date | None] = mapped_column(Date)

    def holds_on(self, day: date) -> bool:
        """Tell whether it is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _check(tiers: tuple[Tier, ...]) -> None:
    if not tiers or tiers[-1].up_to is not None:
        raise DomainError(_l("The last tier has no end."), field="tiers")
    bounds = [tier.up_to for tier in tiers[:-1]]
    rising = all(a is not None and b is not None and a < b for a, b in itertools.pairwise(bounds))
    if not rising or any(bound is None or bound <= 0 for bound in bounds):
        raise DomainError(_l("Each tier ends above the one before it."), field="tiers")
    if any(tier.price < 0 for tier in tiers):
        raise DomainError(_l("A price is not below zero."), field="tiers")
