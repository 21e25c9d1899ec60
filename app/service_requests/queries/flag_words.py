"""The words that make an official look twice."""

from collections.abc import Sequence

from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.db import db
from app.service_requests.models import FlagWord


def active_words() -> Sequence[FlagWord]:
    """Give the phrases that are looked for."""
    return db.session.scalars(select(FlagWord).where(FlagWord.active).order_by(FlagWord.id)).all()


def all_words() -> Sequence[FlagWord]:
    """Give every phrase, those in use first, by what they are compared by."""
    ordered = select(FlagWord).order_by(FlagWord.active.desc(), FlagWord.folded, FlagWord.id)
    return db.session.scalars(ordered).all()


def word(viewer: Viewer, word_id: int) -> FlagWord | None:
    """Give the phrase with that id."""
    return db.session.get(FlagWord, word_id)


def same(folded: str, exact: bool) -> FlagWord | None:
    """Give the phrase that is compared alike."""
    statement = select(FlagWord).where(FlagWord.folded == folded, FlagWord.exact == exact)
    return db.session.scalar(statement)
