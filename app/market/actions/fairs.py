"""Fairs: the office's campaign, the sellers' offers, and whom the morning of a fair tells."""

from datetime import date, datetime, time, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, clock, codes, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.core.formats import money
from app.core.tables.values import BadValue, as_amount
from app.market.models import Fair, FairFollower, Offer, Product
from app.market.queries import fairs as queries
from app.notifications import tell
from app.notifications.groups import MARKET
from app.notifications.kinds import Kind, register

FAIR = register(
    Kind("fair-today", _l("The market's fair is today"), _l("%(name)s"), "calendar", group=MARKET)
)
MORNING = time(6, 30)
LONGEST = timedelta(days=366)
LOWEST = 1_000


def save(
    fair: Fair | None,
    name: str,
    about: str,
    when: tuple[int | None, date, date],
    version: int | None,
    by: Actor,
    now: datetime,
) -> Fair:
    """Begin a fair or change it; ``when`` is its weekday, first and last day.

    Raises:
        DomainError: no name, or days that make no fair. StaleVersion: somebody changed it.
    """
    weekday, starts_on, ends_on = when
    if not name:
        raise DomainError(_l("Give the fair a name."), field="name")
    if weekday is None or weekday not in range(7):
        raise DomainError(_l("Choose a day of the week."), field="weekday")
    if not starts_on <= ends_on <= starts_on + LONGEST:
        raise DomainError(_l("A fair ends after it begins, within a year."), field="ends_on")
    if fair is None:
        fair = Fair(code=codes.readable_code(), version=0, created_at=now)
        db.session.add(fair)
    fair.describe(name, about, weekday, (starts_on, ends_on), version)
    if fair.next_day(starts_on) is None:
        raise DomainError(_l("No such weekday lies between these days."), field="weekday")
    db.session.flush()
    after = {"weekday": weekday, "starts_on": f"{starts_on}", "ends_on": f"{ends_on}"}
    audit.record(by.reference, "fair.save", f"fair:{fair.id}", now=now, after=after)
    return fair


def offer(fair: Fair, product: Product, typed: str, now: datetime) -> Offer:
    """Offer a product at the fair from its next day on; the price before is worked out here.

    Raises:
        DomainError: no price, none that is lower, a product that cannot be ordered.
    """
    day = fair.next_day(queries.today(now))
    if day is None:
        raise DomainError(_l("This fair is over."))
    if not product.may_be_ordered:
        raise DomainError(_l("Only what can be ordered can be offered."), field="product")
    if queries.has_offer(product):
        raise DomainError(_l("This product is offered already. End that offer first."),
                          field="product")  # fmt: skip
    price = _price(typed)
    before = queries.lowest_price(product, day)
    if before is None or before > product.price_min:
        before = product.price_min
    if price >= before:
        words = _l("The lowest price of the last 30 days was %(price)s: offer it for less.",
                   price=money(before))  # fmt: skip
        raise DomainError(words, field="price")
    made = Offer(fair=fair, product=product, price=price, price_before=before, starts_on=day,
                 created_at=now)  # fmt: skip
    db.session.add(made)
    db.session.flush()
    return made


def end_offer(found: Offer, now: datetime) -> None:
    """End an offer: from now on the product costs what it costs."""
    found.ended_on = found.ended_on or queries.today(now)


def follow(fair: Fair, user: User, on: bool) -> None:
    """Tell the person on the fair's mornings, or no more."""
    is_told = queries.follows(fair, user.id)
    if on and not is_told:
        db.session.add(FairFollower(fair_id=fair.id, user_id=user.id))
    elif not on and is_told:
        mine = (FairFollower.fair_id == fair.id, FairFollower.user_id == user.id)
        db.session.execute(delete(FairFollower).where(*mine))


def tell_followers(now: datetime) -> int:
    """Tell who follows a fair that is today, once, in the morning; the caller commits."""
    local = clock.local(now)
    count = 0
    for fair in queries.present_fairs(local.date()):
        due = fair.is_on(local.date()) and local.time() >= MORNING
        if not due or fair.told_on == local.date():
            continue
        fair.told_on = local.date()
        count += _tell(fair, local.date(), now)
    return count


@jobs.every(timedelta(minutes=10))
def tell_followers_now() -> None:
    """Tell of today's fairs."""
    tell_followers(clock.now())
    db.session.commit()


def _tell(fair: Fair, day: date, now: datetime) -> int:
    who = select(User).join(FairFollower, FairFollower.user_id == User.id)
    people = db.session.scalars(who.where(FairFollower.fair_id == fair.id)).all()
    url, key = f"/cho-so/phien-cho/{fair.code}", f"fair:{fair.id}:{day}"
    tell(people, FAIR.name, {"name": fair.name}, url, key, now=now)
    return len(people)


def _price(typed: str) -> int:
    try:
        price = as_amount(typed)
    except BadValue as bad:
        raise DomainError(bad.message, field="price") from bad
    if price < LOWEST:
        raise DomainError(_l("Write a price in đồng, such as 45.000."), field="price")
    return int(price)
