"""Work to be done after the commit: rows with leases, so that a killed worker loses nothing.

A row is added inside the transaction that makes it necessary. A worker takes a lease on it,
does the work and deletes it. If the worker dies the lease ends and another takes the row:
delivery is at least once, and whoever receives must recognise a repeat.

A clock that ran fast and is set back leaves rows that wait for hours: they are moved, so that
a wait or a lease lies at most its own length ahead.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Index, String, delete, func, or_, select, update
from sqlalchemy import event as sa_event
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.core import clock, codes, figures
from app.core.db import db, for_change

log = structlog.get_logger()

LEASE = timedelta(seconds=60)
BACKOFF = (10, 60, 300, 1_800, 7_200, 21_600)
MAX_ATTEMPTS = len(BACKOFF)
MOVED_AT_ONCE = 1_000

Handler = Callable[["Job"], None]
_handlers: dict[str, Handler] = {}
_ring: Callable[[str], object] | None = None


class Job(db.Model):
    """One piece of work that waits, is leased, or failed for good."""

    __tablename__ = "outbox_job"
    __table_args__ = (
        Index("ix_outbox_job_due", "queue", "failed_at", "run_at"),
        Index("ix_outbox_job_sweep", "failed_at", "run_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    queue: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]]
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    timed_at: Mapped[datetime | None]
    """When ``run_at`` and ``leased_until`` were reckoned."""
    leased_until: Mapped[datetime | None]
    lease: Mapped[str | None] = mapped_column(String(64))
    attempts: Mapped[int] = mapped_column(default=0)
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class Later(Exception):
    """The work cannot be done now: try again in ``seconds`` (not counted as a failure)."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = seconds


class Dropped(Exception):
    """The job was taken away while it was being done: nothing that it made is kept."""


class GiveUp(Exception):
    """The work can never be done; the row stays, marked as failed, for the operator."""


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register the function that does jobs of ``kind``.

    It may raise ``Later`` or ``GiveUp``; any other exception is logged and tried again with
    growing waits. What it leaves uncommitted is committed together with the row's removal.
    """

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def add(
    queue: str,
    kind: str,
    payload: dict[str, Any],
    *,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
) -> None:
    """Add a job to the caller's transaction; a second one with the same key is dropped."""
    if dedupe_key and _waiting(dedupe_key):
        return
    now = clock.now()
    due = run_at or now
    db.session.add(
        Job(
            queue=queue,
            kind=kind,
            payload=payload,
            dedupe_key=dedupe_key,
            created_at=now,
            run_at=due,
            timed_at=now,
        )
    )
    if due <= now:
        db.session.info.setdefault("rings", set()).add(queue)


def waits(dedupe_key: str) -> bool:
    """Tell whether a job with that key is still to be done, and may be."""
    waiting = select(Job.id).where(Job.dedupe_key == dedupe_key, Job.failed_at.is_(None))
    return db.session.scalar(waiting) is not None


def drop(beginning: str) -> None:
    """Take away the jobs whose keys begin so: what they were to do must not be done."""
    db.session.execute(delete(Job).where(Job.dedupe_key.startswith(beginning, autoescape=True)))


def insist(job_id: int) -> None:
    """Raise ``Dropped`` where the job was taken away since its handler last committed.

    Where it was not, nobody takes it away before the transaction ends.
    """
    there = select(Job.id).where(Job.id == job_id).with_for_update()
    if db.session.scalar(there) is None:
        raise Dropped


def claim(queue: str, limit: int = 1, lease: timedelta = LEASE) -> Sequence[Job]:
    """Lease up to ``limit`` due jobs of ``queue`` and commit; nobody else gets them meanwhile."""
    now = clock.now()
    due = (
        select(Job)
        .where(Job.queue == queue, Job.failed_at.is_(None), Job.run_at <= now, _free(now))
        .order_by(Job.run_at, Job.id)
        .limit(limit)
    )
    jobs = db.session.scalars(for_change(due, skip_locked=True)).all()
    token = codes.random_token()
    for job in jobs:
        job.lease, job.leased_until, job.timed_at = token, now + lease, now
    db.session.commit()
    return jobs


def drain(queue: str, limit: int = 1_000) -> int:
    """Do the due jobs of ``queue`` one after another; give how many were taken."""
    taken = 0
    while taken < limit:
        jobs = claim(queue)
        if not jobs:
            break
        _do(jobs[0])
        taken += 1
    return taken


