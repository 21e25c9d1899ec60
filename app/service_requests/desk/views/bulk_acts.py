"""Several reports at once, for acts on one cause."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.core.db import commit_and_go_on, db
from app.core.errors import DomainError, InvalidTransition, StaleVersion
from app.core.text import whole
from app.service_requests.act import Act, Policy
from app.service_requests.act_form import ActForm
from app.service_requests.answering.accepting import ACCEPTING
from app.service_requests.answering.acts import CLOSING
from app.service_requests.desk.views.performing import do_once, said_of, take_photos
from app.service_requests.loading import handled
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_handle
from app.service_requests.routing.assigning import ASSIGNING, TAKING
from app.service_requests.routing.rights import may_assign, may_take

MOST = 50
"""Reports at once; the rest is ticked again."""
LONGEST_CODE = 20
CHANGED = _l("It changed since you opened the list: open it and read it first.")
NOT_NOW = _l("Its status does not allow this.")


@dataclass(frozen=True)
class Kind:
    """What may be done with several at once; ``verb`` is its name in the table of transitions."""

    name: str
    verb: str
    act: Act
    label: Any
    icon: str
    policy: Policy = may_handle


KINDS = {
    kind.name: kind
    for kind in (
        Kind("nhan-xu-ly", "assign", TAKING, _l("Take on myself"), "person", may_take),
        Kind("tiep-nhan", "accept", ACCEPTING, _l("Accept"), "check"),
        Kind("phan-cong", "assign", ASSIGNING, _l("Assign"), "people", may_assign),
        Kind("dong", "close", CLOSING, _l("Answer and close"), "send"),
    )
}


@dataclass(frozen=True)
class Pick:
    """A report that was ticked, and the version its row had in the list."""

    code: str
    version: str

    @property
    def value(self) -> str:
        """Give it as the check box carries it."""
        return f"{self.code}.{self.version}"


@dataclass(frozen=True)
class Outcome:
    """What became of one: done, or why not."""

    pick: Pick
    title: str
    error: DomainError | None = None
    said: Any = ""

    @property
    def why(self) -> Any:
        """Give why it was not done, in words that fit a list of several."""
        if isinstance(self.error, StaleVersion):
            return CHANGED
        if isinstance(self.error, InvalidTransition):
            return NOT_NOW
        return self.error.message if self.error else ""


def picks_of(values: Iterable[str]) -> list[Pick]:
    """Read what was ticked, each report once; what is no tick of ours is passed over."""
    found: dict[str, Pick] = {}
    for value in values:
        code, _, version = value.upper().partition(".")
        if 0 < len(code) <= LONGEST_CODE and whole(version) is not None:
            found.setdefault(code, Pick(code, version))
    return list(found.values())[:MOST]


def why_not(
    viewer: Viewer, kind: Kind, pick: Pick, service_request: ServiceRequest | None
) -> DomainError | None:
    """Give why it will be refused, as things stand; None where it may be done."""
    refused = _why_never(viewer, kind, service_request)
    if refused is not None or service_request is None:
        return refused
    if not service_request.may(kind.verb):
        return DomainError(NOT_NOW)
    if kind.act is TAKING and service_request.assignee_id is not None:
        return DomainError(_l("A colleague has taken it already."))
    return DomainError(CHANGED) if str(service_request.version) != pick.version else None


def run(kind: Kind, picks: Sequence[Pick], form: ActForm) -> list[Outcome]:
    """Do it with one after another; what fails with one leaves the others as they are."""
    return [_one(kind, pick, form) for pick in picks]


def _one(kind: Kind, pick: Pick, form: ActForm) -> Outcome:
    """Do one and commit it, under a key of its own: sent again, it counts once."""
    title = ""
    mine = replace(form, key=f"{form.key}-{pick.code}", version=pick.version)
    try:
        service_request = _allowed(kind, pick)
        title = service_request.title
        if kind.act.takes_photos:
            _from_the_start(form)
            service_request = take_photos(pick.code, mine)
        change = do_once(service_request, kind.act, mine)
        said = said_of(service_request, kind.act, change)
    except DomainError as error:
        db.session.rollback()
        return Outcome(pick, title, error)
    commit_and_go_on()
    return Outcome(pick, title, said=said)


def _allowed(kind: Kind, pick: Pick) -> ServiceRequest:
    """Load it for the act; raise ``DomainError`` where this official may never do it."""
    viewer = current_viewer()
    service_request = handled(viewer, pick.code)
    refused = _why_never(viewer, kind, service_request)
    if refused is not None or service_request is None:
        raise refused or DomainError("")
    return service_request


def _why_never(
    viewer: Viewer, kind: Kind, service_request: ServiceRequest | None
) -> DomainError | None:
    if service_request is None:
        return DomainError(_l("It is not among the reports you work on."))
    if service_request.sealed_kind:
        return DomainError(_l("It is sealed: open it by itself."))
    if kind.verb == "assign" and service_request.agency_id is None:
        return DomainError(_l("It waits for the operator: no agency has it yet."))
    if not kind.policy(viewer, service_request):
        return DomainError(_l("You have no right to do this with it."))
    return None


def _from_the_start(form: ActForm) -> None:
    """Let every report read the photos anew."""
    for each in form.files:
        each.stream.seek(0)
