"""Plays the stories through the real verbs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import codes
from app.core.db import db
from app.core.working_time import Calendar
from app.demo import pictures
from app.demo.stories import Story
from app.media import actions as media
from app.media.models import Photo
from app.places import queries as places
from app.service_requests import life
from app.service_requests.answering import accepting, closing, noting, refusing, replying
from app.service_requests.catalogue.queries import reason_by_code
from app.service_requests.clock import asking, extending
from app.service_requests.enclosures.attaching import hang
from app.service_requests.filing.receiving import NewReport, receive
from app.service_requests.following import rating, reopening, withdrawing
from app.service_requests.models import RequestPhoto, Service, ServiceRequest
from app.service_requests.record import COMPLAINT, EDITED, HIDDEN, OPEN_TO_ALL
from app.service_requests.routing import assigning, giving_back, sealing, supporting

SPREAD = 0.004
"""Degrees by which reports are strewn around a commune's centre."""


@dataclass
class Stage:
    """What the stories play with."""

    services: dict[str, Service]
    people: dict[str, User]
    calendar: Calendar
    now: datetime


def play(stage: Stage, number: int, story: Story) -> ServiceRequest:
    """Report it, then do its acts in their order; those still to come are left out."""
    received = _working_days_before(stage, story.days_ago, number)
    report = _receive(stage, number, story, received)
    for verb, hours in story.acts:
        at = stage.calendar.add(received, timedelta(hours=hours))
        if at < stage.now:
            ACTS[verb](Scene(stage, story, report, number, at))
    return report


@dataclass
class Scene:
    """One act of one story."""

    stage: Stage
    story: Story
    report: ServiceRequest
    number: int
    at: datetime

    @property
    def official(self) -> Actor:
        user = self.stage.people["handler"]
        return Actor("official", user.id, self.report.agency_id)

    @property
    def citizen(self) -> Actor:
        user = self.report.citizen
        return Actor("citizen", user.id) if user else Actor("guest")


def _receive(stage: Stage, number: int, story: Story, at: datetime) -> ServiceRequest:
    place = places.by_code(story.place)
    if place is None:
        raise RuntimeError(f"the demonstration needs the place {story.place}")
    citizen = stage.people.get(story.citizen)
    new = NewReport(
        service=stage.services[story.service],
        place=place,
        description=story.words,
        lat=_near(place.lat, number),
        long=_near(place.long, number * 7),
        accuracy_m=12,
        photos=_photos(story.service, False, number, at) if story.picture else (),
    )
    actor = Actor("citizen", citizen.id) if citizen else Actor("guest")
    return receive(new, actor=actor, citizen=citizen, now=at, calendar=stage.calendar)


def _working_days_before(stage: Stage, days: int, number: int) -> datetime:
    """Give a working morning ``days`` working days ago, a little different for each report."""
    day = stage.now
    while days:
        day -= timedelta(days=1)
        days -= stage.calendar.is_working(day.replace(hour=2, minute=0))
    return day.replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(
        minutes=number * 7 % 120
    )


def _near(degrees: float | None, number: int) -> float | None:
    if degrees is None:
        return None
    return round(degrees + ((number * 37) % 21 - 10) / 10 * SPREAD, 6)


def _photos(kind: str, mended: bool, number: int, at: datetime) -> list[Photo]:
    file = FileStorage(BytesIO(pictures.draw(kind, mended, number)), filename="photo.jpg")
    return media.take([file], codes.random_token(), at)


def _accept(scene: Scene) -> None:
    accepting.accept(scene.report, scene.official, scene.at, publicity=OPEN_TO_ALL)
    _open_photos(scene.report)


def _accept_edited(scene: Scene) -> None:
    words = scene.story.extra
    accepting.accept(
        scene.report, scene.official, scene.at, publicity=EDITED, public_description=words
    )


def _accept_hidden(scene: Scene) -> None:
    reason = reason_by_code("personal-data")
    accepting.accept(scene.report, scene.official, scene.at, publicity=HIDDEN, reason=reason)


