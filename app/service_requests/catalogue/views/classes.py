"""Administration: how fast reports are promised to be accepted and answered."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editing import Change, create, update
from app.service_requests.catalogue.forms import NewUrgencyClassForm, UrgencyClassForm
from app.service_requests.catalogue.models import UrgencyClass
from app.service_requests.catalogue.queries import urgency_classes
from app.service_requests.catalogue.rights import may_administer, may_change
from app.service_requests.catalogue.views.common import (
    administrator,
    again,
    hours,
    promised,
    saved,
    texts,
    typed_texts,
)

TEXTS = ("name",)
SPANS = ("accept", "answer", "extension")
TEMPLATE = "service_requests/catalogue/edit_class.html"
LIST = "service_requests.admin_classes"


@service_requests.get("/can-bo/quan-tri/muc-do")
@access(may_administer)
def admin_classes() -> ResponseReturnValue:
    """List the urgency classes, the fastest first."""
    classes = urgency_classes()
    return render_template(
        "service_requests/catalogue/classes.html", classes=classes, promised=promised
    )


@service_requests.get("/can-bo/quan-tri/muc-do/moi")
@access(may_administer)
def new_class() -> ResponseReturnValue:
    """Show an empty form."""
    return render_template(TEMPLATE, form=NewUrgencyClassForm(), urgency=None)


@service_requests.post("/can-bo/quan-tri/muc-do/moi")
@access(may_administer)
def create_class() -> ResponseReturnValue:
    """Make an urgency class."""
    form = NewUrgencyClassForm()
    if not form.validate():
        return again(TEMPLATE, form, urgency=None)
    try:
        create(UrgencyClass(code=form.code.data), _change(form), administrator(), clock.now())
    except DomainError as error:
        return again(TEMPLATE, form, error, urgency=None)
    return saved(LIST)


@service_requests.get("/can-bo/quan-tri/muc-do/<code>")
@access(may_change, load=administration.urgency_class)
def edit_class(urgency: UrgencyClass) -> ResponseReturnValue:
    """Show an urgency class to be changed."""
    return render_template(TEMPLATE, form=UrgencyClassForm(data=_typed(urgency)), urgency=urgency)


@service_requests.post("/can-bo/quan-tri/muc-do/<code>")
@access(may_change, load=administration.urgency_class)
def update_class(urgency: UrgencyClass) -> ResponseReturnValue:
    """Change an urgency class; promises that were made stay as they are."""
    form = UrgencyClassForm()
    if not form.validate():
        return again(TEMPLATE, form, urgency=urgency)
    update(urgency, _change(form), administrator(), clock.now())
    return saved(LIST)


def _typed(urgency: UrgencyClass) -> dict[str, Any]:
    spans = {f"{name}_hours": hours(getattr(urgency, f"{name}_minutes")) for name in SPANS}
    return {**typed_texts(urgency, TEXTS), "clock": urgency.clock, **spans}


def _change(form: Any) -> Change:
    columns = {f"{name}_minutes": form[f"{name}_hours"].minutes for name in SPANS}
    return Change({"clock": form.clock.data, **columns}, texts(form, TEXTS))
