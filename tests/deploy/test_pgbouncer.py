"""Behind pgbouncer in transaction mode, as deploy/ says: nothing of the app outlives a commit."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import Context

import pytest
from sqlalchemy import select
from sqlalchemy.exc import ProgrammingError

from app.core import engines
from app.core.fitting import TRANSACTION
from app.factory import create_app
from app.service_requests.models import ServiceRequest
from tests import conftest
from tests.client import Visitor
from tests.deploy.databases import PGBOUNCER, pooled
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen

PEOPLE, REPORTS, CONNECTIONS = 6, 4, 2

pytestmark = [
    pytest.mark.details,
    pytest.mark.postgresql,
    pytest.mark.loopback,
    pytest.mark.slow,
    pytest.mark.skipif(
        PGBOUNCER is None, reason="pgbouncer is not here: apt-get install pgbouncer"
    ),
]


@pytest.fixture
def answers(app, db, database, tmp_path):
    """Send reports from several at once through two connections; give how they were answered."""
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    db.session.commit()

    def send(pooler: str) -> Counter[int]:
        with pooled(tmp_path / "pgbouncer", database.url, CONNECTIONS) as url:
            settings = conftest.test_settings(tmp_path, DATABASE_URL=url, DATABASE_POOLER=pooler)
            beyond = create_app(settings, testing=True)
            beyond.config["PROPAGATE_EXCEPTIONS"] = False
            with ThreadPoolExecutor(PEOPLE) as pool:
                done = [pool.submit(Context().run, _sends, beyond, one) for one in range(PEOPLE)]
                counted = sum((each.result() for each in done), Counter[int]())
            with beyond.app_context():
                db.engine.dispose()
        return counted

    return send


def _sends(app, one: int) -> Counter[int]:
    visitor, said = Visitor(app), Counter[int]()
    visitor.expects_500 = True  # it is counted
    for number in range(REPORTS):
        said[visitor.get("/phan-anh").status_code] += 1
        page = visitor.get(citizen.FORM)
        said[page.status_code] += 1
        fields = {"service": "street-light", "place": "90001"}
        words = {"description": f"Đèn tắt, người {one}, việc {number}"}
        form = fields | words | citizen.hidden(page.text)
        said[citizen.send(visitor, form).status_code] += 1
    return said


def test_several_at_once_share_two_connections_and_all_is_done(answers, db):
    assert answers(TRANSACTION) == {200: PEOPLE * REPORTS * 2, 303: PEOPLE * REPORTS}
    found = db.session.scalars(select(ServiceRequest.description)).all()
    assert len(set(found)) == len(found) == PEOPLE * REPORTS


def test_without_the_setting_statements_prepared_for_later_are_met_again(answers, monkeypatch):
    def prepared_at_once(*given: object, **more: object) -> dict:
        options = engine_options(*given, **more)
        return options | {"connect_args": options["connect_args"] | {"prepare_threshold": 0}}

    engine_options = engines.engine_options
    monkeypatch.setattr("app.factory.engine_options", prepared_at_once)
    with suppress(ProgrammingError):  # met by the page that says so, too
        assert answers("")[500]
