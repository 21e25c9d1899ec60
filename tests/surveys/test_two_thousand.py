"""Two thousand answers as they come: forms, phones' queues, two phones, repeats, a helper, late.

Each counts once, and whoever holds every table, file and log line cannot say whose one is.
"""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import permissions as may
from app.core import clock as core_clock
from app.core.db import db
from app.surveys.jobs import remind_and_count
from app.surveys.models import SurveyBox, SurveyPoint, SurveyTaker
from tests.accounts.test_erasure import everything
from tests.factories import surveys as make
from tests.factories.accounts import make_official, make_user

pytestmark = [pytest.mark.details, pytest.mark.timeout(1800)]
PEOPLE = 2_000
SECRET = "Cầu treo thủng ván ở Khe Thử"
JSON = {"Accept": "application/json"}
GROWS = {"survey_taker", "survey_box", "survey_namesake", "audit_entry"}
"""Where an answer leaves a row. The audit log says who helped and in which survey, no more."""


def is_helped(at):
    return at % 10 == 5


def is_late(at):
    """Written before the end, out of signal, and sent after it."""
    return at >= PEOPLE - 40 and not is_helped(at)


def answer_of(at):
    words = {"q-2": f"{SECRET} {at}"} if at % 2 else {}
    return {"q-1": str(at % 2), **words, "q-3": str(at % 3), "q-5": str(at)}


def queued(at, kept_at):
    """What the service worker sends of a form that waited on the phone."""
    return {
        **answer_of(at), "idempotency_key": f"key-of-the-queue-{at:015}",
        "observed_at": kept_at.isoformat(), "offline_minutes": "7",
    }  # fmt: skip


def somebody(at):
    return {"ho_ten": f"Người Không Máy {at}", "nam_sinh": str(1930 + at % 70)}


def sends(code, at, phones, helper, kept_at):
    """Send one answer on one of the ways; some again, some from a second phone."""
    address = f"/khao-sat/{code}"
    if is_helped(at):
        sent = {**queued(at, kept_at), **somebody(at)}
        answers = [
            helper.post(f"/can-bo/ghi-giup-khao-sat/{code}", data=sent, headers=JSON)
            for _time in range(2 if at % 3 == 0 else 1)
        ]
        return {each.status_code for each in answers} == {201}
    phone = phones[at]
    by_queue = at % 2 == 0 or is_late(at)
    sent = queued(at, kept_at) if by_queue else answer_of(at)
    answers = [
        phone.post(address, data=sent, headers=JSON if by_queue else {})
        for _time in range(2 if at % 3 == 0 else 1)
    ]
    if at % 7 == 0:  # the same person on a second phone, with another mind
        other = {**queued(at + 1, kept_at), "idempotency_key": f"second-phone-{at:015}"}
        answers.append(phone.post(address, data=other, headers=JSON))
    return {each.status_code for each in answers} <= {201, 303}


def rows_by_table():
    return {
        each.name: db.session.scalar(select(func.count()).select_from(each))
        for each in db.metadata.sorted_tables
    }


def follows(order):
    """How far numbers go with the order in which they came: 1 all the way, 0 not at all."""
    middle = (len(order) - 1) / 2
    ranked = sorted(order)
    rank = {each: at for at, each in enumerate(ranked)}
    together = sum((at - middle) * (rank[each] - middle) for at, each in enumerate(order))
    return abs(together) / sum((at - middle) ** 2 for at in range(len(order)))


def test_each_counts_once_and_nothing_says_whose_it_is(login_as, app, clock, caplog, run_folder):
    survey = make.opened(*make.editors())
    helper = login_as(make_official(may.INTAKE))
    people = {at: make_user() for at in range(PEOPLE) if not is_helped(at)}
    phones = {at: login_as(each) for at, each in people.items()}
    before, code, ends_at = rows_by_table(), survey.code, survey.ends_at
    assert [each.name for each in survey.questions] == ["q-1", "q-2", "q-3", "q-4", "q-5"]
    kept_at = core_clock.now()
    for at in sorted(range(PEOPLE), key=is_late):
        if is_late(at) and kept_at < ends_at - timedelta(hours=1):
            clock.move_to(ends_at + timedelta(hours=3))
            kept_at = ends_at - timedelta(hours=1)
        assert sends(code, at, phones, helper, kept_at), at
    too_late = queued(0, core_clock.now())
    assert login_as(make_user()).post(
        f"/khao-sat/{survey.code}", data=too_late, headers=JSON
    ).status_code == 422  # fmt: skip

    held = _nothing_tells(survey, people, before, caplog, run_folder)
    assert sorted(held) == list(range(PEOPLE))

    clock.move_to(survey.ends_at + timedelta(days=1))
    remind_and_count()
    db.session.expire_all()
    found = survey.results
    one, words, faces, _several, number = survey.questions
    helped = sum(map(is_helped, range(PEOPLE)))
    assert (found["answered"], found["helped"]) == (PEOPLE, helped)
    assert found["questions"][str(one.id)]["counts"] == [PEOPLE // 2, PEOPLE // 2]
    assert found["questions"][str(faces.id)]["counts"] == [
        len(range(face, PEOPLE, 3)) for face in range(3)
    ]  # fmt: skip
    assert found["questions"][str(number.id)]["mean"] == (PEOPLE - 1) / 2
    assert db.session.scalars(select(SurveyTaker)).all() == []
    assert db.session.scalars(select(SurveyBox)).all() == []
    written = list(db.session.scalars(select(SurveyPoint.words).order_by(SurveyPoint.id)))
    assert len(written) == len(set(written)) == PEOPLE // 2
    assert follows([int(each.rsplit(" ", 1)[1]) for each in written]) < 0.15
    assert not any("_at" in each.name or "user" in each.name for each in SurveyPoint.__table__.c)
    assert words.id in set(db.session.scalars(select(SurveyPoint.question_id)))


def _nothing_tells(survey, people, before, caplog, folder):
    """Look through all that there is while the survey is open; give the answers as they lie."""
    db.session.expire_all()
    after = rows_by_table()
    grown = {name for name, rows in after.items() if rows - before[name] > 100}
    assert grown == GROWS - {"survey_box"}
    assert after["survey_taker"] == PEOPLE
    assert after["survey_box"] <= PEOPLE // 50
    assert SECRET not in everything(db)
    assert SECRET not in caplog.text
    for path in folder.rglob("*"):
        assert not path.is_file() or SECRET.encode() not in path.read_bytes(), path
    pages = list(db.session.scalars(select(SurveyBox).order_by(SurveyBox.id)))
    assert min(page.number for page in pages) >= 50
    number = str(survey.questions[4].id)
    held = [ballot[number] for page in pages for ballot in page.ballots]
    assert follows(held) < 0.15
    assert {key for page in pages for ballot in page.ballots for key in ballot} <= {
        *(str(each.id) for each in survey.questions), "place",
    }  # fmt: skip
    rows = set(db.session.scalars(select(SurveyTaker.who)))
    assert {survey.taker(f"user:{each.code}") for each in people.values()} < rows
    assert {each.name for each in SurveyTaker.__table__.c} == {"survey_id", "who", "is_helped"}
    return held
