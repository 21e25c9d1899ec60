"""The operator's own days."""

from datetime import date, timedelta

from sqlalchemy import insert

from app.core import working_days
from app.core.working_days import CalendarDay, calendar, set_day

DAY = date(2026, 11, 19)


def test_the_operators_days_are_in_the_calendar(db) -> None:
    assert calendar().works_on(DAY)
    set_day(DAY, working=False, note="Bão")
    db.session.flush()
    assert not calendar().works_on(DAY)
    db.session.delete(db.session.get(CalendarDay, DAY))
    db.session.flush()
    assert calendar().works_on(DAY)


def test_a_second_declaration_replaces_the_first(db) -> None:
    set_day(DAY, working=False, note="một")
    db.session.commit()
    set_day(DAY, working=True, note="hai")
    db.session.commit()
    assert db.session.get(CalendarDay, DAY).note == "hai"


def test_the_calendar_is_read_once(db, statements) -> None:
    working_days.forget()
    with statements() as seen:
        assert calendar() is calendar()
    assert len(seen) == 1


def test_days_that_another_process_declared_count_after_half_a_minute(db, clock) -> None:
    assert calendar().works_on(DAY)
    db.session.execute(insert(CalendarDay.__table__), {"day": DAY, "working": False, "note": ""})
    assert calendar().works_on(DAY)
    clock.shift(timedelta(seconds=31))
    assert not calendar().works_on(DAY)


def test_an_operator_sets_and_lists_days(app, db) -> None:
    runner = app.test_cli_runner()
    db.session.commit()
    done = runner.invoke(args=["working-days", "set", "19/11/2026", "off", "--note", "Bão"])
    assert (done.exit_code, done.output) == (0, "19/11/2026: off\n")
    db.session.rollback()
    assert "19/11/2026\toff\tBão" in runner.invoke(args=["working-days", "list"]).output
    assert runner.invoke(args=["working-days", "set", "hôm qua", "off"]).exit_code == 2
