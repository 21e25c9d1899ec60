"""An answer under somebody's name, in a survey whose first line says that names are kept."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.accounts.models import User
from app.core import personal
from app.core.db import db
from app.core.personal import PersonKey
from app.surveys.models import Survey


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

    def keep(self, said: Mapping[str, Any]) -> None:
        """Seal ``{"name": …, "ballot": …}``."""
        self.sealed = personal.encrypt(self.person_key, json.dumps(said, ensure_ascii=False))

    @property
    def said(self) -> dict[str, Any]:
        opened = personal.decrypt(self.person_key, self.sealed)
        found: dict[str, Any] = json.loads(opened) if opened else {}
        return found
