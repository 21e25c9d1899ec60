"""Classes for tests: announced and opened, with who signed up."""

from datetime import timedelta
from typing import Any

from app.accounts.models import User
from app.community.models import Training, TrainingPlace
from app.community.training import keeping, signing_up
from app.community.training.models import EVERYBODY
from app.core import clock
from app.places.models import Place
from tests.factories import villages
from tests.factories.accounts import make_user

IN = timedelta(days=3)


def said(**more: Any) -> keeping.Said:
    """Say a class of two hours that begins in three days; ``in_`` and ``lasts`` are spans."""
    starts = clock.now() + more.pop("in_", IN)
    facts = {
        "title": "Dùng dịch vụ công trên điện thoại", "words": "", "venue": "Nhà văn hóa",
        "taught_by": "Cô Thử", "audience": EVERYBODY, "places": 2, "starts_at": starts,
        "ends_at": starts + more.pop("lasts", timedelta(hours=2)),
    }  # fmt: skip
    return keeping.Said(**{**facts, **more})


def announced(place: Place | None = None, **more: Any) -> Training:
    place = place or villages.place()
    return keeping.announce(place, said(**more), villages.actor(make_user()), clock.now())


def opened(place: Place | None = None, **more: Any) -> Training:
    made = announced(place, **more)
    keeping.open_up(made, villages.actor(make_user()), clock.now())
    return made


def held(training: Training) -> Training:
    """Say that a class which has begun took place."""
    keeping.hold(training, villages.actor(make_user()), clock.now())
    return training


def signed_up(training: Training, user: User | None = None, name: str = "Bà Thử") -> TrainingPlace:
    """Sign somebody up, with a place or waiting."""
    user = user or make_user()
    who = signing_up.Person(name, user.phone_index or user.code, user)
    return signing_up.sign_up(training, who, clock.now())


def helped(
    training: Training, name: str = "Ông Không Máy", by: User | None = None
) -> TrainingPlace:
    who = signing_up.for_another(name, by or make_user())
    return signing_up.sign_up(training, who, clock.now())
