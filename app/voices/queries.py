"""Which recordings a message has, and the nearest of a fixed phrase."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from app.accounts.models import Agency
from app.core.db import db, for_change
from app.core.preferences import preferences
from app.voices import phrases
from app.voices.messages import Message
from app.voices.models import SpokenMessage


def heard(message: Message, tongues: Iterable[str]) -> dict[str, SpokenMessage]:
    """Give what is heard of the message by language: said of itself, else the fixed phrase.

    Of several, what was said for where the listener lives, then for the nearest office, the
    newest of it.
    """
    wanted = list(tongues)
    own = and_(SpokenMessage.subject == message.subject, SpokenMessage.digest == message.digest)
    by_office = Agency.id.in_(list(message.offices)) | Agency.place_id.in_(list(message.places))
    phrase = and_(SpokenMessage.subject == phrases.subject(message.phrase), by_office)
    said = or_(own, phrase) if message.phrase else own
    found = select(SpokenMessage).join(Agency).where(SpokenMessage.tongue.in_(wanted), said)
    rows = db.session.scalars(found).all()
    best = sorted(rows, key=lambda row: _rank(row, message))
    return {tongue: row for tongue in wanted for row in best if row.tongue == tongue}


def said(subject: str, agencies: Iterable[Agency]) -> Sequence[SpokenMessage]:
    """Give what was said of something for these agencies, the oldest first."""
    ids = [each.id for each in agencies]
    mine = select(SpokenMessage).where(
        SpokenMessage.subject == subject, SpokenMessage.agency_id.in_(ids)
    )
    return db.session.scalars(mine.order_by(SpokenMessage.id)).all()


def to_replace(subject: str, tongue: str, agency: Agency) -> Sequence[SpokenMessage]:
    """Give what an agency said of something in a language, held for change."""
    mine = select(SpokenMessage).where(
        SpokenMessage.subject == subject,
        SpokenMessage.tongue == tongue,
        SpokenMessage.agency_id == agency.id,
    )
    return db.session.scalars(for_change(mine.order_by(SpokenMessage.id), SpokenMessage)).all()


def said_phrases(agencies: Iterable[Agency]) -> Sequence[SpokenMessage]:
    """Give all fixed phrases that were said for these agencies, the oldest first."""
    ids = [each.id for each in agencies]
    mine = select(SpokenMessage).where(
        SpokenMessage.subject.in_(list(map(phrases.subject, phrases.PHRASES))),
        SpokenMessage.agency_id.in_(ids),
    )
    return db.session.scalars(mine.order_by(SpokenMessage.id)).all()


def by_code(subject: str, recording: str) -> SpokenMessage | None:
    """Give what was said of something by its recording's code."""
    of_it = select(SpokenMessage).where(SpokenMessage.subject == subject)
    rows = db.session.scalars(of_it)
    return next((row for row in rows if row.recording.code == recording), None)


def _rank(row: SpokenMessage, message: Message) -> tuple[Any, ...]:
    """The last is heard."""
    chosen = preferences()
    here = row.agency.place_id is not None and row.agency.place_id in (
        chosen.village_id, chosen.commune_id,
    )  # fmt: skip
    near = [*message.offices].index(row.agency_id) if row.agency_id in message.offices else 99
    return row.subject == message.subject, here, -near, row.id
