"""Guides: read and ticked by people, said to be wrong, changed with what they said before kept."""

import pytest
from sqlalchemy import select

from app.accounts.viewer import NOBODY
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError
from app.directory.guides import keeping, queries, starter, steps
from app.directory.guides.models import Guide, GuideFault
from app.directory.guides.steps import Step
from app.notifications.models import Notification
from tests.factories import directory as make


def test_steps_are_read_as_they_are_typed():
    typed = "Chuẩn bị\n- Giấy A\n– Giấy B\n\n\nNộp\nNếu đã kết hôn\n- Giấy C"
    found = steps.read(typed)
    assert found == (
        Step("Chuẩn bị", "", ("Giấy A", "Giấy B")),
        Step("Nộp", "Nếu đã kết hôn", ("Giấy C",)),
    )
    assert steps.read(steps.written(found)) == found


@pytest.mark.parametrize(
    "typed", ["", " \n \n", "- chỉ có giấy", "a\n\n" * 21, "a\n" + "- b\n" * 21]
)
def test_steps_that_are_none_are_refused(typed):
    with pytest.raises(DomainError):
        steps.read(typed)


def test_a_guide_is_found_read_and_kept_by_the_phone(client, office):
    make.guide(office, "Đăng ký khai sinh", words="làm giấy khai sinh", fee="Không mất lệ phí",
               link="https://dichvucong.gov.vn")  # fmt: skip
    assert "Đăng ký khai sinh" in client.get("/huong-dan").text
    assert "/huong-dan/dang-ky-khai-sinh" in client.get("/tim?q=lam giay khai sinh").text
    answer = client.get("/huong-dan/dang-ky-khai-sinh")
    assert answer.headers["X-Keep"] == "1"
    for said in ("Giấy chứng sinh", "Nếu đã kết hôn", "Không mất lệ phí", "dichvucong.gov.vn",
                 f"{office.name} kiểm tra ngày"):  # fmt: skip
        assert said in answer.text
    assert answer.text.count('type="checkbox"') == 4


def test_a_step_that_no_longer_holds_is_said_and_put_right(client, login_as, office):
    keeper = make.keeper(office)
    guide = make.guide(office, "Đăng ký khai sinh")
    db.session.commit()
    url = f"/huong-dan/{guide.code}/khong-con-dung"
    for _tap in range(2):
        assert client.post(url, data={"buoc": "2"}).status_code == 303
    assert client.post(url, data={"buoc": "9"}).status_code == 422
    assert client.post(url, data={"buoc": "x"}).status_code == 422
    fault = db.session.scalars(select(GuideFault)).one()
    assert (fault.step, fault.count) == (2, 2)
    assert db.session.scalars(select(Notification)).one().url == f"/can-bo/huong-dan/{guide.code}"
    desk = login_as(keeper)
    page = desk.get(f"/can-bo/huong-dan/{guide.code}").text
    assert "Bước 2 không còn đúng" in page
    form = {"ten": guide.title, "buoc": "Chỉ cần VNeID", "version": guide.version}
    assert desk.post(f"/can-bo/huong-dan/{guide.code}", data=form).status_code == 303
    assert db.session.scalar(select(GuideFault.id)) is None
    assert "Chỉ cần VNeID" in client.get(f"/huong-dan/{guide.code}").text
    assert "Giấy chứng sinh" in desk.get(f"/can-bo/huong-dan/{guide.code}").text  # what it said
    late = desk.post(f"/can-bo/huong-dan/{guide.code}", data={**form, "buoc": "Khác"})
    assert late.status_code == 409 and "Khác" in late.text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ten": ""}, "Ghi tên thủ tục."),
        ({"buoc": ""}, "Ghi ít nhất một bước."),
        ({"buoc": "- giấy"}, "Mỗi bước bắt đầu bằng việc phải làm"),
        ({"duong_dan": "https://dichvucong.gov.vn.example"}, "Chỉ nhận trang của Nhà nước"),
        ({"duong_dan": "http://dichvucong.gov.vn"}, "Chỉ nhận trang của Nhà nước"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, office, wrong, sentence):
    form = {"ten": "Khai tử", "buoc": "Đến Một cửa", **wrong}
    answer = desk.post(f"/can-bo/huong-dan/moi/{office.code}", data=form)
    assert answer.status_code == 422 and sentence in answer.text
    assert db.session.scalar(select(Guide.id)) is None


def test_an_office_adds_checks_and_takes_away(desk, client, office):
    form = {"ten": "Khai tử", "buoc": "Đến Một cửa"}
    assert desk.post(f"/can-bo/huong-dan/moi/{office.code}", data=form).status_code == 303
    twice = desk.post(f"/can-bo/huong-dan/moi/{office.code}", data={**form, "le_phi": "0"})
    assert "Đã có hướng dẫn tên này." in twice.text
    assert desk.post("/can-bo/huong-dan/khai-tu/dung").status_code == 303
    assert desk.post("/can-bo/huong-dan/khai-tu/bo").status_code == 303
    assert client.get("/huong-dan/khai-tu").status_code == 404
    assert desk.get("/can-bo/huong-dan/khai-tu").status_code == 404


def test_the_guides_of_the_starter_pack_can_be_read_and_say_that_nobody_checked_them(
    client, office
):
    count = starter.load(office, clock.now())
    assert count == len(db.session.scalars(select(Guide)).all())
    assert starter.load(office, clock.now()) == 0
    for guide in db.session.scalars(select(Guide)).all():
        assert "chưa có cơ quan nào kiểm tra" in client.get(f"/huong-dan/{guide.code}").text


ASKED = (
    "làm giấy khai sinh", "nhập hộ khẩu", "đăng ký kết hôn", "thẻ bhyt", "xin học cho con",
    "bán trú", "làm sổ đỏ", "giấy phép xây dựng", "hộ kinh doanh", "đổi bằng lái",
    "trợ cấp hưu trí", "trợ cấp xã hội", "vneid mức 2", "giấy chứng tử", "tiếp công dân",
)  # fmt: skip
"""What people ask for most often."""


def test_the_fifteen_procedures_that_people_ask_for_are_found(app, office):
    starter.load(office, clock.now())
    with app.test_request_context():
        found = [queries.find(NOBODY, typed, 3)[0].url for typed in ASKED]
    assert len(set(found)) == len(ASKED)


def test_in_english_a_guide_has_as_many_steps_and_lines(client, office):
    starter.load(office, clock.now())
    for guide in db.session.scalars(select(Guide)).all():
        shapes = [
            [(bool(step.condition), len(step.things)) for step in read]
            for read in (steps.read(guide.steps_text), steps.read(guide.english["steps_text"]))
        ]
        assert shapes[0] == shapes[1], guide.title
        assert {"title", "audience", "place"} <= set(guide.english), guide.title
        said = {name for name in ("fee", "takes", "helper") if getattr(guide, name)}
        assert said <= set(guide.english), guide.title
    client.post("/tai-khoan/tuy-chon", data={"language": "en"})
    page = client.get("/huong-dan/dang-ky-khai-sinh").text
    assert "Registering a birth" in page and "Giấy chứng sinh" not in page


def test_words_that_changed_have_no_english_any_more(office):
    starter.load(office, clock.now())
    guide = db.session.scalars(select(Guide)).first()
    said = {name: getattr(guide, name) for name in keeping.SAID}
    keeping.change(guide, said, 1, make.Actor("official", None, office.id), clock.now())
    assert guide.english == {}
