"""What a head types about a household, one at the door or a sheet of all."""

import re
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.phones import NotAPhone
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Words, at_most, needed
from app.core.tables.errors import BadValue
from app.core.text import normalise_tone, whole
from app.villages.households.models import (
    LARGEST_NUMBER,
    MAX_ADDRESS,
    MAX_HEAD,
    MAX_NOTE,
    MOST_PEOPLE,
    MOST_PHONES,
    Household,
)

BETWEEN = re.compile(r"[;,/\n]|\s[-–]\s|\bho[aặ]c\b|\bv[aà]\b", re.IGNORECASE)
NO_NAME = _l("Write the name of the household's head.")


def as_number(typed: str) -> int:
    """Read a household's number in its village; raises ``BadValue``."""
    number = whole(typed.removesuffix(".").removesuffix(".0").strip())
    if number is None or not 1 <= number <= LARGEST_NUMBER:
        raise BadValue(_l("Write the household's number in the village, such as 12."))
    return number


def as_people(typed: str) -> int:
    """Read how many live there; raises ``BadValue``."""
    people = whole(typed.removesuffix(".0").strip())
    if people is None or not 1 <= people <= MOST_PEOPLE:
        raise BadValue(_l("How many people live there? Write a number from 1 to %(most)s.",
                          most=MOST_PEOPLE))  # fmt: skip
    return people


def as_phones(typed: str) -> list[str]:
    """Read numbers between commas, as E.164; raises ``BadValue`` naming the one that is none."""
    found = []
    for part in filter(None, (each.strip() for each in BETWEEN.split(typed))):
        try:
            found.append(phones.parse(part))
        except NotAPhone as wrong:
            raise BadValue(
                _l("“%(number)s” is no mobile number. It has ten digits and begins with 0.",
                   number=part[:30])
            ) from wrong  # fmt: skip
    if len(found) > MOST_PHONES:
        raise BadValue(_l("At most %(most)s numbers for a household.", most=MOST_PHONES))
    return found


def as_head(typed: str) -> str:
    """Read a name as it stands, with or without accents."""
    name = normalise_tone(typed)
    if not name or not any(each.isalpha() for each in name):
        raise BadValue(NO_NAME)
    return name


class HouseholdForm(Form):
    """A household as its village's head writes it down."""

    number = Read(as_number, name="so", most=12)
    head = Line(MAX_HEAD + 1, needed(NO_NAME), at_most(MAX_HEAD), name="chu_ho")
    people = Read(as_people, name="so_nguoi", most=12)
    address = Line(MAX_ADDRESS + 1, at_most(MAX_ADDRESS), name="dia_chi")
    phones = Read(as_phones, name="dien_thoai", empty=[])
    note = Words(MAX_NOTE + 1, at_most(MAX_NOTE), name="ghi_chu")
    version = Read(whole, name="version", empty=None)

    def fill(self, household: Household) -> None:
        """Show a household as it is."""
        self.number.data, self.people.data = household.number, household.people
        self.head.data, self.address.data = household.head, household.address
        self.note.data, self.version.data = household.note, household.version
        self.phones.data = household.phones

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form; numbers as they are written at home."""
        found = super().shown
        if self.phones.typed is None:
            found["phones"] = ", ".join(map(phones.national, self.phones.data or []))
        return found


def refuse_taken(household: Household | None, other: Household | None) -> None:
    """Raise where a number of the village is another household's."""
    if other is not None and (household is None or other.id != household.id):
        raise DomainError(
            _l("Number %(number)s is the household of %(head)s already.", number=other.number,
               head=other.head),
            field="so",
        )  # fmt: skip
