"""To say a message or a fixed phrase in a language, and to take that back."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError
from app.media import actions as media
from app.media.intake import Prepared, Refused
from app.media.kinds import VOICE
from app.voices import queries
from app.voices.messages import Message
from app.voices.models import SpokenMessage


def say(
    message: Message,
    tongue: str,
    agency: Agency,
    prepared: Prepared,
    actor: Actor,
    now: datetime,
) -> SpokenMessage:
    """Let what was recorded be heard in the place of what the agency said before.

    Raises:
        DomainError: nothing was recorded, or what came cannot be played.
    """
    refused, copies = prepared.refused(VOICE), prepared.of(VOICE)
    if refused:
        raise Refused(refused)
    if not copies:
        raise DomainError(_l("Record it first."), field="voice")
    _forget(message.subject, tongue, agency)
    recording = media.keep(VOICE, copies[0], now)
    row = SpokenMessage(
        subject=message.subject,
        agency_id=agency.id,
        tongue=tongue,
        digest=message.digest,
        recording_id=recording.id,
        said_by=actor.user_id,
        said_at=now,
    )
    db.session.add(row)
    after = {"tongue": tongue, "agency": agency.id, "seconds": recording.seconds}
    audit.record(actor.reference, "voice.say", message.subject, now=now, after=after)
    return row


def take_back(message: Message, tongue: str, agency: Agency, actor: Actor, now: datetime) -> None:
    """Let it be heard no more; where nothing was said nothing is done."""
    if _forget(message.subject, tongue, agency):
        after = {"tongue": tongue, "agency": agency.id}
        audit.record(actor.reference, "voice.take_back", message.subject, now=now, after=after)


def _forget(subject: str, tongue: str, agency: Agency) -> int:
    rows = queries.to_replace(subject, tongue, agency)
    for row in rows:
        recording = row.recording
        db.session.delete(row)
        db.session.flush()
        media.erase(recording)
    return len(rows)
