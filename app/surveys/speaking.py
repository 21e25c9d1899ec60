"""Words of an answer, said instead of written: only where names are kept.

What is said to a question waits under a key of its own, made of the form's. That an answer counts
once is known by who has answered, as of every answer (docs/decisions/216, 273).
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts import sending
from app.core.db import kept_though_refused
from app.core.errors import DomainError
from app.core.idempotency import MIN_KEY
from app.media import actions as media
from app.media import saying
from app.media.intake import Prepared, Refused
from app.media.kinds import VOICE
from app.media.models import Recording
from app.surveys.forms import AnswerForm
from app.surveys.models import IN_WORDS, PART, SPOKEN, Survey, SurveyQuestion
from app.surveys.reading import Wrong

MOST = 10
"""Recordings of one answer: each is decoded while somebody waits."""


def check(survey: Survey, form: AnswerForm, *, is_helped: bool = False) -> None:
    """Refuse recordings where words are written.

    Raises:
        DomainError: no voice is taken here, too many came, or the form has no key.
    """
    if not form.voices:
        return
    first = _written_in(survey, next(iter(form.voices)).removesuffix(SPOKEN))
    if in_words(survey) and not survey.is_named:
        raise DomainError(_l("No recording is taken here: a voice tells whose it is, and here "
                             "names are not kept. Write it, or let a helper write it down."),
                          field=first)  # fmt: skip
    if is_helped or not all(name in {each.voice_name for each in parts(survey)}
                            for name in form.voices):  # fmt: skip
        raise DomainError(_l("No recording is taken here. Please write it."), field=first)
    if len(form.voices) > MOST:
        raise DomainError(_l("At most %(most)s parts can be answered aloud. Please write the "
                             "others.", most=MOST), field=first)  # fmt: skip
    if len(form.key) < MIN_KEY:
        raise DomainError(_l("This form is incomplete. Please open it again and send once more."))


def take(survey: Survey, form: AnswerForm, now: datetime) -> dict[str, Recording]:
    """Let what was said wait under the form's key; give all that waits, by the parts' names.

    It is decoded without the write lock, and kept whatever becomes of the answer.

    Raises:
        Wrong: some recordings were not taken; the others wait all the same.
    """
    if not form.brings:
        return _stage(survey, form, {}, now)
    prepared = _prepare(form)
    with kept_though_refused():
        return _stage(survey, form, prepared, now)


def _prepare(form: AnswerForm) -> dict[str, Prepared]:
    sending.count_files(*form.voices.values())
    found: dict[str, Prepared] = {}
    try:
        for name, files in form.voices.items():
            found[name] = media.prepare({VOICE: files})
    except DomainError:
        for each in found.values():
            each.drop()
        raise
    return found


def _stage(
    survey: Survey, form: AnswerForm, prepared: Mapping[str, Prepared], now: datetime
) -> dict[str, Recording]:
    found: dict[str, Recording] = {}
    errors: list[tuple[str | None, Any]] = []
    for part in _waiting_for(survey, form):
        new = prepared.get(part.voice_name, Prepared())
        try:
            waiting = saying.staged(_key(form, part), form.removed, new, now)
        except Refused as refused:
            errors.append((part.voice_name, refused.message))
            continue
        for each in waiting:
            if isinstance(each, Recording):
                found[part.name] = each
    if errors:
        raise Wrong(errors)
    return found


def drop_unheld(voices: Mapping[str, Recording]) -> None:
    """Erase what no answer holds: of a second answer, or of a part that was not asked."""
    for each in voices.values():
        if each.staged_token is not None:
            media.erase(each)


def came_along(survey: Survey, form: AnswerForm | None) -> dict[str, list[Recording]]:
    """Give what waits for a form that was refused, by the parts' names."""
    if form is None:
        return {}
    return {part.name: media.staged(VOICE, _key(form, part)) for part in _waiting_for(survey, form)}


def parts(survey: Survey) -> list[SurveyQuestion]:
    """Give the questions, or parts of a document, whose words may be said."""
    return in_words(survey) if survey.is_named else []


def in_words(survey: Survey) -> list[SurveyQuestion]:
    """Give the questions that are answered in words, and the parts that may be."""
    return [each for each in survey.questions if each.kind in IN_WORDS]


def _written_in(survey: Survey, name: str) -> str:
    """Give the field in which the words to a question are written."""
    of_parts = {each.name for each in survey.questions if each.kind == PART}
    return f"{name}-w" if name in of_parts else name


def _waiting_for(survey: Survey, form: AnswerForm) -> list[SurveyQuestion]:
    return parts(survey) if len(form.key) >= MIN_KEY else []


def _key(form: AnswerForm, part: SurveyQuestion) -> str:
    return f"{form.key}:{part.name}"
