"""What is read of price lists."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts.viewer import Viewer
from app.bills.models import Tariff
from app.core.db import db, one


def all_tariffs() -> Sequence[Tariff]:
    return db.session.scalars(select(Tariff).order_by(Tariff.kind, Tariff.id)).all()


def tariff_by_code(viewer: Viewer, code: str) -> Tariff | None:
    """Give the price list of that code; prices are no secret."""
    statement = select(Tariff).where(Tariff.code == code).options(joinedload(Tariff.agency))
    return one(statement, Tariff)
