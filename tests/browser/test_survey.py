"""A survey on a phone out of signal, branches followed; an editor opens it, and it is told."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.surveys.models import OPEN, Survey, SurveyBox
from tests.factories import surveys as make
from tests.factories.accounts import make_user

pytestmark = pytest.mark.details


def in_box(db):
    db.session.rollback()
    db.session.expire_all()
    found = [each for page in db.session.scalars(select(SurveyBox)) for each in page.ballots]
    db.session.rollback()
    return found


def test_an_editor_opens_it_and_a_citizen_answers_without_a_signal(
    db, settle, media_folder, queue_phone, sign_in
):
    writer, editor = make.editors()
    citizen, code = make_user(), make.survey(writer).code
    settle()
    phone = queue_phone()
    page = phone.page
    sign_in(page, editor)
    page.goto(f"/can-bo/khao-sat/{code}")
    page.get_by_role("button", name="Mở khảo sát").click()
    expect(page.get_by_text("Khảo sát đã mở.")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(Survey.status)).one() == OPEN
    db.session.rollback()

    sign_in(page, citizen)
    phone.ready("/khao-sat")
    page.goto(f"/khao-sat/{code}")
    expect(page.get_by_text("Không ghi tên bạn.")).to_be_visible()
    expect(page.locator("[name=q-2]")).to_be_hidden()
    phone.offline()
    page.reload()
    page.check("[name=q-1][value='1']", force=True)
    expect(page.locator("[name=q-2]")).to_be_visible()
    page.fill("[name=q-2]", "Đoạn qua suối")
    page.get_by_role("button", name="Gửi câu trả lời").click()
    page.goto("/cho-gui")
    expect(page.get_by_text("Đã lưu trên máy").first).to_be_visible()
    assert in_box(db) == []
    phone.offline(False)
    expect(page.get_by_text("Đã gửi, mã").first).to_be_visible()
    assert [sorted(each.values(), key=str) for each in in_box(db)] == [[1, "Đoạn qua suối"]]
    page.goto(f"/khao-sat/{code}")
    expect(page.get_by_text("Bạn đã trả lời.")).to_be_visible()
