"""Looking at the sender's phone: logged, and told."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.db import db
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.desk.models import PhoneDisclosure
from app.service_requests.desk.rights import may_see_phone
from app.service_requests.history import StatusChange
from app.service_requests.notices import PHONE_SEEN, SENDER
from app.service_requests.record import ServiceRequest

DISCLOSE_PHONE = life.REPORT.verb(
    "disclose_phone",
    life.STATUSES,
    label=_l("An official looked at the phone number"),
    visibility=life.CITIZEN_STEP,
    facts={life.WHILE_JOINED, life.SAYS_NOTHING},
    told={SENDER: PHONE_SEEN},
)


def disclose_phone(
    report: ServiceRequest, actor: Actor, now: datetime, reason: str
) -> StatusChange:
    """Log that an official looks at the sender's phone number, and why."""
    transition.require_words(reason, _l("Write why you need the phone number."), "reason")
    db.session.add(
        PhoneDisclosure(service_request_id=report.id, user_id=actor.user_id, reason=reason, at=now)
    )
    audit.record(actor.reference, "service_request.see_phone", report.reference, now=now)
    return transition.move(report, DISCLOSE_PHONE, actor, now, status_notes=reason)


def _disclose(report: ServiceRequest, sent: Sent) -> StatusChange:
    return disclose_phone(report, sent.actor, sent.now, sent.form.checked_text("text"))


LOOKING = Act(
    verb="disclose_phone", slug="xem-so-dien-thoai", name="phone", do=_disclose, said="",
    allowed=may_see_phone, label=_l("See the phone number"), icon="call",
    form="service_requests/desk/_disclose_phone.html", is_rare=True, by_htmx=False,
)  # fmt: skip
"""Its page shows the number once, so it has a view of its own."""
