"""Which times an office offers, what numbers they have, what follows of missing several."""

from datetime import date, time, timedelta

import pytest

from app.appointments import rules, slots
from app.appointments.keeping import Span
from app.appointments.tickets import CITIZEN, DESK, ITSELF, LIFE, STATUSES, Appointment
from app.core import clock
from app.core.errors import InvalidTransition
from app.core.working_time import Calendar

DAY = date(2026, 12, 1)
"""A Tuesday."""


def hours(found):
    return [f"{clock.local(each.starts_at):%H:%M}" for each in found]


def test_a_span_is_cut_into_times_and_none_goes_beyond_its_end():
    found = slots.of_day(DAY, [Span(time(7, 30), time(9), 20, 2)], [])
    assert hours(found) == ["07:30", "07:50", "08:10", "08:30"]
    assert {each.seats for each in found} == {2}


def test_spans_that_meet_add_their_seats_up_and_online_ones_stay_apart():
    spans = [Span(time(8), time(9), 30, 2), Span(time(8), time(8, 30), 30, 1),
             Span(time(8), time(8, 30), 30, 4, is_online=True)]  # fmt: skip
    found = slots.of_day(DAY, spans, [])
    assert [(each.is_online, each.seats) for each in found] == [(False, 3), (True, 4), (False, 2)]


@pytest.mark.parametrize(
    ("closed", "left"),
    [
        ((None, None), []),
        ((time(8, 15), time(8, 45)), ["09:00"]),
        ((time(8, 30), time(9)), ["08:00", "09:00"]),
        ((time(9, 30), time(10)), ["08:00", "08:30", "09:00"]),
    ],
)
def test_what_is_closed_takes_all_times_away_that_it_touches(closed, left):
    assert hours(slots.of_day(DAY, [Span(time(8), time(9, 30), 30, 1)], [closed])) == left


@pytest.mark.parametrize(
    ("day", "overrides", "weekday"),
    [
        (date(2026, 12, 1), {}, 1),
        (date(2026, 11, 24), {}, None),  # a holiday
        (date(2026, 12, 1), {date(2026, 12, 1): False}, None),
        (date(2026, 12, 5), {}, 5),  # a Saturday: an office's own hours hold
        (date(2026, 12, 5), {date(2026, 12, 5): False}, None),
        (date(2026, 12, 5), {date(2026, 12, 5): True}, 0),  # making up: as on a Monday
        (date(2027, 2, 6), {}, None),  # the Saturday of Tết
    ],
)
def test_an_office_keeps_the_working_calendar(day, overrides, weekday):
    assert slots.weekday_of(day, Calendar(overrides)) == weekday


def test_who_comes_earlier_has_the_lower_number_and_none_is_given_twice():
    found = slots.of_day(DAY, [Span(time(8), time(9), 30, 3)], [])
    assert [slots.number(found, found[0], seat, set()) for seat in (1, 2, 3)] == [1, 2, 3]
    assert slots.number(found, found[1], 1, set()) == 4
    assert slots.number(found, found[1], 1, {4, 5}) == 6


def test_a_seat_is_the_first_that_is_free():
    (slot,) = slots.of_day(DAY, [Span(time(8), time(8, 30), 30, 3)], [])
    assert slots.free_seat(slot, set()) == 1
    assert slots.free_seat(slot, {1, 3}) == 2
    assert slots.free_seat(slot, {1, 2, 3}) is None


def ago(*days):
    return [DAY - timedelta(days=each) for each in days]


@pytest.mark.parametrize(
    ("misses", "asked", "until"),
    [
        (ago(), False, None),
        (ago(1), False, None),
        (ago(1, 2), True, None),
        (ago(1, 2, 3), True, DAY + timedelta(days=13)),
        (ago(13, 20, 90), True, DAY + timedelta(days=1)),
        (ago(14, 20, 90), True, None),
        (ago(1, 2, 91), True, None),
        (ago(91, 92, 93), False, None),
    ],
)
def test_several_missed_are_asked_about_then_wait_for_a_fortnight(misses, asked, until):
    assert rules.is_asked(misses, DAY) is asked
    assert rules.paused_until(misses, DAY) == until


ALLOWED = {
    ("move", CITIZEN): {"booked"}, ("cancel", CITIZEN): {"booked"}, ("drop", ITSELF): {"booked"},
    ("arrive", DESK): {"booked", "missed"}, ("call", DESK): {"booked", "here"},
    ("serve", DESK): {"here", "called"}, ("miss", DESK): {"booked", "here", "called"},
    ("miss", ITSELF): {"booked", "here", "called"}, ("lapse", ITSELF): {"booked", "here", "called"},
}  # fmt: skip


def test_every_verb_in_every_status_by_everyone():
    for verb in LIFE.verbs:
        for role in (CITIZEN, DESK, ITSELF):
            for status in STATUSES:
                row = Appointment(status=status, version=1)
                if status in ALLOWED.get((verb, role), ()):
                    LIFE.move(row, verb, role)
                    assert row.version == 2
                else:
                    with pytest.raises(InvalidTransition):
                        LIFE.move(row, verb, role)
