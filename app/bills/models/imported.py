"""Rows of an uploaded sheet, checked and waiting to become bills."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db

NEW, SAME, CHANGED, CORRECTS, PAID = "new", "same", "changed", "corrects", "paid"


class ImportRow(db.Model):
    """One row. ``data`` is what it says; ``verdict`` what applying it will do."""

    __tablename__ = "bill_import_row"
    __table_args__ = (UniqueConstraint("upload_id", "code_key", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("sheet_upload.id", ondelete="CASCADE"))
    row: Mapped[int]
    code_key: Mapped[str] = mapped_column(String(40))
    period: Mapped[str] = mapped_column(String(7))
    verdict: Mapped[str] = mapped_column(String(10))
    data: Mapped[dict[str, Any]]
