"""How a set's, a version's and a criterion's fields are read, typed or from a sheet."""

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l

from app.community.criteria import counting
from app.community.criteria.keeping import Head, Said
from app.community.criteria.models import (
    COUNTED,
    KINDS,
    MAX_CRITERION,
    MAX_DECISION,
    MAX_GROUP,
    MAX_SET,
    MOST_TENTHS,
    PAPER,
    WAYS,
)
from app.core import text
from app.core.errors import DomainError
from app.core.forms import Form, Line, Read, Tick, among, at_most, needed
from app.core.tables.errors import BadValue
from app.core.tables.values import as_date

NO_POINTS = _l("Write points such as 10 or 2,5.")
NO_SHARE = _l("Write a share from 1 to 100.")


def as_tenths(typed: str) -> int:
    """Read points with one decimal as tenths; raises ``BadValue``."""
    found = text.decimal(typed.replace(".", ","), 4)
    tenths = found * 10 if found is not None else None
    if tenths is None or tenths < 0 or tenths > MOST_TENTHS or tenths != tenths.to_integral_value():
        raise BadValue(NO_POINTS)
    return int(tenths)


def as_share(typed: str) -> int:
    """Read a share in whole per cent, from 1 to 100; raises ``BadValue``."""
    found = text.whole(typed.rstrip("% "))
    if not found or found > 100:
        raise BadValue(NO_SHARE)
    return found


def written(tenths: int | None) -> str:
    """Give points as they are typed: 2,5."""
    if tenths is None:
        return ""
    found = Decimal(tenths) / 10
    return f"{found:.0f}" if tenths % 10 == 0 else f"{found:.1f}".replace(".", ",")


class SetForm(Form):
    """A set that begins: what it is called, whom it is about."""

    title = Line(MAX_SET + 1, needed(_l("Write what the set is called.")), at_most(MAX_SET),
                 name="ten")  # fmt: skip
    kind = Line(10, among(KINDS, _l("Choose whom the set is about.")), name="loai")


class HeadForm(Form):
    """By which decision a version holds, and from when."""

    decision = Line(MAX_DECISION, name="so_quyet_dinh")
    decided_on = Read(as_date, name="ngay_quyet_dinh", empty=None)
    valid_from = Read(as_date, name="ap_dung_tu", empty=None)
    needed = Read(as_tenths, name="diem_dat", empty=0, most=8)
    is_real = Tick(name="dung_van_ban")

    @property
    def said(self) -> Head:
        return Head(
            self.decision.data, self.decided_on.data, self.valid_from.data,
            self.needed.data, not self.is_real.data,
        )  # fmt: skip


class CriterionForm(Form):
    """One criterion."""

    title = Line(MAX_CRITERION + 1, needed(_l("Write what the criterion asks.")),
                 at_most(MAX_CRITERION), name="noi_dung")  # fmt: skip
    group = Line(MAX_GROUP, name="nhom")
    way = Line(10, among(WAYS, _l("Choose how it is measured.")), name="cach_do")
    measure = Line(30, name="so_lieu")
    target = Read(as_share, name="ty_le", empty=0, most=6)
    tenths = Read(as_tenths, needed(NO_POINTS), name="diem", most=8)
    is_graded = Tick(name="theo_ty_le")
    is_needed = Tick(name="bat_buoc")

    @property
    def said(self) -> Said:
        """Give what the form says; raises ``DomainError`` where parts do not go together."""
        return fitting(
            Said(
                self.title.data, self.way.data, self.tenths.data, self.group.data,
                self.measure.data if self.way.data == COUNTED else "", self.target.data,
                self.is_graded.data, self.is_needed.data,
            )
        )  # fmt: skip


def fitting(said: Said) -> Said:
    """Give it back.

    Raises:
        DomainError: nothing that is counted, or no share to reach.
    """
    if said.way == COUNTED and said.measure not in dict(counting.measures()):
        raise DomainError(_l("Choose what is counted."), field="so_lieu")
    if said.way != PAPER and not said.target:
        raise DomainError(NO_SHARE, field="ty_le")
    return said


def filled(criterion: Any) -> dict[str, Any]:
    """Give a criterion as its form shows it."""
    return {
        "title": criterion.title, "group": criterion.group, "way": criterion.way,
        "measure": criterion.measure, "target": criterion.target or "",
        "tenths": written(criterion.tenths), "is_graded": criterion.is_graded,
        "is_needed": criterion.is_needed, "errors": [], "error": {},
    }  # fmt: skip
