"""A sample: how many, by which seed; whom the draw came to, deleted once it is counted."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.community.people.models import CommunityPerson
from app.core.db import db
from app.places.models import Place
from app.villages.households.models import Household

FEWEST, MOST = 10, 5_000
AWAY, GONE, REFUSED = "away", "gone", "refused"
OUTCOMES: dict[str, Any] = {
    AWAY: lazy_pgettext("sample", "Nobody was met"),
    GONE: lazy_pgettext("sample", "Lives elsewhere now"),
    REFUSED: lazy_pgettext("sample", "Does not want to answer"),
}
"""Why nobody answered at a door that was drawn."""
LABELS = {**OUTCOMES, "": _l("Not asked yet")}


class SurveySample(db.Model):
    """How many are to be asked; once it is opened, by which seed and from how many.

    It stays when the survey is counted: whoever has the list draws the same again.
    """

    __tablename__ = "survey_sample"

    survey_id: Mapped[int] = mapped_column(
        ForeignKey("survey.id", ondelete="CASCADE"), primary_key=True
    )
    size: Mapped[int]
    seed: Mapped[str | None] = mapped_column(String(40))
    drawn_at: Mapped[datetime | None]
    list_print: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of the list from which it was drawn."""
    draw_print: Mapped[str | None] = mapped_column(String(64))
    """SHA-256 of those who were drawn."""
    strata: Mapped[list[Any]] = mapped_column(JSON, default=list)
    """Of each village as it was then: ``place`` (its name), ``listed``, ``drawn``."""

    @property
    def listed(self) -> int:
        return sum(each["listed"] for each in self.strata)

    @property
    def drawn(self) -> int:
        return sum(each["drawn"] for each in self.strata)


class SurveyDrawn(db.Model):
    """A household, or a person of a digital team's list, that the draw came to."""

    __tablename__ = "survey_drawn"
    __table_args__ = (
        UniqueConstraint("survey_id", "household_id"),
        UniqueConstraint("survey_id", "person_id"),
        CheckConstraint("household_id IS NULL OR person_id IS NULL", "one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    survey_id: Mapped[int] = mapped_column(ForeignKey("survey.id", ondelete="CASCADE"))
    place_id: Mapped[int] = mapped_column(ForeignKey("place.id"), index=True)
    stratum: Mapped[int]
    """Which of the sample's villages; it stays where a village is merged into another."""
    household_id: Mapped[int | None] = mapped_column(
        ForeignKey("household.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("community_person.id", ondelete="SET NULL"), index=True
    )
    outcome: Mapped[str] = mapped_column(String(10), default="")
    """Why nobody answered there; empty while nobody said so. An answer counts before it."""

    place: Mapped[Place] = relationship()
    household: Mapped[Household | None] = relationship()
    person: Mapped[CommunityPerson | None] = relationship()

    @property
    def number(self) -> int | None:
        """Give the household's number, or the person's place on the list."""
        if self.household is not None:
            return self.household.number
        return self.person.position if self.person is not None else None

    @property
    def code(self) -> str:
        found = self.household or self.person
        return found.code if found is not None else ""
