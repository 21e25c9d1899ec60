"""A month of 158 reports: each is answered or with a named person, and the counts are right."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from app.accounts.models import User
from app.accounts.permissions import LEAD
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.clock.jobs import escalate
from app.service_requests.models import Commitment, Escalation
from tests.factories.accounts import make_official
from tests.factories.service_requests import escalations_of
from tests.service_requests.month import PLOTS, Month
from tests.service_requests.offices import make_offices

# Written by hand from the plots; see the remark behind each line for how.
ANSWERED_IN_TIME = {
    "answers in time": 60,
    "accepts late, answers in time": 6,
    "transfers, then answers": 9,
    "gives back, final answer": 8,
    "asks, is answered, answers": 8,  # 15 hours paused: 45 of 52.5
    "asks, silence runs on, answers": 4,  # at least 15 hours paused: 50 of 52.5
    "asks, silence closes": 4,
    "names a day and keeps it": 5,
    "reopened, then answered": 4,
    "refuses": 2,
}
ANSWERED_LATE = {"answers late": 18}
STILL_OPEN = {
    "forgets everything": 12,
    "assigns and forgets": 10,
    "gives back, nobody routes": 3,
    "names a day and breaks it": 3,
}
WITHDRAWN = {"withdrawn": 2}
RESULTS = Counter(
    {
        life.FIXED: 60 + 18 + 9 + 8 + 8 + 4 + 5 + 4,
        life.EXPLAINED: 6 + 4,  # explained, and closed after silence
        life.NOT_ACCEPTED: 2,
        life.WITHDRAWN: 2,
        None: 12 + 10 + 3 + 3,
    }
)
STEPS = {
    # step: by plots that come so far
    "acceptance": 6 + 12 + 3,  # accepted after 10 hours, never, never
    "twice": 12 + 10 + 3,
    "day_twice": 3,
}


@pytest.fixture
def month(db, clock):
    offices = make_offices()
    make_official(LEAD, agency=offices.province, name="Chủ Tịch Thử")
    db.session.commit()

    def run() -> None:
        db.session.commit()
        escalate(datetime.now(UTC))

    made = Month(offices, lambda moment: clock.move_to(moment, tick=False), run)
    made.play()
    db.session.commit()
    return made


@pytest.mark.one_database
@pytest.mark.slow
@pytest.mark.details
@pytest.mark.timeout(240)
def test_a_month_of_158_reports_ends_answered_or_with_a_named_person(month, db):
    assert sum(count for count, _ in PLOTS.values()) == len(month.lives) == 158
    _every_report_is_answered_or_with_somebody(month)
    _the_counts_are_those_of_the_table(month)
    _the_chain_told_whom_the_table_says(month, db)
    _named_days_are_kept_or_broken(db)
    assert escalate(datetime.now(UTC)) == (0, 0)


def _every_report_is_answered_or_with_somebody(month):
    lost, people = [], {user.id: user.name for user in User.query}
    for each in month.lives:
        named = [person for step in escalations_of(each.report) for person in step.recipients]
        if each.report.is_open and not any(people[person.user_id] for person in named):
            lost.append(each.report.code)
    assert lost == []


def _the_counts_are_those_of_the_table(month):
    reports = [each.report for each in month.lives]
    assert Counter(report.resolution for report in reports) == RESULTS
    for plot, count in ANSWERED_IN_TIME.items():
        assert [promise_kept(each) for each in month.of(plot)] == [True] * count, plot
    for plot, count in ANSWERED_LATE.items():
        assert [promise_kept(each) for each in month.of(plot)] == [False] * count, plot
    for plot, count in STILL_OPEN.items():
        assert [is_overdue(each) for each in month.of(plot)] == [True] * count
    for plot, count in WITHDRAWN.items():
        assert [each.is_open for each in month.of(plot)] == [False] * count
    whole = {**ANSWERED_IN_TIME, **ANSWERED_LATE, **STILL_OPEN, **WITHDRAWN}
    assert sum(whole.values()) == 158
    assert sum(report.transfers for report in reports) == 9 + 8 + 3


def is_overdue(report) -> bool:
    return report.is_open and datetime.now(UTC) > report.answer_by


def promise_kept(report) -> bool:
    return all(each.answered_at <= each.answer_by for each in report.promises)


def _the_chain_told_whom_the_table_says(month, db):
    steps = Counter(step for (step,) in db.session.query(Escalation.step))
    assert {step: steps[step] for step in STEPS} == STEPS
    head = User.query.filter(User.id.in_(_recipients(month, "forgets everything", "twice"))).all()
    assert [each.name for each in head] == ["Chủ Tịch Thử"]
    told = Notification.query.filter(Notification.kind.startswith("chain")).count()
    assert told > 0


def _recipients(month, plot, step):
    found = [each for report in month.of(plot) for each in escalations_of(report)]
    return {person.user_id for each in found if each.step == step for person in each.recipients}


def _named_days_are_kept_or_broken(db):
    kept = Counter(each.kept for each in db.session.query(Commitment))
    assert kept == Counter({True: 5, False: 3})
