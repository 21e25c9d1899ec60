"""A complaint or denunciation goes to whoever is to decide it, with a slip (phiếu chuyển đơn).

What is sealed is decided by no agency here. The reception office hands it on, the sender is told
to whom, and the report ends with that: what follows has its own way by law.
"""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.actors import Actor
from app.core.db import db
from app.core.errors import DomainError
from app.notifications import kinds
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import SENDER
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.rights import may_hand_on

FORWARD = life.REPORT.verb(
    "forward",
    life.OPEN,
    life.CLOSED,
    label=_l("Handed on to whoever is to decide it"),
    visibility=life.CITIZEN_STEP,
    facts={life.OVERTAKES},
    told={SENDER: kinds.CLOSED},
)


def forward(
    report: ServiceRequest, actor: Actor, now: datetime, addressee: str, reason: str, number: str
) -> StatusChange:
    """Hand it on to ``addressee``; ``reason``: on what grounds, ``number``: that of the slip."""
    transition.require(report, FORWARD)
    if not report.sealed_kind:
        raise DomainError(_l("Only a complaint or denunciation is handed on with a slip."))
    transition.require_words(addressee, _l("Write who is to decide it."), "addressee")
    details = {"addressee": addressee.strip(), "grounds": reason.strip(), "number": number.strip()}
    words = "\n".join(each for each in (details["addressee"], details["grounds"]) if each)
    return transition.end(report, FORWARD, actor, now, life.EXPLAINED, words, details=details)


def slip_of(report: ServiceRequest) -> StatusChange | None:
    """Give the step with which it was handed on last; None where it never was."""
    handed = select(StatusChange).where(
        StatusChange.service_request_id == report.id, StatusChange.verb == FORWARD.name
    )
    return db.session.scalar(handed.order_by(StatusChange.id.desc()).limit(1))


def _forward(report: ServiceRequest, sent: Sent) -> StatusChange:
    form = sent.form
    words = form.checked_text()
    return forward(report, sent.actor, sent.now, form.addressee, words, form.paper_number)


FORWARDING = Act(
    verb="forward", slug="chuyen-don", do=_forward,
    said=_l("Handed on. The sender is told. Print the slip below."), allowed=may_hand_on,
    label=_l("Hand on with a slip"), icon="send",
    has_a_point=lambda report, _now: bool(report.sealed_kind),
    form="service_requests/routing/_forward.html",
    goes_on=True,
)  # fmt: skip
