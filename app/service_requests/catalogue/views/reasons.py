"""Administration: the listed reasons."""

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import access
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration
from app.service_requests.catalogue.editing import Change, create, update
from app.service_requests.catalogue.forms import KINDS, NewReasonForm, ReasonForm
from app.service_requests.catalogue.models import Reason
from app.service_requests.catalogue.rights import may_administer, may_change
from app.service_requests.catalogue.views.common import (
    administrator,
    again,
    saved,
    texts,
    typed_texts,
)

TEXTS = ("name",)
TEMPLATE = "service_requests/catalogue/edit_reason.html"
LIST = "service_requests.admin_reasons"


@service_requests.get("/can-bo/quan-tri/ly-do")
@access(may_administer)
def admin_reasons() -> ResponseReturnValue:
    """List the reasons by what they are for."""
    reasons = administration.all_reasons()
    return render_template("service_requests/catalogue/reasons.html", reasons=reasons, kinds=KINDS)


@service_requests.get("/can-bo/quan-tri/ly-do/moi")
@access(may_administer)
def new_reason() -> ResponseReturnValue:
    """Show an empty form."""
    form = NewReasonForm(data={"position": "100", "active": True})
    return render_template(TEMPLATE, form=form, reason=None)


@service_requests.post("/can-bo/quan-tri/ly-do/moi")
@access(may_administer)
def create_reason() -> ResponseReturnValue:
    """Make a reason."""
    form = NewReasonForm()
    if not form.validate():
        return again(TEMPLATE, form, reason=None)
    reason = Reason(code=form.code.data, kind=form.kind.data)
    try:
        create(reason, _change(form), administrator(), clock.now())
    except DomainError as error:
        return again(TEMPLATE, form, error, reason=None)
    return saved(LIST)


@service_requests.get("/can-bo/quan-tri/ly-do/<code>")
@access(may_change, load=administration.reason)
def edit_reason(reason: Reason) -> ResponseReturnValue:
    """Show a reason to be changed."""
    typed = {**typed_texts(reason, TEXTS), "position": str(reason.position)}
    form = ReasonForm(data={**typed, "active": reason.active})
    return render_template(TEMPLATE, form=form, reason=reason)


@service_requests.post("/can-bo/quan-tri/ly-do/<code>")
@access(may_change, load=administration.reason)
def update_reason(reason: Reason) -> ResponseReturnValue:
    """Change a reason; whoever was given it reads the new words."""
    form = ReasonForm()
    if not form.validate():
        return again(TEMPLATE, form, reason=reason)
    update(reason, _change(form), administrator(), clock.now())
    return saved(LIST)


def _change(form: Any) -> Change:
    columns = {"position": form.position.number, "active": form.active.data}
    return Change(columns, texts(form, TEXTS))
