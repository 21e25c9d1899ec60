"""A supporting agency sees and answers its own part, and nothing else of the report."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import fills
from app.service_requests.blueprint import service_requests
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
    return _page(part, PartForm())


def _page(part: Support, form: PartForm) -> str:
    return render_template(TEMPLATE, part=part, form=form)


@service_requests.post("/can-bo/phoi-hop/<code>")
@access(may_support, load=part_by_code)
@fills(
    lambda _part: PartForm(),
    again=_page,
    said=_l("Your part is with the agency that leads."),
    field="text",
)
def answer_support(part: Support, form: PartForm) -> str:
    """Answer the part; the agency that leads is told."""
    actor, words = current_viewer().actor(part.agency), form.text.data or ""
    supporting.answer_support(part.service_request, actor, clock.now(), part, words)
    return url_for(".supports")
