"""How long what was wrong in a sheet can be looked up: its cells hold people's names."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, update

from app.core.db import db
from app.core.retention import Kind, register
from app.sheets.models import SheetUpload


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = update(SheetUpload).where(SheetUpload.id.in_(ids))
    db.session.execute(mine.values(file_name="", sample=[], aside=[], problems=[]))


register(
    Kind(
        "sheets", _l("Sheets that were read in"),
        _l("Rows that were shown of it go; who brought it, when and how many rows stays."), 90,
        SheetUpload.id,
        lambda moment: and_(SheetUpload.finished_at < moment, SheetUpload.file_name != ""),
        _end, order=32,
    )
)  # fmt: skip
