"""A head writes households down, changes them, takes them off, opens their phones."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import IntegrityError

from app.accounts.actors import Actor
from app.core import audit, personal
from app.core.db import db
from app.core.errors import Conflict, DomainError
from app.places.models import Place
from app.villages.households import queries
from app.villages.households.forms import HouseholdForm, refuse_taken
from app.villages.households.models import Household, PhoneLook

OPEN_FOR = timedelta(hours=12)
"""A day's round from door to door."""
REASONS = {
    "notice": _l("To call people to a meeting or tell them something"),
    "list": _l("To bring the list up to date"),
    "help": _l("To help somebody of the village"),
}


def add(village: Place, form: HouseholdForm, by: Actor, now: datetime) -> Household:
    """Write down a new household.

    Raises:
        DomainError: its number is taken.
    """
    refuse_taken(None, queries.by_number(village.id, form.number.data))
    made = born(village.id, now)
    _describe(made, form, now)
    try:
        db.session.flush()
    except IntegrityError as error:  # somebody wrote the same number a moment ago
        raise Conflict(_l("This number was given to another household just now."),
                       field="so") from error  # fmt: skip
    audit.record(by.reference, "household.add", made.reference, now=now)
    return made


def born(village_id: int, now: datetime) -> Household:
    """Make a household with its key and slip; the caller describes it."""
    made = Household(
        village_id=village_id, person_key=personal.new_key(), created_at=now, version=1, members=[],
        numbers=[],
    )  # fmt: skip
    db.session.add(made)
    made.give_slip()
    return made


def change(household: Household, form: HouseholdForm, by: Actor, now: datetime) -> None:
    """Write down what changed.

    Raises:
        DomainError: the number is taken. StaleVersion: somebody changed it meanwhile.
    """
    household.count_version(form.version.data)
    refuse_taken(household, queries.by_number(household.village_id, form.number.data))
    _describe(household, form, now)
    db.session.flush()
    audit.record(by.reference, "household.change", household.reference, now=now)


def take_off(household: Household, by: Actor, now: datetime) -> None:
    """Take a household off the list for good: its personal data go at once."""
    household.forget()
    household.changed_at = now
    audit.record(by.reference, "household.take-off", household.reference, now=now)


def new_slip(household: Household, by: Actor, now: datetime) -> None:
    """Give the household a new code; the old slip opens nothing any more."""
    household.give_slip()
    audit.record(by.reference, "household.slip", household.reference, now=now)


def open_phones(village: Place, reason: str, user_id: int, by: Actor, now: datetime) -> None:
    """Open the village's phones to the head for a day's round; the reason is written down.

    Raises:
        DomainError: no reason.
    """
    if reason not in REASONS:
        raise DomainError(_l("Choose what the numbers are for."), field="ly_do")
    look = PhoneLook(
        village_id=village.id, user_id=user_id, reason=reason, at=now, until=now + OPEN_FOR
    )
    db.session.add(look)
    audit.record(
        by.reference, "village.phones", f"village:{village.id}", now=now, after={"reason": reason}
    )


def _describe(household: Household, form: HouseholdForm, now: datetime) -> None:
    household.describe(
        form.number.data, form.head.data, form.people.data, form.address.data, form.note.data
    )
    household.be_called(form.phones.data)
    household.changed_at = now
