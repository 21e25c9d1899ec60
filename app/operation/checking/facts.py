"""What is to be looked at now and then: hotlines, links, prices and tax rates that count today."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.bills.models import Tariff, TariffVersion, TaxRate
from app.bills.models.biller import KINDS as SOLD
from app.bills.models.tariff import TAXES
from app.bills.views.common import units
from app.core import audit
from app.core.db import db
from app.core.formats import day as written
from app.market.models import MarketDuty
from app.places import contacts
from app.places.contacts import HOTLINE, KINDS, LINK, Contact

CHECKED_FOR = timedelta(days=180)
ENDS_SOON = timedelta(days=45)
"""A rate that ends in so many days, with none that goes on, is looked at too."""
CONTACT, PRICES, RATE, DUTY = "contact", "prices", "rate", "duty"
MODELS: dict[str, Any] = {
    CONTACT: Contact, PRICES: TariffVersion, RATE: TaxRate, DUTY: MarketDuty,
}  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One row: ``what`` it is, its ``value``, where it comes from, and when it was looked at."""

    kind: str
    number: int
    group: Any
    what: str
    value: str
    basis: str
    since: date
    until: date | None
    checked_on: date | None
    is_due: bool
    url: str = ""
    """Where it leads, of a link."""


def all_of(day: date) -> list[Fact]:
    """Give all of them, what is due first."""
    found = [*_contacts(day), *_prices(day), *_rates(day), *_duties(day)]
    return sorted(found, key=lambda each: not each.is_due)


def due(day: date) -> int:
    return sum(each.is_due for each in all_of(day))


def look_at(row: Any, day: date, by: str, now: datetime) -> None:
    """Note that somebody made sure of it on ``day``."""
    if isinstance(row, Contact):
        contacts.look_at(row, day, by, now)
        return
    row.checked_on = day
    subject = f"{row.__tablename__}:{row.id}"
    audit.record(by, "rate.check", subject, now=now, after={"checked_on": f"{day}"})


def _is_due(checked_on: date | None, day: date, until: date | None = None) -> bool:
    ends = until is not None and until - day <= ENDS_SOON
    return ends or checked_on is None or day - checked_on > CHECKED_FOR


def _contacts(day: date) -> Iterator[Fact]:
    for kind in (HOTLINE, LINK):
        for row in contacts.counting(kind, day):
            what = f"{row.label} · {row.place.title}" if row.place else row.label
            yield Fact(
                CONTACT, row.id, KINDS[kind], what, row.value, row.basis, row.valid_from,
                row.valid_to, row.checked_on, _is_due(row.checked_on, day, row.valid_to),
                row.value if kind == LINK else "",
            )  # fmt: skip


def _prices(day: date) -> Iterator[Fact]:
    """Give the version in force of each list that is common to all."""
    statement = select(Tariff).where(Tariff.agency_id.is_(None)).order_by(Tariff.id)
    for tariff in db.session.scalars(statement):
        row = tariff.version_on(day)
        if row is not None:
            said = " · ".join(f"{units(tier.price)} ₫" for tier in row.tiers)
            yield Fact(PRICES, row.id, _l("Prices"), f"{tariff.name} ({tariff.unit})", said,
                       row.basis, row.valid_from, None, row.checked_on,
                       _is_due(row.checked_on, day))  # fmt: skip


def _rates(day: date) -> Iterator[Fact]:
    statement = select(TaxRate).where(or_(TaxRate.valid_to.is_(None), TaxRate.valid_to >= day))
    rows = db.session.scalars(statement.order_by(TaxRate.kind, TaxRate.tax, TaxRate.valid_from))
    found = list(rows)
    for row in found:
        if row.valid_from > day:
            continue
        goes_on = any(
            (each.kind, each.tax) == (row.kind, row.tax) and each.valid_from > row.valid_from
            for each in found
        )
        ends = None if goes_on else row.valid_to
        what = f"{TAXES[row.tax]} · {SOLD[row.kind][0] if row.kind in SOLD else row.kind}"
        yield Fact(RATE, row.id, _l("Taxes and fees"), what, f"{units(row.rate * 100)} %", "",
                   row.valid_from, row.valid_to, row.checked_on,
                   _is_due(row.checked_on, day, ends))  # fmt: skip


def _duties(day: date) -> Iterator[Fact]:
    for row in db.session.scalars(select(MarketDuty).order_by(MarketDuty.id)):
        yield Fact(DUTY, row.id, _l("Duties by law"), str(_l("Sellers have to be identified")),
                   str(_l("from %(day)s on", day=written(row.holds_from))), row.basis,
                   row.holds_from, None, row.checked_on, _is_due(row.checked_on, day))  # fmt: skip


def by_number(kind: str, number: int) -> Any:
    """Give the row itself; None for none, or a kind that there is not."""
    model = MODELS.get(kind)
    return db.session.get(model, number) if model is not None else None


def ended() -> list[Contact]:
    """Give numbers and links that were ended of late and have no successor of their code."""
    statement = (
        select(Contact)
        .where(Contact.valid_to.is_not(None))
        .options(joinedload(Contact.place))
        .order_by(Contact.valid_to.desc(), Contact.id.desc())
        .limit(20)
    )
    rows = db.session.scalars(statement).unique().all()
    going_on = select(Contact.kind, Contact.code).where(Contact.valid_to.is_(None))
    present = {(kind, code) for kind, code in db.session.execute(going_on)}
    return [row for row in rows if (row.kind, row.code) not in present]
