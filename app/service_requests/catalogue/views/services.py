"""Administration: what can be reported."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editing import Change, create, update
from app.service_requests.catalogue.forms import NewServiceForm, ServiceForm, choices
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import all_services, urgency_classes
from app.service_requests.catalogue.rights import may_administer, may_change
from app.service_requests.catalogue.views.common import (
    administrator,
    again,
    class_choices,
    saved,
    texts,
    typed_texts,
)

TEXTS = ("name", "group", "hint", "keywords")
COLUMNS = (
    "icon",
    "active",
    "private_by_default",
    "about_officials",
    "proof_required",
    "on_silence",
)
NUMBERS = ("ask_days", "position", "near_metres", "near_days")
BLANK = {
    "position": "100",
    "active": True,
    "icon": "flag",
    "ask_days": "5",
    "near_metres": "100",
    "near_days": "30",
    "on_silence": Service.RUN_ON,
}
TEMPLATE = "service_requests/catalogue/edit_service.html"
LIST = "service_requests.admin_services"


@service_requests.get("/can-bo/quan-tri/linh-vuc")
@access(may_administer)
def admin_services() -> ResponseReturnValue:
    """List all services, those no longer offered too."""
    return render_template("service_requests/catalogue/services.html", services=all_services())


@service_requests.get("/can-bo/quan-tri/linh-vuc/moi")
@access(may_administer)
def new_service() -> ResponseReturnValue:
    """Show an empty form."""
    form = _prepared(NewServiceForm(data=BLANK))
    return render_template(TEMPLATE, form=form, service=None)


@service_requests.post("/can-bo/quan-tri/linh-vuc/moi")
@access(may_administer)
def create_service() -> ResponseReturnValue:
    """Make a service."""
    form = _prepared(NewServiceForm())
    if not form.validate():
        return again(TEMPLATE, form, service=None)
    service = Service(service_code=form.code.data)
    try:
        create(service, _change(form), administrator(), clock.now())
    except DomainError as error:
        return again(TEMPLATE, form, error, service=None)
    return saved(LIST)


@service_requests.get("/can-bo/quan-tri/linh-vuc/<code>")
@access(may_change, load=administration.service)
def edit_service(service: Service) -> ResponseReturnValue:
    """Show a service to be changed."""
    form = _prepared(ServiceForm(data=_typed(service)))
    return render_template(TEMPLATE, form=form, service=service)


@service_requests.post("/can-bo/quan-tri/linh-vuc/<code>")
@access(may_change, load=administration.service)
def update_service(service: Service) -> ResponseReturnValue:
    """Change a service; reports that are there keep what they were promised."""
    form = _prepared(ServiceForm())
    if not form.validate():
        return again(TEMPLATE, form, service=service)
    update(service, _change(form), administrator(), clock.now())
    return saved(LIST)


def _prepared(form: Any) -> Any:
    """Fill in what can be chosen."""
    classes = urgency_classes()
    form.urgency_class.choices = choices(class_choices(classes))
    form.urgent_class.choices = choices(class_choices(classes, _l("None: never urgent")))
    return form


def _typed(service: Service) -> dict[str, Any]:
    urgent = service.urgent_class
    return {
        **typed_texts(service, TEXTS),
        **{name: getattr(service, name) for name in COLUMNS},
        **{name: str(getattr(service, name)) for name in NUMBERS},
        "emergency_number": service.emergency_number or "",
        "urgency_class": service.urgency_class.code,
        "urgent_class": urgent.code if urgent else "",
    }


def _change(form: Any) -> Change:
    ids = {each.code: each.id for each in urgency_classes()}
    columns = {name: form[name].data for name in COLUMNS}
    columns |= {name: form[name].number for name in NUMBERS}
    columns["emergency_number"] = form.emergency_number.data or None
    columns["urgency_class_id"] = ids[form.urgency_class.data]
    columns["urgent_class_id"] = ids.get(form.urgent_class.data)
    return Change(columns, texts(form, TEXTS))
