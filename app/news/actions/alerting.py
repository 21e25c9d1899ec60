"""To warn: the alert, its push to all concerned, the colleague who is told at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.models import Agency, User
from app.accounts.permissions import ALERT
from app.core import audit
from app.core.db import db
from app.media import actions as media
from app.media.models import Photo
from app.news import hearing, notices
from app.news.models import Alert, AlertBroadcast, AlertContent, AlertPhoto
from app.news.models.alert import EMERGENCY, LEVELS
from app.news.rescue import handling
from app.notifications import audience as audiences
from app.notifications import broadcasts, tell
from app.notifications.audience import OFFICIALS, Audience
from app.notifications.broadcast_models import Broadcast
from app.notifications.groups import ALWAYS, WARNINGS
from app.notifications.kinds import Kind, register
from app.places.models import Place

_TITLE, _BODY = _l("%(level)s: %(headline)s"), _l("%(area)s. %(words)s")
_HOURS = timedelta(hours=12)
CALM = register(Kind("alert", _TITLE, _BODY, "warning", urgency="high", ttl=_HOURS, group=WARNINGS))
PIERCING = register(
    Kind(
        "alert_emergency", _TITLE, _BODY, "warning", True, urgency="high", ttl=_HOURS, group=ALWAYS
    )
)
TRIAL = register(
    Kind(
        "alert_test",
        _l("A TEST, no danger: %(headline)s"),
        _BODY,
        "warning",
        ttl=_HOURS,
        group=WARNINGS,
    )
)
COLLEAGUE = register(
    Kind(
        "alert_colleague",
        _l("A colleague sent an alert: check it"),
        _l("%(level)s: %(headline)s"),
        "eye",
        pierces_quiet=True,
        urgency="high",
        ttl=_HOURS,
        group=ALWAYS,
    )
)
LONGEST_AREA = 100


@dataclass(frozen=True)
class Expected:
    """How many an alert would reach: in the inbox, and by push."""

    people: int
    with_push: int


def expected(places: Sequence[Place], level: int, is_test: bool) -> Expected:
    """Count whom an alert of that level for ``places`` would reach now."""
    audience, group = _audience(places, is_test), _kind_of(level, is_test).group
    with_push = audiences.count_people_with_push(audience, group)
    return Expected(audiences.count_people(audience), with_push)


def second_people(agency: Agency, actor: Actor) -> list[User]:
    """Give the colleagues who are told at once and can correct."""
    return [each for each in people.officials_with(ALERT, agency) if each.id != actor.user_id]


def send(
    content: AlertContent,
    agency: Agency,
    actor: Actor,
    now: datetime,
    *,
    is_test: bool = False,
    photos: Sequence[Photo] = (),
    picture_words: str = "",
) -> Alert:
    """Send an alert: everybody concerned is told, and the agency's other duty officers."""
    alert = Alert.send(content, agency, actor, now, is_test)
    media.attach(photos)
    alert.photos = [
        AlertPhoto(photo=each, photo_id=each.id, description=picture_words or content.headline)
        for each in photos
    ]
    _tell(alert, content.instruction or content.description, actor, now, "send")
    return alert


def update(
    alert: Alert, text: str, ends_at: datetime, level: int, actor: Actor, now: datetime
) -> None:
    """Add an update to the thread and tell everybody concerned."""
    alert.update(text, ends_at, level, actor, now)
    _tell(alert, text, actor, now, "update")


def correct(
    alert: Alert, content: AlertContent, text: str, version: int, actor: Actor, now: datetime
) -> None:
    """Correct the alert and tell whoever is concerned now, or was."""
    before = [row.place for row in alert.places]
    alert.correct(content, text, version, actor, now)
    _tell(alert, text, actor, now, "correct", before)


def clear(alert: Alert, text: str, actor: Actor, now: datetime) -> None:
    """Give the all-clear and tell everybody concerned; it never rings at night."""
    alert.clear(text, actor, now)
    _tell(alert, text, actor, now, "clear")
    handling.alert_ended(alert, now)


def stop(alert: Alert, actor: Actor, now: datetime) -> None:
    """Send nothing more of what is being sent."""
    for each in broadcasts_of(alert):
        each.stop(now)
    audit.record(actor.reference, "stop_sending", alert.reference, now=now)


def broadcasts_of(alert: Alert) -> list[Broadcast]:
    """Give what was sent to many for this alert, oldest first."""
    rows = sorted(alert.broadcasts, key=lambda row: row.broadcast_id)
    return [row.broadcast for row in rows]


def _tell(
    alert: Alert,
    words: str,
    actor: Actor,
    now: datetime,
    verb: str,
    more_places: Sequence[Place] = (),
) -> None:
    db.session.flush()
    places = [*(row.place for row in alert.places), *more_places]
    parameters = _parameters(alert, words, verb)
    broadcast = broadcasts.begin(
        _kind(alert, verb).name,
        parameters,
        f"/canh-bao/{alert.code}",
        _audience(places, alert.is_test),
        level=alert.level if verb != "clear" else 0,
        now=now,
    )
    alert.broadcasts.append(AlertBroadcast(broadcast_id=broadcast.id))
    key = f"{alert.reference}:{len(alert.messages)}"
    address = f"/can-bo/canh-bao/{alert.code}"
    if not alert.is_test:
        tell(second_people(alert.agency, actor), COLLEAGUE.name, parameters, address, key, now=now)
    after = {"level": alert.level, "headline": alert.headline, "people": broadcast.people}
    audit.record(actor.reference, f"alert_{verb}", alert.reference, now=now, after=after)
    notices.forget()
    hearing.say_alert(alert)


def _parameters(alert: Alert, words: str, verb: str) -> dict[str, Any]:
    level = LEVELS[alert.level] if verb != "clear" else _l("All-clear")
    area = alert.area[:1].upper() + alert.area[1:]
    return {
        "code": alert.code,
        "level": str(level),
        "headline": alert.headline,
        "area": area if len(area) <= LONGEST_AREA else area[: LONGEST_AREA - 1].rstrip() + "…",
        "words": words,
    }


def _kind(alert: Alert, verb: str) -> Kind:
    return _kind_of(alert.level if verb != "clear" else 0, alert.is_test)


def _kind_of(level: int, is_test: bool) -> Kind:
    if is_test:
        return TRIAL
    return PIERCING if level == EMERGENCY else CALM


def _audience(places: Sequence[Place], is_test: bool) -> Audience:
    return OFFICIALS if is_test else audiences.living_in(places)
