"""What somebody asks an office: words and answer sealed under a key of its own, until forgotten."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.lifecycle import Life, WithStatus
from app.core.personal import SealedTexts
from app.core.referring import Referenced
from app.core.versions import Versioned

NEW, ANSWERED, WITHDRAWN = "new", "answered", "withdrawn"
STATUSES: dict[str, tuple[Any, str]] = {
    # status: (name, tone of its chip)
    NEW: (_l("Waiting for an answer"), "soon"),
    ANSWERED: (_l("Answered"), "ok"),
    WITHDRAWN: (_l("Withdrawn"), "info"),
}
CALM, SOON, LATE = 0, 1, 2


def life(name: str) -> Life[Any]:
    """Give the life of such a question, as histories name it: answered once, or taken back."""
    made: Life[Any] = Life(name)
    made.verb("answer", {NEW}, ANSWERED)
    made.verb("withdraw", {NEW}, WITHDRAWN)
    return made


class Asked(SealedTexts, Versioned, WithStatus, Referenced):
    """The columns of a question; moments in UTC, ``answered_at`` is when it was over."""

    statuses = STATUSES

    version: Mapped[int] = mapped_column(default=1)
    status: Mapped[str] = mapped_column(String(12), default=NEW)
    words_sealed: Mapped[bytes | None]
    answer_sealed: Mapped[bytes | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    @property
    def words(self) -> str:
        return self.opened("words")

    @property
    def answer(self) -> str:
        return self.opened("answer")


class Promised(Asked):
    """An office promised the day; ``warned`` is how far its people were reminded of it."""

    answer_by: Mapped[datetime]
    warned: Mapped[int] = mapped_column(default=CALM)
