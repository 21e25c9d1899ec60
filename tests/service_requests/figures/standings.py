"""What stands now as the pages have it, and counted one by one from the rows."""

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.service_requests.figures import standing
from app.service_requests.figures.models import STANDING
from app.service_requests.figures.parts import waiting
from app.service_requests.figures.queries import Reach
from app.service_requests.models import ServiceRequest

Told = tuple[dict[str, int], dict[date, int], dict[date, int], dict[int, tuple[int, int]]]
"""As what all stand; how many are due and yet to come by day; what each handler has, late of it."""


def _days(now: datetime) -> list[date]:
    today = clock.local(now).date()
    return [today + timedelta(days=number) for number in range(-30, 30)]


def kept(agencies: frozenset[int] | None, now: datetime) -> Told:
    """What the counters say, with what is not counted yet."""
    reach, days = Reach(agencies), _days(now)
    found, people = standing.of_days(reach, days, now), standing.by_handler(reach, now)
    assert found is not None
    assert people is not None
    return (
        {name: found.ever[name] for name in STANDING},
        {day: found.due_on(day) for day in days},
        {day: found.to_come(day) for day in days},
        {person: (counts["waits"], counts["waits_late"]) for person, counts in people.items()},
    )


def by_hand(agencies: frozenset[int] | None, now: datetime) -> Told:
    """The same, each report looked at."""
    db.session.flush()
    db.session.expire_all()
    mine = [
        (it, waiting(it, now))
        for it in db.session.scalars(select(ServiceRequest)).unique()
        if agencies is None or (it.agency_id in agencies and not it.about_officials)
    ]
    due = Counter(clock.local(it.due_at).date() for it, told in mine if "waits" in told)
    late = Counter(clock.local(it.due_at).date() for it, told in mine if "waits_late" in told)
    has = [(it, told) for it, told in mine if it.assignee_id and not it.about_officials]
    open_ones = Counter(it.assignee_id for it, told in has if "waits" in told)
    of_late = Counter(it.assignee_id for it, told in has if "waits_late" in told)
    stands = Counter(name for _, told in mine for name in told)
    return (
        {name: stands[name] for name in STANDING},
        {day: due[day] for day in _days(now)},
        {day: due[day] - late[day] for day in _days(now)},
        {person: (number, of_late[person]) for person, number in open_ones.items()},
    )
