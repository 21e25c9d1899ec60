"""Whatever is done to a report by whom, and however the days pass, somebody is due to act."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from app.core import clock
from app.core.db import db
from tests.service_requests.walk import Step, World, make_world, steps

WALKS = settings(max_examples=12, suppress_health_check=list(HealthCheck))
MANY_WALKS = settings(max_examples=200, suppress_health_check=list(HealthCheck))


@pytest.fixture
def world(app, offices) -> World:
    """What every walk begins with; a walk leaves nothing behind."""
    made = make_world(app, offices, clock.now())
    db.session.commit()
    return made


def walk(world: World, taken: list[Step]) -> None:
    """Take the steps, and look after each what became of the reports."""
    one = replace(world, log=[], seen={})
    try:
        for step in taken:
            one.take(step)
            found = list(one.faults())
            assert not found, f"after {one.log}: {found}"
    finally:
        db.session.rollback()


@pytest.mark.one_database
@WALKS
@given(steps())
def test_a_walk_leaves_no_report_behind(world, taken):
    walk(world, taken)


@pytest.mark.details
@pytest.mark.one_database
@pytest.mark.timeout(1_200)
@MANY_WALKS
@given(steps())
def test_many_walks_leave_no_report_behind(world, taken):
    walk(world, taken)
