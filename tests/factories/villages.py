"""Villages for tests: a village with its head, households, notices."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from app.accounts import permissions as may
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.accounts.models.agency import VILLAGE
from app.core import clock
from app.core.db import db
from app.places.models import Place
from app.villages.households import binding, keeping
from app.villages.households.models import BY_CODE, Household
from app.villages.notices import sending
from app.villages.notices.models import MEETING, VillageNotice
from app.villages.notices.sending import From, Said
from tests.factories.accounts import make_agency, make_official
from tests.factories.places import make_commune, make_village

_numbers = count(1)


def place(commune: Place | None = None, name: str = "Khe Thử") -> Place:
    """Make a village with its agency below its commune's."""
    commune = commune or make_commune(f"Xã Thử {next(_numbers)}")
    made = make_village(commune, name)
    make_agency(f"Thôn {name}", VILLAGE, place_id=made.id)
    return made


def agency_of(village: Place) -> Agency:
    return db.session.scalars(db.select(Agency).where(Agency.place_id == village.id)).one()


def head(village: Place, name: str = "Trưởng Thôn Thử") -> User:
    """Make the head of a village."""
    return make_official(may.HEAD_VILLAGE, agency=agency_of(village), name=name)


def overseer(village: Place) -> User:
    """Make an official of the village's commune who posts for its heads."""
    office = make_agency("UBND xã Thử", "committee", place_id=village.parent_id)
    return make_official(may.OVERSEE_VILLAGES, agency=office)


def household(
    village: Place, number: int | None = None, name: str = "Lò Thị Thử", **more: Any
) -> Household:
    """Write a household down; ``phones`` are E.164."""
    made = keeping.born(village.id, clock.now())
    number = number if number is not None else next(_numbers) + 500
    made.describe(number, name, more.pop("people", 4), more.pop("address", ""), "")
    made.be_called(more.pop("phones", []))
    made.changed_at = clock.now()
    db.session.flush()
    return made


def belongs(user: User, home: Household) -> None:
    binding.join(home, user, BY_CODE, clock.now())
    db.session.flush()


def actor(user: User) -> Actor:
    return Actor("official", user.id)


def notice(
    village: Place, by: User, kind: str = MEETING, at: datetime | None = None, **more: Any
) -> VillageNotice:
    """Send a notice; a meeting tomorrow unless said otherwise (one of the past was sent before)."""
    now = clock.now()
    at = at or now + timedelta(days=1)
    said = Said(kind, more.pop("title", "Họp thôn"), starts_at=at, **more)
    made = sending.send(village, said, From(actor(by)), min(now, at - timedelta(days=1)))
    db.session.flush()
    return made


def open_phones(village: Place, user: User) -> None:
    keeping.open_phones(village, "notice", user.id, actor(user), clock.now())
    db.session.flush()
