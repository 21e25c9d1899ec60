"""What the worker does with a workbook that was sent: look at it, and do what was shown.

It is kept as other sheets are (``app/sheets``), and read by its own sheets instead of one.
"""

from datetime import datetime
from typing import Any, NoReturn

from flask_babel import force_locale, gettext
from flask_babel import lazy_gettext as _l

from app.accounts import queries as people
from app.accounts.policies import administers_all
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.core.outbox import Job
from app.core.tables.errors import SheetError
from app.core.translated import FIRST
from app.operation.provisioning import planning, reading
from app.operation.provisioning.plans import Plan
from app.operation.provisioning.reading import Problem, Read
from app.sheets import kinds
from app.sheets.jobs import held, upload_of
from app.sheets.kinds import SheetKind
from app.sheets.models import APPLYING, CHECKING, MAX_PROBLEMS, Notes, SheetUpload

MOST_LINES = 5_000
"""Changes that are shown one by one; all are counted."""
NO_LONGER = _l("You no longer administer the whole province. Nothing was changed.")
OTHERWISE = _l("Something was changed meanwhile: look at what would change now. Nothing was done.")


def _by_its_sheets(*_given: Any) -> NoReturn:
    raise LookupError("a workbook is read by its sheets")


def check(job: Job) -> None:
    """Look at every row; one bad row stops all. Then what would change is shown."""
    upload = upload_of(job, CHECKING)
    if upload is None:
        return
    number, content = upload.id, upload.content or b""
    db.session.commit()  # reading takes a while, and nobody waits meanwhile
    read, why = _read(content)
    found = held(number, CHECKING)
    if found is None:
        return
    with force_locale(_language(found)):
        if read is None or not _may(found):
            found.fail(str(why or NO_LONGER))
            return
        plan = planning.plan(read, found.by())
        _keep(found, read, plan)
        found.go("fail" if plan.problems else "show")


def apply(job: Job) -> None:
    """Do what was shown, in one transaction; if it would be something else by now, do nothing."""
    upload = upload_of(job, APPLYING)
    if upload is None:
        return
    number, content = upload.id, upload.content or b""
    db.session.commit()
    read, why = _read(content)
    found = held(number, APPLYING)
    if found is None:
        return
    with force_locale(_language(found)):
        now = clock.now()  # by this moment the rights it gave are found again
        problem = why if read is None else _done(found, read, now)
        if problem is None:
            found.finish(found.result, now)
        else:
            found.fail(str(problem))
        found.sample = []


def _read(content: bytes) -> tuple[Read | None, Any]:
    try:
        return reading.read(content), None
    except SheetError as error:
        return None, error.message


def _may(upload: SheetUpload) -> bool:
    user = people.user_by_id(upload.created_by_id or 0)
    return user is not None and user.is_active and administers_all(Viewer(user))


def _language(upload: SheetUpload) -> str:
    user = people.user_by_id(upload.created_by_id or 0)
    return user.language if user is not None else FIRST


def _done(upload: SheetUpload, read: Read, now: datetime) -> Any:
    """Do it; give why not, where nothing was done."""
    if not _may(upload):
        return NO_LONGER
    plan = planning.plan(read, upload.by())
    if plan.problems or plan.digest != upload.result["digest"]:
        return OTHERWISE
    try:
        with db.session.begin_nested():
            planning.carry_out(plan, upload.by(), now)
    except DomainError as error:
        return error.message
    return None


def _keep(upload: SheetUpload, read: Read, plan: Plan) -> None:
    rows = {(each.sheet, each.row) for each in plan.problems if each.row}
    notes = Notes(bad=len(rows))
    notes.problems = [[0, _said(each)] for each in plan.problems[:MAX_PROBLEMS]]
    upload.note(notes)
    upload.rows_total = upload.rows_done = read.count
    upload.sample = [list(line) for line in plan.lines[:MOST_LINES]]
    upload.result = {
        "counts": plan.counts, "changes": plan.changes, "proposed": plan.proposed,
        "taken": plan.taken, "digest": plan.digest, "unread": read.unread,
        "more_problems": len(plan.problems) > MAX_PROBLEMS,
    }  # fmt: skip


def _said(problem: Problem) -> str:
    if not problem.row:
        return f"{problem.sheet}: {problem.why}" if problem.sheet else problem.why
    return gettext(
        "%(sheet)s, row %(row)s: %(why)s", sheet=problem.sheet, row=problem.row, why=problem.why
    )


WORKBOOK = SheetKind(name="province", fields=(), reader=_by_its_sheets, apply=_by_its_sheets)
kinds.register(WORKBOOK, check, apply)
