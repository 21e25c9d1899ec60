"""Closing a complaint or denunciation to all but the reception office."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core.errors import DomainError
from app.service_requests import life, transition
from app.service_requests.act import Act, Sent
from app.service_requests.history import StatusChange
from app.service_requests.notices import SEALED, SENDER
from app.service_requests.record import COMPLAINT, DENUNCIATION, ServiceRequest
from app.service_requests.routing.rights import may_seal

SEAL = life.REPORT.verb(
    "seal",
    life.STATUSES,
    label=_l("Passed to the citizens' reception office"),
    visibility=life.CITIZEN_STEP,
    facts={
        life.WHILE_JOINED,
        life.OVERTAKES,
        life.FREES_JOINED,
        life.LEAVES_MAIN,
        life.NEW_WORDS,
        life.NEW_PUBLIC_WORDS,
    },
    told={SENDER: SEALED},
)


def seal(report: ServiceRequest, actor: Actor, now: datetime, kind: str) -> StatusChange:
    """Close it to all but the operator and the citizens' reception office.

    ``kind`` is a complaint (khiếu nại) or a denunciation (tố cáo): law gives these their
    own way. It is not deleted, since an office may have to forward it.
    """
    if kind not in (COMPLAINT, DENUNCIATION):
        raise DomainError(_l("Choose complaint or denunciation."), field="kind")
    report.sealed_kind, report.assignee = kind, None
    report.refresh_listed()
    return transition.move(report, SEAL, actor, now, details={"kind": kind})


def _seal(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return seal(service_request, sent.actor, sent.now, sent.form.kind)


SEALING = Act(
    verb="seal", slug="niem-phong", do=_seal, said=_l("Sealed. The sender is told."),
    allowed=may_seal, label=_l("Complaint or denunciation"), icon="lock", when_sealed=False,
    form="service_requests/routing/_seal.html",
    is_rare=True, is_grave=True, send=_l("Seal and hand to the reception office"),
    goes_on=True,
)  # fmt: skip
