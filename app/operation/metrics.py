"""/metrics: the figures of all processes, and those that the database knows, on this machine alone.

``PROMETHEUS_MULTIPROC_DIR`` is this process's folder, ``FIGURES_BESIDE`` names those of others, the
worker's among them. Without them the figures are of the one process that answers.
"""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from ipaddress import ip_address
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request
from flask.typing import ResponseReturnValue
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.multiprocess import MultiProcessCollector
from sqlalchemy import func, select

from app.core import backup_runs, clock, pulse
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.outbox import Job

OWN, BESIDE = "PROMETHEUS_MULTIPROC_DIR", "FIGURES_BESIDE"

metrics = Blueprint("metrics", __name__)


def init_app(app: Flask) -> None:
    app.register_blueprint(metrics)


@metrics.get("/metrics")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """Give all figures to who asks on this machine itself; to others there is nothing here."""
    if not _is_asked_here():
        abort(404)
    registry = CollectorRegistry()
    registry.register(_OfTheDatabase(clock.now()))
    content = generate_latest(registry) + _of_processes()
    return Response(content, content_type=CONTENT_TYPE_LATEST)


def _is_asked_here() -> bool:
    """Tell whether the very connection is of this machine and nobody forwarded anything."""
    environ = request.environ
    first = environ.get("werkzeug.proxy_fix.orig", environ)
    if "HTTP_X_FORWARDED_FOR" in environ or "HTTP_FORWARDED" in environ:
        return False
    try:
        return ip_address(first.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _of_processes() -> bytes:
    own = os.environ.get(OWN)
    if not own:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    registry.register(_OfFolders([own, *os.environ.get(BESIDE, "").split()]))
    return generate_latest(registry)


class _OfFolders:
    """Adds up what processes left in their folders."""

    def __init__(self, folders: Iterable[str]) -> None:
        self.files = [str(file) for folder in folders for file in Path(folder).glob("*.db")]

    def collect(self) -> Iterable[Metric]:
        found: Iterable[Metric] = MultiProcessCollector.merge(self.files, accumulate=True)
        return found


class _OfTheDatabase:
    """What stands in rows: the same whichever process is asked."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield self._age("cds_worker_pulse_age_seconds", "Since the worker's turn", pulse.last())
        last = backup_runs.last_finished()
        yield self._age("cds_backup_age_seconds", "Since the last backup was begun", last)
        yield from self._queues()
        db.session.rollback()

    def _age(self, name: str, about: str, since: datetime | None) -> Metric:
        age = GaugeMetricFamily(name, about)
        if since is not None:
            age.add_metric([], max(0.0, (self.now - since).total_seconds()))
        return age

    def _queues(self) -> Iterator[Metric]:
        waiting = GaugeMetricFamily("cds_outbox_due", "Work that is due", labels=["queue"])
        oldest = GaugeMetricFamily("cds_outbox_age_seconds", "Of the oldest due", labels=["queue"])
        failed = GaugeMetricFamily("cds_outbox_failed", "Given up for good", labels=["queue"])
        alive, dead = Job.failed_at.is_(None), Job.failed_at.is_not(None)
        counted = select(Job.queue, func.count(), func.min(Job.run_at)).group_by(Job.queue)
        for queue, count, since in db.session.execute(counted.where(alive, Job.run_at <= self.now)):
            waiting.add_metric([queue], count)
            oldest.add_metric([queue], (self.now - since).total_seconds())
        for queue, count, _ in db.session.execute(counted.where(dead)):
            failed.add_metric([queue], count)
        yield from (waiting, oldest, failed)
