"""Lists of classes: parents put themselves on one with consent, a teacher sees who is done."""

import pytest
from sqlalchemy import select

from app.accounts.models import Consent
from app.core import clock, codes, retention
from app.core.db import db
from app.core.events import person_erased, person_exported
from app.core.personal import PersonKey
from app.directory.classes import models
from app.directory.classes.models import GuideClass, GuideClassMember
from tests.factories import directory as make
from tests.factories.accounts import make_user

TEACHER, PARENT = "Cô Mẫu", "Nga, mẹ cháu Tú"


@pytest.fixture
def guide(app):
    found = make.guide(make.office(), "Cho con vào lớp 1")
    db.session.commit()
    return found


@pytest.fixture
def teacher(login_as, guide):
    return login_as(make_user())


@pytest.fixture
def found(teacher, guide):
    form = {"lop": "Lớp 1A", "ten": TEACHER}
    assert teacher.post(f"/huong-dan/{guide.code}/lop", data=form).status_code == 303
    return db.session.scalars(select(GuideClass)).one()


def join(browser, found, name=PARENT, **more):
    form = {"ten": name, "dong_y": "1", "idempotency_key": codes.random_token(), **more}
    return browser.post(f"/lop/{found.code}", data=form)


def rows():
    return db.session.scalars(select(GuideClassMember).order_by(GuideClassMember.id)).all()


def test_a_parent_without_an_account_follows_a_guide_and_is_seen_as_done(
    client, teacher, found, guide
):
    page = client.get(f"/lop/{found.code}").text
    assert TEACHER in page and "Lớp 1A" in page and "Giấy chứng sinh" not in page
    assert join(client, found).status_code == 303
    page = client.get(f"/lop/{found.code}").text
    assert "Giấy chứng sinh" in page and PARENT in page
    sheet = teacher.get(f"/lop/{found.code}/danh-sach").text
    assert PARENT in sheet and "0/1 người đã xong" in sheet
    assert client.post(f"/lop/{found.code}/xong").status_code == 303
    assert "1/1 người đã xong" in teacher.get(f"/lop/{found.code}/danh-sach").text
    assert client.post(f"/lop/{found.code}/chua-xong").status_code == 303
    assert "0/1 người đã xong" in teacher.get(f"/lop/{found.code}/danh-sach").text


def test_nobody_joins_without_a_name_and_consent(client, found):
    assert join(client, found, dong_y="").status_code == 422
    assert join(client, found, name=" ").status_code == 422
    assert rows() == []
    join(client, found)
    (consent,) = db.session.scalars(select(Consent).where(Consent.purpose == "class")).all()
    assert consent.subject == rows()[0].reference


def test_only_whoever_opened_it_sees_the_names(client, login_as, found):
    join(client, found)
    assert client.get(f"/lop/{found.code}/danh-sach").status_code == 303  # to sign in
    other = login_as(make_user())
    assert other.get(f"/lop/{found.code}/danh-sach").status_code == 404
    assert PARENT not in other.get(f"/lop/{found.code}").text
    assert other.post(f"/lop/{found.code}/bo/{rows()[0].id}").status_code == 404
    assert other.post(f"/lop/{found.code}/xong").status_code == 404


def test_who_joins_twice_stands_there_once(client, login_as, found):
    for name in (PARENT, "Người khác"):
        join(client, found, name=name)
    mine = login_as(make_user())
    for name in ("Bố cháu Bình", "Người khác"):
        join(mine, found, name=name)
    assert [each.name for each in rows()] == [PARENT, "Bố cháu Bình"]


def test_a_double_tap_of_a_guest_stands_there_once_and_both_answers_hold_it(app, client, found):
    other = app.test_client()
    for browser in (client, other):
        assert join(browser, found, idempotency_key="one-form-sent-twice").status_code == 303
    assert len(rows()) == 1
    for browser in (client, other):
        assert browser.post(f"/lop/{found.code}/xong").status_code == 303
    again = app.test_client()
    assert (
        join(again, found, name="Người khác", idempotency_key="one-form-sent-twice").status_code
        == 409
    )


def test_leaving_and_closing_delete_the_names(client, login_as, teacher, found):
    join(client, found)
    join(login_as(make_user()), found, name="Bố cháu Bình")
    keys = [each.person_key_id for each in rows()]
    assert client.post(f"/lop/{found.code}/roi").status_code == 303
    assert [each.name for each in rows()] == ["Bố cháu Bình"]
    assert teacher.post(f"/lop/{found.code}/dong").status_code == 303
    assert rows() == [] and db.session.scalar(select(GuideClass.id)) is None
    wrapped = select(PersonKey.wrapped).where(PersonKey.id.in_(keys))
    assert list(db.session.scalars(wrapped)) == [None, None]
    assert db.session.scalar(select(Consent.id).where(Consent.purpose == "class")) is None


def test_the_teacher_takes_a_stranger_off(client, teacher, found):
    join(client, found, name="Ai đó")
    assert teacher.post(f"/lop/{found.code}/bo/{rows()[0].id}").status_code == 303
    assert rows() == []


def test_a_code_that_is_typed_leads_to_its_list(client, found):
    answer = client.get(f"/lop?ma= {found.code.lower()} ")
    assert answer.status_code == 303 and answer.location.endswith(f"/lop/{found.code}")
    assert "Không có danh sách nào có mã này" in client.get("/lop?ma=ABCD").text


def test_there_is_an_end_to_lists_and_to_names(teacher, client, guide, found, monkeypatch):
    monkeypatch.setattr("app.directory.classes.keeping.MOST_LISTS", 1)
    monkeypatch.setattr("app.directory.classes.keeping.MOST_MEMBERS", 0)
    form = {"lop": "Lớp 1B", "ten": TEACHER}
    assert teacher.post(f"/huong-dan/{guide.code}/lop", data=form).status_code == 422
    assert join(client, found).status_code == 422


def test_a_person_takes_their_lists_and_places_along(client, login_as, found):
    parent = make_user()
    join(login_as(parent), found)
    (sent,) = [rows for _, (name, rows) in person_exported.send(parent) if name == "class_lists"]
    assert [each["name"] for each in sent] == [PARENT]
    person_erased.send(parent, now=clock.now())
    assert rows() == []
    person_erased.send(found.user, now=clock.now())
    assert db.session.scalar(select(GuideClass.id)) is None


def test_a_list_ends_by_itself(found, client):
    join(client, found)
    kind = retention.kind_named("class-lists")
    kind.end([found.id], clock.now())
    assert db.session.scalar(select(models.GuideClass.id)) is None and rows() == []
