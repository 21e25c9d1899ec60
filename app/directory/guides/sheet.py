"""Guides from a spreadsheet: a row for each step, what holds of the whole guide beside any of them.

A row that names no procedure goes on with the one above. A guide is known by its title: sent
again it changes what is there, what it said before stays as a version, and the same file twice
changes nothing twice. What the file has no column for stays. Nobody has checked what came so,
unless a row says on which day somebody did.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.accounts.models import Agency
from app.core import clock
from app.core.db import db
from app.core.tables.asides import is_head
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date
from app.core.text import line
from app.directory.guides import keeping, steps
from app.directory.guides.forms import as_link
from app.directory.guides.models import MAX_SAID, MAX_STEPS, MAX_TITLE, Guide
from app.directory.guides.steps import MOST_STEPS, MOST_THINGS, TOO_MANY, Step
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload
from app.sheets.pieces import CHANGED, NEW, SAME, take_over

FIELDS = (
    Field("title", _l("Procedure"), ("thu-tuc", "ten-thu-tuc", "huong-dan", "procedure")),
    Field("do", _l("What to do in the step"),
          ("buoc", "viec-phai-lam", "noi-dung-buoc", "step")),
    Field("condition", _l("For whom the step is"),
          ("dieu-kien", "neu", "truong-hop", "condition"), required=False),
    Field("things", _l("What to bring"),
          ("giay-to", "can-mang", "mang-theo", "ho-so", "bring"), required=False),
    Field("audience", _l("For whom"), ("doi-tuong", "danh-cho", "for-whom"), required=False),
    Field("place", _l("Where to hand in"), ("noi-nop", "nop-o-dau", "where"), required=False),
    Field("fee", _l("Fee"), ("le-phi", "phi", "fee"), required=False),
    Field("takes", _l("How long it takes"),
          ("thoi-han", "thoi-gian-giai-quyet", "how-long"), required=False),
    Field("helper", _l("Who can help"), ("ai-giup", "nguoi-giup", "ho-tro", "help"),
          required=False),
    Field("link", _l("Page of the national public service portal"),
          ("duong-dan", "lien-ket", "link"), required=False),
    Field("words", _l("Other words that people type for it"),
          ("tu-khoa", "cach-goi", "words"), required=False),
    Field("checked", _l("Checked on"),
          ("ngay-kiem-tra", "kiem-tra-ngay", "checked-on"), required=False),
)  # fmt: skip
WHOLE = ("audience", "place", "fee", "takes", "helper", "link", "words")
"""What is said of the whole guide, in any of its rows."""


@dataclass(frozen=True)
class Row:
    """A step as a row has it, of the guide ``title``."""

    title: str
    step: Step
    said: Mapping[str, str]
    checked_on: date | None


@dataclass
class Whole:
    """A guide as its rows have it."""

    title: str
    steps: list[Step] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    checked_on: date | None = None

    def add(self, row: Row) -> None:
        self.steps.append(row.step)
        self.said = {**row.said, **self.said}
        self.checked_on = self.checked_on or row.checked_on


@dataclass
class Above:
    """What the rows so far came to: the procedure gone on with, and how many steps each has."""

    title: str = ""
    steps: dict[str, list[Step]] = field(default_factory=dict)

    def take(self, title: str, step: Step) -> str:
        """Count the step to its guide, and give its title; raises ``BadValue``."""
        self.title = title or self.title
        if not keeping.code_of(self.title):
            raise BadValue(_l("Write which procedure it is."))
        known = self.steps.setdefault(keeping.code_of(self.title), [])
        known.append(step)
        if len(known) > MOST_STEPS or len(steps.written(tuple(known))) > MAX_STEPS:
            raise BadValue(TOO_MANY)
        return self.title


def _reader(upload: SheetUpload) -> Read:
    elsewhere = set(
        db.session.scalars(select(Guide.code).where(Guide.agency_id != upload.subject_id))
    )
    cells_of, heads, above = Cells(FIELDS, upload.columns), upload.heads, Above()

    def step(_number: int, cells: list[str]) -> Row | None:
        row = cells_of.row(cells)
        if not any(row.values()) or is_head(cells, heads):
            return None
        refuse_hollow(row)
        title = above.take(line(row.get("title", ""), MAX_TITLE), _step(row))
        if keeping.code_of(title) in elsewhere:
            raise BadValue(_l("Another agency keeps a guide of this title."))
        return Row(title, _step(row), _whole(row), _day(row.get("checked", "")))

    return step


def _step(row: Mapping[str, str]) -> Step:
    do = line(row.get("do", ""), steps.LONGEST)
    if not do:
        raise BadValue(_l("Write what to do."))
    things = (line(each, steps.LONGEST) for each in re.split(r"[;\n]", row.get("things", "")))
    found = tuple(bare for each in things if (bare := each.strip(" -–•+")))
    if len(found) > MOST_THINGS:
        raise BadValue(TOO_MANY)
    return Step(do, _condition(row.get("condition", "")), found)


def _condition(typed: str) -> str:
    """Give for whom a step is as guides say it: a question becomes "Nếu …"."""
    said = line(typed, steps.LONGEST).rstrip("? ")
    if not said or said.casefold().startswith("nếu "):
        return said
    return f"Nếu {said[0].lower()}{said[1:]}"


def _whole(row: Mapping[str, str]) -> dict[str, str]:
    said = {name: line(row[name], MAX_SAID) for name in WHOLE if row.get(name)}
    if "link" in said:
        said["link"] = as_link(said["link"])
    return said


def _day(typed: str) -> date | None:
    return as_date(typed) if typed else None


def _apply(upload: SheetUpload, rows: Rows) -> Steps:
    agency = db.session.get_one(Agency, upload.subject_id)
    named = [name for name in WHOLE if name in upload.columns]

    def take(some: Rows) -> Iterator[str]:
        for whole in some:
            yield _take(agency, whole, named)

    return take_over(upload, _gathered(rows), "guide.import", take)


def _gathered(rows: Rows) -> list[Whole]:
    """Give the guides of the rows, each in the order of its steps."""
    found: dict[str, Whole] = {}
    for row in rows:
        found.setdefault(keeping.code_of(row.title), Whole(row.title)).add(row)
    return list(found.values())


def _take(agency: Agency, whole: Whole, named: list[str]) -> str:
    """Write a guide down; say whether it was new, changed or as it is already."""
    code, now = keeping.code_of(whole.title), clock.now()
    found = db.session.scalar(select(Guide).where(Guide.code == code))
    said = {name: whole.said.get(name, "") for name in named}
    said["steps_text"] = steps.written(tuple(whole.steps))
    if found is None:
        rest = dict.fromkeys(keeping.SAID, "")
        keeping.write(agency, {**rest, **said, "title": whole.title}, now, whole.checked_on)
        return NEW
    same = all(getattr(found, name) == value for name, value in said.items())
    if same and found.is_open:
        keeping.note_check(found, whole.checked_on)
        return SAME
    keeping.replace(found, said, now, whole.checked_on)
    return CHANGED


SHEET = register(SheetKind(name="guides", fields=FIELDS, reader=_reader, apply=_apply))
