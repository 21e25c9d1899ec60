"""Finding cards: the operator's row, else the starter's of that skill."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.community.lessons.models import PICTURES, CommunityLesson
from app.community.visits.models import CommunitySkill
from app.core.db import db, one

FILE = Path(__file__).parent.parent / "data" / "lessons.toml"


@dataclass(frozen=True)
class Card:
    """A card as it is shown. ``kept_at`` is None for the starter's, which no office looked at."""

    code: str
    name: str
    picture: str
    steps: Sequence[str]
    taps: Sequence[str]
    path: str
    kept_at: datetime | None = None
    version: int = 0

    @property
    def shows(self) -> Any:
        """Say what its drawing shows."""
        return PICTURES[self.picture]

    @property
    def words(self) -> str:
        """Give what is read aloud."""
        lines = [self.name, *(f"{at}. {each}" for at, each in enumerate(self.steps, 1))]
        return "\n".join(lines)


def taught() -> list[tuple[CommunitySkill, Card | None]]:
    """Give what is taught now, in the order of the list, each with its card."""
    both = select(CommunitySkill, CommunityLesson).outerjoin(
        CommunityLesson, CommunityLesson.skill_id == CommunitySkill.id
    )
    on = both.where(CommunitySkill.is_on).order_by(CommunitySkill.id)
    return [(skill, _card(skill, row)) for skill, row in db.session.execute(on)]


def cards() -> list[Card]:
    """Give the cards of what is taught now, in the order of the skills."""
    return [card for _skill, card in taught() if card is not None]


def card(code: str) -> Card | None:
    """Give the card of a skill that is taught now."""
    skill = skill_of(code)
    return card_of(skill) if skill is not None and skill.is_on else None


def skill_of(code: str) -> CommunitySkill | None:
    found: CommunitySkill | None = one(
        select(CommunitySkill).where(CommunitySkill.code == code), of=CommunitySkill
    )
    return found


def card_of(skill: CommunitySkill) -> Card | None:
    return _card(skill, row_of(skill))


def row_of(skill: CommunitySkill) -> CommunityLesson | None:
    mine = select(CommunityLesson).where(CommunityLesson.skill_id == skill.id)
    return db.session.scalar(mine)


def _card(skill: CommunitySkill, row: CommunityLesson | None) -> Card | None:
    if row is None:
        begun = _starter().get(skill.code)
        return Card(skill.code, skill.name, **begun) if begun else None
    return Card(
        skill.code, skill.name, row.picture, row.steps.split("\n"), row.taps.split("\n"), row.path,
        row.kept_at, row.version,
    )  # fmt: skip


@cache
def _starter() -> dict[str, dict[str, Any]]:
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["lesson"]
    return {row.pop("skill"): row for row in rows}
