"""The worker publishes what is over."""

from datetime import timedelta

from app.core import clock, jobs
from app.core.db import db
from app.scorecards import publishing


@jobs.every(timedelta(minutes=20))
def publish() -> None:
    publishing.publish(clock.now())
    db.session.commit()
