"""What the worker does: reminds offices to check what they keep, forgets turns of duty."""

from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts import businesses
from app.accounts.models import Agency
from app.core import clock, jobs
from app.core.db import db, for_change
from app.directory.models import DirectoryEntry, DirectoryTurn
from app.directory.rights import keepers
from app.notifications import tell
from app.notifications.groups import DESK, MARKET
from app.notifications.kinds import Kind, register

CHUNK = 500
TURNS_KEPT = timedelta(days=7)
CHECK_OWN = register(
    Kind(
        "directory-own-check", _l("Is your entry in the directory still right?"),
        _l("%(name)s"), "clock", group=MARKET,
    )
)  # fmt: skip
CHECK = register(
    Kind(
        "directory-check",
        _l("Entries of the directory wait to be checked"),
        _l("%(agency)s: is all still right?"),
        "clock",
        group=DESK,
    )
)


@jobs.every(timedelta(hours=12))
def remind_now() -> None:
    """Tell each office once a day of what it has to look at again."""
    jobs.by_parts(remind, CHUNK)


@jobs.every(timedelta(hours=12))
def forget_turns_now() -> None:
    """Drop who was on duty a week ago."""
    old = DirectoryTurn.ends_at < clock.now() - TURNS_KEPT
    db.session.execute(delete(DirectoryTurn).where(old))
    db.session.commit()


def remind(now: datetime) -> int:
    """Tell the keepers of entries whose check is due, once for each; give how many there were.

    Of an entry that a business keeps the business is told, and its office where it has none now.
    """
    today = clock.local(now).date()
    due = (
        select(DirectoryEntry.id)
        .where(
            DirectoryEntry.check_due <= today,
            DirectoryEntry.told_of_check.is_(False),
            DirectoryEntry.closed_on.is_(None),
        )
        .order_by(DirectoryEntry.check_due)
        .limit(CHUNK)
    )
    mine = select(DirectoryEntry).where(DirectoryEntry.id.in_(due)).order_by(DirectoryEntry.id)
    rows = db.session.scalars(for_change(mine, of=DirectoryEntry)).all()
    for each in rows:
        each.told_of_check = True
    left = [each for each in rows if not _told_its_business(each, today, now)]
    for agency_id in sorted({each.agency_id for each in left}):
        agency = db.session.get_one(Agency, agency_id)
        url = f"/can-bo/danh-ba?cua={agency.code}&xem=han"
        key = f"directory-check:{agency_id}:{today}"
        tell(keepers(agency), CHECK.name, {"agency": agency.name}, url, key, now=now)
    return len(rows)


def _told_its_business(entry: DirectoryEntry, today: date, now: datetime) -> bool:
    people = businesses.managers(entry.business_code) if entry.business_code else []
    url, key = f"/danh-ba/{entry.code}/cua-toi", f"directory-own-check:{entry.id}:{today}"
    tell(people, CHECK_OWN.name, {"name": entry.name}, url, key, now=now)
    return bool(people)
