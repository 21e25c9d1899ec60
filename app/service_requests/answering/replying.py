"""An answer in words that leaves the report open."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.db import db
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.history import StatusChange
from app.service_requests.notices import FOLLOW_REPLIED, FOLLOWERS, SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.rows import Reply

REPLY = life.REPORT.verb(
    "reply",
    life.ONCE_ACCEPTED,
    label=_l("Replied"),
    facts={life.BY_AGENCY},
    told={SENDER: kinds.REPLIED, FOLLOWERS: FOLLOW_REPLIED},
)


def reply(report: ServiceRequest, actor: Actor, now: datetime, text: str) -> StatusChange:
    """Answer in words without closing."""
    change = transition.move(report, REPLY, actor, now, status_notes=text)
    add_reply(report, actor, now, text, change)
    return change


def add_reply(
    report: ServiceRequest, actor: Actor, now: datetime, text: str, change: StatusChange
) -> None:
    """Keep the words of an answer beside the step that said them."""
    db.session.add(
        Reply(
            service_request_id=report.id,
            at=now,
            author_id=actor.user_id,
            agency_id=actor.agency_id,
            text=text,
            status_change_id=change.id,
        )
    )
