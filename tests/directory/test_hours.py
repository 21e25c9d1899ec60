"""When a place is open: lines as people write them, holidays, nights, make-up days."""

from datetime import date, datetime, time

import pytest

from app.core.clock import VIETNAM
from app.core.tables.errors import BadValue
from app.core.working_time import Calendar
from app.directory import hours

OFFICE = "T2-T6 7:30-11:30, 13:30-17:00; T7 7:30-11:30"
MORNING, AFTERNOON = (time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))


def at(*when):
    return datetime(*when, tzinfo=VIETNAM)


def state(typed, *when, office=False, overrides=None):
    return hours.state(hours.read(typed), at(*when), Calendar(overrides), office)


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        (OFFICE, {**dict.fromkeys(range(5), (MORNING, AFTERNOON)), 5: (MORNING,)}),
        ("Thứ 2 - Thứ 6: 7h30 – 11h30, 13h30-17h", dict.fromkeys(range(5), (MORNING, AFTERNOON))),
        ("Mo-Fr 07:30-11:30,13:30-17:00; PH off", dict.fromkeys(range(5), (MORNING, AFTERNOON))),
        ("CN 7:30-11:30", {6: (MORNING,)}),
        ("T7-T2 7:30-11:30", dict.fromkeys((5, 6, 0), (MORNING,))),
        ("T2, T4 7:30-11:30", dict.fromkeys((0, 2), (MORNING,))),
        ("7:30-11:30", dict.fromkeys(range(7), (MORNING,))),
        ("Hằng ngày 7:30-11:30; chủ nhật nghỉ", {**dict.fromkeys(range(6), (MORNING,)), 6: ()}),
        ("24/7", dict.fromkeys(range(7), hours.WHOLE_DAY)),
        ("T2 đến T6 cả ngày", dict.fromkeys(range(5), hours.WHOLE_DAY)),
    ],
)
def test_a_line_is_read_as_it_is_meant(typed, days):
    assert hours.read(typed).days == days


@pytest.mark.parametrize(
    "typed", ["", "buổi sáng", "T2-T9 7:30-11:30", "T2 25:00-26:00", "7:30", "T2 7:61-8:00", "nghỉ"]
)
def test_what_is_none_is_refused(typed):
    with pytest.raises(BadValue):
        hours.read(typed)


@pytest.mark.parametrize(
    ("when", "is_open", "changes"),
    [
        ((2026, 11, 30, 7, 29), False, at(2026, 11, 30, 7, 30)),
        ((2026, 11, 30, 7, 30), True, at(2026, 11, 30, 11, 30)),
        ((2026, 11, 30, 11, 30), False, at(2026, 11, 30, 13, 30)),
        ((2026, 11, 30, 16, 59), True, at(2026, 11, 30, 17, 0)),
        ((2026, 12, 5, 12, 0), False, at(2026, 12, 7, 7, 30)),
    ],
)
def test_it_is_open_until_the_end_of_the_span(when, is_open, changes):
    found = state(OFFICE, *when)
    assert (found.is_open, found.changes_at, found.is_sure) == (is_open, changes, True)


def test_over_midnight_it_is_open_from_the_evening_before():
    assert state("18:00-6:00", 2026, 11, 30, 3).changes_at == at(2026, 11, 30, 6)
    assert state("18:00-6:00", 2026, 11, 30, 19).changes_at == at(2026, 12, 1, 6)
    assert not state("18:00-6:00", 2026, 11, 30, 6).is_open
    assert state("T7 18:00-2:00", 2026, 12, 6, 1).is_open


def test_day_and_night_never_changes():
    assert state("24/7", 2027, 2, 6, 3) == hours.State(True, None)


def test_the_states_offices_keep_its_holidays_and_others_are_not_known():
    tet = (2027, 2, 8, 9)
    assert not state(OFFICE, *tet, office=True).is_open
    assert state(OFFICE, *tet, office=True).changes_at.date() > date(2027, 2, 9)
    shop = state(OFFICE, *tet)
    assert shop.is_open and not shop.is_sure
    named = state(f"{OFFICE}; Lễ nghỉ", *tet)
    assert not named.is_open and named.is_sure
    assert state(f"{OFFICE}; Lễ 8:00-10:00", *tet).changes_at == at(2027, 2, 8, 10)


def test_a_saturday_that_makes_up_for_a_day_is_a_mondays():
    worked = {date(2026, 12, 5): True}
    afternoon = (2026, 12, 5, 15)
    assert state(OFFICE, *afternoon, office=True, overrides=worked).is_open
    assert not state(OFFICE, *afternoon, overrides=worked).is_open
    assert not state(OFFICE, *afternoon, office=True).is_open
