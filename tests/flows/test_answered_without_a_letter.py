"""An answer sent back, given again and praised, by taps alone and without a script."""

import re
from datetime import timedelta

from app.core import clock as core_clock
from app.service_requests import life
from app.service_requests.answering import closing
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.service_requests import citizen

FORM = re.compile(r'<form\b[^>]*action="([^"]+)"[^>]*>(.*?)</form>', re.DOTALL)
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
TYPED = re.compile(r'<textarea[^>]*name="([^"]+)"')


def _tap(visitor, code, act, **tapped):
    """Send the page's form of `act` with what it holds, all its words left empty."""
    page = visitor.get(f"/phan-anh/{code}").text
    inside = dict(FORM.findall(page))[f"/phan-anh/{code}/{act}"]
    for name, value in tapped.items():
        assert f'name="{name}" value="{value}"' in inside
    words = dict.fromkeys(TYPED.findall(inside), "")
    data = citizen.MultiDict({**dict(HIDDEN.findall(inside)), **words, **tapped})
    answer = visitor.post(f"/phan-anh/{code}/{act}", **citizen.multipart(data))
    assert answer.status_code == 303, citizen.words(answer)
    return citizen.words(visitor.get(f"/phan-anh/{code}"))


def test_not_yet_then_done_and_a_face_without_a_letter(app, db, clock, login_as):
    sender, office = make_user(), make_agency("Phòng Kinh tế, Hạ tầng và Đô thị")
    report = make.service_request(life.CLOSED, citizen=sender, agency=office)
    code, visitor = report.code, login_as(sender)
    clock.shift(timedelta(days=1))

    # "Chưa", and why: one chip.
    said = _tap(visitor, code, "mo-lai", why="not_done")
    assert "Chưa làm" in said
    assert "Hạn trả lời lần đầu" in said
    assert report.status == life.IN_PROGRESS
    desk = login_as(make_official("handle", agency=office))
    assert "Mở lại: Chưa làm" in citizen.words(desk.get(f"/can-bo/phan-anh/{code}"))

    # The office answers anew; now it is done.
    clock.shift(timedelta(days=1))
    closing.close(
        report,
        make.official_actor(office),
        core_clock.now(),
        resolution=life.FIXED,
        text="Đã thay cả dây và bóng.",
    )
    assert "Kết quả này thế nào?" in _tap(visitor, code, "da-xong")
    assert "Đã ghi đánh giá của bạn" in _tap(visitor, code, "danh-gia", rating="satisfied")
    assert [change.verb for change in report.changes[-3:]] == ["close", "settle", "rate"]
