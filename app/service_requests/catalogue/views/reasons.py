"""Administration: the listed reasons."""

from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editable import Editable, Endpoints
from app.service_requests.catalogue.forms import KINDS, NewReasonForm, ReasonForm
from app.service_requests.catalogue.models import Reason

REASONS = Editable(
    at="/can-bo/quan-tri/ly-do",
    endpoints=Endpoints(
        "admin_reasons", "new_reason", "create_reason", "edit_reason", "update_reason"
    ),
    templates=(
        "service_requests/catalogue/reasons.html",
        "service_requests/catalogue/edit_reason.html",
    ),
    rows=lambda: {"reasons": administration.all_reasons(), "kinds": KINDS},
    load=administration.reason,
    made=lambda form: Reason(code=form.code.data, kind=form.kind.data),
    forms=(NewReasonForm, ReasonForm),
    blank={"position": 100, "active": True},
    columns=("position", "active"),
    shown=lambda reason: {"reason": reason},
)
REASONS.add_routes(service_requests)
