"""An office keeps its guides: changes, checks, closes them; anybody says that a step is wrong."""

from datetime import date, datetime

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


def code_of(title: str) -> str:
    """Give by what a guide of that title is known; empty where nothing of it can be spelt."""
    return ascii_slug(title)[:60].strip("-")


def add(agency: Agency, said: dict[str, str], by: Actor, now: datetime) -> Guide:
    """Write a guide, as checked today.

    Raises:
        DomainError: there is one of that title.
    """
    code = code_of(said["title"])
    if not code or db.session.scalar(select(Guide.id).where(Guide.code == code)) is not None:
        raise DomainError(_l("There is a guide of this title already."), field="ten")
    made = write(agency, said, now, clock.local(now).date())
    db.session.flush()
    audit.record(by.reference, "guide.add", made.reference, now=now, after=dict(said))
    return made


def write(agency: Agency, said: dict[str, str], now: datetime, checked_on: date | None) -> Guide:
    """Write a guide down; ``checked_on`` None: nobody has checked it."""
    made = Guide(
        agency=agency, code=code_of(said["title"]), version=1, changed_at=now, faults=[],
        checked_on=checked_on, **said,
    )  # fmt: skip
    db.session.add(made)
    return made


def change(
    guide: Guide, said: dict[str, str], version: int | None, by: Actor, now: datetime
) -> None:
    """Write down what changed, as checked today; what it said before stays as a version.

    Raises:
        StaleVersion: somebody changed it meanwhile.
    """
    before = {name: getattr(guide, name) for name in SAID}
    guide.check_version(version)
    replace(guide, said, now, clock.local(now).date())
    db.session.flush()
    audit.record(by.reference, "guide.change", guide.reference, now=now, before=before,
                 after=dict(said))  # fmt: skip


def replace(guide: Guide, said: dict[str, str], now: datetime, checked_on: date | None) -> None:
    """Say something else; what was said before stays as a version, its English goes."""
    kept = GuideVersion(
        version=guide.version, steps_text=guide.steps_text, checked_on=guide.checked_on, until=now
    )
    guide.version += 1
    guide.versions.append(kept)
    for name, value in said.items():
        setattr(guide, name, value)
    guide.checked_on, guide.changed_at, guide.faults = checked_on, now, []
    guide.closed_on, guide.english = None, {}


def note_check(guide: Guide, day: date | None) -> None:
    """Note that a list says it was checked on ``day``, where that is news."""
    if day is not None and (guide.checked_on is None or day > guide.checked_on):
        guide.checked_on, guide.faults = day, []


def check(guide: Guide, by: Actor, now: datetime) -> None:
    """Note that an office made sure of it today: every step holds."""
    guide.checked_on, guide.faults = clock.local(now).date(), []
    audit.record(by.reference, "guide.check", guide.reference, now=now)


def close(guide: Guide, by: Actor, now: datetime) -> None:
    """Take a guide away: nobody finds it, its row stays."""
    if guide.is_open:
        guide.closed_on, guide.faults = clock.local(now).date(), []
        audit.record(by.reference, "guide.close", guide.reference, now=now)


def say_wrong(guide: Guide, step: int | None, now: datetime) -> None:
    """Note that somebody says a step no longer holds. The caller commits, refused too.

    Raises:
        DomainError: there is no such step. TooMany: very much was sent from there.
    """
    sending.spend(sending.WRONG_ENTRIES, now)
    if step is None or not 1 <= step <= len(guide.steps):
        raise DomainError(_l("Choose the step."), field="buoc")
    row = counted(GuideFault, {"guide_id": guide.id, "step": step}, now)
    key = f"guide-fault:{row.id}:{row.first_at.isoformat()}"
    url = f"/can-bo/huong-dan/{guide.code}"
    tell(keepers(guide.agency), TOLD.name, {"name": guide.title}, url, key, now=now)
