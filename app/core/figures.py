"""Figures of this process for Prometheus: what was asked, how long it took, what was sent, done.

With ``PROMETHEUS_MULTIPROC_DIR`` set, every process keeps its own in that folder and one answer
adds them up (``operation/metrics``). No label ever holds a person, a code or an address: a route
stands for its pages.
"""

import time
from collections.abc import Callable

from flask import Flask, Response, g, request
from prometheus_client import Counter, Gauge, Histogram
from sqlalchemy.pool import QueuePool

from app.core.db import db

SECONDS = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

REQUESTS = Counter("cds_requests", "Requests answered", ["route", "method", "status"])
DURATION = Histogram("cds_request_seconds", "From head to answer", ["method"], buckets=SECONDS)
MESSAGES = Counter("cds_messages", "Push, text messages and mail handed over", ["way", "outcome"])
JOBS = Counter("cds_jobs", "Work of the outbox", ["queue", "outcome"])
LAST_RUN = Gauge(
    "cds_scheduled_last_end_seconds", "When it last ended well (Unix time)", ["job"],
    multiprocess_mode="mostrecent",
)  # fmt: skip
CONNECTIONS = Gauge(
    "cds_database_connections", "In use when the last request ended", multiprocess_mode="livesum"
)


def init_app(app: Flask) -> None:
    """Count every request of ``app``."""
    app.before_request(_begin)
    app.after_request(_count)


_also: list[Callable[[str, str], None]] = []


def on_sent(function: Callable[[str, str], None]) -> None:
    """Have ``function`` hear of each message too."""
    _also.append(function)


def sent(way: str, outcome: str) -> None:
    """Count a message: ``push``, ``sms``, ``zalo`` or ``mail``, and what became of it."""
    MESSAGES.labels(way, outcome).inc()
    for each in _also:
        each(way, outcome)


def worked(queue: str, outcome: str) -> None:
    """Count a job of the outbox: done, later, failed, given up."""
    JOBS.labels(queue, outcome).inc()


def ended(function: Callable[[], object]) -> None:
    """Note that a scheduled job ended well just now."""
    module = function.__module__.removeprefix("app.").removesuffix(".jobs")
    LAST_RUN.labels(f"{module}.{function.__name__}").set(time.time())


def _begin() -> None:
    g.asked_at = time.perf_counter()


def _count(response: Response) -> Response:
    route = request.url_rule.rule if request.url_rule else "none"
    REQUESTS.labels(route, request.method, response.status_code).inc()
    if "asked_at" in g:
        DURATION.labels(request.method).observe(time.perf_counter() - g.asked_at)
    pool = db.engine.pool
    if isinstance(pool, QueuePool):
        CONNECTIONS.set(pool.checkedout())
    return response
