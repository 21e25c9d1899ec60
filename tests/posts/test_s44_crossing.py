"""Two acts, or an act and a job, that want the same rows from two ends: both end, none in a ring.

A ring would be broken by PostgreSQL, and its victim be answered 503.
"""

import re
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from app.accounts import grants
from app.accounts.models import Grant, User
from app.core import clock
from app.core.db import db
from app.service_requests import life
from app.service_requests.clock import asking, jobs
from app.service_requests.joining import joining
from app.service_requests.models import Service, ServiceRequest
from app.service_requests.routing import assigning
from tests.architecture.matrix_posts import KEY, WORDS
from tests.factories import service_requests as make
from tests.factories.accounts import make_session, make_user
from tests.posts.locks import client_of, meeting
from tests.service_requests.offices import make_offices

CHANGE = re.compile(r"UPDATE service_request\b")
LOCK = re.compile(r"UPDATE service_request\b|FROM service_request\b(?s:.*)FOR NO KEY UPDATE")
Met = Callable[..., list[Any]]
pytestmark = pytest.mark.postgresql


def test_s44_two_officials_join_the_same_two_reports_crosswise(app: Flask) -> None:
    offices = make_offices()
    first, second = (
        make.service_request("accepted", agency=offices.office) for _ in range(2)
    )  # fmt: skip
    codes = (first.code, second.code)
    tokens = [make_session(each)[1] for each in (offices.handler, offices.colleague)]
    versions = (first.version, second.version)
    db.session.commit()
    together = Barrier(2)

    def join(number: int) -> int:
        client, other = client_of(app, tokens[number]), 1 - number
        data = {
            "idempotency_key": f"the-key-of-official-{number}", "leader": codes[other],
            "version": str(versions[number]),
        }  # fmt: skip
        together.wait()
        return client.post(f"/can-bo/phan-anh/{codes[number]}/gop", data=data).status_code

    with meeting(), ThreadPoolExecutor(2) as threads:
        answers = sorted(threads.map(join, range(2)))
    assert answers[0] == 303, answers
    assert answers[1] in (409, 422), answers


def test_s44_one_link_and_all_links_are_taken_at_once(app: Flask) -> None:
    user, now = make_user("Người Nhận"), clock.now()
    session, token = make_session(user, official=False)
    reports = [make.service_request("received", citizen=None) for _ in range(2)]
    for report in reports:
        grant, _secret = Grant.make("service_request", report.id, now)
        db.session.flush()
        grants.hold(session, [grant], now)
    urls = ("/tai-khoan/nhan-phan-anh", f"/phan-anh/{reports[1].code}/vao-tai-khoan")
    number = user.id
    db.session.commit()
    together, clients = Barrier(2), [client_of(app, token) for _ in urls]

    def claim(which: int) -> int:
        together.wait()
        return clients[which].post(urls[which]).status_code

    with meeting(), ThreadPoolExecutor(2) as threads:
        assert list(threads.map(claim, range(2))) == [303, 303]
    db.session.expire_all()
    owners = db.session.scalars(select(ServiceRequest.citizen_id))
    assert set(owners) == {number}


class Joined:
    """A report of one sender, joined under another of the same sender, with an office's people."""

    def __init__(self) -> None:
        """Make them; the one that leads came later, so that numbers and order differ."""
        self.offices, self.sender = make_offices(), make_user("Người Gửi")
        given: dict[str, Any] = {"agency": self.offices.office, "citizen": self.sender}
        self.under = make.service_request("accepted", **given)
        closing = make.service(on_silence=Service.CLOSE)
        self.main = make.service_request("accepted", service=closing, **given)
        actor = make.official_actor(self.offices.office, self.offices.handler)
        for each in (self.under, self.main):
            assigning.assign(each, actor, clock.now(), self.offices.colleague)
        joining.join(self.under, self.main, actor, clock.now())
        db.session.flush()

    def by(self, app: Flask, user: User, url: str, **data: str) -> Callable[[], int]:
        """Give what sends that as ``user``."""
        token = make_session(user)[1]
        db.session.commit()
        client = client_of(app, token)
        return lambda: client.post(url, data={"idempotency_key": KEY, **data}).status_code

    def splits(self, app: Flask) -> Callable[[], int]:
        """Give what takes the joined one out again."""
        url, version = f"/can-bo/phan-anh/{self.under.code}/tach", str(self.under.version)
        return self.by(app, self.offices.colleague, url, version=version)

    def replies(self, app: Flask) -> Callable[[], int]:
        """Give what answers the one that leads, and so the joined one."""
        url, version = f"/can-bo/phan-anh/{self.main.code}/tra-loi", str(self.main.version)
        return self.by(app, self.offices.handler, url, version=version, text=WORDS)


