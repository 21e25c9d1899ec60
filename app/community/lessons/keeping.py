"""The operator's own card of a skill: the form, and how it is kept."""

from collections.abc import Callable
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.community.lessons import queries
from app.community.lessons.models import (
    MAX_LINE,
    MAX_PATH,
    MOST_STEPS,
    PICTURES,
    CommunityLesson,
)
from app.community.lessons.queries import Card
from app.community.visits.models import TAPS, CommunitySkill
from app.core import audit
from app.core.db import db
from app.core.forms import Form, Line, Read, Words, among
from app.core.security import is_local
from app.core.tables.errors import BadValue
from app.core.text import line, whole


def lines(least: int, most: int) -> Callable[[str], list[str]]:
    """Give what reads a line each; raises ``BadValue`` for too few or too many."""

    def read(typed: str) -> list[str]:
        found = [line(each, MAX_LINE) for each in typed.split("\n")]
        found = [each for each in found if each]
        if not least <= len(found) <= most:
            raise BadValue(_wanted(least, most))
        return found

    return read


def _wanted(least: int, most: int) -> object:
    if least == most:
        return _l("Write exactly %(most)s lines.", most=most)
    return _l("Write at most %(most)s lines, one step each.", most=most)


def as_path(typed: str) -> str:
    """Read an address of this site, without the host; raises ``BadValue``."""
    if not typed.startswith("/") or not is_local(typed):
        raise BadValue(_l("Write an address of this site, such as /cai-dat, or leave it empty."))
    return typed


class Lines(Read):
    """Lines of which each means something; ``data`` is the list of them."""

    def clean(self, typed: str) -> str:
        return Words.clean(self, typed)

    @property
    def text(self) -> str:
        return "\n".join(self.data) if self.typed is None and self.data else str(self.typed or "")


class LessonForm(Form):
    """A card as the operator writes it."""

    picture = Line(20, among(PICTURES, _l("Choose a drawing of the list.")), name="hinh")
    steps = Lines(lines(1, MOST_STEPS), most=MOST_STEPS * (MAX_LINE + 2), name="buoc")
    taps = Lines(lines(TAPS, TAPS), most=TAPS * (MAX_LINE + 2), name="tu_lam")
    path = Read(as_path, most=MAX_PATH, empty="", name="thu_o")
    version = Read(whole, name="version", empty=None)

    def fill(self, card: Card) -> None:
        self.picture.data, self.path.data = card.picture, card.path
        self.steps.data, self.taps.data = list(card.steps), list(card.taps)
        self.version.data = card.version or None


def keep(skill: CommunitySkill, form: LessonForm, by: str, now: datetime) -> None:
    """Keep the card of a skill as the operator's own.

    Raises:
        StaleVersion: somebody else kept it meanwhile.
    """
    row = queries.row_of(skill)
    if row is None:
        row = CommunityLesson(skill=skill, version=1)
        db.session.add(row)
    else:
        row.count_version(form.version.data)
    row.picture, row.path, row.kept_at = form.picture.data, form.path.data, now
    row.steps, row.taps = "\n".join(form.steps.data), "\n".join(form.taps.data)
    audit.record(by, "community.lesson", f"community_skill:{skill.id}", now=now)
