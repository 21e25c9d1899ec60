"""An agency keeps its entries: adds, changes, checks, closes them, says who is on duty."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.core.text import ascii_slug
from app.directory import finding
from app.directory.models import MAX_KEY, DirectoryEntry, DirectoryKind, DirectoryTurn
from app.places.models import Place

MOST_TURNS = 60
LONGEST_TURN = timedelta(days=7)


@dataclass(frozen=True)
class Said:
    """What is said of an entry, cleaned; ``point`` is latitude and longitude."""

    name: str
    commune: Place | None = None
    village: Place | None = None
    phones: str = ""
    address: str = ""
    hours: str = ""
    days: str = ""
    about: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    point: tuple[float, float] | None = None


PLAIN = ("name", "phones", "address", "hours", "days", "about")


def key_of(kind: DirectoryKind, said: Said) -> str:
    """Give by what an entry is known that brings no key of its own: kind, name and place."""
    places = [each.code for each in (said.commune, said.village) if each is not None]
    return ascii_slug(" ".join([kind.code, said.name, *places]))[:MAX_KEY]


def born(agency: Agency, kind: DirectoryKind, key: str, now: datetime) -> DirectoryEntry:
    """Make an entry that nobody checked yet; the caller describes it."""
    made = DirectoryEntry(
        agency=agency, agency_id=agency.id, kind=kind, source_key=key, version=1, created_at=now,
        check_due=clock.local(now).date(), told_of_check=False, checked_by_owner=False, words=[],
        faults=[], turns=[],
    )  # fmt: skip
    db.session.add(made)
    return made


def add(
    agency: Agency, kind: DirectoryKind, said: Said, by: Actor, now: datetime
) -> DirectoryEntry:
    """Write down a new entry, as checked today.

    Raises:
        Conflict: the agency has one of that kind, name and place.
    """
    made = born(agency, kind, key_of(kind, said), now)
    with db.session.no_autoflush:
        describe(made, said, now)
        _be_checked(made, by, now)
    _flush_new()
    finding.index(made)
    audit.record(by.reference, "directory.add", made.reference, now=now, after=facts(made))
    return made


def change(
    entry: DirectoryEntry, said: Said, version: int | None, by: Actor, now: datetime
) -> None:
    """Write down what changed, as checked today; what was said to be wrong is answered by it.

    Raises:
        StaleVersion: somebody changed it meanwhile.
    """
    entry.count_version(version)
    before = facts(entry)
    describe(entry, said, now)
    _be_checked(entry, by, now)
    entry.faults = []
    db.session.flush()
    finding.index(entry)
    audit.record(by.reference, "directory.change", entry.reference, now=now, before=before,
                 after=facts(entry))  # fmt: skip


def columns_of(said: Said) -> dict[str, Any]:
    """Give what an entry's columns hold of what is said."""
    lat, long = said.point or (None, None)
    return {
        **{name: getattr(said, name) for name in PLAIN},
        "commune_id": said.commune.id if said.commune else None,
        "village_id": said.village.id if said.village else None,
        "values": dict(said.values),
        "lat": lat,
        "long": long,
        "cell": finding.cell_of(*said.point) if said.point else None,
    }


def describe(entry: DirectoryEntry, said: Said, now: datetime) -> None:
    for name, value in columns_of(said).items():
        setattr(entry, name, value)
    entry.commune, entry.village = said.commune, said.village
    entry.changed_at = now


def is_as_said(entry: DirectoryEntry, said: Said) -> bool:
    """Tell whether describing it so would change nothing."""
    return all(getattr(entry, name) == value for name, value in columns_of(said).items())


def check(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Note that somebody made sure of it today: nothing of it is wrong."""
    _be_checked(entry, by, now)
    entry.faults = []
    audit.record(by.reference, "directory.check", entry.reference, now=now)


def check_own(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Note that the business that keeps it made sure of it today.

    What others said to be wrong stays for the office: nobody clears that of themselves.
    """
    _be_checked(entry, by, now)
    entry.checked_by_owner = True
    audit.record(by.reference, "directory.check", entry.reference, now=now)


def close(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Say that it is there no longer: nobody finds it, its row stays."""
    if entry.is_open:
        entry.closed_on, entry.faults = clock.local(now).date(), []
        finding.index(entry)
        audit.record(by.reference, "directory.close", entry.reference, now=now)


def reopen(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    """Say that it is there again, or that closing it was a mistake."""
    if not entry.is_open:
        entry.closed_on = None
        _be_checked(entry, by, now)
        finding.index(entry)
        audit.record(by.reference, "directory.reopen", entry.reference, now=now)


def take_turn(
    entry: DirectoryEntry, name: str, phone: str, span: tuple[datetime, datetime], by: Actor,
    now: datetime,
) -> DirectoryTurn:  # fmt: skip
    """Say who is on duty from when until when.

    Raises:
        DomainError: it ends before it begins, is over, lasts too long, or there are very many.
    """
    begins, ends = span
    if ends <= begins:
        raise DomainError(_l("It has to end after it begins."), field="den")
    if ends <= now:
        raise DomainError(_l("This time is over already."), field="den")
    if ends - begins > LONGEST_TURN:
        raise DomainError(_l("At most seven days at once."), field="den")
    if len(entry.turns) >= MOST_TURNS:
        raise DomainError(_l("At most %(most)s turns. Remove some first.", most=MOST_TURNS))
    made = DirectoryTurn(entry=entry, name=name, phone=phone, starts_at=begins, ends_at=ends)
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "directory.turn", entry.reference, now=now)
    return made


def drop_turn(turn: DirectoryTurn, by: Actor, now: datetime) -> None:
    """Take a turn of duty away."""
    reference = turn.entry.reference
    turn.entry.turns.remove(turn)
    audit.record(by.reference, "directory.turn-dropped", reference, now=now)


def facts(entry: DirectoryEntry) -> dict[str, object]:
    """Give what the audit log keeps of an entry."""
    return {
        **{name: getattr(entry, name) for name in PLAIN},
        "kind": entry.kind.code, "commune": entry.commune_id, "lat": entry.lat, "long": entry.long,
    }  # fmt: skip


def due(kind: DirectoryKind, day: date) -> date:
    """Give until when something of a kind that was checked on ``day`` is held to be right."""
    return day + timedelta(days=kind.check_days)


def _be_checked(entry: DirectoryEntry, by: Actor, now: datetime) -> None:
    today = clock.local(now).date()
    entry.checked_on, entry.checked_by_id, entry.checked_by_owner = today, by.user_id, False
    entry.check_due, entry.told_of_check = due(entry.kind, today), False


def _flush_new() -> None:
    try:
        db.session.flush()
    except IntegrityError as error:
        raise Conflict(
            _l("There is an entry of this kind, name and place already. Change that one."),
            field="ten",
        ) from error
