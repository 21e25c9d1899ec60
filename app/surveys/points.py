"""The points that are made of what people wrote or said, once a survey is counted."""

from collections.abc import Sequence
from typing import Any

from app.core.db import db
from app.surveys import named, telling
from app.surveys.answering import LOT
from app.surveys.models import PART, WORDS, Survey, SurveyPoint, SurveyQuestion


def make(survey: Survey, held: Sequence[dict[str, Any]]) -> None:
    """Make a point of all words in an order that says nothing; a voice is heard beside its own."""
    made = [
        (SurveyPoint(survey_id=survey.id, question_id=each.id, words=words, stance=stance), voice)
        for each in survey.questions
        for words, stance, voice in _words_of(each, held)
    ]
    db.session.add_all(point for point, _voice in LOT.sample(made, len(made)))
    db.session.flush()
    named.put_beside(survey, {voice: point for point, voice in made if voice})


def _words_of(
    question: SurveyQuestion, held: Sequence[dict[str, Any]]
) -> list[tuple[str, int | None, str]]:
    """Give what was written or said, where so many answered that it is nobody's for certain."""
    values = [each[str(question.id)] for each in held if str(question.id) in each]
    if not telling.is_safe([len(values)]):
        return []
    if question.kind == WORDS:
        said = [{"words": each} if isinstance(each, str) else each for each in values]
        return [(each["words"], None, each.get("voice", "")) for each in said]
    if question.kind == PART:
        return [
            (each.get("words", ""), each["stance"], each.get("voice", ""))
            for each in values if "words" in each or "voice" in each
        ]  # fmt: skip
    return []
