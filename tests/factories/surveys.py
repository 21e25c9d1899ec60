"""Surveys for tests: written by one official, opened by another."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from app.accounts import permissions as may
from app.accounts.models import User
from app.core import clock
from app.surveys import making
from app.surveys.answering import LATE
from app.surveys.jobs import remind_and_count
from app.surveys.models import SURVEY, Survey
from tests.factories.accounts import make_agency, make_official, viewer_of

OPEN_FOR = timedelta(days=10)
QUESTIONS = (
    making.Asked("one", "Đường thôn có đi được không?", options=("Được", "Không"), is_needed=True),
    making.Asked("words", "Đoạn nào hỏng?"),
    making.Asked("faces", "Hài lòng với đội sửa đường?"),
    making.Asked("several", "Cần gì trước?", options=("Đèn", "Rãnh nước", "Biển báo")),
    making.Asked("number", "Nhà có mấy xe máy?"),
)


def editors(agency: Any = None) -> tuple[User, User]:
    """Give whoever writes and whoever publishes, of one office."""
    agency = agency or make_agency()
    return (
        make_official(may.WRITE_NEWS, agency=agency),
        make_official(may.PUBLISH_NEWS, agency=agency),
    )


def actor(user: User) -> Any:
    return viewer_of(user).actor(user.rights[0].agency)


def survey(
    writer: User, questions: Sequence[making.Asked] = QUESTIONS, kind: str = SURVEY, **more: Any
) -> Survey:
    """Make one that is being written; the second question hangs on "Không" of the first."""
    now = clock.now()
    head = making.Head(kind, "Đường làng thử", ends_at=now + OPEN_FOR, **more)
    made = making.begin(head, writer.rights[0].agency, actor(writer), now)
    for at, each in enumerate(questions):
        if questions is QUESTIONS and at == 1:
            after = (made.questions[0].id, 1)
            each = making.Asked(each.kind, each.line, after=after)
        making.add_question(made, each, actor(writer), now)
    return made


def opened(writer: User, editor: User, **more: Any) -> Survey:
    made = survey(writer, **more)
    making.publish(made, actor(editor), clock.now())
    return made


def over(made: Survey, clock_of: Any) -> None:
    """Let its time run out, and have it counted."""
    assert made.ends_at is not None
    clock_of.move_to(made.ends_at + LATE)
    remind_and_count()


def fields(made: Survey, *values: Any) -> dict[str, Any]:
    """Give the form's fields, a value for each question in order; None leaves one out."""
    return {
        question.name: value
        for question, value in zip(made.questions, values, strict=False)
        if value is not None
    }
