"""The log that can be added to and not changed."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import delete, update

from app.core import audit
from app.core import clock as core_clock
from app.core.db import db


@pytest.fixture
def sealed(app: Flask, clock: time_machine.Traveller) -> None:
    for number in range(5):
        audit.record(f"user:{number}", "change", "service:1", now=core_clock.now(), after={"n": 1})
    db.session.commit()
    clock.shift(timedelta(minutes=2))
    audit.seal_now()


@pytest.mark.usefixtures("sealed")
def test_s37_a_whole_log_verifies(app: Flask) -> None:
    assert audit.broken_seal() is None
    assert "whole" in app.test_cli_runner().invoke(args=["audit", "verify"]).output


@pytest.mark.usefixtures("sealed")
@pytest.mark.parametrize(
    "forgery",
    [
        update(audit.AuditEntry).where(audit.AuditEntry.id == 3).values(actor="user:9"),
        update(audit.AuditEntry).where(audit.AuditEntry.id == 3).values(after={"n": 2}),
        delete(audit.AuditEntry).where(audit.AuditEntry.id == 2),
    ],
)
def test_s37_a_forged_log_shows(app: Flask, forgery) -> None:
    db.session.execute(forgery)
    db.session.commit()
    assert audit.broken_seal() is not None
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 1


@pytest.mark.usefixtures("sealed")
def test_s37_later_entries_go_on_the_same_chain(app: Flask, clock: time_machine.Traveller) -> None:
    audit.record("system", "change", "service:2", now=core_clock.now())
    db.session.commit()
    clock.shift(timedelta(minutes=2))
    audit.seal_now()
    assert db.session.query(audit.AuditSeal).count() == 2
    assert audit.broken_seal() is None


def test_what_is_too_fresh_waits_for_those_still_committing(app: Flask) -> None:
    audit.record("system", "change", "service:2", now=core_clock.now())
    assert audit.seal(core_clock.now()) == 0


def test_s37_a_line_break_in_an_entry_forges_no_second_one(app: Flask) -> None:
    audit.record("system", "change", 'x\n[2, "forged"]', now=core_clock.now())
    db.session.commit()
    assert db.session.query(audit.AuditEntry).count() == 1
