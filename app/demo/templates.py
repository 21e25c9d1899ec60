"""Answers that the demonstration keeps ready."""

from app.accounts.models import Agency
from app.core.db import db
from app.demo.read import read
from app.service_requests.models import AnswerTemplate


def load(agencies: dict[str, Agency]) -> None:
    top = agencies["province"]
    for position, row in enumerate(read("answers")["answers"], start=1):
        code = f"MAU-{position}"
        db.session.add(AnswerTemplate(code=code, agency=top, position=position, **row))
    db.session.flush()
