"""More reports than anybody sends: refused with a time, nothing lost, the queue told."""

import pytest
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from app.accounts import sending
from app.accounts.models import LimitSetting
from app.core import clock as core_clock
from app.core.idempotency import Submission
from app.media import staging
from app.media.models import Photo
from app.service_requests.models import ServiceRequest
from tests.factories import places
from tests.factories import service_requests as make
from tests.service_requests import citizen


@pytest.fixture
def form(client):
    make.service("street-light", "Đèn đường")
    places.make_commune("Bình Thử", code="90001")
    return {"service": "street-light", "place": "90001", "description": "Đèn tắt"}


def count(db, model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


def send(client, form, *photos, **more):
    more = {"similar": "1", **more}
    return citizen.send(client, form | citizen.opened(client), *photos, **more)


@pytest.mark.both_databases
def test_s43_one_browser_too_many_is_told_when_and_keeps_words_and_photos(
    client, db, form, media_folder, clock
):
    over = sending.REPORTS.browser.ends(core_clock.now())
    db.session.add(LimitSetting(name=sending.REPORTS.browser.name, most=3))
    sent = [f"Đèn tắt ở ngõ {number}" for number in range(3)]
    answers = [send(client, form, citizen.photo(), description=words) for words in sent]
    assert [each.status_code for each in answers] == [303] * 3
    refused = send(client, form, citizen.photo(), description="Cột điện nghiêng")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == str((over - core_clock.now()).seconds + 1)
    assert f"{core_clock.local(over):%H:%M}" in refused.text
    assert "Cột điện nghiêng" in refused.text
    assert "data-staged" in refused.text
    assert (count(db, ServiceRequest), count(db, Submission)) == (3, 3)
    again = citizen.hidden(refused.text)
    clock.shift(3600)
    assert citizen.send(client, form | again, similar="1").status_code == 303
    assert count(db, ServiceRequest) == 4


def test_s43_a_form_sent_many_times_before_the_first_answer_is_one_browsers(client, db, form):
    db.session.add(LimitSetting(name=sending.REPORTS.browser.name, most=2))
    opened = citizen.opened(client)
    statuses = []
    for number in range(4):
        client.delete_cookie("may")
        given = {**form, **opened, "idempotency_key": f"one-of-a-flood-of-keys-{number}"}
        answer = citizen.send(client, given, similar="1", description=f"Đèn tắt, cột {number}")
        statuses.append(answer.status_code)
    assert statuses == [303, 303, 429, 429]


@pytest.mark.both_databases
def test_s43_the_queue_hears_when_to_come_again(client, db, form):
    db.session.add(LimitSetting(name=sending.REPORTS.browser.name, most=1))
    send(client, form)
    data = MultiDict(form | citizen.opened(client))
    answer = client.post(
        citizen.FORM, **citizen.multipart(data), headers={"Accept": "application/json"}
    )
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) == answer.get_json()["wait"] > 0
    over = core_clock.local(sending.REPORTS.browser.ends(core_clock.now()))
    assert f"{over:%H:%M}" in answer.get_json()["error"]


@pytest.mark.both_databases
def test_s43_very_many_forms_with_photos_are_not_even_decoded(
    client, db, form, media_folder, monkeypatch
):
    db.session.add(LimitSetting(name=sending.PHOTOS.browser.name, most=1))
    send(client, form, citizen.photo())
    monkeypatch.setattr("app.media.decoding.clean", lambda data: pytest.fail("decoded"))
    refused = send(client, form, citizen.photo(), description="Cột điện nghiêng")
    assert refused.status_code == 429
    assert "Cột điện nghiêng" in refused.text
    assert send(client, form, description="Không có ảnh").status_code == 303  # words go on


def test_photos_of_unfinished_forms_are_bounded_for_each_sender(
    client, app, db, form, media_folder, monkeypatch
):
    monkeypatch.setattr(staging, "MOST_OF_ONE", 3)
    send(client, form, citizen.photo())
    other = app.test_client()
    send(other, form | {"place": ""}, citizen.photo())
    for _ in range(5):
        send(client, form | {"place": ""}, citizen.photo())
    waiting = select(func.count()).select_from(Photo).where(Photo.staged_token.is_not(None))
    assert db.session.scalar(waiting) == 3 + 1
    assert count(db, Photo) == 3 + 1 + 1  # the report's own stays


def test_photos_of_unfinished_forms_are_bounded_in_all(
    client, app, db, form, media_folder, monkeypatch, clock
):
    monkeypatch.setattr(staging, "MOST_IN_ALL", 2)
    for _ in range(3):
        send(app.test_client(), form | {"place": ""}, citizen.photo())
    assert count(db, Photo) == 3  # nobody's of this hour
    clock.shift(3700)
    send(client, form | {"place": ""}, citizen.photo())
    assert count(db, Photo) == 1
