"""What came out of a survey, as pages, charts, the minutes and the workbook show it."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask import Response
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext
from markupsafe import Markup

from app.accounts.actors import Actor
from app.core import audit, charts
from app.core.downloads import download
from app.core.errors import DomainError
from app.core.private_numbers import without
from app.core.tables.writing import TYPES, XLSX, Cell, write_sheets
from app.places import queries as places
from app.surveys import queries
from app.surveys.models import PART, Survey, SurveyPoint, SurveyQuestion
from app.surveys.named import SurveyReply

Sheet = tuple[str, list[str], list[list[Cell]]]


@dataclass(frozen=True)
class Told:
    """A question with what may be told of the answers: (label, number or None) and a chart."""

    question: SurveyQuestion
    answered: int | None
    rows: list[tuple[str, int | None]] = field(default_factory=list)
    rest: int = 0
    mean: float | None = None
    median: float | None = None
    margins: list[list[int] | None] = field(default_factory=list)
    """Of a sample: lowest, share and highest of each choice, in per cent."""

    @property
    def chart(self) -> Markup | None:
        """Draw what is told; the bars' numbers are those of the table's rows."""
        if not any(number for _label, number in self.rows):
            return None
        bars = [
            charts.Bar(str(at), number or 0, f"{label}: {number if number is not None else '–'}")
            for at, (label, number) in enumerate(self.rows, start=1)
        ]
        return charts.bars(bars, self.question.line)

    def margin(self, at: int) -> str:
        """Give a share with its margin of error, of a choice that is told."""
        found = self.margins[at] if at < len(self.margins) else None
        if found is None or self.rows[at][1] is None:
            return ""
        low, share, high = found
        return _("%(share)s%% ± %(margin)s (%(low)s–%(high)s%%)", share=share,
                 margin=max(share - low, high - share), low=low, high=high)  # fmt: skip

    def share(self, number: int | None) -> str:
        return f"{round(100 * number / self.answered)}%" if number and self.answered else ""


def told(survey: Survey) -> list[Told]:
    results = survey.results or {}
    found = results.get("questions", {})
    margins = (results.get("sample") or {}).get("questions", {})
    return [
        _told(each, found.get(str(each.id), {"few": True}), margins.get(str(each.id), []))
        for each in survey.questions
    ]


def _told(question: SurveyQuestion, found: dict[str, Any], margins: list[list[int] | None]) -> Told:
    if found.get("few"):
        return Told(question, None)
    counts = found.get("counts", [])
    rows = [
        (str(label), number) for (_at, label), number in zip(question.choices, counts, strict=False)
    ]
    return Told(
        question, found["answered"], rows, found.get("rest", 0), found.get("mean"),
        found.get("median"), margins,
    )  # fmt: skip


def by_place(survey: Survey) -> tuple[list[tuple[str, int, list[list[int] | None]]], int]:
    """Give (place, answered, stances of each part) and how many answered in all others."""
    found = (survey.results or {}).get("places") or {"rows": [], "rest": 0}
    parts = [str(each.id) for each in survey.questions if each.kind == PART]
    rows = []
    for row in found["rows"]:
        place = places.by_code(row["place"])
        name = place.title if place is not None else row["place"]
        rows.append((name, row["answered"], [row["parts"].get(each) for each in parts]))
    return rows, found["rest"]


def workbook(survey: Survey, points: Sequence[SurveyPoint]) -> Response:
    """Give all tables as a workbook; ``points`` only to the office."""
    return _file(survey, _sheets(survey, points), "ket-qua")


def _file(survey: Survey, sheets: Iterable[Sheet], what: str) -> Response:
    book = io.BytesIO()
    write_sheets(book, sheets)
    name = f"khao-sat-{survey.code.lower()}-{what}.xlsx"
    return download(book.getvalue(), name, TYPES[XLSX])


def named_workbook(survey: Survey, reason: str, actor: Actor, now: datetime) -> Response:
    """Give who answered what; why somebody looked is kept.

    Raises:
        DomainError: the survey keeps no names, is not over, or nothing says why.
    """
    if not survey.is_named or survey.results is None:
        raise DomainError(_l("There are no names to see."))
    if not reason:
        raise DomainError(_l("Write why the names are looked at."), field="ly_do")
    audit.record(actor.reference, "survey.names", survey.reference, now=now,
                 after={"reason": reason})  # fmt: skip
    heads = [_("Name"), *(each.line for each in survey.questions)]
    rows = [_named(survey, each) for each in queries.replies(survey)]
    return _file(survey, [(_("Answers"), heads, rows)], "ten")


def _named(survey: Survey, reply: SurveyReply) -> list[Cell]:
    said = reply.said
    ballot = said.get("ballot", {})
    return [said.get("name", ""), *(_cell(each, ballot.get(str(each.id))) for each in
                                    survey.questions)]  # fmt: skip


def _cell(question: SurveyQuestion, value: Any) -> Cell:
    """Give an answer as it is read."""
    labels = [str(label) for _at, label in question.choices]
    if isinstance(value, list):
        return "; ".join(labels[at] for at in value)
    if isinstance(value, dict):
        spoken = "voice" in value
        words = _said(value.get("words", ""), spoken) if spoken or "words" in value else ""
        stance = labels[value["stance"]] if "stance" in value else ""
        return ": ".join(filter(None, (stance, words)))
    if isinstance(value, int) and labels:
        return labels[value]
    return value


def _said(words: str, is_heard: bool) -> str:
    """Give words as a cell shows them: what was said is heard at the desk, not in a file."""
    return " ".join(filter(None, (words, _("(voice)") if is_heard or not words else "")))


def _sheets(survey: Survey, points: Sequence[SurveyPoint]) -> Iterator[Sheet]:
    results = survey.results or {}
    yield _("Overview"), [_("Figure"), _("Value")], [
        [_("Title"), survey.title],
        [pgettext("survey", "Asked"), survey.asked],
        [_("Answered"), results.get("answered", 0)],
        [_("Written down by a helper"), results.get("helped")],
        *_sample(results.get("sample")),
    ]  # fmt: skip
    heads = [
        _("Question"), _("Answered"), pgettext("survey", "Answer"), pgettext("survey", "Number"),
    ]  # fmt: skip
    if survey.sample is not None:
        heads.append(_("Share with its margin of error"))
    yield _("Answers"), heads, [row for each in told(survey) for row in _rows(each)]
    rows, rest = by_place(survey)
    among: list[list[Cell]] = [[name, number] for name, number, _parts in rows]
    others: list[list[Cell]] = [[_("All others"), rest]] if rest else []
    yield _("By place"), [pgettext("survey", "Place"), _("Answered")], [*among, *others]
    if points:
        heard = queries.voices_of(survey, points)
        said: list[list[Cell]] = [
            [each.question.line, _said(without(each.words), each.id in heard)] for each in points
        ]
        yield _("In words"), [_("Question"), pgettext("survey", "Words")], said


def _sample(found: dict[str, Any] | None) -> list[list[Cell]]:
    if not found:
        return []
    return [
        [_("On the lists"), found["listed"]],
        [_("Drawn by lot"), found["drawn"]],
        [_("Could not be met"), found["away"] + found["gone"]],
        [_("Did not want to answer"), found["refused"]],
        [_("Not asked"), found["unasked"]],
    ]


def _rows(told: Told) -> list[list[Cell]]:
    line = told.question.line
    if told.answered is None:
        return [[line, None, _("Fewer than five answered"), None]]
    found: list[list[Cell]] = [
        [line, told.answered, label, number, *filter(None, [told.margin(at)])]
        for at, (label, number) in enumerate(told.rows)
    ]
    if told.rest:
        found.append([line, told.answered, _("Other answers, few of each"), told.rest])
    if told.mean is not None:
        found.append([line, told.answered, _("Mean"), told.mean])
        found.append([line, told.answered, _("Half are below, half above"), told.median])
    return found or [[line, told.answered, _("In words"), None]]
