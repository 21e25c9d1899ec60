"""The working calendar, against facts and against a slow, obvious reference."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.clock import VIETNAM
from app.core.working_time import Calendar, Hours, national_days

MINUTE = timedelta(minutes=1)
SHORT_DAY = Hours(spans=((time(8), time(8, 40)), (time(9), time(9, 20))))


def at(text: str) -> datetime:
    """Read "2026-11-19 09:12" on Vietnam's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=VIETNAM)


def shown(moment: datetime) -> str:
    return moment.astimezone(VIETNAM).strftime("%Y-%m-%d %H:%M")


# --- facts ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-11-19", True),  # a Thursday
        ("2026-11-21", False),  # a Saturday
        ("2026-02-17", False),  # Tết
        ("2026-04-27", False),  # Hùng Kings' day moved from a Sunday
        ("2026-08-22", True),  # a Saturday that makes up for
        ("2026-08-31", False),  # this Monday
        ("2019-01-05", True),  # makes up for the last day of the year before
        ("2025-04-26", True),
        ("2025-05-02", False),
    ],
)
def test_it_knows_the_national_days(day: str, works: bool) -> None:
    assert Calendar().works_on(date.fromisoformat(day)) is works


def test_an_operator_overrides_any_day() -> None:
    calendar = Calendar({date(2026, 11, 19): False, date(2026, 11, 21): True})
    assert not calendar.works_on(date(2026, 11, 19))
    assert calendar.works_on(date(2026, 11, 21))


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-19 08:00", 2, "2026-11-19 10:00"),
        ("2026-11-19 07:30", 4, "2026-11-19 11:30"),  # closing time, not the next opening
        ("2026-11-19 10:30", 2, "2026-11-19 14:30"),  # over noon
        ("2026-11-20 16:00", 4, "2026-11-23 10:30"),  # over a week-end
        ("2026-11-21 10:00", 1, "2026-11-23 08:30"),  # from a Saturday
        ("2026-02-13 16:00", 2, "2026-02-23 08:30"),  # over Tết
        ("2026-08-21 16:00", 2, "2026-08-22 08:30"),  # into a make-up Saturday
        ("2026-08-28 16:30", 1, "2026-09-03 08:00"),  # over the swapped Monday
    ],
)
def test_working_hours_end_when_an_office_would_say(start: str, hours: int, due: str) -> None:
    assert shown(Calendar().deadline(at(start), hours)) == due


def test_a_continuous_deadline_does_not_wait_for_monday() -> None:
    friday = at("2026-11-20 17:00")
    assert shown(Calendar().deadline(friday, 4, "continuous")) == "2026-11-20 21:00"
    assert shown(Calendar().deadline(friday, 4, clock="working")) == "2026-11-23 11:30"


def test_the_office_opens_next() -> None:
    calendar = Calendar()
    assert calendar.opens(at("2026-11-19 09:00")) == at("2026-11-19 09:00")
    assert shown(calendar.opens(at("2026-11-20 17:00"))) == "2026-11-23 07:30"
    assert calendar.day_length == timedelta(hours=7, minutes=30)


def test_no_working_time_moves_nothing() -> None:
    saturday = at("2026-11-21 10:00")
    assert Calendar().add(saturday, 0) == saturday
    assert Calendar().add(saturday, 0).tzinfo is UTC


def test_f07_a_clock_set_back_gives_no_negative_time() -> None:
    assert Calendar().between(at("2026-11-19 10:00"), at("2026-11-19 09:00")) == timedelta(0)
    assert Calendar().between(at("2026-11-19 10:00"), at("2026-11-10 09:00")) == timedelta(0)


def test_it_refuses_what_makes_no_sense() -> None:
    calendar, start = Calendar(), at("2026-11-19 10:00")
    refusals = [
        lambda: calendar.add(start, -1),
        lambda: calendar.deadline(start, 4, "lunar"),  # type: ignore[arg-type]
        lambda: calendar.deadline(start, -0.5, "continuous"),
        lambda: calendar.is_working(datetime(2026, 11, 19)),  # noqa: DTZ001
        lambda: Hours(spans=((time(9), time(8)),)),
        lambda: Hours(spans=((time(9), time(9)),)),
        lambda: Hours(spans=((time(9), time(11)), (time(10), time(12)))),
    ]
    for refused in refusals:
        with pytest.raises(ValueError, match="."):
            refused()


