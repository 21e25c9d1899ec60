"""What the worker does for the market: grades that end, answers that are due."""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts import queries as accounts
from app.core import clock, jobs
from app.core.db import db
from app.core.formats import day
from app.market.actions import identifying
from app.market.actions import office as cases
from app.market.actions import shops as shop_actions
from app.market.models import Complaint
from app.market.queries import office, products, shops
from app.notifications import tell
from app.notifications.groups import DEADLINES, MARKET
from app.notifications.kinds import Kind, register

CHUNK = 200
GRADE_ENDS = register(
    Kind(
        "market-grade-ends",
        _l("An OCOP grade ends soon"),
        _l("%(what)s: until %(day)s"),
        "star",
        group=MARKET,
    )
)
DUE = register(
    Kind(
        "market-due",
        _l("An answer to the market is due soon"),
        _l("%(what)s"),
        "clock",
        group=DEADLINES,
    )
)
LATE = register(
    Kind(
        "market-late",
        _l("An answer to the market is late"),
        _l("%(what)s"),
        "clock",
        group=DEADLINES,
    )
)


@jobs.every(timedelta(hours=12))
def warn_of_grades_now() -> None:
    """Tell sellers of the grades that end within three months."""
    jobs.by_parts(warn_of_grades, CHUNK)


@jobs.every(timedelta(hours=1))
def find_offices_now() -> None:
    """Let an office that was founded answer for the shops that waited for one."""
    shop_actions.find_offices(clock.now())
    db.session.commit()


def warn_of_grades(now: datetime) -> int:
    """Tell each seller once of a grade that ends within three months; give how many grades."""
    today = clock.local(now).date()
    found = products.grades_ending(today, office.three_months(today), CHUNK)
    for product in found:
        product.ocop_told_for = product.ocop_until
        values = {"what": product.name, "day": day(product.ocop_until or today)}
        url, key = f"/cho-so/ban/hang/{product.code}", f"grade:{product.id}:{product.ocop_until}"
        tell(shops.managers(product.shop), GRADE_ENDS.name, values, url, key, now=now)
    return len(found)


@jobs.every(timedelta(minutes=30))
def warn_of_answers_now() -> None:
    warn_of_answers(clock.now())
    db.session.commit()


@jobs.every(timedelta(minutes=15))
def begin_due_now() -> None:
    """Suspend shops whose five days' notice is over."""
    cases.begin_due(clock.now())
    db.session.commit()


@jobs.every(timedelta(hours=12))
def tell_of_identities_now() -> None:
    """Tell sellers whom nobody identified from which day on they have to be."""
    after: int | None = 0
    while after is not None:
        after = identifying.tell_who_lacks_one(after, CHUNK, clock.now())
        db.session.commit()


def warn_of_answers(now: datetime) -> None:
    """Tell an office of an answer at three quarters of its time, and again when it is late."""
    for case in office.running_cases(CHUNK):
        deadline = case.deadline(now)
        if deadline is None or deadline.tone == "ok" or case.shop.office is None:
            continue
        kind = LATE if deadline.tone == "late" else DUE
        part = "bao-xau" if isinstance(case, Complaint) else "khieu-nai"
        officials = accounts.officials_with(permissions.MARKET, case.shop.office)
        url = f"/can-bo/cho-so/{part}/{case.code}"
        key = f"market:{part}:{case.id}:{deadline.tone}"
        tell(officials, kind.name, {"what": case.what}, url, key, now=now)
