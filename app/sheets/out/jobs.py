"""The worker writes a list in pieces, each kept as soon as it is done, and forgets old ones."""

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import clock, jobs, outbox
from app.core.db import db, for_change
from app.core.errors import DomainError
from app.core.events import person_erased, person_exported
from app.core.outbox import Job, Later
from app.core.tables.writing import BOM, CSV, csv_lines, write_workbook
from app.sheets.jobs import TURN_SECONDS
from app.sheets.out.asking import MAKE
from app.sheets.out.kinds import kind_of
from app.sheets.out.models import EXPORT, KEPT, WORKING, Export, ExportPart

PIECE = 256 * 1024
"""Bytes of a finished file that are kept in one row."""
NO_MORE_RIGHT = _l("What you may see has changed meanwhile. Ask for the list again.")
ERASED = _l("Somebody's data was erased meanwhile. Ask for the list again.")


@outbox.handler(MAKE)
def make(job: Job) -> None:
    """Write rows for a turn, then go on later; where all are there, put the file together."""
    number = job.payload["export"]
    export = db.session.get(Export, number)
    if export is None or export.state != WORKING:
        return
    with force_locale(export.language):
        until = time.monotonic() + TURN_SECONDS
        while not export.is_whole:
            if not _piece(export):
                return
            db.session.commit()
            if time.monotonic() > until:
                raise Later(0)
        _finish(export)


def _working(number: int) -> Export | None:
    """Give the list, locked, where it is still to be made: an erasing may have ended it.

    Called last before something of it is kept: what its rows lock stands before it.
    """
    mine = for_change(select(Export).where(Export.id == number), of=Export)
    export = db.session.scalar(mine.execution_options(populate_existing=True))
    return export if export is not None and export.state == WORKING else None


def _piece(export: Export) -> bool:
    """Add the next rows; tell whether it went on. It is worked out anew who may see what."""
    kind, viewer = kind_of(export), Viewer(export.user)
    if not export.user.is_active or not kind.still(export, viewer):
        export.fail(str(NO_MORE_RIGHT), clock.now())
        return False
    try:
        rows, after = kind.page(export, viewer)
    except DomainError as error:
        db.session.rollback()
        export.fail(str(error.message), clock.now())
        return False
    if export.form == CSV:
        first = BOM + csv_lines([list(kind.heads(export))]) if not export.parts_done else ""
        content = first + csv_lines(rows)
    else:
        content = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if _working(export.id) is None:
        return False
    export.size += _add(export, content.encode())
    export.rows_done += len(rows)
    export.after, export.is_whole = after or "", after is None
    return True


def _finish(export: Export) -> None:
    if export.form == CSV:
        if _working(export.id) is not None:
            export.finish(export.size, clock.now())
        return
    heads = list(kind_of(export).heads(export))
    number, last = export.id, export.parts_done
    db.session.commit()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        write_workbook(str(path), heads, _rows(number, last))
        _keep(number, last, path)


def _keep(number: int, last: int, path: Path) -> None:
    """Put the finished file in the place of the rows."""
    export = _working(number)
    if export is None or export.parts_done != last:
        return
    db.session.execute(delete(ExportPart).where(ExportPart.export_id == number))
    size = 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            size += _add(export, piece)
    export.finish(size, clock.now())


def _rows(number: int, last: int) -> Iterator[Any]:
    """Read the rows piece by piece; nobody is kept waiting for the database meanwhile."""
    for part in range(1, last + 1):
        statement = select(ExportPart.content).where(
            ExportPart.export_id == number, ExportPart.number == part
        )
        content = db.session.scalars(statement).one()
        db.session.commit()
        yield from (json.loads(line) for line in content.decode().split("\n") if line)


def _add(export: Export, content: bytes) -> int:
    export.parts_done += 1
    part = ExportPart(export_id=export.id, number=export.parts_done, content=content)
    db.session.add(part)
    db.session.flush()
    db.session.expunge(part)
    return len(content)


@person_erased.connect
def _drop_all(_user: User, now: datetime, **_: Any) -> None:
    """Let no file outlive the erasing of a person who may stand in it; lists are quickly remade.

    First no more is written, which waits for a piece that is; then what was written goes.
    """
    failing = EXPORT.moving(Export, "fail")
    db.session.execute(failing.values(problem=str(ERASED), finished_at=now, size=0))
    db.session.execute(delete(ExportPart))


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    mine = select(Export).where(Export.user_id == user.id).order_by(Export.id)
    return "lists_taken_away", [
        {"created_at": each.created_at.isoformat(), "code": each.code}
        for each in db.session.scalars(mine)
    ]


@jobs.every(timedelta(hours=1))
def forget_old() -> None:
    """Forget the exports of yesterday."""
    db.session.execute(delete(Export).where(Export.created_at < clock.now() - KEPT))
    db.session.commit()
