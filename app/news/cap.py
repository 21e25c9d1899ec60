"""An alert's newest message in the Common Alerting Protocol 1.2 (OASIS, 1 July 2010).

Times carry their offset in full (+07:00, never Z); identifiers and the sender hold no spaces,
commas, < or &. One identifier for each message of the thread; later ones refer to all before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from app.core import clock
from app.news.models import Alert, AlertMessage
from app.news.models.alert import ADVICE, DANGER, EMERGENCY, WARNING
from app.places.models import Place

SEVERITY = {EMERGENCY: "Extreme", DANGER: "Severe", WARNING: "Moderate", ADVICE: "Minor"}
URGENCY = {EMERGENCY: "Immediate", DANGER: "Immediate", WARNING: "Expected", ADVICE: "Future"}
RESPONSE = {EMERGENCY: "Shelter", DANGER: "Avoid", WARNING: "Prepare", ADVICE: "Monitor"}
CATEGORY = {
    "flood": "Met", "storm": "Met", "landslide": "Geo", "road_closed": "Transport",
    "power_cut": "Infra", "water_cut": "Infra", "disease": "Health", "other": "Safety",
}  # fmt: skip
TYPES = {"alert": "Alert", "update": "Update", "correct": "Update", "clear": "Update"}


@dataclass(frozen=True)
class Message:
    """What the template writes, every value as CAP wants it."""

    alert: Alert
    identifier: str
    sender: str
    sent: str
    status: str
    msg_type: str
    references: str
    category: str
    response: str
    urgency: str
    severity: str
    effective: str
    onset: str
    expires: str
    description: str
    web: str
    contact: str
    polygon: str
    places: Sequence[Place]


def message_of(alert: Alert, base_url: str) -> Message:
    """Give the newest message of an alert's thread."""
    newest, sender = alert.messages[-1], sender_of(base_url)
    is_over = newest.verb == "clear"
    return Message(
        alert=alert,
        identifier=_identifier(alert, newest),
        sender=sender,
        sent=stamp(newest.at),
        status="Test" if alert.is_test else "Actual",
        msg_type=TYPES[newest.verb],
        references=" ".join(
            f"{sender},{_identifier(alert, each)},{stamp(each.at)}" for each in alert.messages[:-1]
        ),
        category=CATEGORY[alert.kind],
        response="AllClear" if is_over else RESPONSE[alert.level],
        urgency="Past" if is_over else URGENCY[alert.level],
        severity="Minor" if is_over else SEVERITY[alert.level],
        effective=stamp(newest.at),
        onset=stamp(alert.starts_at),
        expires=stamp(alert.ends_at),
        description=newest.text or alert.description,
        web=f"{base_url}/canh-bao/{alert.code}",
        contact=" ".join(filter(None, (alert.contact_name, alert.contact_phone))),
        polygon=_closed(alert.polygon),
        places=[row.place for row in alert.places],
    )


def sender_of(base_url: str) -> str:
    """Give who speaks: a name that no other site has."""
    return f"canh-bao@{urlsplit(base_url).hostname or 'localhost'}"


def stamp(moment: datetime) -> str:
    """Give a moment as CAP writes it: 2026-11-19T09:12:00+07:00."""
    return clock.local(moment).replace(microsecond=0).isoformat()


def _identifier(alert: Alert, message: AlertMessage) -> str:
    number = alert.messages.index(message) + 1
    return f"{alert.code}-{number}"


def _closed(polygon: str) -> str:
    """Give the polygon with its first point at the end again, as CAP asks."""
    points = polygon.split()
    if points and points[0] != points[-1]:
        points.append(points[0])
    return " ".join(points)