@pytest.fixture
def joined(app: Flask) -> Joined:
    return Joined()


@pytest.fixture(params=[LOCK, CHANGE], ids=["at_the_first_lock", "at_the_first_change"])
def met(request: pytest.FixtureRequest) -> Met:
    """Do acts that meet at their first lock or change of a report; what each gave."""
    return lambda *acts: _met(request.param, acts)


def _met(at: re.Pattern[str], acts: Sequence[Callable[[], Any]]) -> list[Any]:
    together = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        together.wait()
        return act()

    with meeting(at), ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def done(answers: list[int]) -> bool:
    """Whether one was done at least, and the other too or refused with a reason."""
    return 303 in answers and set(answers) <= {303, 409, 422}


def test_s44_a_joined_report_is_split_while_the_leading_one_is_answered(
    app: Flask, joined: Joined, met: Met
) -> None:
    answers = met(joined.splits(app), joined.replies(app))
    assert done(answers), answers


def test_s44_a_joined_report_is_withdrawn_while_the_leading_one_is_answered(
    app: Flask, joined: Joined, met: Met
) -> None:
    withdraws = joined.by(app, joined.sender, f"/phan-anh/{joined.under.code}/rut")
    answers = met(withdraws, joined.replies(app))
    assert done(answers), answers


def test_s44_an_official_leaves_while_their_reports_are_answered(
    app: Flask, joined: Joined, met: Met
) -> None:
    people, numbers = joined.offices, (joined.under.id, joined.main.id)
    url = f"/can-bo/ban-giao/{people.colleague.code}"
    hands_over = joined.by(app, people.administrator, url, successor=people.handler.code)
    answers = met(joined.replies(app), hands_over)
    db.session.expire_all()
    assert done(answers) and answers[1] == 303, answers
    theirs = [db.session.get_one(ServiceRequest, each).assignee_id for each in numbers]
    assert theirs == [people.handler.id] * 2


def test_s44_a_day_is_declared_while_reports_are_answered(
    app: Flask, joined: Joined, met: Met
) -> None:
    day, operator = (clock.local(clock.now()) + timedelta(days=1)).date(), joined.offices.operator
    data = {
        "day": f"{day}",
        "kind": "off",
        "note": "Nghỉ bão",
        "move": "1",
        "reason": "Nghỉ tránh bão",
    }
    declares = joined.by(app, operator, "/can-bo/quan-tri/lich", **data)
    answers = met(joined.replies(app), declares)
    assert done(answers) and answers[1] == 303, answers


def test_s44_a_sender_is_erased_while_their_reports_are_answered(
    app: Flask, joined: Joined, met: Met
) -> None:
    number = joined.sender.id
    erases = joined.by(app, joined.sender, "/tai-khoan/xoa", sure="1")
    answers = met(joined.replies(app), erases)
    db.session.expire_all()
    assert answers == [303, 303]
    assert db.session.get_one(User, number).erased_at is not None


def test_s44_a_joined_report_is_split_while_the_worker_ends_the_wait_for_the_leading_one(
    app: Flask, joined: Joined, met: Met
) -> None:
    now, main = clock.now(), joined.main
    asking.ask(main, make.official_actor(joined.offices.office), now, "Cột đèn số mấy ạ?")
    pause = main.pause
    assert pause is not None
    pause.reminders, pause.until, main.next_step_at = 2, now - timedelta(minutes=1), now
    number = main.id
    splits = joined.splits(app)

    def work() -> tuple[int, int]:
        with app.app_context():
            return jobs.escalate(now)

    answer, (seen, _told) = met(splits, work)
    db.session.expire_all()
    assert answer in (303, 409, 422)
    assert seen or jobs.escalate(now)[0]
    assert db.session.get_one(ServiceRequest, number).status == life.CLOSED