def test_an_office_works_from_its_opening_until_just_before_it_closes() -> None:
    moments = ("19 07:29", "19 07:30", "19 11:29", "19 11:30", "19 16:59", "19 17:00", "22 09:00")
    works = [Calendar().is_working(at(f"2026-11-{each}")) for each in moments]
    assert works == [False, True, True, False, True, False, False]


def test_a_deadline_of_no_hours_is_now() -> None:
    start = at("2026-11-19 10:00")
    assert Calendar().deadline(start, 0) == Calendar().deadline(start, 0, "continuous") == start
    half = Calendar().deadline(start, 0.5, "continuous")
    assert half == start + timedelta(minutes=30)


def test_an_office_that_never_opens_is_an_error_not_a_hang() -> None:
    never = Calendar(hours=Hours(weekdays=frozenset()), national=lambda year: {})
    start = at("2026-11-19 10:00")
    assert never.between(start, start + timedelta(days=9)) == timedelta(0)
    for ask in (never.add, lambda moment, _: never.opens(moment)):
        with pytest.raises(ValueError, match="calendar"):
            ask(start, 1)


def test_national_days_stay_within_their_year() -> None:
    assert all(day.year == 2026 for day in national_days(2026))


# --- the slow reference: look at every minute -------------------------------------------------


def reference_is_working(calendar: Calendar, moment: datetime) -> bool:
    local = moment.astimezone(VIETNAM)
    day = local.date()
    works = day.weekday() < 5
    works = national_days(day.year).get(day, works)
    works = calendar.overrides.get(day, works)
    return works and any(a <= local.time() < b for a, b in calendar.hours.spans)


def reference_between(calendar: Calendar, begin: datetime, end: datetime) -> timedelta:
    total, moment = timedelta(0), begin
    while moment < end:
        total += MINUTE if reference_is_working(calendar, moment) else timedelta(0)
        moment += MINUTE
    return total


def reference_add(calendar: Calendar, start: datetime, minutes: int) -> datetime:
    moment = start
    while minutes:
        minutes -= reference_is_working(calendar, moment)
        moment += MINUTE
    return moment


WEEKS = st.sampled_from(["2026-02-12", "2026-08-20", "2026-08-29", "2026-11-19", "2026-12-30"])


@st.composite
def moments(draw: st.DrawFn) -> datetime:
    first = at(f"{draw(WEEKS)} 00:00")
    return first + MINUTE * draw(st.integers(0, 3 * 24 * 60))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    offsets = draw(st.dictionaries(st.integers(0, 6), st.booleans(), max_size=3))
    first = date.fromisoformat(draw(WEEKS))
    overrides: Mapping[date, bool] = {first + timedelta(days=n): on for n, on in offsets.items()}
    return Calendar(overrides, draw(st.sampled_from([Hours(), SHORT_DAY])))


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(0, 200))
def test_adding_agrees_with_counting_every_minute(
    calendar: Calendar, start: datetime, minutes: int
) -> None:
    assert calendar.add(start, minutes) == reference_add(calendar, start, minutes)


@settings(max_examples=60, deadline=None)
@given(calendars(), moments(), st.integers(-600, 4 * 24 * 60))
def test_between_agrees_with_counting_every_minute(
    calendar: Calendar, begin: datetime, minutes: int
) -> None:
    end = begin + MINUTE * minutes
    assert calendar.between(begin, end) == reference_between(calendar, begin, end)
    assert calendar.is_working(begin) == reference_is_working(calendar, begin)


@given(calendars(), moments(), st.timedeltas(timedelta(0), timedelta(days=20)))
def test_what_was_added_is_found_between(
    calendar: Calendar, start: datetime, amount: timedelta
) -> None:
    end = calendar.add(start, amount)
    assert end >= start
    assert calendar.between(start, end) == amount


@given(calendars(), moments(), moments(), st.integers(0, 3000), st.integers(0, 3000))
def test_later_or_longer_is_never_due_earlier(
    calendar: Calendar, one: datetime, other: datetime, short: int, more: int
) -> None:
    early, late = sorted((one, other))
    assert calendar.add(early, short) <= calendar.add(late, short)
    assert calendar.add(early, short) <= calendar.add(early, short + more)
