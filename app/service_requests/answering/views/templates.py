"""Answers kept ready: leads write those of their agency, administrators those of all."""

from typing import Any

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from app.accounts import permissions
from app.accounts import queries as people
from app.accounts.actors import Actor
from app.accounts.forms import choices
from app.core import clock
from app.core.access import access, current_viewer
from app.core.act import fills
from app.core.db import READING, db
from app.service_requests.answering import placeholders
from app.service_requests.answering import template_editing as writing
from app.service_requests.answering import template_queries as queries
from app.service_requests.answering.rights import may_change_template, may_write_templates
from app.service_requests.answering.template_forms import PURPOSES, TemplateForm
from app.service_requests.answering.template_models import AnswerTemplate
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue.administration import services as all_services
from app.service_requests.catalogue.editable import SAVED
from app.service_requests.catalogue.queries import service_by_code
from app.service_requests.catalogue.rights import may_administer
from app.service_requests.loading import handled

EDIT = "service_requests/answering/edit_template.html"
LIST = "service_requests.answer_templates"
TRY = "xem-thu"


@service_requests.get("/can-bo/mau-tra-loi")
@access(may_write_templates)
def answer_templates() -> ResponseReturnValue:
    found = queries.editable(current_viewer())
    return render_template(
        "service_requests/answering/templates.html", templates=found, purposes=PURPOSES
    )


@service_requests.route("/can-bo/mau-tra-loi/moi", methods=["GET", "POST"])
@access(may_write_templates)
def new_template() -> ResponseReturnValue:
    """Show an empty form, try what is in it, or keep it."""
    return _edit(AnswerTemplate(), {"position": 100, "active": True})


@service_requests.route("/can-bo/mau-tra-loi/<code>", methods=["GET", "POST"])
@access(may_change_template, load=queries.template_by_code)
def edit_template(template: AnswerTemplate) -> ResponseReturnValue:
    """Show a template to be changed, try what is typed, or keep it."""
    typed = {name: getattr(template, name) for name in ("title", "body", "purpose", "active")}
    agency, service = template.agency, template.service
    typed |= {
        "position": template.position,
        "agency": agency.code if agency else "",
        "service": service.service_code if service else "",
    }
    return _edit(template, typed)


def _edit(template: AnswerTemplate, typed: dict[str, Any]) -> ResponseReturnValue:
    if request.method in READING:
        return _page(template, _prepared(TemplateForm(data=typed)))
    answer: ResponseReturnValue = _keep(template)
    return answer


def _page(template: AnswerTemplate, form: Any, **tried: Any) -> str:
    values = {"kept": template if template.id else None, "names": placeholders.all_names()}
    return render_template(EDIT, form=form, **values, **tried)


@fills(lambda _template: _prepared(TemplateForm()), again=_page, said=SAVED, field="title")
def _keep(template: AnswerTemplate, form: Any) -> str | Response:
    if TRY in request.form:
        return make_response(_tried(template, form))
    writing.save(template, _columns(form), _actor(), clock.now())
    return url_for(LIST)


def _tried(template: AnswerTemplate, form: Any) -> str:
    """Show the form with its words as they would go to the sender of a real report."""
    writing.check(form.body.data)
    trial = AnswerTemplate()
    with db.session.no_autoflush:
        writing.write(trial, _columns(form))
        code = (form.report.data or "").strip() or queries.newest_handled(current_viewer(), trial)
        report = handled(current_viewer(), code) if code else None
        filled = placeholders.fill(trial.body, report) if report else None
    return _page(template, form, filled=filled, report=report, tried=True)


def _prepared(form: TemplateForm) -> Any:
    """Fill in what can be chosen; "all agencies" is for whoever administers the whole tree."""
    viewer = current_viewer()
    agencies = [
        (each.code, "\u2003" * each.depth + each.name)
        for each in queries.agencies_written_for(viewer)
    ]
    everywhere = [("", writing.EVERYWHERE)] if may_administer(viewer) else []
    services = [(each.service_code, each.service_name) for each in all_services()]
    form.agency.choices = choices(everywhere + agencies)
    form.service.choices = choices([("", writing.ANY_SERVICE), *services])
    return form


def _columns(form: Any) -> dict[str, Any]:
    agency = people.agency_by_code(form.agency.data) if form.agency.data else None
    service = service_by_code(form.service.data) if form.service.data else None
    return {
        "agency_id": agency.id if agency else None,
        "service_id": service.id if service else None,
        "purpose": form.purpose.data,
        "title": form.title.data,
        "body": form.body.data,
        "position": form.position.number,
        "active": form.active.data,
    }


def _actor() -> Actor:
    viewer = current_viewer()
    held = [
        agency
        for each in (permissions.LEAD, permissions.ADMINISTER)
        for agency in viewer.agencies(each)
    ]
    actor: Actor = viewer.actor(held[0])
    return actor
