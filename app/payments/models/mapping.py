"""Which column of somebody's sheet holds what: learnt once, remembered."""

from typing import Any

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import db


class ColumnMapping(db.Model):
    """For sheets of ``kind`` about ``subject_id`` with these heads: field to column number."""

    __tablename__ = "column_mapping"
    __table_args__ = (UniqueConstraint("kind", "subject_id", "heads_digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    subject_id: Mapped[int]
    heads_digest: Mapped[str] = mapped_column(String(64))
    columns: Mapped[dict[str, Any]]
