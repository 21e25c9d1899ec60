"""Administration: what can be reported."""

from typing import Any

from flask_babel import lazy_gettext as _l

from app.core.forms import choices
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editable import Editable, Endpoints
from app.service_requests.catalogue.forms import NewServiceForm, ServiceForm
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import all_services, urgency_classes
from app.service_requests.catalogue.views.promised import class_choices


def _prepared(form: Any) -> Any:
    classes = urgency_classes()
    form.urgency_class.choices = choices(class_choices(classes))
    form.urgent_class.choices = choices(class_choices(classes, _l("None: never urgent")))
    return form


def _typed(service: Service) -> dict[str, Any]:
    urgent = service.urgent_class
    return {
        "emergency_number": service.emergency_number or "",
        "urgency_class": service.urgency_class.code,
        "urgent_class": urgent.code if urgent else "",
    }


def _read(form: Any) -> dict[str, Any]:
    ids = {each.code: each.id for each in urgency_classes()}
    return {
        "emergency_number": form.emergency_number.data or None,
        "urgency_class_id": ids[form.urgency_class.data],
        "urgent_class_id": ids.get(form.urgent_class.data),
    }


SERVICES = Editable(
    at="/can-bo/quan-tri/linh-vuc",
    endpoints=Endpoints(
        "admin_services", "new_service", "create_service", "edit_service", "update_service"
    ),
    templates=(
        "service_requests/catalogue/services.html",
        "service_requests/catalogue/edit_service.html",
    ),
    rows=lambda: {"services": all_services()},
    load=administration.service,
    made=lambda form: Service(service_code=form.code.data),
    forms=(NewServiceForm, ServiceForm),
    prepared=_prepared,
    blank={
        "position": 100, "active": True, "icon": "flag", "ask_days": 5, "near_metres": 100,
        "near_days": 30, "on_silence": Service.RUN_ON,
    },
    texts=("name", "group", "hint", "keywords"),
    columns=(
        "icon", "active", "private_by_default", "about_officials", "proof_required", "on_silence",
        "ask_days", "position", "near_metres", "near_days",
    ),
    typed=_typed,
    read=_read,
    shown=lambda service: {"service": service},
)  # fmt: skip
"""Those no longer offered are listed too. Reports that are there keep what they were promised."""
SERVICES.add_routes(service_requests)
