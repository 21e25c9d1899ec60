"""An office keeps its programmes: adds, changes, checks, takes them away."""

from datetime import datetime
from typing import Any

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit, clock
from app.core.db import db
from app.directory.programmes.models import Programme

SAID = ("kind", "title", "who", "about", "phones", "until", "link", "fits")


def add(agency: Agency, said: dict[str, Any], by: Actor, now: datetime) -> Programme:
    """Write a programme down, as checked today."""
    made = Programme(agency=agency, agency_id=agency.id, version=1, **said)
    made.checked_on = clock.local(now).date()
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "programme.add", made.reference, now=now, after=facts(made))
    return made


def change(
    found: Programme, said: dict[str, Any], version: int | None, by: Actor, now: datetime
) -> None:
    """Write down what changed, as checked today; a link that is another is tested anew.

    Raises:
        StaleVersion: somebody changed it meanwhile.
    """
    found.count_version(version)
    before = facts(found)
    if said["link"] != found.link:
        found.link_tested_at, found.link_failures, found.link_why = None, 0, ""
    for name, value in said.items():
        setattr(found, name, value)
    found.checked_on = clock.local(now).date()
    audit.record(by.reference, "programme.change", found.reference, now=now, before=before,
                 after=facts(found))  # fmt: skip


def close(found: Programme, by: Actor, now: datetime) -> None:
    """Take a programme away: nobody finds it, its row stays."""
    found.closed_on = clock.local(now).date()
    audit.record(by.reference, "programme.close", found.reference, now=now)


def facts(found: Programme) -> dict[str, Any]:
    """Give what the audit log keeps of a programme."""
    said = {name: getattr(found, name) for name in SAID}
    return {**said, "until": found.until.isoformat() if found.until else None}