def done(job: Job) -> None:
    """Remove a job that was done; commit with whatever the handler changed.

    Where the lease passed to another worker meanwhile, the row is left to that worker.
    """
    db.session.execute(delete(Job).where(Job.id == job.id, Job.lease == job.lease))
    db.session.commit()


def postpone(job: Job, at: datetime, error: str | None = None) -> None:
    """Give the lease back and try again at ``at``; counted as a failed try when ``error``."""
    now = clock.now()
    values: dict[str, Any] = {"leased_until": None, "lease": None, "run_at": at, "timed_at": now}
    if error is not None:
        values |= {"attempts": job.attempts + 1, "last_error": error[:500]}
    _write(job, values)


def fail(job: Job, error: str) -> None:
    """Mark the job as failed for good; it stays for the operator to see."""
    _write(job, {"failed_at": clock.now(), "last_error": error[:500], "leased_until": None})


def due_queues() -> Sequence[str]:
    now = clock.now()
    _move_back(now)
    statement = (
        select(Job.queue).where(Job.failed_at.is_(None), Job.run_at <= now, _free(now)).distinct()
    )
    queues = db.session.scalars(statement).all()
    db.session.rollback()
    return queues


def oldest_due(now: datetime) -> datetime | None:
    """Give since when the oldest work waits that is due and that nobody does."""
    due = select(func.min(Job.run_at)).where(Job.failed_at.is_(None), Job.run_at <= now, _free(now))
    return db.session.scalar(due)


def sweep() -> int:
    """Drain every queue with due work: the guarantee behind the doorbell. Give the count."""
    return sum(drain(queue) for queue in due_queues())


def on_ring(function: Callable[[str], object] | None) -> None:
    """Set what is called after a commit with each queue that got work due at once."""
    global _ring
    _ring = function


def ring(queue: str) -> bool:
    """Ring for ``queue``; give False where nobody can hear it."""
    return _ring is not None and bool(_ring(queue))


def _waiting(dedupe_key: str) -> bool:
    with db.session.no_autoflush:
        pending = any(
            isinstance(row, Job) and row.dedupe_key == dedupe_key for row in db.session.new
        )
        stored = select(Job.id).where(Job.dedupe_key == dedupe_key)
        return pending or db.session.scalar(stored) is not None


def _move_back(now: datetime) -> None:
    """Let what was reckoned ahead of now wait from now on, as long as it would have."""
    ahead = select(Job).where(Job.failed_at.is_(None), Job.timed_at > now + clock.SKEW)
    for job in db.session.scalars(for_change(ahead.limit(MOVED_AT_ONCE), skip_locked=True)):
        assert job.timed_at is not None
        by = job.timed_at - now
        job.timed_at, job.run_at = now, job.run_at - by
        if job.leased_until is not None:
            job.leased_until -= by
    db.session.commit()


def _free(now: datetime) -> Any:
    return or_(Job.leased_until.is_(None), Job.leased_until < now)


def _do(job: Job) -> None:
    job_id, kind, queue = job.id, job.kind, job.queue
    outcome = "failed"
    try:
        _handlers[kind](job)
        done(job)
        outcome = "done"
    except Later as later:
        db.session.rollback()
        postpone(job, clock.now() + timedelta(seconds=later.seconds))
        outcome = "later"
    except Dropped:
        db.session.rollback()
        outcome = "dropped"
    except GiveUp as reason:
        db.session.rollback()
        fail(job, str(reason))
        outcome = "given up"
        log.warning("outbox.given_up", job=job_id, kind=kind)
    except Exception as error:
        db.session.rollback()
        log.exception("outbox.failed", job=job_id, kind=kind)
        _retry(job, repr(error))
    figures.worked(queue, outcome)


def _retry(job: Job, error: str) -> None:
    if job.attempts + 1 >= MAX_ATTEMPTS:
        fail(job, error)
    else:
        wait = timedelta(seconds=BACKOFF[job.attempts])
        postpone(job, clock.now() + wait, error)


def _write(job: Job, values: dict[str, Any]) -> None:
    held = (Job.id == job.id, Job.lease == job.lease)
    db.session.execute(update(Job).where(*held).values(**values))
    db.session.commit()


@sa_event.listens_for(Session, "after_commit")
def _ring_after_commit(session: Session) -> None:
    for queue in session.info.pop("rings", ()):
        if _ring is not None:
            _ring(queue)


@sa_event.listens_for(Session, "after_rollback")
def _forget_rings(session: Session) -> None:
    session.info.pop("rings", None)
