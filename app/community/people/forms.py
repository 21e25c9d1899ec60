"""What is typed about a person at the door, or stands in a row of a sheet."""

import re
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import phones
from app.accounts.phones import NotAPhone
from app.community.people.card import NUMBER, Card
from app.community.people.models import (
    MAX_ADDRESS,
    MAX_NAME,
    OLDEST,
    SEXES,
    YOUNGEST,
    CommunityPerson,
)
from app.core import clock
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Tick, at_most, needed
from app.core.tables.errors import BadValue
from app.core.text import whole
from app.villages.households.forms import as_number

YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
NO_NAME = _l("Write the person's name.")
TOO_YOUNG = _l("The list begins at %(least)s years.", least=YOUNGEST)


def as_born(typed: str) -> int:
    """Read a year of birth, or the year of a day; raises ``BadValue`` for one nobody alive has."""
    found = YEAR.findall(typed)
    if len(found) != 1:
        raise BadValue(_l("Write the year of birth, such as 1958."))
    return plausible(int(found[0]), clock.now())


def plausible(born: int, now: datetime) -> int:
    """Give the year back; raises ``BadValue`` for one to come or of longer ago than people live."""
    age = clock.local(now).year - born
    if age < 0:
        raise BadValue(_l("%(year)s is still to come. Look at the year of birth again.", year=born))
    if age > OLDEST:
        raise BadValue(
            _l("Born in %(year)s, the person would be %(age)s years old. Look at it again.",
               year=born, age=age)
        )  # fmt: skip
    return born


def is_too_young(born: int | None, now: datetime) -> bool:
    return born is not None and clock.local(now).year - born < YOUNGEST


def as_old_enough(typed: str) -> int:
    """Read a year of birth of somebody who may be on a list; raises ``BadValue``."""
    born = as_born(typed)
    if is_too_young(born, clock.now()):
        raise BadValue(TOO_YOUNG)
    return born


def as_phone(typed: str) -> str:
    """Read one number, as E.164; raises ``BadValue``."""
    try:
        return phones.parse(typed)
    except NotAPhone as wrong:
        raise BadValue(
            _l("“%(number)s” is no mobile number. It has ten digits and begins with 0.",
               number=typed[:30])
        ) from wrong  # fmt: skip


def as_sex(typed: str) -> str:
    """Read what the card says; what it does not say counts for nothing."""
    return typed if typed in SEXES else ""


def as_card(typed: str) -> str:
    """Read the number of an identity card; raises ``BadValue``."""
    found = "".join(typed.split())
    if not NUMBER.fullmatch(found):
        raise BadValue(_l("The number of an identity card has twelve digits."))
    return found


class PersonForm(Form):
    """A person as a helper writes them down."""

    name = Line(MAX_NAME + 1, needed(NO_NAME), at_most(MAX_NAME), name="ho_ten")
    born = Read(as_old_enough, name="nam_sinh", most=12, empty=None)
    number = Read(as_number, name="so_ho", most=12, empty=None)
    address = Line(MAX_ADDRESS + 1, at_most(MAX_ADDRESS), name="dia_chi")
    phone = Read(as_phone, name="dien_thoai", empty="")
    sex = Read(as_sex, name="gioi", most=2, empty="")
    consents = Tick(name="dong_y_so")
    card = Read(as_card, name="so_can_cuoc", most=20, empty="")
    area = Line(20, name="khu")
    version = Read(whole, name="version", empty=None)

    def fill(self, person: CommunityPerson) -> None:
        """Show a person as they are."""
        it = person.opened()
        self.name.data, self.born.data, self.number.data = it.name, it.born, person.number
        self.address.data, self.phone.data = it.address, it.phone
        self.sex.data = person.sex
        self.area.data = person.area.code if person.area else ""
        self.version.data = person.version

    def take(self, card: Card) -> None:
        """Put what a card says into the form; what it leaves open stays, its number stays away."""
        said = {"name": card.name, "born": card.born, "sex": card.sex, "address": card.address}
        for name, value in said.items():
            if value:
                self[name].process_data(value)

    def agreed_card(self) -> str:
        """Give the card's number where the person agreed to its being kept.

        Raises:
            DomainError: it was typed, and nobody agreed.
        """
        if self.card.data and not self.consents.data:
            raise DomainError(
                _l("Ask whether the number may be kept, and tick it; else leave it empty."),
                field="dong_y_so",
            )
        return self.card.data or ""

    @property
    def shown(self) -> dict[str, Any]:
        """What stands in the form; the number as it is written at home."""
        found = super().shown
        if self.phone.typed is None:
            found["phone"] = phones.national(self.phone.data) if self.phone.data else ""
        return found


class NewPersonForm(PersonForm):
    """Somebody met at the door; ``key`` knows it again when a phone sends it twice."""

    key = Line(100, name="idempotency_key")


def refuse_known(there: CommunityPerson | None, person: CommunityPerson | None) -> None:
    """Raise where the same person stands on the list already."""
    if there is not None and (person is None or there.id != person.id):
        raise DomainError(
            _l("This person is number %(position)s of the list already.", position=there.position),
            field="ho_ten",
        )
