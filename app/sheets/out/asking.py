"""Asking for a list as a file, and fetching it."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from app.accounts.viewer import Viewer
from app.core import audit, outbox
from app.core.db import db
from app.core.errors import DomainError
from app.core.masking import MASK
from app.core.tables.writing import CSV, XLSX
from app.sheets.out.kinds import ExportKind, kind_of
from app.sheets.out.models import DONE, WORKING, Export, ExportPart

MAKE = "sheets.export"
QUEUE = "exports"
FORMS = (XLSX, CSV)
MOST_WORKING, MOST_SHOWN = 3, 20
MOST_ROWS = 1_000_000
"""An XLSX sheet ends at 1,048,576 rows."""


def ask(
    kind: ExportKind,
    viewer: Viewer,
    parameters: dict[str, Any],
    form: str,
    now: datetime,
    reason: str = "",
) -> Export:
    """Have the worker make the list; who asked for what, and why, is logged.

    Raises:
        DomainError: no such form, too many are being made, or the list is too long.
    """
    if form not in FORMS:
        raise DomainError(_l("Choose XLSX or CSV."), field="dang")
    mine = select(func.count()).where(Export.user_id == viewer.user_id, Export.state == WORKING)
    if (db.session.scalar(mine) or 0) >= MOST_WORKING:
        raise DomainError(_l("Three of your lists are being made. Wait until one is ready."))
    export = Export(
        kind=kind.name,
        user_id=viewer.user_id,
        language=viewer.language,
        parameters=parameters,
        form=form,
        reason=reason,
        created_at=now,
    )
    export.rows_total = kind.total(export, viewer)
    if export.rows_total > MOST_ROWS:
        raise DomainError(_l("The list has more than a million rows. Narrow it first."))
    db.session.add(export)
    db.session.flush()
    logged = {name: MASK if name in kind.unlogged else each for name, each in parameters.items()}
    after = {"kind": kind.name, "form": form, "rows": export.rows_total, **logged}
    after |= {"reason": reason} if reason else {}
    audit.record(viewer.reference, "export.ask", export.reference, now=now, after=after)
    outbox.add(QUEUE, MAKE, {"export": export.id}, dedupe_key=f"export-{export.id}")
    return export


def fetch(export: Export, viewer: Viewer, now: datetime) -> IO[bytes]:
    """Give the file, put together on the disk: it may be larger than memory; fetching is logged.

    Raises:
        DomainError: it is not ready, or the asker may no longer have what is in it.
    """
    if export.state != DONE:
        raise DomainError(_l("The file is not ready."))
    if not kind_of(export).still(export, viewer):
        raise DomainError(
            _l("What you may see has changed since, so the file is not given out. Ask anew.")
        )
    audit.record(viewer.reference, "export.fetch", export.reference, now=now)
    numbers = db.session.scalars(
        select(ExportPart.id).where(ExportPart.export_id == export.id).order_by(ExportPart.number)
    ).all()
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    for number in numbers:
        part = select(ExportPart.content).where(ExportPart.id == number)
        file.write(db.session.scalars(part).one())
    file.seek(0)
    return file


def drop(export: Export) -> None:
    """Forget an export with its file."""
    db.session.delete(export)


def of_viewer(viewer: Viewer, kind: ExportKind) -> Sequence[Export]:
    """Give the viewer's exports of that kind, the newest first."""
    mine = Export.user_id == viewer.user_id, Export.kind == kind.name
    statement = select(Export).where(*mine).order_by(Export.id.desc()).limit(MOST_SHOWN)
    return db.session.scalars(statement).all()


def own(viewer: Viewer, code: str) -> Export | None:
    """Give the viewer's own export with ``code``."""
    mine = Export.code == code, Export.user_id == viewer.user_id
    return db.session.scalar(select(Export).where(*mine))
