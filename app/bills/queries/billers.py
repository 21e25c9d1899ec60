"""What is read of billers, and of taxes."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts import permissions
from app.accounts.models import Agency
from app.accounts.models.agency import BILLER
from app.accounts.viewer import Viewer
from app.bills.models import Biller, TaxRate
from app.bills.models.biller import HTTP
from app.core.db import db, one


def billers(paper_only: bool = False) -> Sequence[Biller]:
    """Give the billers a citizen may choose from, or those whose bills are opened by paper."""
    statement = (
        select(Biller)
        .join(Agency, Agency.id == Biller.agency_id)
        .where(Agency.is_closed.is_(False), Biller.paper_only.is_(paper_only))
        .order_by(Biller.kind, Biller.id)
    )
    return db.session.scalars(statement).all()


def biller_by_code(code: str) -> Biller | None:
    return db.session.scalar(select(Biller).where(Biller.code == code))


def biller_to_change(code: str) -> Biller | None:
    return one(select(Biller).where(Biller.code == code))


def biller_by_id(biller_id: int) -> Biller | None:
    return db.session.get(Biller, biller_id)


def connected_billers() -> Sequence[Biller]:
    statement = select(Biller).where(Biller.adapter == HTTP, Biller.secret_sealed.is_not(None))
    return db.session.scalars(statement.order_by(Biller.id)).all()


def billers_of(viewer: Viewer) -> Sequence[Biller]:
    ids = viewer.agency_ids(permissions.CLERK)
    if not ids:
        return []
    statement = select(Biller).where(Biller.agency_id.in_(ids)).order_by(Biller.id)
    return db.session.scalars(statement).all()


def billers_below(viewer: Viewer) -> Sequence[Biller]:
    ids = viewer.agency_ids(permissions.ADMINISTER)
    if not ids:
        return []
    statement = select(Biller).where(Biller.agency_id.in_(ids)).order_by(Biller.kind, Biller.id)
    return db.session.scalars(statement).all()


def agencies_to_bill(viewer: Viewer) -> Sequence[Agency]:
    """Give the agencies of kind biller, of those the viewer administers, that do not bill yet."""
    billing = select(Biller.agency_id)
    statement = (
        select(Agency)
        .where(Agency.kind == BILLER, Agency.is_closed.is_(False), Agency.id.not_in(billing))
        .where(Agency.id.in_(viewer.agency_ids(permissions.ADMINISTER)))
        .order_by(Agency.path)
    )
    return db.session.scalars(statement).all()


def managed_biller(viewer: Viewer, biller: str) -> Biller | None:
    """Give the biller of that code if the viewer is its clerk."""
    found = biller_by_code(biller)
    return found if found and viewer.can(permissions.CLERK, found.agency) else None


def tax_rates(kind: str) -> Sequence[TaxRate]:
    """Give the taxes on what billers of ``kind`` sell, of all times, the newest first."""
    statement = select(TaxRate).where(TaxRate.kind == kind)
    return db.session.scalars(statement.order_by(TaxRate.tax, TaxRate.valid_from.desc())).all()
