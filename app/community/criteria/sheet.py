"""A draft's criteria from a spreadsheet: how a row is read, and what becomes of it.

A criterion is known by its words, with or without accents: sent again, the same sheet changes
nothing. What the sheet does not name stays.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.community.criteria import counting, keeping
from app.community.criteria.forms import as_share, as_tenths, fitting
from app.community.criteria.keeping import Said
from app.community.criteria.models import (
    COUNTED,
    MAX_CRITERION,
    MAX_GROUP,
    PAPER,
    SAMPLED,
    CriteriaVersion,
    Criterion,
)
from app.core.db import db
from app.core.errors import DomainError
from app.core.tables.asides import is_head, is_numbering, is_sum
from app.core.tables.cells import Cells, refuse_hollow
from app.core.tables.columns import Field
from app.core.tables.errors import BadValue
from app.core.text import ascii_slug, fold, line
from app.sheets.jobs import register
from app.sheets.kinds import Read, Rows, SheetKind, Steps
from app.sheets.models import SheetUpload
from app.sheets.pieces import CHANGED, NEW, SAME, take_over

FIELDS = (
    Field("title", _l("What it asks"),
          ("tieu-chi", "noi-dung", "noi-dung-tieu-chi", "chi-tieu", "criterion"),
          against=("nhom",)),
    Field("tenths", _l("Points"), ("diem", "diem-toi-da", "diem-chuan", "thang-diem", "points")),
    Field("group", _l("Group"), ("nhom", "nhom-tieu-chi", "group"), required=False),
    Field("way", _l("How it is measured"), ("cach-do", "cach-danh-gia", "measured"),
          required=False),
    Field("measure", _l("What is counted"), ("so-lieu", "dem-gi", "counted"), required=False),
    Field("target", _l("Share"), ("ty-le", "nguong", "share"), required=False),
    Field("graded", _l("In proportion"), ("theo-ty-le", "proportion"), required=False),
    Field("needed", _l("Compulsory"), ("bat-buoc", "compulsory"), required=False),
)  # fmt: skip
WORDS = {
    COUNTED: ("dem", "tu-dem", "ung-dung-dem", "counted"),
    SAMPLED: ("khao-sat", "khao-sat-mau", "survey"),
    PAPER: ("", "van-ban", "giay-to", "ho-so", "tai-lieu", "document"),
}
YES, NO = ("co", "x", "1", "yes", "bat-buoc"), ("", "khong", "0", "no")


def _reader(upload: SheetUpload) -> Read:
    cells_of, heads = Cells(FIELDS, upload.columns), upload.heads
    named = {fold(str(name)): code for code, name in counting.measures()}
    known = {**named, **{code: code for code in named.values()}}
    is_draft = _version(upload).is_draft
    seen: dict[str, int] = {}

    def criterion(number: int, cells: list[str]) -> Said | None:
        row = cells_of.row(cells)
        if not any(row.values()) or is_head(cells, heads) or is_numbering(cells):
            return None
        if is_sum(row.get("title", "")):
            return None
        refuse_hollow(row)
        if not is_draft:
            raise BadValue(_l("This version is enacted: it never changes."))
        said = _read(row, known)
        first = seen.setdefault(fold(said.title), number)
        if first != number:
            raise BadValue(_l("This criterion stands in row %(row)s already.", row=first))
        return said

    return criterion


def _read(row: Mapping[str, str], known: Mapping[str, str]) -> Said:
    typed = row.get("measure", "").strip()
    measure = known.get(typed) or known.get(fold(typed), "")
    way = _one_of(row.get("way", ""), WORDS, _l("How it is measured: đếm, khảo sát or văn bản."))
    try:
        return fitting(
            Said(
                line(row.get("title", ""), MAX_CRITERION), way, as_tenths(row.get("tenths", "")),
                line(row.get("group", ""), MAX_GROUP), measure if way == COUNTED else "",
                as_share(row["target"]) if row.get("target") else 0,
                _is_yes(row.get("graded", "")), _is_yes(row.get("needed", "")),
            )
        )  # fmt: skip
    except DomainError as wrong:
        raise BadValue(wrong.message) from wrong


def _one_of(typed: str, words: Mapping[str, tuple[str, ...]], wrong: Any) -> str:
    slug = ascii_slug(typed)
    for meant, ways in words.items():
        if slug in ways:
            return meant
    raise BadValue(wrong)


def _is_yes(typed: str) -> bool:
    return _one_of(typed, {"1": YES, "": NO}, _l("Write có or không.")) == "1"


def _apply(upload: SheetUpload, rows: Rows) -> Steps:
    def take(some: Rows) -> Iterator[str]:
        version = _version(upload)
        there = {fold(each.title): each for each in version.criteria}
        return (_take(version, said, there) for said in some)

    return take_over(upload, rows, "criteria.import", take)


def _take(version: CriteriaVersion, said: Said, there: dict[str, Criterion]) -> str:
    """Write one down; say whether it was new, changed or as it is already."""
    found = there.get(fold(said.title))
    if found is None:
        there[fold(said.title)] = keeping.add(version, said)
        return NEW
    if all(getattr(found, name) == value for name, value in said.fields.items()):
        return SAME
    keeping.change(version, found, said)
    return CHANGED


def _version(upload: SheetUpload) -> CriteriaVersion:
    return db.session.get_one(CriteriaVersion, upload.subject_id)


SHEET = register(
    SheetKind(name="criteria", fields=FIELDS, reader=_reader, apply=_apply)
)  # fmt: skip
