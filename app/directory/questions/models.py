"""A question about a programme, by when it is answered, and the answer."""

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import Agency, User
from app.core import codes
from app.core.asked import Promised, life
from app.core.db import db
from app.core.lifecycle import Life
from app.core.personal import PersonKey
from app.directory.programmes.models import Programme

MAX_WORDS = 2_000

LIFE: Life["ProgrammeQuestion"] = life("programme_question")


class ProgrammeQuestion(Promised, db.Model):
    """Words and answer are sealed under a key of its own.

    ``business_name``: for which business it was asked, where for one. ``warned``: how far the
    office was reminded of the promised day.
    """

    __tablename__ = "directory_question"
    __table_args__ = (Index("ix_directory_question_waiting", "status", "answer_by", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(
        String(20), unique=True, default=lambda: "CT" + codes.readable_code()
    )
    programme_id: Mapped[int] = mapped_column(ForeignKey(Programme.id), index=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey(Agency.id), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    business_name: Mapped[str] = mapped_column(String(80), default="")
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))

    programme: Mapped[Programme] = relationship(lazy="joined", innerjoin=True)
    agency: Mapped[Agency] = relationship()
    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
