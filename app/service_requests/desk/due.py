"""What is due on which day, of what an official works on; and the secret link to it as a calendar.

A program that subscribes cannot sign in. Whoever has the link reads what its owner works on, so it
says no word of a sender's: code, service and commune, and nothing more of what is private. It opens
nothing once it is ended, or once its owner is disabled or works on nothing more.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import delete, select, union_all
from sqlalchemy.orm import joinedload, lazyload

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import audit, clock, codes
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.icalendar import Event
from app.service_requests.catalogue.models import Service
from app.service_requests.desk import inbox
from app.service_requests.desk.models import CalendarLink
from app.service_requests.desk.rows import Row, rows_of
from app.service_requests.figures import standing
from app.service_requests.figures.queries import Reach
from app.service_requests.life import AWAITING_CITIZEN
from app.service_requests.record import ServiceRequest
from app.service_requests.rights import may_take_in
from app.service_requests.rows import Commitment
from app.service_requests.scope import Scope, scope_of

WEEK = 7
A_DAY, MOST_SHOWN, MOST_IN_FEED, MOST_COUNTED = 12, 100, 500, 1_000
BEFORE, AHEAD = timedelta(days=30), timedelta(days=60)
"""What a subscriber's program gets: what is late too, so that it does not vanish when it is due."""


@dataclass(frozen=True)
class Day:
    """A day of the week that is shown; ``count`` reports are due, ``rows`` those that fit."""

    day: date
    count: int
    rows: list[Row]
    named: list[Commitment]


@dataclass(frozen=True)
class Week:
    """Seven days, and since when the viewer has a secret link, if they have one."""

    days: list[Day]
    linked_at: datetime | None


def week(viewer: Viewer, monday: date, only_mine: bool) -> Week:
    """Give the seven days from ``monday`` on, with what is due and what was promised for each."""
    scope = scope_of(viewer)
    days = [monday + timedelta(days=number) for number in range(WEEK)]
    tab = _tab(scope, only_mine)
    linked = select(CalendarLink.made_at).where(CalendarLink.user_id == viewer.user_id)
    if tab is None:
        return Week([Day(each, 0, [], []) for each in days], db.session.scalar(linked))
    linked_at, numbers = _counts(tab, scope, days, linked)
    rows = _first_of_each(tab, scope, days)
    named = promised(scope, days[0], days[-1], only_mine)
    shown = [
        Day(
            each,
            numbers[number],
            [row for row in rows if clock.local(row.service_request.due_at).date() == each],
            [row for row in named if row.due_on == each],
        )
        for number, each in enumerate(days)
    ]
    return Week(shown, linked_at)


def _counts(
    tab: inbox.Tab, scope: Scope, days: Sequence[date], linked: Any
) -> tuple[datetime | None, list[int]]:
    """Give since when there is a link, and how many are due on each day.

    Those beyond what is shown the figures keep, of all one works on.
    """
    is_kept = tab.name == inbox.WAITING and (scope.everything or not scope.about_officials)
    most = A_DAY + 1 if is_kept else MOST_COUNTED
    counts = select(linked.scalar_subquery(), *(
        inbox.count(tab, scope, most, _between(each, each)).label(f"day_{number}")
        for number, each in enumerate(days)
    ))  # fmt: skip
    linked_at, *numbers = db.session.execute(counts).one()
    if is_kept and max(numbers) == most:
        reach = Reach(None if scope.everything else scope.ordinary)
        found = standing.of_days(reach, days, clock.now())
        if found is not None:
            numbers = [number if number < most else max(number, found.due_on(day))
                       for day, number in zip(days, numbers, strict=True)]  # fmt: skip
    return linked_at, numbers


def promised(scope: Scope, first: date, last: date, only_mine: bool) -> Sequence[Commitment]:
    """Give the days that were named to citizens and are not settled, a hundred at most."""
    report = ServiceRequest
    statement = (
        select(Commitment)
        .join(Commitment.service_request)
        .where(scope.condition(), report.sealed_kind.is_(None), Commitment.settled_at.is_(None))
        .where(Commitment.due_on >= first, Commitment.due_on <= last)
        .options(
            joinedload(Commitment.service_request).options(
                joinedload(ServiceRequest.service).lazyload(Service.urgency_class),
                lazyload(ServiceRequest.person_key),
            )
        )
        .order_by(Commitment.due_on, Commitment.id)
        .limit(MOST_SHOWN)
    )
    if only_mine:
        statement = statement.where(report.assignee_id == scope.user_id)
    return db.session.scalars(statement).unique().all()


