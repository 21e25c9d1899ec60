"""A service's own questions, and what was answered.

As in an Open311 service definition (GeoReport v2, attributes): a code, a kind of data, whether
it must be answered, an order, values to choose from.
"""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import db
from app.core.preferences import language
from app.core.translated import text_in

STRING, NUMBER, DATETIME, TEXT = "string", "number", "datetime", "text"
SINGLE, MULTIPLE = "singlevaluelist", "multivaluelist"
DATATYPES = (STRING, NUMBER, DATETIME, TEXT, SINGLE, MULTIPLE)
LISTS = (SINGLE, MULTIPLE)


class Question(db.Model):
    """One question of a service. Its code and kind stay for good; answered, it is only retired."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("service_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"), index=True)
    code: Mapped[str] = mapped_column(String(60))
    datatype: Mapped[str] = mapped_column(String(20))
    required: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=100)
    active: Mapped[bool] = mapped_column(default=True)
    is_public: Mapped[bool] = mapped_column(default=False)
    """Its answers are shown to everybody, where the report's words are."""
    texts: Mapped[list["QuestionText"]] = relationship(
        lazy="selectin", cascade="all, delete-orphan"
    )
    values: Mapped[list["QuestionValue"]] = relationship(
        lazy="selectin",
        cascade="all, delete-orphan",
        order_by="QuestionValue.position, QuestionValue.id",
    )

    @property
    def asked(self) -> str:
        """Give the question in the language being spoken."""
        return text_in(self.texts, "name", self.code)

    @property
    def hint(self) -> str:
        """Give the line that helps to answer."""
        return text_in(self.texts, "hint", "")

    @property
    def is_list(self) -> bool:
        return self.datatype in LISTS

    @property
    def offered(self) -> list["QuestionValue"]:
        return [value for value in self.values if value.active]

    @property
    def field(self) -> str:
        return f"q-{self.id}"


class QuestionText(db.Model):
    """A question in one language."""

    __tablename__ = "question_text"
    __table_args__ = (UniqueConstraint("question_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    language: Mapped[str] = mapped_column(String(8))
    name: Mapped[str]
    hint: Mapped[str] = mapped_column(default="")


class QuestionValue(db.Model):
    """One value to choose. A value no longer offered stays, for the answers that name it."""

    __tablename__ = "question_value"
    __table_args__ = (UniqueConstraint("question_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(60))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    active: Mapped[bool] = mapped_column(default=True)

    @property
    def label(self) -> str:
        """Give its name in the language being spoken."""
        return self.name_en if language() == "en" and self.name_en else self.name
