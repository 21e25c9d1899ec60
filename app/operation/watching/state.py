"""How the machinery is, each part in a sentence; what failed can be tried again."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy import func, make_url, select, text, update

from app.accounts.models import User
from app.core import (
    audit,
    backup_runs,
    clock,
    formats,
    migrations,
    pulse,
    tallies,
    typesetting,
)
from app.core.config import settings
from app.core.db import db
from app.core.errors import Conflict
from app.core.health import LATE
from app.core.outbox import Job

OK, SOON, WRONG = "ok", "soon", "late"
WEEK = timedelta(days=7)
BACKUP_OLD, CHECK_OLD = timedelta(hours=26), timedelta(days=2)
LITTLE_ROOM = 0.1
MOST_FAILED = 50


@dataclass(frozen=True)
class Part:
    """One part: what it is called, how it is, in words; ``short`` where no tone says it."""

    name: Any
    words: str
    tone: str = OK
    short: Any = ""


def parts(now: datetime) -> list[Part]:
    return [
        _worker(now), *_queues(now), _failed(), _sms(now), _push(now), _disk(), _database(),
        _backup(now), _audit(now), _pdfs(), _release(),
    ]  # fmt: skip


def failed() -> Sequence[Job]:
    """Give the work that was given up, the newest first."""
    found = select(Job).where(Job.failed_at.is_not(None)).order_by(Job.failed_at.desc(), Job.id)
    return db.session.scalars(found.limit(MOST_FAILED)).all()


def failed_job(_viewer: Any, number: int) -> Job | None:
    found = db.session.get(Job, number)
    return found if found is not None and found.failed_at is not None else None


def try_again(job: Job, by: str, now: datetime) -> None:
    """Let the worker take it up once more, with all tries before it.

    Raises:
        Conflict: somebody did so already.
    """
    values = {"failed_at": None, "attempts": 0, "run_at": now, "timed_at": now, "lease": None}
    mine = update(Job).where(Job.id == job.id, Job.failed_at.is_not(None))
    changed = db.session.execute(mine.values(**values))
    if not changed.rowcount:  # type: ignore[attr-defined]
        raise Conflict(_("It is being tried again already."))
    audit.record(by, "job.try_again", f"job:{job.id}", now=now, after={"kind": job.kind})


def _worker(now: datetime) -> Part:
    last = pulse.last()
    if last is None:
        words = _(
            "It has never run: nothing is sent, no deadline is watched. Start it: %(how)s.",
            how="systemctl start cong-dan-so-worker",
        )
        return Part(_("Worker"), words, WRONG, _("Not begun yet"))
    when = formats.moment(last)
    if not pulse.is_felt(now):
        return Part(_("Worker"), _("It stands still since %(when)s.", when=when), WRONG)
    return Part(_("Worker"), _("It works; its last turn was at %(when)s.", when=when))


def _queues(now: datetime) -> list[Part]:
    """One line for each queue in which something is due."""
    due = (
        select(Job.queue, func.count(), func.min(Job.run_at))
        .where(Job.failed_at.is_(None), Job.run_at <= now)
        .group_by(Job.queue)
        .order_by(Job.queue)
    )
    found = []
    for queue, count, since in db.session.execute(due):
        words = ngettext("%(num)d job is due", "%(num)d jobs are due", count)
        waits = _("the oldest since %(when)s", when=formats.moment(since))
        tone = WRONG if since < now - LATE else OK
        found.append(Part(_("Queue %(name)s", name=queue), f"{words}, {waits}.", tone))
    return found or [Part(_("Queues"), _("Nothing waits."))]


def _failed() -> Part:
    count = db.session.scalar(select(func.count()).where(Job.failed_at.is_not(None))) or 0
    if not count:
        return Part(_("Failed jobs"), _("None."))
    words = ngettext("%(num)d job was given up.", "%(num)d jobs were given up.", count)
    return Part(_("Failed jobs"), words, WRONG)


def _sms(now: datetime) -> Part:
    counts = tallies.of_days((clock.local(now) - WEEK).date()).get("sms", {})
    sent, not_sent = counts.get("accepted", 0), counts.get("refused", 0) + counts.get("failed", 0)
    if not settings().sms_gateway_url:
        return Part(_("Text messages"), _("No gateway is set: no text message leaves."), SOON)
    words = _("In seven days %(sent)s sent, %(failed)s failed.", sent=sent, failed=not_sent)
    return Part(_("Text messages"), words, SOON if not_sent else OK)


def _push(now: datetime) -> Part:
    counts = tallies.of_days((clock.local(now) - WEEK).date()).get("push", {})
    sent = counts.get("accepted", 0)
    gone = counts.get("gone", 0)
    others = sum(counts.values()) - sent - gone
    words = _(
        "In seven days %(sent)s went out, %(gone)s phones had turned them off, "
        "%(others)s failed or were put off.",
        sent=sent,
        gone=gone,
        others=others,
    )
    return Part(_("Push messages"), words)


def _disk() -> Part:
    usage = shutil.disk_usage(settings().instance)
    words = _("%(free)s free of %(total)s.", free=formats.file_size(usage.free),
              total=formats.file_size(usage.total))  # fmt: skip
    return Part(_("Disk"), words, WRONG if usage.free < usage.total * LITTLE_ROOM else OK)


def _database() -> Part:
    if db.engine.dialect.name == "postgresql":
        size = db.session.scalar(text("SELECT pg_database_size(current_database())")) or 0
    else:
        file = Path(make_url(settings().database_url).database or "")
        size = file.stat().st_size if file.exists() else 0
    return Part(_("Database"), _("%(name)s, %(size)s.", name=db.engine.dialect.name,
                                 size=formats.file_size(int(size))))  # fmt: skip


def _backup(now: datetime) -> Part:
    last = backup_runs.last_finished()
    if last is None:
        return _no_backup(now)
    tone = OK if clock.lasts(last, BACKUP_OLD, now) else WRONG
    words = _("The last one was begun at %(when)s.", when=formats.moment(last))
    return Part(_("Backup"), words, tone)


def _no_backup(now: datetime) -> Part:
    """Say what to do; on its first day an installation is late with nothing."""
    if backup_runs.is_running(now):
        return Part(_("Backup"), _("The first one is being made just now."), SOON, _("None yet"))
    words = _(
        "There is no backup yet. Switch the nightly one on: %(every)s. Make one now: %(one)s.",
        every="systemctl enable --now cong-dan-so-backup.timer",
        one="systemctl start cong-dan-so-backup",
    )
    begun = db.session.scalar(select(func.min(User.created_at)))
    is_new = begun is None or clock.lasts(begun, BACKUP_OLD, now)
    return Part(_("Backup"), words, SOON if is_new else WRONG, _("None yet"))


def _audit(now: datetime) -> Part:
    last = audit.last_check()
    if last is None:
        return Part(_("Audit log"), _("It was never checked."), SOON, _("Not yet"))
    when = formats.moment(last.at)
    if last.broken_at is not None:
        words = _("Checked at %(when)s: a seal does not fit, entries were changed.", when=when)
        return Part(_("Audit log"), words, WRONG)
    tone = OK if clock.lasts(last.at, CHECK_OLD, now) else SOON
    return Part(_("Audit log"), _("Checked at %(when)s: whole.", when=when), tone)


def _pdfs() -> Part:
    """Say whether pages of the public account can be set; all else works without."""
    lacks = typesetting.missing()
    if not lacks:
        return Part(_("PDFs"), _("They can be made."))
    words = _(
        "PDFs are not made: this machine lacks %(parts)s. Install them: %(how)s.",
        parts=", ".join(lacks), how=f"apt-get install {typesetting.PACKAGES}",
    )  # fmt: skip
    return Part(_("PDFs"), words, SOON)


def _release() -> Part:
    """Say by its tables which release it is, and since when its code lies here."""
    _known, heads = migrations.revisions()
    laid = datetime.fromtimestamp(Path(migrations.__file__).stat().st_mtime, UTC)
    words = _("Tables of revision %(revision)s; its code lies here since %(when)s.",
              revision=", ".join(sorted(heads)), when=formats.moment(laid))  # fmt: skip
    return Part(_("Release"), words)
