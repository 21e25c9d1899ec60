"""The worker warns of a deadline: the advisers a working day before it, heads once it is over."""

from datetime import timedelta

from app.accounts import queries as accounts
from app.accounts.permissions import ADVISE_LAND
from app.core import jobs
from app.enquiries.land import kinds
from app.enquiries.land.models import LandQuestion
from app.notifications.promised import CHUNK, Promise

PROMISE = Promise(
    LandQuestion, kinds.DUE, kinds.LATE,
    people=lambda row: accounts.officials_with(ADVISE_LAND, row.agency),
    about=lambda row: {"code": row.code},
    url=lambda row: f"/can-bo/dat-dai/{row.code}",
)  # fmt: skip


@jobs.every(timedelta(minutes=30))
def warn_now() -> None:
    jobs.by_parts(PROMISE.warn, CHUNK)
