"""What households say: whether they come, what they choose; by app, by link, at the door."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l

from app.accounts import limits
from app.accounts.actors import Actor
from app.accounts.limits import ADDRESS, ALL, DAY, Limit, Try, too_many
from app.core import audit, personal
from app.core.errors import Conflict, DomainError
from app.core.text import digits
from app.villages.notices import queries
from app.villages.notices.life import CANCELLED
from app.villages.notices.models import (
    ANSWERS,
    MAX_NAME,
    OPEN_AFTER,
    SENDS,
    VillageNotice,
    VillageReach,
)

LAST = 3
"""Digits of a household's telephone by which it is known on the chat group's page."""
DOOR_OPENS = timedelta(hours=2)
WRONG_PER_HOME = Limit(
    "village-link-home", 5, DAY, _l("Wrong digits for a household: from one address"), ADDRESS
)
WRONG_PER_ADDRESS = Limit(
    "village-link-address", 60, DAY, _l("Wrong digits for households: an address"), ADDRESS
)
WRONG_IN_ALL = Limit("village-link-all", 60, DAY, _l("Wrong digits for a household: in all"), ALL)
NOT_KNOWN = _l(
    "The household's number and the digits do not fit together. Look again, or tell the village "
    "head."
)


def known(
    notice: VillageNotice, number: int | None, typed: str, network: str, now: datetime
) -> VillageReach:
    """Give the household of a number and the last three digits of its telephone.

    A number that does not exist, one without a telephone and wrong digits are told alike. A wrong
    try counts; the caller keeps the count.

    Raises:
        DomainError: they do not fit. TooMany: too many wrong tries.
    """
    home = f"{notice.id}:{number}"
    tried: list[Try] = [
        (WRONG_PER_HOME, f"{home}:{network}"), (WRONG_PER_ADDRESS, network), (WRONG_IN_ALL, home),
    ]  # fmt: skip
    spent = limits.count(now, *tried)
    if spent is not None:
        raise too_many(spent)
    found, last = queries.reach_of(notice, number), digits(typed)
    fits = len(last) == LAST and found is not None and any(
        each.endswith(last) for each in found.household.phones
    )  # fmt: skip
    if found is None or not fits:
        raise DomainError(NOT_KNOWN, field="so")
    limits.give_back(now, *tried)
    return found


def say(reach: VillageReach, answer: str, delegate: str, by: str, now: datetime) -> None:
    """Write down whether the household comes.

    Raises:
        DomainError: nothing chosen, nobody named. Conflict: it is over.
    """
    _refuse_over(reach.notice, now)
    if answer not in ANSWERS:
        raise DomainError(_l("Choose whether somebody comes."), field="tra_loi")
    name = delegate[:MAX_NAME] if answer == SENDS else ""
    if answer == SENDS and not name:
        raise DomainError(_l("Write who comes instead."), field="nguoi_thay")
    reach.say(answer, name, by, now)


def vote(reach: VillageReach, votes: Sequence[int], by: str, now: datetime) -> None:
    """Write down what the household chose: one answer, or how many of it chose each.

    Raises:
        DomainError: nothing chosen, or more than there are people. Conflict: it is over.
    """
    notice = reach.notice
    _refuse_over(notice, now)
    if len(votes) != len(notice.choices) or not any(votes) or min(votes) < 0:
        raise DomainError(_l("Choose an answer."), field="chon")
    most = reach.household.people if notice.by_person else 1
    if sum(votes) > most:
        raise DomainError(
            _l("The household has %(people)s people on the list: choose for so many at most.",
               people=most),
            field="chon",
        )  # fmt: skip
    reach.vote(votes, by, now)


def _refuse_over(notice: VillageNotice, now: datetime) -> None:
    if notice.status == CANCELLED:
        raise Conflict(_l("This was called off. Nothing has to be answered."))
    if not notice.takes_answers(now):
        raise Conflict(_l("The time for answering is over."))


def tell_at_door(reach: VillageReach, by: Actor, now: datetime) -> None:
    """The head told the household at the door or by telephone; once is enough."""
    if reach.told_at is None:
        reach.tell(now)
        audit.record(by.reference, "village.told", f"village_reach:{reach.id}", now=now)


def came(reach: VillageReach, is_there: bool, now: datetime) -> None:
    """Write down that somebody of the household is at the meeting, or is not after all.

    Raises:
        Conflict: the meeting is not near, or long over.
    """
    refuse_far(reach.notice, now)
    reach.came_at = (reach.came_at or now) if is_there else None


def refuse_far(notice: VillageNotice, now: datetime) -> None:
    """Raise ``Conflict`` while nobody can be at the meeting: hours before it, or long after."""
    at = notice.starts_at
    if at is None or notice.status == CANCELLED or not at - DOOR_OPENS <= now:
        raise Conflict(_l("Who is there is written down from two hours before the meeting on."))
    if now > at + OPEN_AFTER and notice.minutes is not None:
        raise Conflict(_l("The minutes are written: who was there stays as it is."))


def door_code(notice: VillageNotice) -> str:
    """Give what the poster at the door carries besides the link: nobody at home has it."""
    return personal.blind_index("village-door", notice.code)[:12]
