"""What the worker does: say what was asked for, forget what is old."""

from datetime import datetime, timedelta

import structlog

from app.core import clock, jobs, outbox
from app.core.db import db
from app.core.errors import Busy
from app.core.fork_server import Undecodable
from app.media import actions as media
from app.voices import speech

log = structlog.get_logger()


@outbox.handler(speech.MAKE)
def make(job: outbox.Job) -> None:
    """Say the words of the job and keep the sound."""
    subject, words, digest = (job.payload[name] for name in ("subject", "words", "digest"))
    job_id = job.id
    if not speech.is_offered() or speech.kept(subject, digest):
        return
    db.session.commit()  # let go of the write lock: it takes a while
    try:
        copy = media.say(speech.spoken(words))
    except Busy as error:
        outbox.insist(job_id)
        raise outbox.Later(20) from error
    except Undecodable as error:
        outbox.insist(job_id)
        log.warning("speech.not_said", subject=subject, reason=error.reason)
        return
    outbox.insist(job_id)
    speech.keep(subject, digest, copy, clock.now())


@jobs.every(timedelta(days=1))
def sweep_now() -> None:
    sweep(clock.now())


def sweep(now: datetime) -> int:
    """Erase what was said long ago; give how many. A job: it commits."""
    count = 0
    while rows := speech.old(now):
        for row in rows:
            speech.erase(row)
        db.session.commit()
        count += len(rows)
    return count
