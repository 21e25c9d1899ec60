"""The register of directions as a file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.core.tables.writing import Cell
from app.service_requests.directing import queries
from app.service_requests.directing.models import TAKEN_BACK, Direction
from app.service_requests.directing.queries import Asked
from app.service_requests.directing.rights import may_read_register
from app.service_requests.history import StatusChange
from app.service_requests.record import ServiceRequest
from app.service_requests.scope import scope_of
from app.sheets.out import asking
from app.sheets.out.kinds import ExportKind, Rows, register
from app.sheets.out.models import Export

PIECE = 250
REACH = "pham_vi"


def ask(viewer: Viewer, asked: Asked, form: str, now: datetime) -> Export:
    """Have it made; raises ``DomainError`` where ``asking`` does."""
    return asking.ask(KIND, viewer, {REACH: _reach(viewer), **asked.given}, form, now)


def heads(_export: Export) -> Sequence[str]:
    return [_("Code"), pgettext("direction", "Given on"), _("Given by"), _("Agency"), _("Report"),
            _("Direction"), _("Answer by"), _("Answered at"), _("Answer"),
            _("State")]  # fmt: skip


def total(export: Export, viewer: Viewer) -> int:
    return queries.total(viewer, _asked(export), clock.now(), asking.MOST_ROWS + 1)


def page(export: Export, viewer: Viewer) -> tuple[Rows, str | None]:
    """Read the next rows; what "overdue" means is as it was when the file was asked for."""
    found = queries.page(viewer, _asked(export), export.after, export.created_at, PIECE)
    return [_cells(row, export.created_at) for row in found.rows], found.after


def still(export: Export, viewer: Viewer) -> bool:
    """Tell whether the viewer reads the same register as then, and nothing of it was closed."""
    if not may_read_register(viewer) or export.parameters[REACH] != _reach(viewer):
        return False
    closed = ServiceRequest.sealed_kind.is_not(None) | ServiceRequest.about_officials
    since = (
        select(StatusChange.id)
        .join(ServiceRequest, ServiceRequest.id == StatusChange.service_request_id)
        .join(Direction, Direction.service_request_id == ServiceRequest.id)
        .where(closed, StatusChange.at >= export.created_at)
    )
    return db.session.scalar(since.limit(1)) is None


KIND = register(
    ExportKind(
        name="don-doc", heads=heads, total=total, page=page, still=still,
        endpoint="service_requests.directions", told=lambda _export: [_("Directions")],
    )
)  # fmt: skip


def _cells(row: Direction, now: datetime) -> list[Cell]:
    who, report = row.given_by, row.service_request
    return [
        row.code, _at(row.given_at), (who.name or who.code) if who else "", row.agency.name,
        report.code if report else "", row.words, f"{row.due_on:%Y-%m-%d}", _at(row.answered_at),
        row.answer or "", state(row, now),
    ]  # fmt: skip


def state(row: Direction, now: datetime) -> str:
    """Say in words how it stands."""
    if row.status == TAKEN_BACK:
        return pgettext("direction", "Taken back")
    if row.is_open:
        return _("Not answered, overdue") if row.is_late(now) else _("Not answered")
    return _("Answered after the day") if row.is_late(now) else _("Answered")


def _at(moment: datetime | None) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""


def _asked(export: Export) -> Asked:
    given: dict[str, Any] = export.parameters
    return Asked.read({name: str(value) for name, value in given.items()})


def _reach(viewer: Viewer) -> str:
    """Give what tells one reach from another."""
    scope = scope_of(viewer)
    return f"all:{scope.everything} {sorted(scope.ordinary)}"[:500]
