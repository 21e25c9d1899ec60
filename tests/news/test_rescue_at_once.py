"""Calls and officers at the very same time, on the real database with real commits."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask.testing import FlaskClient

from app.news.rescue.models import TAKEN
from tests.news.rescue import call, flood, houses, officer, said

PHONES = 6
pytestmark = pytest.mark.both_databases


def test_phones_of_one_house_that_call_at_once_are_one_house(app, db):
    alert = flood()
    path = f"/canh-bao/{alert.code}/cuu-giup"
    forms = [said(number % 3) for number in range(PHONES)]
    db.session.rollback()
    together = Barrier(PHONES)

    def send(number: int) -> int:
        together.wait()
        # Not through the visitor's own open(): it would use this test's session.
        return FlaskClient(app).post(path, data=forms[number]).status_code

    with ThreadPoolExecutor(PHONES) as threads:
        answers = list(threads.map(send, range(PHONES)))
    db.session.rollback()
    assert answers == [303] * PHONES
    assert [len(each.calls) for each in houses()] == [PHONES]


def test_of_officers_who_take_it_at_once_one_goes_and_the_others_are_told(
    app, db, login_as, client
):
    alert = flood()
    people = [officer(alert, f"Trực Ban {number}") for number in range(3)]
    call(client, alert)
    (house,) = houses()
    page = f"/can-bo/cuu-giup/{house.code}"
    visitors = [login_as(each) for each in people]
    db.session.commit()
    together = Barrier(len(people))

    def take(number: int) -> str:
        got = visitors[number].application.test_client()
        got._cookies = visitors[number]._cookies
        together.wait()
        got.post(f"{page}/nhan")
        return got.get(page).text

    db.session.rollback()
    with ThreadPoolExecutor(len(people)) as threads:
        pages = list(threads.map(take, range(len(people))))
    db.session.rollback()
    (house,) = houses()
    assert house.status == TAKEN
    assert sum("Bạn đã nhận." in page for page in pages) == 1
    assert sum("đã nhận trước" in page for page in pages) == len(people) - 1