def link_of(viewer: Viewer) -> CalendarLink | None:
    """Give the viewer's link, if they have one; what it says is known to nobody any more."""
    return db.session.scalar(select(CalendarLink).where(CalendarLink.user_id == viewer.user_id))


def make_link(viewer: Viewer, only_mine: bool, now: datetime) -> str:
    """Make the viewer's link and give its secret, once; one made before is ended."""
    end_link(viewer, now)
    token = codes.random_token()
    link = CalendarLink(
        user_id=viewer.user_id, token_hash=codes.sha256(token), only_mine=only_mine, made_at=now
    )
    db.session.add(link)
    audit.record(viewer.reference, "calendar_link.make", viewer.reference, now=now)
    return token


def end_link(viewer: Viewer, now: datetime) -> None:
    """End the viewer's link: whoever subscribed gets nothing more."""
    link = link_of(viewer)
    if link is not None:
        db.session.delete(link)
        db.session.flush()
        audit.record(viewer.reference, "calendar_link.end", viewer.reference, now=now)


@person_erased.connect
def _erase(user: User, **_: Any) -> None:
    db.session.execute(delete(CalendarLink).where(CalendarLink.user_id == user.id))


@person_exported.connect
def _export(user: User, **_: Any) -> tuple[str, list[dict[str, Any]]]:
    made = select(CalendarLink.made_at).where(CalendarLink.user_id == user.id)
    return "calendar_links", [{"created_at": each.isoformat()} for each in db.session.scalars(made)]


def by_token(_viewer: Any, token: str) -> CalendarLink | None:
    """Give the link with that secret, where its owner may still work on reports."""
    found = db.session.scalar(
        select(CalendarLink)
        .where(CalendarLink.token_hash == codes.sha256(token))
        .options(joinedload(CalendarLink.user))
    )
    opens = found is not None and found.user.is_active and found.user.is_official
    return found if opens and found and may_take_in(Viewer(found.user)) else None


def events(link: CalendarLink, now: datetime) -> list[Event]:
    """Give what is due to the link's owner, and what was promised, as a calendar has it."""
    scope = scope_of(Viewer(link.user))
    tab = _tab(scope, link.only_mine)
    if tab is None:
        return []
    first, last = (clock.local(now + each).date() for each in (-BEFORE, AHEAD))
    found = [
        _event(row.service_request, "", row.service_request.due_at, _("Due"))
        for row in _rows(tab, scope, first, last, MOST_IN_FEED)
    ]
    named = promised(scope, first, last, link.only_mine)
    return found + [
        _event(each.service_request, f"-{each.id}", each.due_on, _("Promised")) for each in named
    ]


def _event(report: ServiceRequest, more: str, at: datetime | date, what: str) -> Event:
    open_ones = report.is_listed
    about = f"{report.service.service_name}, {report.place.title}" if open_ones else ""
    title = f"{what}: {report.code}" + (f" · {about}" if about else "")
    url = url_for("service_requests.handle", code=report.code, _external=True)
    return Event(f"{report.code}{more}@deadlines", at, title, report.code, url)


def _tab(scope: Scope, only_mine: bool) -> inbox.Tab | None:
    wanted = inbox.MINE if only_mine else inbox.WAITING
    return next((each for each in inbox.tabs(scope) if each.name == wanted), None)


def _first_of_each(tab: inbox.Tab, scope: Scope, days: Sequence[date]) -> list[Row]:
    """Give the first of each day, so that a full day leaves the others theirs."""
    short = replace(tab, most=A_DAY - 1)  # one more is read
    parts = [inbox.ids(short, scope, "", _between(each, each)).subquery() for each in days]
    every = union_all(*(select(part.c.id, part.c.key) for part in parts)).subquery()
    return rows_of(select(every.c.id, every.c.key), tab.newest_first)


def _rows(tab: inbox.Tab, scope: Scope, first: date, last: date, most: int) -> list[Row]:
    found = inbox.page(replace(tab, most=most), scope, "", _between(first, last))
    return list(found.rows)


def _between(first: date, last: date) -> list[Any]:
    due = ServiceRequest.due_at
    ends = clock.at(last + timedelta(days=1))
    begins = clock.at(first)
    return [due >= begins, due < ends, ServiceRequest.status != AWAITING_CITIZEN]
