"""Supporting agencies (phối hợp): one leads and owns the clock, others answer their part."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from app.accounts import permissions
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.accounts.viewer import Viewer
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import HANDLERS, SUPPORT_ASKED, SUPPORT_DONE, SUPPORTERS
from app.service_requests.record import ServiceRequest
from app.service_requests.routing.handing_on import agencies_to_choose, chosen_agency
from app.service_requests.routing.rights import may_ask_support, may_support
from app.service_requests.rows import Support

ASK_SUPPORT = life.REPORT.verb(
    "ask_support",
    life.OPEN,
    label=_l("Another agency was asked"),
    visibility=life.INTERNAL_STEP,
    told={SUPPORTERS: SUPPORT_ASKED},
)
ANSWER_SUPPORT = life.REPORT.verb(
    "answer_support",
    life.OPEN,
    label=_l("A supporting agency answered"),
    visibility=life.INTERNAL_STEP,
    told={HANDLERS: SUPPORT_DONE},
)


def ask_support(
    report: ServiceRequest, actor: Actor, now: datetime, agency: Agency, text: str
) -> StatusChange:
    """Ask another agency for its part; the responsible one keeps lead and clock."""
    transition.require(report, ASK_SUPPORT)
    if agency.id == report.agency_id:
        raise DomainError(_l("This agency leads already."), field="agency")
    if any(each.agency_id == agency.id and each.done_at is None for each in report.supports):
        raise DomainError(_l("This agency was asked and has not answered yet."), field="agency")
    transition.require_words(text, _l("Write what you ask of the agency."), "text")
    part = Support(agency=agency, asked_at=now, asked_by_id=actor.user_id, asked=text)
    report.supports.append(part)
    return transition.move(report, ASK_SUPPORT, actor, now, details={"to_agency": agency.id})


def answer_support(
    report: ServiceRequest, actor: Actor, now: datetime, part: Support, text: str
) -> StatusChange:
    """Answer one agency's part, once."""
    transition.require(report, ANSWER_SUPPORT)
    if part.done_at is not None:
        raise DomainError(_l("This part is answered already."))
    transition.require_words(text, _l("Write what was done."), "text")
    part.done_at, part.done_by_id, part.words = now, actor.user_id, text
    return transition.move(report, ANSWER_SUPPORT, actor, now, details={"support": part.id})


def _ask_support(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    words = sent.form.checked_text()
    return ask_support(service_request, sent.actor, sent.now, chosen_agency(sent), words)


MOST_SHOWN = 100


def part_by_code(viewer: Viewer, code: str) -> Support | None:
    """Give the part if the viewer's agency is the one that was asked."""
    statement = (
        select(Support)
        .where(Support.code == code.upper())
        .options(joinedload(Support.service_request).joinedload(ServiceRequest.village))
    )
    found = db.session.scalars(statement).unique().one_or_none()
    return found if found is not None and may_support(viewer, found) else None


def parts_for(viewer: Viewer) -> Sequence[Support]:
    """Give the parts of the viewer's agencies: those that wait first, the oldest in front."""
    ids = viewer.agency_ids(permissions.HANDLE) | viewer.agency_ids(permissions.LEAD)
    statement = (
        select(Support)
        .join(Support.service_request)
        .where(
            Support.agency_id.in_(ids),
            ServiceRequest.sealed_kind.is_(None),
            ServiceRequest.about_officials.is_(False),
        )
        .options(
            contains_eager(Support.service_request).joinedload(ServiceRequest.service),
            joinedload(Support.agency),
        )
        .order_by(Support.done_at.is_not(None), Support.id)
        .limit(MOST_SHOWN)
    )
    return db.session.scalars(statement).unique().all() if ids else []


ASKING_SUPPORT = Act(
    verb="ask_support", slug="phoi-hop", do=_ask_support, said=_l("The agency was asked."),
    allowed=may_ask_support, label=_l("Ask for support"), icon="people",
    choices=agencies_to_choose,
    form="service_requests/routing/_ask_support.html", is_rare=True,
)  # fmt: skip
