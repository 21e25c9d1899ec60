"""Prepared alerts: what a duty officer at two in the morning need not think up."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core import translated
from app.core.db import db


class AlertTemplate(db.Model):
    """A prepared alert: kind, level, for how many hours, and its words by language."""

    __tablename__ = "alert_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    kind: Mapped[str] = mapped_column(String(20))
    level: Mapped[int]
    hours: Mapped[int]
    contact_name: Mapped[str] = mapped_column(default="")
    contact_phone: Mapped[str] = mapped_column(String(30), default="")

    texts: Mapped[list["AlertTemplateText"]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @property
    def text(self) -> "AlertTemplateText":
        """Give the words in the language being spoken, else in Vietnamese."""
        found: AlertTemplateText = translated.spoken(self.texts)
        return found

    def write(self, language: str, headline: str, description: str, instruction: str) -> None:
        """Set the words in ``language``."""
        words = {"headline": headline, "description": description, "instruction": instruction}
        translated.write(self, language, words)


class AlertTemplateText(db.Model):
    """A prepared alert's words in one language."""

    __tablename__ = "alert_template_text"
    __table_args__ = (UniqueConstraint("template_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("alert_template.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(5))
    headline: Mapped[str]
    description: Mapped[str]
    instruction: Mapped[str]
