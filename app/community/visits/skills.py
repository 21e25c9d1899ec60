"""The operator's list of what people are helped with: begun from a file, kept by hand."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from app.community.visits.models import MOST_SKILLS, CommunitySkill
from app.core import codes
from app.core.db import db
from app.core.errors import DomainError

FILE = Path(__file__).parent.parent / "data" / "skills.toml"


def every() -> Sequence[CommunitySkill]:
    return db.session.scalars(select(CommunitySkill).order_by(CommunitySkill.id)).all()


def taught() -> Sequence[CommunitySkill]:
    """Give those that are ticked at the door now."""
    return [each for each in every() if each.is_on]


def begin() -> None:
    """Begin the list, where there is none, with what the file has."""
    if every():
        return
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["skill"]:
        db.session.add(CommunitySkill(code=row["code"], name=row["name"]))
    db.session.flush()


def add(name: str) -> CommunitySkill:
    """Put one more on the list.

    Raises:
        DomainError: it is there, or the list is full.
    """
    there = every()
    if any(each.name.casefold() == name.casefold() for each in there):
        raise DomainError(_l("This is on the list already."), field="ten")
    if len(there) >= MOST_SKILLS:
        raise DomainError(_l("At most %(most)s skills.", most=MOST_SKILLS), field="ten")
    made = CommunitySkill(code=codes.readable_code(), name=name)
    db.session.add(made)
    db.session.flush()
    return made
