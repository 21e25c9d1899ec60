"""Kinds of products: a tree that an operator may change, with names by language."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.core.translated import text_in, write


class ProductKind(db.Model):
    """One kind: fruit, honey, tea … ``parent`` is None for the kinds shown first.

    ``words`` are folded words and misspellings by which people look for it.
    """

    __tablename__ = "product_kind"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("product_kind.id"), index=True)
    icon: Mapped[str] = mapped_column(String(20), default="shop")
    position: Mapped[int] = mapped_column(default=0)
    words: Mapped[str] = mapped_column(default="")
    is_shown: Mapped[bool] = mapped_column(default=True)

    parent: Mapped["ProductKind | None"] = relationship(remote_side=[id])
    texts: Mapped[list["ProductKindText"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def name(self) -> str:
        """Give the name in the language being spoken, else in Vietnamese."""
        return text_in(self.texts, "name", self.code)

    def call(self, language: str, name: str) -> None:
        """Set the name in ``language``."""
        write(self, language, {"name": name})


class ProductKindText(db.Model):
    """A kind's name in one language."""

    __tablename__ = "product_kind_text"
    __table_args__ = (UniqueConstraint("kind_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_id: Mapped[int] = mapped_column(ForeignKey("product_kind.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    name: Mapped[str] = mapped_column(String(80))
