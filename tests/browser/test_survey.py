"""A survey on a phone out of signal, branches followed; an editor opens it, and it is told."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.core import clock
from app.surveys import answering, making
from app.surveys.answering import LATE
from app.surveys.models import CONSULTATION, OPEN, Survey, SurveyBox
from app.surveys.takers import Taker
from tests.browser.devices import PHONE
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
    page.locator("label", has=page.locator("[name=q-1][value='1']")).click()
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


def test_a_consultation_is_answered_replied_to_and_read_again(db, settle, open_page, sign_in):
    writer, editor = make.editors()
    part = making.Asked("part", "Điều 1. Giờ thu gom", words="Thu gom từ 17 giờ.")
    made = make.opened(writer, editor, questions=(part,), kind=CONSULTATION)
    citizen, code = make_user(), made.code
    for at in range(5):
        sent = {"q-1": ("0",)}
        answering.answer(made, Taker(f"user:{at}"), sent, clock.now(), None)
    settle()
    phone = open_page(**PHONE)
    sign_in(phone, citizen)
    phone.goto(f"/khao-sat/{code}")
    phone.get_by_text("Đồng ý nhưng cần sửa", exact=True).click()
    phone.get_by_label("Nên sửa thế nào?").fill("Nên từ 18 giờ.")
    phone.get_by_role("button", name="Gửi câu trả lời").click()
    expect(phone.get_by_text("Bạn đã trả lời.")).to_be_visible()
    made.starts_at, made.ends_at = clock.now() - LATE * 9, clock.now() - LATE
    making.count(made, clock.now())
    settle()

    desk = open_page()
    sign_in(desk, editor)
    desk.goto(f"/can-bo/khao-sat/{code}/y-kien")
    point = desk.get_by_role("article").filter(has_text="Nên từ 18 giờ.")
    point.get_by_label("Cách xử lý").select_option("taken_up")
    point.get_by_label("Trả lời").fill("Sửa thành 18 giờ.")
    point.get_by_role("button", name="Lưu").click()
    expect(desk.get_by_text("Đã lưu.")).to_be_visible()
    desk.goto(f"/can-bo/khao-sat/{code}")
    desk.locator("[name=ket_luan]").fill("Sửa Điều 1 theo ý kiến.")
    desk.get_by_role("button", name="Công bố", exact=True).click()
    expect(desk.get_by_role("link", name="Xem như mọi người thấy")).to_be_visible()

    phone.goto(f"/khao-sat/{code}")
    for words in ("Sửa Điều 1 theo ý kiến.", "Nên từ 18 giờ.", "Sửa thành 18 giờ."):
        expect(phone.get_by_text(words)).to_be_visible()
