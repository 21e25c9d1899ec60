"""What the room shows on the front page and on the desk."""

from datetime import datetime
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext, ngettext
from sqlalchemy import select

from app.accounts.viewer import Viewer
from app.core.listing import counted
from app.core.navigation import MOST_WAITING, Card, Goal, Link, Task, Waiting
from app.villages.notices import sending, unanswered
from app.villages.notices.life import OVER
from app.villages.notices.models import VillageNotice
from app.villages.rights import headed, is_head, works_with_villages

TAB = Link(
    "villages.desk_index",
    lazy_pgettext("tab", "Village"),
    "people",
    order=15,
    shown_to=works_with_villages,
)
MOST = 2


def mine(viewer: Viewer, now: datetime) -> list[Task | Card]:
    """Give what the viewer's village waits for an answer to, the next first, and the way to it."""
    household, asked = unanswered.to_answer(viewer.user_id, now, MOST)
    if household is None:
        return []
    return [*(_task(each, now) for each in asked), Card("villages/_mine.html", household)]


def _task(notice: VillageNotice, now: datetime) -> Task:
    url = url_for("villages.received", code=notice.code)
    near = notice.starts_at is not None and (notice.starts_at - now).days < 1
    tone = "late" if near else "soon"
    if notice.is_question:
        return Task(notice.title, _("Your village asks"), url, "question", tone)
    about = f"{notice.label} · {sending.said_at(notice)}"
    return Task(notice.title, f"{about} · {notice.place}" if notice.place else about, url,
                "calendar", tone)  # fmt: skip


def _unapproved(viewer: Viewer, _now: datetime) -> Any:
    """Count the minutes that wait for their head."""
    if not is_head(viewer):
        return None
    ids = [each.place_id for each in headed(viewer)]
    mine = select(VillageNotice.id).where(
        VillageNotice.village_id.in_(ids), VillageNotice.status == OVER,
        VillageNotice.minutes.is_not(None), VillageNotice.approved_at.is_(None),
    )  # fmt: skip
    return counted(mine, MOST_WAITING)


WAITING = Waiting(
    "villages.desk_index",
    lambda number, count: ngettext(
        "%(count)s minutes to approve", "%(count)s minutes to approve", number, count=count
    ),
    _unapproved, order=60,
)  # fmt: skip
GOALS = (
    Goal(
        "villages.mine", _l("My village"), "people",
        lazy_pgettext(
            "typed",
            "my village, village meeting, notice of the village, my household, "
            "who is coming, minutes of the meeting",
        ),
    ),
)  # fmt: skip
"""What the front page's search finds of this room."""
