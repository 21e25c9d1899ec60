"""The weeks of the Monday meeting: what is kept is what looking at every row gives."""

import os
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from app.accounts import permissions
from app.accounts.viewer import Viewer
from app.core import clock as core_clock
from app.core.db import db
from app.service_requests import life
from app.service_requests.figures import counting
from app.service_requests.figures.models import WEEKLY, Figure, FigureClock, FigurePart
from app.service_requests.leading import week
from app.service_requests.models import ServiceRequest
from app.service_requests.rows import Pause, Promise
from tests.factories import service_requests as make
from tests.service_requests.figures import weeks
from tests.service_requests.figures.test_counting import count, from_scratch, kept
from tests.service_requests.offices import Offices

HALF, LAST = timedelta(hours=12), 60
"""Moments are half days from a Monday's first minute on, so that many are a week's very end."""
Life = dict[str, Any]
CHECKED = {"suppress_health_check": list(HealthCheck), "deadline": None}
EXAMPLES = int(os.environ.get("FIGURE_WEEKS", "40"))
"""Of some thirteen events each: ``FIGURE_WEEKS=400`` takes 5,000."""
HALVES = st.integers(0, LAST)
LIVES = st.fixed_dictionaries({
    "due": HALVES, "answered": st.none() | HALVES, "extended": st.none() | HALVES,
    "pauses": st.sets(HALVES, max_size=4).map(sorted), "service": st.integers(0, 1),
    "result": st.sampled_from([life.FIXED, life.NOT_ACCEPTED, life.WITHDRAWN]),
    "kind": st.sampled_from([Promise.RECEIPT, Promise.RECEIPT, Promise.COMMITMENT]),
    "lies": st.sampled_from(["office", "office", "neighbour", "about", "sealed", "joined"]),
})  # fmt: skip


class Weeks:
    """Three reports whose rows say at each moment what had happened by then."""

    def __init__(self, offices: Offices, now: datetime) -> None:
        """Begin on a Monday five weeks ago."""
        monday = core_clock.monday_of(core_clock.local(now).date()) - 5 * week.WEEK
        self.offices, self.seen = offices, [""] * 3
        self.start = datetime.combine(monday, time(), core_clock.VIETNAM)
        self.services = [make.service(name="Đèn đường"), make.service(name="Rác")]
        self.reports = [make.service_request("accepted", agency=offices.office) for _ in range(3)]
        self.main = make.service_request("closed", agency=offices.office)
        for it in (*self.reports, self.main):
            it.requested_datetime = it.promise.started_at = self.start - timedelta(days=1)
            it.answer_by = it.promise.answer_by = self.start + LAST * HALF * 2

    def at(self, half: int | None, now: int) -> datetime | None:
        """A moment that has come."""
        return None if half is None or half > now else self.start + half * HALF

    def let(self, lives: list[Life], now: int) -> None:
        """Let happen what has until then; time alone is no step."""
        for number, (it, said) in enumerate(zip(self.reports, lives, strict=False)):
            self._write(it, said, now)
            db.session.flush()
            happened = repr([self.at(each, now) for each in (
                said["answered"], said["extended"], *said["pauses"])])  # fmt: skip
            if happened != self.seen[number]:
                self.seen[number] = happened
                counting.mark_new(it, None, None)  # type: ignore[arg-type]

    def _write(self, it: ServiceRequest, said: Life, now: int) -> None:
        promise, lies = it.promise, said["lies"]
        it.agency = self.offices.neighbour if lies == "neighbour" else self.offices.office
        it.about_officials, it.sealed_kind = lies == "about", "x" if lies == "sealed" else None
        it.main_id = self.main.id if lies == "joined" else None
        it.service = self.services[said["service"]]
        it.answer_by = promise.answer_by = self.start + said["due"] * HALF
        promise.kind, promise.extended_at = said["kind"], self.at(said["extended"], now)
        promise.answered_at = it.answered_at = self.at(said["answered"], now)
        promise.resolution = it.resolution = said["result"] if promise.answered_at else None
        it.pauses[:] = list(self._pauses(said["pauses"], now))
        lasts = any(each.ended_at is None for each in it.pauses)
        open_as = life.AWAITING_CITIZEN if lasts else "accepted"
        it.status = life.CLOSED if promise.answered_at else open_as

    def _pauses(self, halves: list[int], now: int) -> Iterator[Pause]:
        for start, end in zip(halves[::2], [*halves[1::2], None], strict=False):
            began = self.at(start, now)
            if began is not None:
                yield Pause(promise_number=1, started_at=began, ended_at=self.at(end, now),
                            reason="Ở đâu?", until=began + HALF)  # fmt: skip


