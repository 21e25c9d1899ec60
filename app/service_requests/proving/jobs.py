"""The worker signs the tree of each day that is over."""

from datetime import timedelta

from app.core import clock, jobs
from app.core.db import db
from app.service_requests.proving import receipts


@jobs.every(timedelta(minutes=10))
def close_days() -> None:
    receipts.close_days(clock.now())
    db.session.commit()
