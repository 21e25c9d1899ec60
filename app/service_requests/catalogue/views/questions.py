"""Administration: what a service asks beside the usual. A question is retired, never deleted."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration, question_queries
from app.service_requests.catalogue.editing import Change, create, update
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.question_forms import DATATYPES, NewQuestionForm, QuestionForm
from app.service_requests.catalogue.question_models import Question
from app.service_requests.catalogue.rights import may_change
from app.service_requests.catalogue.views.common import administrator, again, texts, typed_texts

TEXTS = ("name", "hint")
FLAGS = ("required", "is_public", "active")
TEMPLATE = "service_requests/catalogue/edit_question.html"


@service_requests.get("/can-bo/quan-tri/linh-vuc/<code>/cau-hoi")
@access(may_change, load=administration.service)
def admin_questions(service: Service) -> ResponseReturnValue:
    """List a service's questions, the retired ones too."""
    rows = question_queries.of_service(service)
    return render_template(
        "service_requests/catalogue/questions.html", service=service, rows=rows, datatypes=DATATYPES
    )


@service_requests.get("/can-bo/quan-tri/linh-vuc/<code>/cau-hoi/moi")
@access(may_change, load=administration.service)
def new_question(service: Service) -> ResponseReturnValue:
    """Show an empty form."""
    form = NewQuestionForm(data={"position": "100", "active": True})
    return render_template(TEMPLATE, form=form, service=service, question=None)


@service_requests.post("/can-bo/quan-tri/linh-vuc/<code>/cau-hoi/moi")
@access(may_change, load=administration.service)
def create_question(service: Service) -> ResponseReturnValue:
    """Make a question."""
    form = NewQuestionForm()
    if not form.validate():
        return again(TEMPLATE, form, service=service, question=None)
    made = Question(service_id=service.id, code=form.code.data, datatype=form.datatype.data)
    try:
        create(made, _change(form), administrator(), clock.now())
    except DomainError as error:
        return again(TEMPLATE, form, error, service=service, question=None)
    return _saved(service)


@service_requests.get("/can-bo/quan-tri/linh-vuc/<code>/cau-hoi/<question>")
@access(may_change, load=question_queries.by_code)
def edit_question(question: Question) -> ResponseReturnValue:
    """Show a question to be changed or retired."""
    form = QuestionForm(data=_typed(question))
    return render_template(TEMPLATE, form=form, service=_service(question), question=question)


@service_requests.post("/can-bo/quan-tri/linh-vuc/<code>/cau-hoi/<question>")
@access(may_change, load=question_queries.by_code)
def update_question(question: Question) -> ResponseReturnValue:
    """Change a question; what was answered before is read with the new words."""
    form, service = QuestionForm(), _service(question)
    if not form.validate():
        return again(TEMPLATE, form, service=service, question=question)
    update(question, _change(form), administrator(), clock.now())
    return _saved(service)


def _saved(service: Service) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved."), "ok")
    return redirect(url_for(".admin_questions", code=service.service_code), 303)


def _service(question: Question) -> Service:
    return db.session.get_one(Service, question.service_id)


def _typed(question: Question) -> dict[str, Any]:
    lines = [f"{each.key} = {each.name} | {each.name_en}" for each in question.offered]
    return {
        **typed_texts(question, TEXTS),
        **{name: getattr(question, name) for name in FLAGS},
        "position": str(question.position),
        "values": "\n".join(line.removesuffix(" | ") for line in lines),
    }


def _change(form: Any) -> Change:
    columns = {name: form[name].data for name in FLAGS} | {"position": form.position.number}
    return Change(columns, texts(form, TEXTS), form["values"].rows)
