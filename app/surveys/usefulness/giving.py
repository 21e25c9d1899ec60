"""An answer is counted once for each browser, page and month; nothing ties it to the browser."""

from datetime import date, datetime, timedelta

from sqlalchemy import delete

from app.accounts import device_cookie, sending
from app.core import clock, jobs, personal
from app.core.db import db
from app.core.inserting import insert
from app.surveys.usefulness.models import PageOpinion, PageOpinionGiven
from app.surveys.usefulness.pages import Page, remember, this_month

SATISFIED, FAIR, DISSATISFIED = "satisfied", "fair", "dissatisfied"
FACES = (SATISFIED, FAIR, DISSATISFIED)


def give(page: Page, face: str, now: datetime) -> bool:
    """Count the answer; False where this browser has answered this month. The caller commits.

    Raises:
        TooMany: very much was sent from there.
    """
    sending.spend(sending.OPINIONS, now)
    month = this_month().first
    remember(page)
    if not _is_first(page, month):
        return False
    table = PageOpinion.__table__
    one = {"month": month, "page": page.name, "face": face, "count": 1}
    db.session.execute(
        insert(table).values(**one).on_conflict_do_update(
            index_elements=["month", "page", "face"], set_={"count": table.c.count + 1}
        )
    )  # fmt: skip
    return True


def _is_first(page: Page, month: date) -> bool:
    browser = device_cookie.ensure().number
    who = personal.blind_index("page-opinion", f"{month.isoformat()}:{page.name}:{browser}")
    table = PageOpinionGiven.__table__
    added = insert(table).values(month=month, who=who).on_conflict_do_nothing()
    return db.session.execute(added.returning(table.c.who)).first() is not None


@jobs.every(timedelta(hours=12))
def forget_given() -> None:
    """Forget who answered in months that are over; what was answered stays counted."""
    month = clock.local(clock.now()).date().replace(day=1)
    db.session.execute(delete(PageOpinionGiven).where(PageOpinionGiven.month < month))
    db.session.commit()
