"""Questions about programmes: asked for a business, answered by a promised day, forgotten."""

from datetime import timedelta
from itertools import product

import pytest
from sqlalchemy import select

from app.accounts import permissions as may
from app.core import clock
from app.core.db import db
from app.core.errors import InvalidTransition
from app.core.working_days import calendar
from app.directory.questions import asking, jobs, personal
from app.directory.questions.models import LIFE, ProgrammeQuestion
from app.notifications.models import Notification
from tests.factories import directory as make
from tests.factories.accounts import make_official, make_user
from tests.factories.market import make_shop

TO = {"answer": "answered", "withdraw": "withdrawn"}
WORDS = "Hợp tác xã mới có được vay không?"


@pytest.fixture
def programme(office):
    return make.programme(office)


def asked(programme, user=None):
    user = user or make_user("Người Hỏi Thử")
    return asking.ask(programme, WORDS, "Hợp tác xã Mẫu", user, clock.now())


def told(user):
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


@pytest.mark.parametrize(
    ("status", "verb"), [*product(ProgrammeQuestion.statuses, TO)]
)  # fmt: skip
def test_every_verb_from_every_status(status, verb):
    row = ProgrammeQuestion(status=status, version=1)
    if status == "new":
        LIFE.move(row, verb)
        assert row.status == TO[verb]
    else:
        with pytest.raises(InvalidTransition):
            LIFE.move(row, verb)


def test_a_business_asks_and_the_office_answers_in_time(login_as, client, office, programme):
    keeper, seller = make.keeper(office), make_user("Người Bán Thử")
    shop = make_shop(seller, commune=office.place, name="Hợp tác xã Mẫu")
    db.session.commit()
    url = f"/chuong-trinh/{programme.code}/hoi"
    assert url in client.get(f"/chuong-trinh/{programme.code}").text
    assert client.get(url).status_code == 303
    own = login_as(seller)
    page = own.get(url).text
    assert "5 ngày làm việc" in page and "Hợp tác xã Mẫu" in page
    assert own.post(url, data={"hoi": "", "co_so": shop.code}).status_code == 422
    place = own.post(url, data={"hoi": WORDS, "co_so": shop.code}).location
    assert WORDS in own.get(place).text
    row = db.session.scalars(select(ProgrammeQuestion)).one()
    days = calendar()
    assert row.answer_by == days.add(row.asked_at, 5 * days.day_length)
    assert login_as(make_user()).get(place).status_code == 404
    desk, at = login_as(keeper), f"/can-bo/chuong-trinh/cau-hoi/{row.code}"
    assert "Hợp tác xã Mẫu" in desk.get("/can-bo/chuong-trinh/cau-hoi").text
    assert WORDS in desk.get(at).text
    assert desk.post(at, data={"version": 1, "words": ""}).status_code == 422
    assert desk.post(at, data={"version": 1, "words": "Có, vay được."}).status_code == 303
    assert desk.post(at, data={"version": 2, "words": "Không."}).status_code == 409
    assert "Có, vay được." in login_as(seller).get(place).text
    assert told(keeper) == ["programme-asked"] and told(seller) == ["programme-answered"]


def test_the_office_is_warned_before_and_its_heads_after_the_day(office, programme):
    keeper, head = make.keeper(office), make_official(may.LEAD, agency=office)
    row = asked(programme)
    assert jobs.PROMISE.warn(row.asked_at) == 0
    assert jobs.PROMISE.warn(row.answer_by - timedelta(minutes=30)) == 1
    assert jobs.PROMISE.warn(row.answer_by - timedelta(minutes=20)) == 0
    assert jobs.PROMISE.warn(row.answer_by + timedelta(minutes=1)) == 1
    assert told(keeper) == ["programme-asked", "programme-due", "programme-late"]
    assert told(head) == ["programme-late"]


def test_what_is_taken_back_or_over_leaves_no_words(login_as, office, programme):
    user = make_user("Người Hỏi Thử")
    row, other = asked(programme, user), asked(programme, user)
    db.session.commit()
    assert personal._export(user)[1][0]["words"] == WORDS
    own = login_as(user)
    assert own.post(f"/chuong-trinh/cau-hoi/{row.code}/rut").status_code == 303
    personal._erase(user, clock.now())
    for each in (row, other):
        assert (each.words, each.user_id, each.business_name) == ("", None, "")


def test_nobody_answers_themself(login_as, office, programme):
    keeper = make.keeper(office)
    row = asked(programme, keeper)
    db.session.commit()
    answer = login_as(keeper).post(
        f"/can-bo/chuong-trinh/cau-hoi/{row.code}", data={"version": 1, "words": "Có."}
    )
    assert answer.status_code == 422 and row.status == "new"
