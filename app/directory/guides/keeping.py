"""An office keeps its guides: changes, checks, closes them; anybody says that a step is wrong."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts import sending
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit, clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import ascii_slug
from app.directory.faults import counted
from app.directory.guides.models import Guide, GuideFault, GuideVersion
from app.directory.rights import keepers
from app.notifications import tell
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register

SAID = ("title", "words", "audience", "place", "fee", "takes", "helper", "link", "steps_text")
TOLD = register(
    Kind(
        "guide-fault",
        _l("Somebody says a step of a guide no longer holds"),
        _l("%(name)s"),
        "flag",
        group=DESK,
    )
)


def add(agency: Agency, said: dict[str, str], by: Actor, now: datetime) -> Guide:
    """Write a guide, as checked today.

    Raises:
        DomainError: there is one of that title.
    """
    code = ascii_slug(said["title"])[:60].strip("-")
    if not code or db.session.scalar(select(Guide.id).where(Guide.code == code)) is not None:
        raise DomainError(_l("There is a guide of this title already."), field="ten")
    made = Guide(agency=agency, code=code, version=1, changed_at=now, faults=[], **said)
    made.checked_on = clock.local(now).date()
    db.session.add(made)
    db.session.flush()
    audit.record(by.reference, "guide.add", made.reference, now=now, after=dict(said))
    return made


def change(
    guide: Guide, said: dict[str, str], version: int | None, by: Actor, now: datetime
) -> None:
    """Write down what changed, as checked today; what it said before stays as a version.

    Raises:
        StaleVersion: somebody changed it meanwhile.
    """
    before = {name: getattr(guide, name) for name in SAID}
    kept = GuideVersion(
        version=guide.version, steps_text=guide.steps_text, checked_on=guide.checked_on, until=now
    )
    guide.count_version(version)
    guide.versions.append(kept)
    for name, value in said.items():
        setattr(guide, name, value)
    guide.checked_on, guide.changed_at, guide.faults = clock.local(now).date(), now, []
    db.session.flush()
    audit.record(by.reference, "guide.change", guide.reference, now=now, before=before,
                 after=dict(said))  # fmt: skip


def check(guide: Guide, by: Actor, now: datetime) -> None:
    """Note that an office made sure of it today: every step holds."""
    guide.checked_on, guide.faults = clock.local(now).date(), []
    audit.record(by.reference, "guide.check", guide.reference, now=now)


def close(guide: Guide, by: Actor, now: datetime) -> None:
    """Take a guide away: nobody finds it, its row stays."""
    if guide.is_open:
        guide.closed_on, guide.faults = clock.local(now).date(), []
        audit.record(by.reference, "guide.close", guide.reference, now=now)


def say_wrong(guide: Guide, step: int, now: datetime) -> None:
    """Note that somebody says a step no longer holds. The caller commits, refused too.

    Raises:
        DomainError: there is no such step. TooMany: very much was sent from there.
    """
    sending.spend(sending.WRONG_ENTRIES, now)
    if not 1 <= step <= len(guide.steps):
        raise DomainError(_l("Choose the step."), field="buoc")
    row = counted(GuideFault, {"guide_id": guide.id, "step": step}, now)
    key = f"guide-fault:{row.id}:{row.first_at.isoformat()}"
    url = f"/can-bo/huong-dan/{guide.code}"
    tell(keepers(guide.agency), TOLD.name, {"name": guide.title}, url, key, now=now)
