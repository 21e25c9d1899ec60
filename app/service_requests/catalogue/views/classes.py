"""Administration: how fast reports are promised to be accepted and answered."""

from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editable import Editable, Endpoints
from app.service_requests.catalogue.forms import NewUrgencyClassForm, UrgencyClassForm
from app.service_requests.catalogue.models import UrgencyClass
from app.service_requests.catalogue.queries import urgency_classes
from app.service_requests.catalogue.views.promised import promised

SPANS = ("accept", "answer", "extension")

CLASSES = Editable(
    at="/can-bo/quan-tri/muc-do",
    endpoints=Endpoints("admin_classes", "new_class", "create_class", "edit_class", "update_class"),
    templates=(
        "service_requests/catalogue/classes.html",
        "service_requests/catalogue/edit_class.html",
    ),
    rows=lambda: {"classes": urgency_classes(), "promised": promised},
    load=administration.urgency_class,
    made=lambda form: UrgencyClass(code=form.code.data),
    forms=(NewUrgencyClassForm, UrgencyClassForm),
    columns=("clock",),
    typed=lambda row: {f"{name}_hours": getattr(row, f"{name}_minutes") for name in SPANS},
    read=lambda form: {f"{name}_minutes": form[f"{name}_hours"].minutes for name in SPANS},
    shown=lambda urgency: {"urgency": urgency},
)
"""The fastest come first. Promises that were made stay as they are."""
CLASSES.add_routes(service_requests)
