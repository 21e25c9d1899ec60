"""The worker counts what changed; the command counts all from scratch."""

from datetime import timedelta

from app.core import clock, jobs
from app.core.db import db
from app.service_requests.figures import counting


@jobs.every(timedelta(seconds=15))
def count_now() -> None:
    while counting.count_due(clock.now()):
        db.session.commit()
    db.session.commit()


def rebuild() -> int:
    """Count all from scratch; give how many reports there are."""
    number = 0
    for counted in counting.rebuild(clock.now()):
        number += counted
        db.session.commit()
    db.session.commit()
    return number
