"""Where there is no signal: hours by village, never of fewer than five people."""

import pytest

from app.accounts import permissions
from tests.factories import service_requests as make
from tests.factories.accounts import make_official, make_user

PAGE = "/can-bo/noi-mat-song"


@pytest.fixture
def village(db):
    return make.place("village", "Khe Thử", make.place("commune", "Bình Thử"))


def waited(village, people: int, minutes: int = 120) -> None:
    for _ in range(people):
        make.service_request(citizen=make_user(), place=village, offline_minutes=minutes)


def test_five_people_make_a_row_of_hours(login_as, db, village):
    waited(village, 5)
    page = login_as(make_official(permissions.OPERATE)).get(PAGE).text
    assert "khe thử" in page.lower()
    assert "<td>10</td>" in page


def test_four_people_however_often_make_none(login_as, db, village):
    waited(village, 3)
    one = make_user()
    for _ in range(9):
        make.service_request(citizen=one, place=village, offline_minutes=60)
    assert "khe thử" not in login_as(make_official(permissions.OPERATE)).get(PAGE).text.lower()


def test_guests_are_not_counted_as_people(login_as, db, village):
    waited(village, 4)
    for _ in range(4):
        make.service_request(place=village, offline_minutes=60)
    assert "khe thử" not in login_as(make_official(permissions.OPERATE)).get(PAGE).text.lower()


def test_it_is_the_operator_s_alone(login_as, db):
    assert login_as(make_official(permissions.HANDLE)).get(PAGE).status_code == 403
    assert login_as(make_user()).get(PAGE).status_code == 403
