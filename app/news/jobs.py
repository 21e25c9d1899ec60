"""What the worker does by the clock; importing it registers the jobs."""

from datetime import timedelta

from app.core import clock, jobs
from app.core.db import db
from app.news.actions import importing, publishing, writing

HANDLERS = (importing, publishing)
"""Their modules hold the outbox's handlers."""


@jobs.every(timedelta(hours=6))
def forget_empty_now() -> None:
    """Drop drafts nobody wrote, and typing nobody came back to."""
    writing.forget_empty(clock.now())
    db.session.commit()
