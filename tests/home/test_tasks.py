"""The front page begins with what its reader has to do."""

import pytest

from app.service_requests import life
from tests.factories import service_requests as make
from tests.factories.accounts import make_user
from tests.service_requests import citizen

ASKED, RESULT = "Cơ quan cần hỏi bạn thêm", "Phản ánh của bạn đã có kết quả"


@pytest.fixture
def person(db):
    return make_user()


def home(login_as, person) -> str:
    return citizen.words(login_as(person).get("/"))


def test_nothing_to_do_is_no_section(login_as, person, client):
    make.service_request(life.IN_PROGRESS, citizen=person)
    assert 'id="tasks"' not in login_as(person).get("/").text
    assert 'id="tasks"' not in client.get("/").text


def test_a_question_stands_first_then_what_was_answered(login_as, person):
    make.service_request(life.CLOSED, citizen=person, description="Đã vá ổ gà")
    make.service_request(life.AWAITING_CITIZEN, citizen=person, description="Cống tắc ở đâu")
    said = home(login_as, person)
    assert said.index(ASKED) < said.index("Cống tắc ở đâu") < said.index(RESULT)
    assert "2 việc cần bạn làm" in said


def test_a_result_that_was_read_is_done_with(login_as, person):
    report = make.service_request(life.CLOSED, citizen=person)
    visitor = login_as(person)
    assert RESULT in citizen.words(visitor.get("/"))
    visitor.post(f"/phan-anh/{report.code}/da-doc")
    assert RESULT not in citizen.words(visitor.get("/"))


def test_what_is_anothers_is_not_shown(login_as, person):
    make.service_request(life.AWAITING_CITIZEN, citizen=make_user(), description="Của người khác")
    assert "Của người khác" not in home(login_as, person)


def test_many_are_three(login_as, person):
    for number in range(5):
        make.service_request(life.AWAITING_CITIZEN, citizen=person, description=f"Việc số {number}")
    assert home(login_as, person).count(ASKED) == 3


def test_what_was_withdrawn_asks_nothing(login_as, person):
    make.service_request(life.CLOSED, citizen=person, resolution=life.WITHDRAWN)
    assert 'id="tasks"' not in login_as(person).get("/").text