def _open_photos(report: ServiceRequest) -> None:
    for link in db.session.query(RequestPhoto).filter_by(service_request_id=report.id):
        link.is_public = True


def _fix(scene: Scene) -> None:
    report, story = scene.report, scene.story
    photos = _photos(story.service, True, scene.number, scene.at)
    change = closing.close(
        report, scene.official, scene.at, resolution=life.FIXED, text=story.answer, has_proof=True
    )
    hang(report, photos, RequestPhoto.REPLY, change, is_public=True)


def _explain(scene: Scene) -> None:
    closing.close(
        scene.report, scene.official, scene.at, resolution=life.EXPLAINED, text=scene.story.answer
    )


def _schedule(days: int) -> Callable[[Scene], None]:
    """Name a day so many days from now; one that is past leaves its promise broken."""

    def act(scene: Scene) -> None:
        closing.close(
            scene.report,
            scene.official,
            scene.at,
            resolution=life.SCHEDULED,
            text=scene.story.answer,
            calendar=scene.stage.calendar,
            scheduled_on=(scene.stage.now + timedelta(days=days)).date(),
        )

    return act


def _give_back(scene: Scene) -> None:
    reason = reason_by_code("other-area")
    if reason is not None:
        calendar = scene.stage.calendar
        giving_back.give_back(scene.report, scene.official, scene.at, calendar, reason=reason)


def _ask_support(scene: Scene) -> None:
    agency = accounts.agency_by_code("power")
    if agency is not None:
        supporting.ask_support(scene.report, scene.official, scene.at, agency, scene.story.extra)


def _refuse(scene: Scene) -> None:
    reason = reason_by_code(scene.story.extra)
    if reason is not None:
        refusing.refuse(
            scene.report, scene.official, scene.at, reason=reason, text=scene.story.answer
        )


def _reopen(scene: Scene) -> None:
    reopening.reopen(scene.report, scene.citizen, scene.at, scene.stage.calendar, scene.story.extra)


def _rate(face: str) -> Callable[[Scene], None]:
    def act(scene: Scene) -> None:
        rating.rate(scene.report, scene.citizen, scene.at, face, None)

    return act


ACTS: dict[str, Callable[[Scene], object]] = {
    "accept": _accept,
    "accept_edited": _accept_edited,
    "accept_hidden": _accept_hidden,
    "start": lambda scene: noting.start(scene.report, scene.official, scene.at),
    "reply": lambda scene: replying.reply(
        scene.report, scene.official, scene.at, scene.story.answer
    ),
    "fix": _fix,
    "explain": _explain,
    "schedule": _schedule(14),
    "schedule_past": _schedule(-2),
    "ask": lambda scene: asking.ask(scene.report, scene.official, scene.at, scene.story.extra),
    "respond": lambda scene: asking.respond(
        scene.report,
        scene.citizen,
        scene.at,
        scene.stage.calendar,
        "Ở đầu ngõ, cạnh cột điện số 5.",
    ),
    "extend": lambda scene: extending.extend(
        scene.report, scene.official, scene.at, scene.stage.calendar, scene.story.extra
    ),
    "give_back": _give_back,
    "ask_support": _ask_support,
    "assign": lambda scene: assigning.assign(
        scene.report, scene.official, scene.at, scene.stage.people["handler"]
    ),
    "refuse": _refuse,
    "withdraw": lambda scene: withdrawing.withdraw(
        scene.report, scene.citizen, scene.at, scene.stage.calendar
    ),
    "read": lambda scene: rating.mark_read(scene.report, scene.citizen, scene.at),
    "satisfied": _rate("satisfied"),
    "fair": _rate("fair"),
    "dissatisfied": _rate("dissatisfied"),
    "thank": lambda scene: rating.thank(scene.report, scene.citizen, scene.at),
    "reopen": _reopen,
    "seal": lambda scene: sealing.seal(scene.report, scene.official, scene.at, COMPLAINT),
}
