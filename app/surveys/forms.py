"""What is typed at the desk for a survey, and what a phone sends as an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage, MultiDict

from app.core import clock, observing, sent, text
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Tick, Words, among, at_most, needed
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date
from app.service_requests.catalogue.models import Service
from app.service_requests.catalogue.queries import service_by_code
from app.surveys import making
from app.surveys.models import (
    AREA,
    HOUSEHOLD,
    KINDS,
    MAX_LINE,
    MAX_PART,
    MAX_TITLE,
    MAX_WORDS,
    MOST_OPTIONS,
    PERSON,
    PLACES,
    QUESTION_KINDS,
    REPLIES,
    SERVICE,
    SPOKEN,
    Survey,
)
from app.surveys.takers import Helped

MOST_ANSWERS = 130


def as_service(code: str) -> Service:
    """Read a service by its code; raises ``BadValue``."""
    found = service_by_code(code)
    if found is None:
        raise BadValue(_l("Choose the service that people used."))
    return found


class HeadForm(Form):
    """What a survey is about, of whom, until when."""

    office = Line(60, name="co_quan")
    kind = Line(12, among(KINDS, _l("Choose what it is.")), name="loai")
    title = Line(MAX_TITLE + 1, needed(_l("Write what it is about, in a line.")),
                 at_most(MAX_TITLE), name="ten")  # fmt: skip
    words = Words(MAX_PART, name="noi_dung")
    named = Line(8, among({"ten", "an-danh"}, _l("Choose whether names are kept.")), name="danh")
    by = Line(10, among({PERSON, HOUSEHOLD}, _l("Choose who answers.")), name="moi")
    audience = Line(10, among({AREA, PLACES, SERVICE}, _l("Choose whom it is for.")), name="ai")
    service = Read(
        as_service, name="linh_vuc", empty=None, when=lambda f: f.audience.data == SERVICE
    )
    first = Read(as_date, name="tu_ngay", empty=None)
    last = Read(as_date, name="den_ngay", empty=None)

    @classmethod
    def of(cls, survey: Survey) -> "HeadForm":
        """Give the form with what the survey says."""
        return cls(
            None, kind=survey.kind, title=survey.title, words=survey.words, by=survey.by,
            named="ten" if survey.is_named else "an-danh", audience=survey.audience,
            service=survey.service.service_code if survey.service else None,
            first=_day(survey.starts_at), last=_day(survey.ends_at, -1),
        )  # fmt: skip

    @property
    def head(self) -> making.Head:
        first, last = self.first.data, self.last.data
        if last is not None and last < clock.local(clock.now()).date():
            raise DomainError(_l("This day is over already."), field="den_ngay")
        if first is not None and last is not None and last < first:
            raise DomainError(_l("The last day comes before the first."), field="den_ngay")
        return making.Head(
            self.kind.data, self.title.data, self.words.data, self.named.data == "ten",
            self.by.data, self.audience.data, self.service.data,
            _midnight(first), _midnight(last, 1),
        )  # fmt: skip


def _day(moment: datetime | None, days: int = 0) -> date | None:
    return clock.local(moment).date() + timedelta(days=days) if moment else None


def _midnight(day: date | None, days: int = 0) -> datetime | None:
    """Give the moment a day begins in Viet Nam, or that many days later."""
    if day is None:
        return None
    return clock.at(day + timedelta(days=days))


class QuestionForm(Form):
    """A question: what kind, its line, what can be chosen, after which answer it is asked."""

    kind = Line(8, among(QUESTION_KINDS, _l("Choose what kind of question it is.")), name="kieu")
    line = Line(MAX_LINE + 1, needed(_l("Write the question.")), at_most(MAX_LINE), name="cau")
    words = Words(MAX_PART + 1, at_most(MAX_PART), name="doan")
    options = Words(MAX_LINE * MOST_OPTIONS, name="lua_chon")
    needed = Tick(name="bat_buoc")
    after = Line(24, name="sau")

    @property
    def asked(self) -> making.Asked:
        lines = [text.line(each, MAX_LINE) for each in self.options.data.splitlines()]
        options = list(dict.fromkeys(each for each in lines if each))
        return making.Asked(
            self.kind.data, self.line.data, self.words.data, options, self.needed.data,
            self._branch,
        )  # fmt: skip

    @property
    def _branch(self) -> tuple[int, int] | None:
        if not self.after.data:
            return None
        question, _, option = self.after.data.partition("-")
        found = text.whole(question), text.whole(option)
        return (found[0] or 0, found[1] if found[1] is not None else -1)


class ReplyForm(Form):
    """What the office does with a point."""

    how = Line(10, among(REPLIES, _l("Choose what is done with it.")), name="cach")
    words = Words(MAX_WORDS, name="loi")


def _answers(form: MultiDict[str, str], _name: str) -> dict[str, tuple[str, ...]]:
    names = [name for name in form if name.startswith("q-")][:MOST_ANSWERS]
    return {
        name: tuple(each[: MAX_WORDS * 4] for each in form.getlist(name)[:MOST_OPTIONS])
        for name in names
    }


def _voices(_form: MultiDict[str, str], _name: str) -> dict[str, Sequence[FileStorage]]:
    names = [each for each in request.files if each.startswith("q-") and each.endswith(SPOKEN)]
    sent = {name: request.files.getlist(name) for name in names}
    return {name: found for name, found in sent.items() if any(each.filename for each in found)}


@dataclass(frozen=True)
class AnswerForm(sent.Value):
    """An answer as it came in, by the questions' fields; with whom it is for, from a helper."""

    key: str = sent.line("idempotency_key")
    """Under which what was said waits, where the form is refused."""
    observed_at: str = sent.line()
    """When the phone had it whole, in ISO 8601; from the phone's queue alone."""
    number: str = sent.line("so_ho")
    name: str = sent.line("ho_ten")
    year: str = sent.line("nam_sinh")
    place: str = sent.line("noi")
    another: str = sent.line("nguoi_khac")
    outcome: str = sent.line("ket_qua")
    """At a door that was drawn: why nobody answers; empty where somebody does."""
    answers: Mapping[str, tuple[str, ...]] = sent.by(_answers, MappingProxyType({}))
    removed: tuple[str, ...] = sent.several("remove_voice")
    voices: Mapping[str, Sequence[FileStorage]] = sent.by(_voices, MappingProxyType({}))
    """What was said, by the fields' names; fields left empty are none."""

    @property
    def brings(self) -> bool:
        """Tell whether what waits under its key changes."""
        return bool(self.voices or self.removed)

    @property
    def is_another(self) -> bool:
        """Tell whether it is said to be somebody else than whoever has the same name."""
        return self.another == "1"

    def kept_at(self, now: datetime) -> datetime | None:
        """Give when a phone had it whole, where that can be."""
        found: datetime | None = observing.read(self.observed_at, "", now)["observed_at"]
        return found

    def helped(self, now: datetime) -> Helped:
        year = clock.local(now).year
        return Helped(self.number, self.name, self.year, year, self.is_another)


def shown(form: AnswerForm | None) -> dict[str, Any]:
    """Give what stands in the form's fields."""
    return {name: list(values) for name, values in form.answers.items()} if form else {}
