"""Two officials answer at the very same time, on the real database with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import select

from app.service_requests.models import Reply, StatusChange
from tests.factories import service_requests as make
from tests.service_requests.offices import make_offices


@pytest.mark.both_databases
def test_f09_of_two_answers_at_once_one_counts_and_the_other_is_told(db, login_as):
    offices = make_offices()
    report = make.service_request("accepted", agency=offices.office)
    address = f"/can-bo/phan-anh/{report.code}/dong"
    version, officials = str(report.version), (offices.handler, offices.colleague)
    visitors = [login_as(user) for user in officials]
    db.session.commit()
    together = Barrier(2)

    def answer(number: int) -> tuple[int, str]:
        data = {
            "version": version,
            "idempotency_key": f"the-form-of-official-{number}",
            "resolution": "fixed",
            "text": f"Câu trả lời thứ {number}",
        }
        together.wait()
        # Not through the visitor's own open(): it would use this test's session.
        got = visitors[number].application.test_client()
        got._cookies = visitors[number]._cookies
        sent = got.post(address, data=data)
        return sent.status_code, sent.text

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(answer, range(2)))
    db.session.rollback()
    db.session.expire_all()
    assert sorted(status for status, _ in answers) == [303, 409]
    refused = next(number for number, (status, _) in enumerate(answers) if status == 409)
    assert f"Câu trả lời thứ {refused}" in answers[refused][1]
    assert [row.text for row in db.session.scalars(select(Reply))] == [
        f"Câu trả lời thứ {1 - refused}"
    ]
    closing = select(StatusChange).where(StatusChange.verb == "close")
    assert len(db.session.scalars(closing).all()) == 1