@pytest.fixture
def begun(db, offices, clock) -> Weeks:
    made = Weeks(offices, core_clock.now())
    db.session.commit()
    return made


def live(begun: Weeks, lives: list[Life], looks: list[int]) -> None:
    """Look at the weeks at some moments; what is kept is what is counted by hand each time."""
    mine = set(Viewer(begun.offices.lead).agency_ids(permissions.LEAD))
    begun.seen = [""] * 3
    try:
        for half in sorted({*looks, LAST + 1}):
            now = begun.start + half * HALF + timedelta(seconds=1)
            begun.let(lives, half)
            count(now)
            for user, agencies in ((begun.offices.operator, None), (begun.offices.lead, mine)):
                assert weeks.kept(user, now) == weeks.by_hand(agencies, now)
        by_events = kept()
        assert by_events == from_scratch(now)
    finally:
        db.session.rollback()


SOME = (st.lists(LIVES, min_size=1, max_size=3), st.lists(HALVES, max_size=3))


@settings(max_examples=6, **CHECKED)
@given(*SOME)
def test_the_weeks_that_are_kept_are_those_counted_by_hand(begun, lives, looks):
    live(begun, lives, looks)


@pytest.mark.details
@pytest.mark.one_database
@pytest.mark.timeout(3_600)
@settings(max_examples=EXAMPLES, **CHECKED)
@given(*SOME)
def test_after_many_more_events_they_still_are(begun, lives, looks):
    live(begun, lives, looks)


ALL = {"extended": 1, "pauses": [6, 8, 30], "service": 0, "result": life.FIXED,
       "kind": Promise.RECEIPT, "lies": "office"}  # fmt: skip


def test_a_week_ends_before_the_next_one_s_first_second(begun):
    """Due, asked, answered at the very moment between two weeks: by hand and by the counters."""
    live(
        begun, [{**ALL, "due": 14, "answered": 28}, {**ALL, "due": 2, "answered": 14}], [13, 14, 27]
    )
    live(begun, [{**ALL, "due": 2, "answered": None, "pauses": [13, 15, 27, 29]}], [14, 28, 42])


@pytest.mark.parametrize("lies", ["joined", "about", "sealed", "neighbour"])
def test_what_is_late_counts_where_it_lies_and_not_under_another_report(begun, lies):
    live(begun, [{**ALL, "due": 2, "answered": None, "pauses": [], "lies": lies}], [14, 28])


def test_what_an_earlier_release_counted_is_brought_into_shape_by_who_counts_next(begun):
    now = begun.start + (LAST + 1) * HALF
    begun.let([{**ALL, "due": 2, "answered": None}, {**ALL, "due": 3, "answered": 20}], LAST)
    count(now)
    right = kept()
    assert any(key[2] == WEEKLY for key in right)
    db.session.execute(delete(Figure).where(Figure.span == WEEKLY))
    for table in (Figure, FigurePart):
        nothing = {"extended": 0, "late_balance": 0, "asked_balance": 0}
        db.session.execute(update(table).values(nothing))
    db.session.execute(update(FigureClock).values(shape=0))
    db.session.expire_all()
    assert kept() != right
    count(now)
    assert kept() == right
