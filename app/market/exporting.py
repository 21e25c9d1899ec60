"""What a seller takes away: the month's takings as XLSX."""

from collections.abc import Iterable

from flask_babel import gettext as _

from app.core.clock import local
from app.core.tables.writing import Cell, xlsx_of
from app.market.models import Taking


def takings_xlsx(takings: Iterable[Taking]) -> bytes:
    """Give what came in as a sheet: day, time, amount, way, note, and what was struck out."""
    heads = [_("Day"), _("Time"), _("Amount"), _("How"), _("Note"), _("Struck out")]
    return xlsx_of(heads, (_taking_cells(each) for each in takings))


def _taking_cells(taking: Taking) -> list[Cell]:
    at = local(taking.at)
    struck = _("yes") if taking.struck_at else ""
    way = str(taking.way_name)
    return [f"{at:%d/%m/%Y}", f"{at:%H:%M}", taking.amount, way, taking.note, struck]
