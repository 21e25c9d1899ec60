"""Guides from a sheet: a row a step, sent again nothing twice, what was said before kept."""

import pytest
from sqlalchemy import select

from app.core.db import db
from app.directory.guides.models import Guide
from app.directory.guides.steps import Step
from tests.factories import directory as make

HEADS = "thu_tuc,buoc,dieu_kien,giay_to,le_phi,duong_dan,ngay_kiem_tra"
ROWS = (
    "Cho con vào lớp 1,Chuẩn bị giấy tờ,,Giấy khai sinh; - Mã định danh,Không mất phí,,18/11/2026",
    ",Xin xác nhận,Con bạn chưa có tạm trú?,,,https://dichvucong.gov.vn,",
    "Khai tử,Đến Một cửa,Nếu người mất ở xã khác,,,,",
)


@pytest.fixture
def send(bring, office):
    """`send(*rows)`: bring guides as a sheet; gives its page."""

    def rows_of(*rows, heads=HEADS):
        answer = bring(f"/can-bo/huong-dan/nhap/{office.code}", "\n".join([heads, *rows]))
        assert answer.status_code == 200, answer.text
        return answer

    return rows_of


def guides():
    return db.session.scalars(select(Guide).order_by(Guide.id)).all()


def test_a_sheet_of_steps_becomes_guides(send, client):
    page = send(*ROWS)
    assert "Hướng dẫn mới" in page.text
    school, death = guides()
    assert school.steps == (
        Step("Chuẩn bị giấy tờ", "", ("Giấy khai sinh", "Mã định danh")),
        Step("Xin xác nhận", "Nếu con bạn chưa có tạm trú"),
    )
    assert school.fee == "Không mất phí" and school.link == "https://dichvucong.gov.vn"
    assert f"{school.checked_on}" == "2026-11-18" and death.checked_on is None
    assert "Mã định danh" in client.get("/huong-dan/cho-con-vao-lop-1").text


def test_sent_again_it_changes_nothing_twice_and_keeps_what_was_said(send):
    send(*ROWS)
    send(*ROWS)
    db.session.expire_all()
    assert [(each.version, each.versions) for each in guides()] == [(1, []), (1, [])]
    send("Khai tử,Nộp trên mạng", heads="thu_tuc,buoc")
    db.session.expire_all()
    school, death = guides()
    assert school.version == 1 and death.version == 2 and death.steps == (Step("Nộp trên mạng"),)
    (before,) = death.versions
    assert (before.version, before.checked_on) == (1, None)
    assert "Đến Một cửa" in before.steps_text


def test_what_a_sheet_has_no_column_for_stays(send, office):
    make.guide(office, "Khai tử", fee="Không mất lệ phí")
    send("Khai tử,Đến Một cửa", heads="thu_tuc,buoc")
    db.session.expire_all()
    assert guides()[0].fee == "Không mất lệ phí"


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (",Nộp,,,,,", "Ghi tên thủ tục."),
        ("Khai tử,,Nếu A,,,,", "Ghi việc phải làm."),
        ("Khai tử,Nộp,,,,https://vnexpress.example,", "Chỉ nhận trang của Nhà nước"),
        ("Khai tử,Nộp,," + "a;" * 21 + ",,,", "Tối đa 20 bước"),
        ("Của nơi khác,Nộp,,,,,", "Cơ quan khác đang giữ hướng dẫn tên này."),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(send, office, row, sentence):
    make.guide(make.office(), "Của nơi khác")
    page = send(row)
    assert sentence in page.text and len(guides()) == 1


def test_a_guide_has_an_end(send):
    page = send(*["Khai tử,Nộp,,,,,"] * 21)
    assert "Tối đa 20 bước" in page.text and guides() == []
