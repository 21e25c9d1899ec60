"""A supporting agency sees and answers its own part, and nothing else of the report."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access, current_viewer
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.views.common import again
from app.service_requests.rights import may_take_in
from app.service_requests.routing import supporting
from app.service_requests.routing.forms import PartForm
from app.service_requests.routing.rights import may_support
from app.service_requests.routing.supporting import part_by_code, parts_for
from app.service_requests.rows import Support

TEMPLATE = "service_requests/routing/part.html"


@service_requests.get("/can-bo/phoi-hop")
@access(may_take_in)
def supports() -> ResponseReturnValue:
    """List the parts of the viewer's agencies."""
    parts = parts_for(current_viewer())
    return render_template("service_requests/routing/supports.html", parts=parts)


@service_requests.get("/can-bo/phoi-hop/<code>")
@access(may_support, load=part_by_code)
def support(part: Support) -> ResponseReturnValue:
    """Show one part with the form for its answer."""
    return render_template(TEMPLATE, part=part, form=PartForm())


@service_requests.post("/can-bo/phoi-hop/<code>")
@access(may_support, load=part_by_code)
def answer_support(part: Support) -> ResponseReturnValue:
    """Answer the part; the agency that leads is told."""
    form, code = PartForm(), part.code
    if not form.validate():
        return again(TEMPLATE, form, part=part)
    actor = current_viewer().actor(part.agency)
    try:
        supporting.answer_support(
            part.service_request, actor, clock.now(), part, form.text.data or ""
        )
    except DomainError as error:
        form.text.errors = [error.message]
        db.session.rollback()
        return render_template(TEMPLATE, form=form, part=part_by_code(current_viewer(), code)), 422
    db.session.commit()
    flash(_("Your part is with the agency that leads."), "ok")
    return redirect(url_for(".supports"), 303)
