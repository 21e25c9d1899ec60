"""A notice goes out: to its households' accounts at once, to others by the head's hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import insert

from app.accounts.actors import Actor
from app.accounts.models import User
from app.core import audit, clock, jobs
from app.core.db import db
from app.core.errors import DomainError
from app.notifications import tell
from app.notifications.kinds import Kind
from app.places.models import Place
from app.villages.households import queries as homes
from app.villages.notices import kinds, queries
from app.villages.notices.life import NOTICE
from app.villages.notices.models import (
    ALL,
    GROUP,
    MEETING,
    MOST_CHOICES,
    NEWS,
    NOT_GOING,
    QUESTION,
    VillageGroup,
    VillageNotice,
    VillageReach,
    VillageText,
)

FARTHEST = timedelta(days=366)
EVENING, SHORTLY = time(18, 0), timedelta(hours=2)
FEWEST_CHOICES = 2


@dataclass(frozen=True)
class Said:
    """What is sent: what, when, where, to whom."""

    kind: str
    title: str
    words: str = ""
    place: str = ""
    starts_at: datetime | None = None
    audience: str = ALL
    group: VillageGroup | None = None
    choices: Sequence[str] = ()
    by_person: bool = False
    keep: bool = False


@dataclass(frozen=True)
class From:
    """Who sends it; ``for_head``: the commune, in the head's place."""

    actor: Actor
    for_head: bool = False


def send(village: Place, said: Said, sender: From, now: datetime) -> VillageNotice:
    """Send a notice to the households of a village, or of a group of it.

    Raises:
        DomainError: nobody to send it to, no time or one that is over, too few choices.
    """
    _check(said, now)
    to = queries.audience(village.id, said.group.id if said.group else None)
    if not to:
        raise DomainError(
            _l("There is no household to send it to. Write the village's list down first."),
            field="ai",
        )
    notice = _made(village, said, sender, now)
    rows = [{"notice_id": notice.id, "household_id": each} for each in to]
    db.session.execute(insert(VillageReach), rows)
    if said.keep:
        kept = {"kind": said.kind, "title": said.title, "words": said.words, "place": said.place}
        db.session.add(VillageText(village_id=village.id, **kept))
    tell_households(notice, kinds.TELLS[said.kind], to, "sent", now)
    audit.record(sender.actor.reference, "village.send", notice.reference, now=now,
                 after={"kind": said.kind, "households": len(to)})  # fmt: skip
    return notice


def _check(said: Said, now: datetime) -> None:
    if said.kind == MEETING and said.starts_at is None:
        raise DomainError(_l("Write on which day the meeting is, and at what time."), field="ngay")
    if said.kind != NEWS and said.starts_at is not None:
        if said.starts_at <= now:
            raise DomainError(_l("This time is over already. Look at day and time again."),
                              field="ngay")  # fmt: skip
        if said.starts_at > now + FARTHEST:
            raise DomainError(_l("This is more than a year away. Look at the day again."),
                              field="ngay")  # fmt: skip
    if said.audience == GROUP and said.group is None:
        raise DomainError(_l("Choose whom it is for."), field="ai")
    if said.kind == QUESTION and len(said.choices) < FEWEST_CHOICES:
        raise DomainError(_l("Write at least two answers to choose from, a line each."),
                          field="lua_chon")  # fmt: skip


def _made(village: Place, said: Said, sender: From, now: datetime) -> VillageNotice:
    starts_at = said.starts_at if said.kind != NEWS else None
    notice = VillageNotice(
        village=village, kind=said.kind, title=said.title, words=said.words, place=said.place,
        starts_at=starts_at, audience=said.audience, group=said.group, version=1,
        choices=list(said.choices)[:MOST_CHOICES] if said.kind == QUESTION else [],
        by_person=said.by_person and said.kind == QUESTION, sent_at=now,
        sent_by_id=sender.actor.user_id, for_head=sender.for_head,
        remind_at=_remind_at(starts_at, now) if said.kind == MEETING else None,
    )  # fmt: skip
    db.session.add(notice)
    db.session.flush()
    return notice


def _remind_at(starts_at: datetime | None, now: datetime) -> datetime | None:
    """The evening before; where that is over, two hours before; else no more."""
    if starts_at is None:
        return None
    day = clock.local(starts_at).date() - timedelta(days=1)
    evening = clock.at(day, EVENING)
    return next((each for each in (evening, starts_at - SHORTLY) if each > now), None)


def tell_households(
    notice: VillageNotice, kind: Kind, household_ids: Sequence[int], step: str, now: datetime
) -> int:
    """Tell the accounts of those households, each once for each step; give how many."""
    found = homes.members_of(household_ids)
    people: list[User] = [user for users in found.values() for user in users]
    about: dict[str, Any] = {"village": notice.village.title, "when": said_at(notice)}
    url, key = f"/thon-toi/tin/{notice.code}", f"village-notice:{notice.id}:{step}"
    tell(people, kind.name, about, url, key, now=now)
    return len(people)


def said_at(notice: VillageNotice) -> str:
    """Say when it begins, as any language reads it: 19:30, 05/12."""
    return f"{clock.local(notice.starts_at):%H:%M, %d/%m}" if notice.starts_at else ""


def call_off(notice: VillageNotice, reason: str, by: Actor, now: datetime) -> None:
    """Take it back; a meeting's people are told.

    Raises:
        DomainError: no reason. InvalidTransition: it is over, or off already.
    """
    if not reason:
        raise DomainError(_l("Write why, in a few words: people read it."), field="ly_do")
    NOTICE.move(notice, "call_off")
    notice.reason, notice.remind_at = reason, None
    if notice.is_meeting:
        tell_households(notice, kinds.OFF, told(notice), "off", now)
    audit.record(by.reference, "village.call-off", notice.reference, now=now)


def told(notice: VillageNotice) -> Sequence[int]:
    """Give the ids of the households that a notice was for."""
    return [each.household_id for each in queries.all_reaches(notice)]


def remind(now: datetime) -> int:
    """Remind of the meetings that are near whoever did not say no; the caller commits."""
    count = 0
    for notice in queries.due(now):
        notice.remind_at = None
        if notice.starts_at is None or notice.starts_at <= now:
            continue  # the worker was down: too late for a reminder
        wanted = [
            each.household_id
            for each in queries.all_reaches(notice)
            if each.answer != NOT_GOING
        ]  # fmt: skip
        count += tell_households(notice, kinds.REMINDS, wanted, "near", now)
    return count


@jobs.every(timedelta(minutes=10))
def remind_now() -> None:
    """Remind of meetings."""
    remind(clock.now())
    db.session.commit()


def drop_text(row: VillageText) -> str:
    """Delete a kept text; give the code of its village."""
    village = db.session.get_one(Place, row.village_id)
    db.session.delete(row)
    return village.code
