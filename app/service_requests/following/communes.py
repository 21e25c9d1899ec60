"""Following a commune: asked for with a tap, ended with a tap, told once a week.

What is told is what the public list shows: how many of its reports came in and how many were
answered, from Monday to Sunday. A week in which nothing happened is not told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select

from app.accounts.models import User
from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.inserting import insert
from app.notifications import tell
from app.notifications.groups import FOLLOWED
from app.notifications.kinds import Kind, register
from app.places.models import Place
from app.service_requests.following.commune_models import CommuneFollow
from app.service_requests.following.own import ids_of_reports_in
from app.service_requests.record import ServiceRequest

WEEK = timedelta(days=7)
MORNING = time(7, 30)
"""Of Monday, in Viet Nam; quiet hours hold it back as anything else."""
CHUNK = 500
QUEUE, TELL = "communes", "communes.tell"
TOLD = register(
    Kind(
        "commune-week",
        _l("Last week in %(place)s"),
        _l("%(received)s reports came in, %(answered)s were answered"),
        "chart",
        group=FOLLOWED,
    )
)


@dataclass(frozen=True)
class Week:
    """How many public reports of a commune came in, and how many were answered."""

    received: int
    answered: int

    @property
    def is_empty(self) -> bool:
        return not (self.received or self.answered)


def follows(user: User, place: Place) -> bool:
    return db.session.get(CommuneFollow, (user.id, place.id)) is not None


def follow(user: User, place: Place, now: datetime) -> None:
    """Begin with the week that goes on; a second tap changes nothing."""
    row = {"user_id": user.id, "place_id": place.id, "told_on": monday(now)}
    db.session.execute(insert(CommuneFollow.__table__).values(row).on_conflict_do_nothing())


def unfollow(user: User, place: Place) -> None:
    mine = CommuneFollow.user_id == user.id, CommuneFollow.place_id == place.id
    db.session.execute(delete(CommuneFollow).where(*mine))


def monday(now: datetime) -> date:
    """Give the Monday of the week in which ``now`` lies, in Viet Nam."""
    return clock.monday_of(clock.local(now).date())


def week_before(place: Place, until: date) -> Week:
    """Give the seven days before ``until``, as the public list tells them."""
    end = clock.at(until)
    report: Any = ServiceRequest
    mine = report.is_listed, report.place_id.in_(ids_of_reports_in(place))
    counts = [
        select(func.count())
        .select_from(ServiceRequest)
        .where(*mine, moment >= end - WEEK, moment < end)
        .scalar_subquery()
        for moment in (report.requested_datetime, report.answered_at)
    ]
    return Week(*db.session.execute(select(*counts)).one())


@jobs.every(timedelta(minutes=30))
def tell_of_the_week() -> None:
    """On Monday morning, or as soon as the worker is there, have every commune's followers told."""
    now = clock.now()
    until = monday(now)
    if now < clock.at(until, MORNING):
        return
    waiting = select(CommuneFollow.place_id).where(CommuneFollow.told_on < until).distinct()
    for place_id in db.session.scalars(waiting.order_by(CommuneFollow.place_id)).all():
        outbox.add(QUEUE, TELL, {"place": place_id, "until": until.isoformat()})
    db.session.commit()


@outbox.handler(TELL)
def tell_some(job: outbox.Job) -> None:
    """Tell the next few hundred who follow the commune and were not told of this week."""
    until = date.fromisoformat(job.payload["until"])
    place = db.session.get(Place, job.payload["place"])
    if place is None:
        return
    waiting = CommuneFollow.place_id == place.id, CommuneFollow.told_on < until
    mine = select(CommuneFollow).where(*waiting).order_by(CommuneFollow.user_id).limit(CHUNK)
    rows = db.session.scalars(mine).all()
    week = week_before(place, until)
    if rows and not week.is_empty:
        _tell(rows, place, week, until)
    for row in rows:
        row.told_on = until
    if len(rows) == CHUNK:
        outbox.add(QUEUE, TELL, dict(job.payload))


def _tell(rows: Sequence[CommuneFollow], place: Place, week: Week, until: date) -> None:
    said = {"place": place.title, "received": week.received, "answered": week.answered}
    key = f"commune:{place.id}:{until.isoformat()}"
    people = db.session.scalars(select(User).where(User.id.in_([row.user_id for row in rows])))
    tell(people, TOLD.name, said, f"/ket-qua/xa/{place.code}/theo-doi", key, now=clock.now())


def followed_by(user: User) -> Sequence[CommuneFollow]:
    mine = select(CommuneFollow).where(CommuneFollow.user_id == user.id)
    return db.session.scalars(mine.order_by(CommuneFollow.place_id)).all()


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    return "followed_communes", [{"commune": row.place.title} for row in followed_by(user)]


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    db.session.execute(delete(CommuneFollow).where(CommuneFollow.user_id == user.id))
