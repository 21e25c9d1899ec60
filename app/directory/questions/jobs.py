"""The worker warns of a promised day: the office a working day before it, its heads after it."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l

from app.core import jobs
from app.directory.questions.models import ProgrammeQuestion
from app.directory.rights import keepers
from app.notifications.groups import DESK
from app.notifications.kinds import Kind, register
from app.notifications.promised import CHUNK, Promise

DUE = register(
    Kind("programme-due", _l("A question about a programme is due soon"), _l("%(name)s"), "clock",
         group=DESK)
)  # fmt: skip
OVERDUE = register(
    Kind("programme-late", _l("A question about a programme is overdue"), _l("%(name)s"),
         "warning", group=DESK)
)  # fmt: skip
PROMISE = Promise(
    ProgrammeQuestion, DUE, OVERDUE,
    people=lambda row: keepers(row.agency),
    about=lambda row: {"name": row.programme.title},
    url=lambda row: f"/can-bo/chuong-trinh/cau-hoi/{row.code}",
)  # fmt: skip


@jobs.every(timedelta(minutes=30))
def warn_of_questions() -> None:
    jobs.by_parts(PROMISE.warn, CHUNK)
