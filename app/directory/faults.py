"""Anybody says by a tap that something is wrong; who keeps it is told once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import businesses, sending
from app.core.db import db
from app.core.errors import DomainError
from app.core.inserting import insert
from app.directory.models import REASONS, DirectoryEntry, DirectoryFault
from app.directory.rights import keepers
from app.notifications import tell
from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register

Fault = TypeVar("Fault", bound=Any)
TOLD = register(
    Kind(
        "directory-fault",
        _l("Somebody says an entry of the directory is wrong"),
        _l("%(name)s"),
        "flag",
        group=DESK,
    )
)
OWN = register(
    Kind(
        "directory-own-fault", _l("Somebody says your entry in the directory is wrong"),
        _l("%(name)s"), "flag", group=MARKET,
    )
)  # fmt: skip


def say(entry: DirectoryEntry, reason: str, now: datetime) -> None:
    """Note that somebody says so; the same said again is counted. The caller commits, refused too.

    Raises:
        DomainError: no such reason. TooMany: very much was sent from there.
    """
    sending.spend(sending.WRONG_ENTRIES, now)
    if reason not in REASONS:
        raise DomainError(_l("Choose what is wrong."), field="sai")
    row = counted(DirectoryFault, {"entry_id": entry.id, "reason": reason}, now)
    key = f"directory-fault:{row.id}:{row.first_at.isoformat()}"
    url = f"/can-bo/danh-ba/{entry.code}"
    tell(keepers(entry.agency), TOLD.name, {"name": entry.name}, url, key, now=now)
    if entry.business_code:
        people, own = businesses.managers(entry.business_code), f"/danh-ba/{entry.code}/cua-toi"
        tell(people, OWN.name, {"name": entry.name}, own, key, now=now)


def counted(model: type[Fault], about: Mapping[str, Any], now: datetime) -> Fault:
    """Give the row of what is wrong, ``about`` being its unique columns: made, or counted on."""
    table = model.__table__
    one = {**about, "count": 1, "first_at": now, "last_at": now}
    again = {"count": table.c.count + 1, "last_at": now}
    db.session.execute(
        insert(table).values(**one).on_conflict_do_update(index_elements=list(about), set_=again)
    )
    return db.session.scalars(select(model).filter_by(**about)).one()
