"""An answer under somebody's name, in a survey whose first line says that names are kept.

In a consultation its words may be said: docs/decisions/216.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import personal
from app.core.db import db
from app.core.personal import PersonKey
from app.media import actions as media
from app.media.models import Attachment, Recording
from app.surveys.models import Survey, SurveyPoint, SurveyQuestion


class SurveyReply(db.Model):
    """What somebody answered under their name, sealed under a key of its own."""

    __tablename__ = "survey_reply"

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"), index=True)
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("user.id", ondelete="SET NULL"), index=True
    )
    person_key_id: Mapped[int] = mapped_column(ForeignKey("person_key.id"))
    sealed: Mapped[bytes | None]
    at: Mapped[datetime]

    survey: Mapped[Survey] = relationship()
    user: Mapped[User | None] = relationship()
    person_key: Mapped[PersonKey] = relationship(lazy="joined", innerjoin=True)
    links: Mapped[list["SurveyAttachment"]] = relationship(
        cascade="all, delete-orphan",
        passive_deletes=True,
        order_by="SurveyAttachment.attachment_id",
        back_populates="reply",
    )

    def keep(self, said: Mapping[str, Any]) -> None:
        """Seal ``{"name": …, "ballot": …}``."""
        self.sealed = personal.encrypt(self.person_key, json.dumps(said, ensure_ascii=False))

    def hang(self, voices: Mapping[int, Recording]) -> None:
        """Let what was said belong to this answer, by the questions' numbers."""
        self.links = [
            SurveyAttachment(thing=thing, question_id=number) for number, thing in voices.items()
        ]
        media.attach(voices.values())

    def forget(self) -> None:
        """Keep no more than that somebody answered: words, name and voice go."""
        media.let_go(self)
        personal.destroy(self.person_key)
        self.sealed = self.user = None

    @property
    def said(self) -> dict[str, Any]:
        opened = personal.decrypt(self.person_key, self.sealed)
        found: dict[str, Any] = json.loads(opened) if opened else {}
        return found


class SurveyAttachment(db.Model):
    """What somebody said to a part in their own voice: for the office that asks, and for them."""

    __tablename__ = "survey_attachment"

    attachment_id: Mapped[int] = mapped_column(ForeignKey(Attachment.id), primary_key=True)
    reply_id: Mapped[int] = mapped_column(
        ForeignKey("survey_reply.id", ondelete="CASCADE"), index=True
    )
    question_id: Mapped[int] = mapped_column(
        ForeignKey("survey_question.id", ondelete="CASCADE"), index=True
    )
    point_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_point.id", ondelete="SET NULL"), index=True
    )
    """Beside which point it is heard, once it is counted; of a part that few answered none."""

    reply: Mapped[SurveyReply] = relationship(back_populates="links")
    question: Mapped[SurveyQuestion] = relationship(lazy="joined", innerjoin=True)
    thing: Mapped[Recording] = relationship(lazy="joined", innerjoin=True)


def keep(
    survey: Survey,
    user: User | None,
    said: Mapping[str, Any],
    voices: Mapping[str, Recording],
    now: datetime,
) -> None:
    """Keep ``{"name": …, "ballot": …}`` and what was said to the parts that were answered."""
    reply = SurveyReply(survey=survey, user=user, person_key=personal.new_key(), at=now)
    ballot = said["ballot"]
    asked = [each for each in survey.questions if each.name in voices and str(each.id) in ballot]
    reply.hang({each.id: voices[each.name] for each in asked})
    reply.keep(said)
    db.session.add(reply)


def put_beside(survey: Survey, points: Mapping[str, SurveyPoint]) -> None:
    """Let each voice be heard beside the point that was made of it, by the voices' codes."""
    mine = select(SurveyAttachment).join(SurveyAttachment.reply)
    for link in db.session.scalars(mine.where(SurveyReply.survey_id == survey.id)):
        if link.thing.code in points:
            link.point_id = points[link.thing.code].id


def forget_all(survey: Survey) -> None:
    """Destroy every answer under a name."""
    kept = SurveyReply.survey_id == survey.id, SurveyReply.sealed.is_not(None)
    for reply in db.session.scalars(select(SurveyReply).where(*kept)).all():
        reply.forget()
