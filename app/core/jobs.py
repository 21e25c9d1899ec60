"""The worker and what it does: rung for by the doorbell; the sweep is the guarantee."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import click
import structlog
from flask import Flask, current_app

from app.core import clock, consumer, figures, outbox, pulse
from app.core.config import Config
from app.core.db import db
from app.core.doorbell import Bell, bell_for
from app.core.migrations import require_current
from app.core.personal import require_key

log = structlog.get_logger()

SWEEP_SECONDS = 15
_scheduled: list["Scheduled"] = []


class Scheduled:
    """A job that runs again and again; it must be safe to run twice."""

    def __init__(self, function: Callable[[], None], every: timedelta) -> None:
        """Run ``function`` in an app context, ``every`` so often."""
        self.function, self.every = function, every
        self.last: datetime | None = None

    def run_if_due(self, now: datetime) -> None:
        """Run unless the last run was less than ``every`` ago."""
        if self.last is not None and clock.lasts(self.last, self.every, now):
            return
        self.last = now
        self.function()
        figures.ended(self.function)


def every(period: timedelta) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Have the worker call the function every ``period``; it commits for itself."""

    def register(function: Callable[[], None]) -> Callable[[], None]:
        _scheduled.append(Scheduled(function, period))
        return function

    return register


def by_parts(does: Callable[[datetime], int], most: int) -> None:
    """Let a job's function do ``most`` at a time, each committed, until it finds fewer."""
    while does(clock.now()) == most:
        db.session.commit()
    db.session.commit()


def init_app(app: Flask) -> None:
    """Make the doorbell for ``app``."""
    settings: Config = app.config["SETTINGS"]
    bell = bell_for(settings)
    if not app.testing:
        outbox.on_ring(ringer(bell))


def run_scheduled(now: datetime) -> None:
    """Run every scheduled job that is due; one that fails is logged and holds nobody back."""
    for job in _scheduled:
        _guarded(lambda job=job: job.run_if_due(now))  # type: ignore[misc]


def tick() -> None:
    """Give a sign of life, have what is due in the outbox done, run what is scheduled; once.

    A queue is given to the threads that answer the doorbell, so that a slow one holds no other;
    where the bell does not ring, it is drained here.
    """
    _beat()
    _guarded(_sweep)
    run_scheduled(clock.now())


def _sweep() -> None:
    for queue in outbox.due_queues():
        if not outbox.ring(queue):
            outbox.drain(queue)


def _drain_in(app: Flask) -> Callable[[str], int]:
    def drain_queue(queue: str) -> int:
        with app.app_context():
            return outbox.drain(queue)

    return drain_queue


def ringer(bell: Bell) -> Callable[[str], bool]:
    """Give what rings ``bell`` for a queue and says whether it could."""

    def ring(queue: str) -> bool:
        try:
            bell.ring(queue)
            return True
        except Exception:
            # The row is committed; the sweep finds it within seconds.
            log.warning("doorbell.silent", queue=queue, exc_info=True)
            return False

    return ring


def _guarded(function: Callable[[], object]) -> None:
    try:
        function()
    except Exception:
        log.exception("worker.job_failed")
    finally:
        db.session.remove()


def _sweep_forever(app: Flask, stop: threading.Event) -> None:
    with app.app_context():
        _beat()
    while not stop.wait(SWEEP_SECONDS):
        with app.app_context():
            tick()


def _beat() -> None:
    def beat() -> None:
        pulse.beat(clock.now())
        db.session.commit()

    _guarded(beat)


def work(threads: int) -> None:
    """Do what ``worker`` does."""
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    require_current(app)
    require_key()
    stop = threading.Event()
    sweeper = threading.Thread(target=_sweep_forever, args=(app, stop), daemon=True)
    sweeper.start()
    consumer.listen(app.config["SETTINGS"], _drain_in(app), threads)
    stop.set()


def drain_now(queue: str | None) -> None:
    """Do what ``outbox drain`` does."""
    count = outbox.drain(queue) if queue else outbox.sweep()
    click.echo(f"{count} jobs done")
