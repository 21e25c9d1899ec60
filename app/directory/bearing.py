"""Many entries that are new, from a sheet: written as bare rows with their words, in one go."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import insert

from app.accounts.models import Agency
from app.core import clock
from app.core.db import db
from app.directory import finding
from app.directory.keeping import Said, columns_of, due
from app.directory.models import DirectoryEntry, DirectoryKind, DirectoryWord, lies_at


class Newcomer(NamedTuple):
    """What is to be an entry; ``checked_on`` None: nobody has checked it."""

    kind: DirectoryKind
    key: str
    said: Said
    checked_on: date | None


def bear(agency: Agency, rows: Sequence[Newcomer], now: datetime) -> None:
    """Write them down as the agency's, each with a key that it has no entry under."""
    if not rows:
        return
    table = DirectoryEntry.__table__
    added = insert(table).returning(table.c.source_key, table.c.id)
    made = db.session.execute(added, [_columns(agency, each, now) for each in rows])
    numbers = {key: number for key, number in made}
    words = [
        word for each in rows for word in _words(agency, each.kind, each.said, numbers[each.key])
    ]
    db.session.execute(insert(DirectoryWord.__table__), words)


def _columns(agency: Agency, row: Newcomer, now: datetime) -> Mapping[str, Any]:
    return {
        **columns_of(row.said),
        "agency_id": agency.id,
        "kind_id": row.kind.id,
        "source_key": row.key,
        "checked_on": row.checked_on,
        "check_due": due(row.kind, row.checked_on) if row.checked_on else clock.local(now).date(),
        "created_at": now,
        "changed_at": now,
    }


def _words(
    agency: Agency, kind: DirectoryKind, said: Said, number: int
) -> list[Mapping[str, object]]:
    where = lies_at(said.address, said.village, said.commune)
    found = finding.words_for(said.name, where, kind, said.commune, agency.id)
    key = finding.sort_key(said.name)
    return [{"word": word, "sort_key": key, "entry_id": number} for word in sorted(found)]
