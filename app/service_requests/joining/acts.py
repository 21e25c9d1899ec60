"""Joining and splitting, as acts of the desk."""

from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.core.errors import DomainError
from app.service_requests.act import Act, Sent
from app.service_requests.act_form import ActForm
from app.service_requests.history import StatusChange
from app.service_requests.joining import joining
from app.service_requests.joining.rights import may_join
from app.service_requests.loading import handled, hold
from app.service_requests.record import ServiceRequest

NOT_YOURS = _l("No open report with this code in the same agency. Check the code.")


def handled_with_leader(viewer: Viewer, code: str) -> ServiceRequest | None:
    """Load a report that is to be joined; it and the one that is to lead it are locked in order."""
    hold(code, _leader())
    return handled(viewer, code)


def _join(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    viewer = current_viewer()
    main = handled(viewer, _leader())
    if main is None or not may_join(viewer, service_request, main):
        raise DomainError(NOT_YOURS, field="leader")
    return joining.join(service_request, main, sent.actor, sent.now)


def _leader() -> str:
    """Give the code typed, however its parts are set apart."""
    form = ActForm.read()
    return "-".join((form.leader_named or form.leader).replace("-", " ").split())


def _split(service_request: ServiceRequest, sent: Sent) -> StatusChange:
    return joining.split(service_request, sent.actor, sent.now)


JOINING = Act(
    verb="join", slug="gop", do=_join, said=_l("Joined. Its sender is told."),
    load=handled_with_leader, label=_l("Join with another report"), icon="people",
    has_a_point=lambda report, _now: report.is_listed,
    form="service_requests/joining/_join.html", is_rare=True,
    goes_on=True,
)  # fmt: skip
SPLITTING = Act(
    verb="split", slug="tach", do=_split, said=_l("Split. Everything is as before.")
)  # fmt: skip
