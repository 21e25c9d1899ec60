"""Administration: what a service asks beside the usual. A question is retired, never deleted."""

from typing import Any

from app.core.db import db
from app.service_requests.blueprint import service_requests
from app.service_requests.catalogue import administration, question_queries
from app.service_requests.catalogue.editable import Editable, Endpoints, Within
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.question_forms import DATATYPES, NewQuestionForm, QuestionForm
from app.service_requests.catalogue.question_models import Question


def _rows(service: Service) -> dict[str, Any]:
    rows = question_queries.of_service(service)
    return {"service": service, "rows": rows, "datatypes": DATATYPES}


def _made(form: Any, service: Service) -> Question:
    return Question(service_id=service.id, code=form.code.data, datatype=form.datatype.data)


def _typed(question: Question) -> dict[str, str]:
    lines = [f"{each.key} = {each.name} | {each.name_en}" for each in question.offered]
    return {"values": "\n".join(line.removesuffix(" | ") for line in lines)}


QUESTIONS = Editable(
    at="/can-bo/quan-tri/linh-vuc/<code>/cau-hoi",
    row_at="<question>",
    endpoints=Endpoints(
        "admin_questions", "new_question", "create_question", "edit_question", "update_question"
    ),
    templates=(
        "service_requests/catalogue/questions.html",
        "service_requests/catalogue/edit_question.html",
    ),
    within=Within(
        load=administration.service,
        of=lambda question: db.session.get_one(Service, question.service_id),
        address=lambda service: {"code": service.service_code},
    ),
    rows=_rows,
    load=question_queries.by_code,
    made=_made,
    forms=(NewQuestionForm, QuestionForm),
    blank={"position": 100, "active": True},
    texts=("name", "hint"),
    columns=("required", "is_public", "active", "position"),
    typed=_typed,
    values=lambda form: form["values"].rows,
    shown=lambda question, service: {"service": service, "question": question},
)
"""What was answered before is read with the new words."""
QUESTIONS.add_routes(service_requests)
