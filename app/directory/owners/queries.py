"""Reading what businesses keep and propose: their own, and what waits for an office."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from app.accounts import businesses
from app.accounts.answering import office_for
from app.accounts.businesses import Business
from app.accounts.models import Agency
from app.accounts.permissions import KEEP_DIRECTORY
from app.accounts.viewer import Viewer
from app.core.db import db, one
from app.core.listing import counted
from app.core.navigation import MOST_WAITING
from app.directory import queries
from app.directory.models import DirectoryEntry, DirectoryKind
from app.directory.owners.models import WAITING, DirectoryProposal
from app.places.models import Place

MOST = 60


class NewOwned(NamedTuple):
    """Where a business adds an entry: whose it will be, and of which kind."""

    business: Business
    kind: DirectoryKind


def runs_business(viewer: Viewer) -> bool:
    return bool(businesses.run_by(viewer))


def owner_of(viewer: Viewer, entry: DirectoryEntry) -> Business | None:
    """Give the business of the viewer's that keeps the entry."""
    return businesses.run(viewer, entry.business_code) if entry.business_code else None


def is_owner(viewer: Viewer, entry: DirectoryEntry) -> bool:
    return owner_of(viewer, entry) is not None


def may_claim(viewer: Viewer, entry: DirectoryEntry) -> bool:
    """Tell whether a business of the viewer's may say that the entry is theirs."""
    return is_free(entry) and runs_business(viewer)


def is_free(entry: DirectoryEntry) -> bool:
    """Tell whether the entry is of a kind that businesses keep, and nobody keeps it yet."""
    return entry.kind.of_businesses and businesses.load(entry.business_code) is None


def opened(_viewer: object, code: str) -> DirectoryEntry | None:
    """Give the entry with that code while it is there; locked where it is to be changed."""
    found = queries.kept(None, code)
    return found if found is not None and found.is_open else None


def place_for(viewer: Viewer, business: str, kind: str) -> NewOwned | None:
    """Give where a new entry goes, to whoever runs the business."""
    whose, what = businesses.run(viewer, business), queries.kind_by_code(kind)
    return NewOwned(whose, what) if whose and what and what.of_businesses else None


def may_place(viewer: Viewer, new: NewOwned) -> bool:
    return businesses.run(viewer, new.business.code) is not None


def of_businesses() -> list[DirectoryKind]:
    """Give the kinds of entries that a business may keep."""
    return [each for each in queries.kinds() if each.of_businesses]


def owned(codes: Sequence[str]) -> Sequence[DirectoryEntry]:
    """Give the entries that those businesses keep, those first whose check is due first."""
    mine = select(DirectoryEntry).where(
        DirectoryEntry.business_code.in_(codes), DirectoryEntry.closed_on.is_(None)
    )
    whole = mine.options(joinedload(DirectoryEntry.commune), joinedload(DirectoryEntry.village))
    order = DirectoryEntry.check_due, DirectoryEntry.id
    return db.session.scalars(whole.order_by(*order).limit(MOST)).all()


def proposed(codes: Sequence[str]) -> Sequence[DirectoryProposal]:
    """Give what those businesses proposed, the newest first."""
    mine = select(DirectoryProposal).where(DirectoryProposal.business_code.in_(codes))
    whole = mine.options(joinedload(DirectoryProposal.entry), joinedload(DirectoryProposal.agency))
    return db.session.scalars(whole.order_by(DirectoryProposal.id.desc()).limit(MOST)).all()


def keys_of(agency: Agency, keys: Sequence[str]) -> set[str]:
    """Give which of those keys the agency has an entry of."""
    mine = DirectoryEntry.agency_id == agency.id, DirectoryEntry.source_key.in_(keys)
    return set(db.session.scalars(select(DirectoryEntry.source_key).where(*mine)))


def about(business: Business, subject: str) -> DirectoryProposal | None:
    """Give the business's word about that subject, locked where it is to be changed."""
    mine = DirectoryProposal.business_code == business.code, DirectoryProposal.subject == subject
    found: DirectoryProposal | None = one(select(DirectoryProposal).where(*mine), DirectoryProposal)
    return found


def by_code(_viewer: object, code: str) -> DirectoryProposal | None:
    """Give the one with that code, locked when writing, its entry before it."""
    mine = DirectoryProposal.code == code
    entry_id = db.session.scalar(select(DirectoryProposal.entry_id).where(mine))
    if entry_id is not None:
        one(select(DirectoryEntry).where(DirectoryEntry.id == entry_id), DirectoryEntry)
    found: DirectoryProposal | None = one(select(DirectoryProposal).where(mine), DirectoryProposal)
    return found


def sent_it(viewer: Viewer, found: DirectoryProposal) -> bool:
    return businesses.run(viewer, found.business_code) is not None


def may_decide(viewer: Viewer, found: DirectoryProposal) -> bool:
    """Tell whether the viewer decides: who keeps the agency's entries and not the business."""
    return viewer.can(KEEP_DIRECTORY, found.agency) and not sent_it(viewer, found)


def waiting(viewer: Viewer) -> Sequence[DirectoryProposal]:
    """Give what waits for the viewer's decision, what came first in front."""
    mine = select(DirectoryProposal).where(*_waits(viewer)).order_by(DirectoryProposal.sent_at)
    whole = mine.options(joinedload(DirectoryProposal.entry), joinedload(DirectoryProposal.agency))
    return db.session.scalars(whole.limit(MOST)).all()


def count_waiting(viewer: Viewer, _now: datetime) -> Any:
    """Count what waits for the viewer's decision, as a scalar statement."""
    if not viewer.has(KEEP_DIRECTORY):
        return None
    return counted(select(DirectoryProposal.id).where(*_waits(viewer)), MOST_WAITING)


def _waits(viewer: Viewer) -> tuple[Any, ...]:
    mine = DirectoryProposal.agency_id.in_(viewer.agencies_below(KEEP_DIRECTORY))
    return DirectoryProposal.status == WAITING, mine


def agency_for(commune: Place) -> Agency | None:
    """Give who keeps a commune's entries, else the province's; None: nobody does."""
    return office_for(KEEP_DIRECTORY, commune)
