"""A lesson card as the operator keeps it; where they kept none, the starter's is shown."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.community.visits.models import TAPS, CommunitySkill
from app.core.db import db
from app.core.versions import Versioned

MOST_STEPS = 5
"""Steps that fit one small screen."""
MAX_LINE, MAX_PATH = 120, 120
PICTURES: dict[str, Any] = {
    "": _l("No drawing"),
    "install": _l("Three phones: the menu, “add to the home screen”, the new icon"),
    "identity": _l("A card is shown at the counter, then stands on the phone behind a lock"),
    "paying": _l("A phone reads a code, shows name and amount, and the payment is done"),
    "record": _l("A phone shows a health record, its list of visits, and a code for the hospital"),
    "form": _l("A phone searches, fills a form in, and gets the number of the application"),
}
"""The drawings of ``static/icons/lesson-….svg``, and what they show."""


class CommunityLesson(Versioned, db.Model):
    """The card of a skill. ``steps`` and ``taps`` stand a line each; ``path`` is one of ours."""

    __tablename__ = "community_lesson"

    id: Mapped[int] = mapped_column(primary_key=True)
    skill_id: Mapped[int] = mapped_column(
        ForeignKey("community_skill.id", ondelete="CASCADE"), unique=True
    )
    version: Mapped[int] = mapped_column(default=1)
    picture: Mapped[str] = mapped_column(String(20))
    steps: Mapped[str] = mapped_column(String(MOST_STEPS * (MAX_LINE + 1)))
    taps: Mapped[str] = mapped_column(String(TAPS * (MAX_LINE + 1)))
    path: Mapped[str] = mapped_column(String(MAX_PATH))
    kept_at: Mapped[datetime]

    skill: Mapped[CommunitySkill] = relationship()
