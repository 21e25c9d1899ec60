"""What an office types of a plan and of a version of its document."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from app.core import text
from app.core.errors import DomainError
from app.core.forms import Files, Form, Line, Read, Words, among, at_most, needed
from app.core.tables.values import as_date
from app.media.kinds import PAPER
from app.places.forms import chosen_place
from app.places.models import COMMUNE, Place
from app.planning.consulting import MOST_POINTS, Period
from app.planning.keeping import Head, Said
from app.planning.models import (
    KINDS,
    MAX_LEGEND,
    MAX_NUMBER,
    MAX_TITLE,
    MAX_WORDS,
    Plan,
    PlanVersion,
)
from app.surveys.models import MAX_LINE


def as_commune(code: str) -> Place:
    """Read a commune by its code; raises ``DomainError``."""
    return chosen_place(code, (COMMUNE,))


class VersionForm(Form):
    """A version: its decision, its PDF, what it changes, what its signs mean."""

    number = Line(MAX_NUMBER, name="so")
    decided_on = Read(as_date, name="ngay", empty=None)
    words = Words(MAX_WORDS + 1, at_most(MAX_WORDS), name="noi_dung")
    legend = Words(MAX_LEGEND + 1, at_most(MAX_LEGEND), name="chu_giai")
    papers = Files(name=PAPER.field)

    @property
    def said(self) -> Said:
        return Said(self.number.data, self.decided_on.data, self.words.data, self.legend.data)


class PlanForm(VersionForm):
    """A plan with a version that nobody reads yet."""

    kind = Line(12, among(KINDS, _l("Choose what kind of plan it is.")), name="loai")
    title = Line(MAX_TITLE + 1, needed(_l("Write what the plan is called.")), at_most(MAX_TITLE),
                 name="ten")  # fmt: skip
    place = Read(as_commune, name="noi", empty=None)

    def fill(self, plan: Plan, version: PlanVersion) -> None:
        """Write into it what is kept."""
        self.kind.data, self.title.data, self.place.data = plan.kind, plan.title, plan.place
        self.number.data, self.decided_on.data = version.number, version.decided_on
        self.words.data, self.legend.data = version.words, version.legend

    def head(self, fixed: Place | None) -> Head:
        """Give what the plan is; ``fixed``: the commune of an office that keeps no other's."""
        return Head(self.kind.data, self.title.data, fixed or self.place.data)


class PeriodForm(Form):
    """Until when people comment on a draft, and on which points."""

    last = Read(as_date, name="den_ngay", empty=None)
    points = Words(MAX_LINE * MOST_POINTS, name="diem")

    def period(self, today: date) -> Period:
        """Give it; raises ``DomainError`` for a day that is over."""
        last: Any = self.last.data
        if last is None or last < today:
            raise DomainError(_l("Choose the last day on which people may comment."),
                              field="den_ngay")  # fmt: skip
        lines = (text.line(each, MAX_LINE) for each in self.points.data.splitlines())
        return Period(last, list(dict.fromkeys(each for each in lines if each)))
