"""Words that the server says aloud: spelled out, made by the worker, kept by what they say."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import select

from app.core import outbox
from app.core.db import db
from app.media import actions as media
from app.media import synthesis
from app.voices.messages import Message
from app.voices.models import SpokenText
from app.voices.reading import spell

QUEUE, MAKE = "speech", "speech.make"
LONGEST = 2_000
"""Letters as they are spoken: two minutes."""
KEPT = timedelta(days=30)
AT_ONCE = 200
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")


def init_app(app: Flask) -> None:
    """Find out whether this machine can speak. Off in tests unless set."""
    app.config.setdefault("SPEECH", not app.testing and synthesis.is_installed())


def is_offered() -> bool:
    return bool(current_app.config["SPEECH"])


def spoken(words: str) -> str:
    """Give ``words`` as they are said, whole sentences of at most ``LONGEST`` letters."""
    said: list[str] = []
    length = 0
    for part in _SENTENCES.split(spell(words)):
        length += len(part) + 1
        if said and length > LONGEST:
            break
        said.append(part.strip()[:LONGEST])
    return "\n".join(part if part[-1] in ".!?…;:," else f"{part}." for part in said if part)


def find(message: Message) -> SpokenText | None:
    return kept(message.subject, message.digest)


def kept(subject: str, digest: str) -> SpokenText | None:
    known = select(SpokenText).where(SpokenText.subject == subject, SpokenText.digest == digest)
    return db.session.scalar(known.order_by(SpokenText.id).limit(1))


def ask(message: Message) -> None:
    """Have the worker say ``message``; asking twice is asking once."""
    if is_offered() and message.words and find(message) is None:
        payload = {"subject": message.subject, "words": message.words, "digest": message.digest}
        outbox.add(QUEUE, MAKE, payload, dedupe_key=_key(message))


def is_being_made(message: Message) -> bool:
    return outbox.waits(_key(message))


def keep(subject: str, digest: str, copy: media.CleanCopy, now: datetime) -> None:
    """Let what was said be found."""
    speech = media.keep(copy.kind, copy, now)
    db.session.add(SpokenText(subject=subject, digest=digest, speech_id=speech.id, created_at=now))


def forget(subject: str) -> None:
    """Erase all that was said of something, and what is still to be said."""
    outbox.drop(f"{MAKE}:{subject}:")
    for row in db.session.scalars(select(SpokenText).where(SpokenText.subject == subject)):
        erase(row)


def old(now: datetime) -> Sequence[SpokenText]:
    """Give what was said ``KEPT`` ago, at most AT_ONCE: it is said again when somebody asks."""
    statement = select(SpokenText).where(SpokenText.created_at <= now - KEPT).limit(AT_ONCE)
    return db.session.scalars(statement).all()


def erase(row: SpokenText) -> None:
    speech = row.speech
    db.session.delete(row)
    db.session.flush()
    media.erase(speech)


def _key(message: Message) -> str:
    return f"{MAKE}:{message.subject}:{message.digest}"
