"""A sender hears of a question or an answer for certain, and the desk sees whether they did."""

from datetime import timedelta

import pytest

from app.core import clock as core_clock
from app.service_requests.answering import replying
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make

UNSEEN = "Người gửi chưa mở xem"
SEEN = "Người gửi đã xem"


@pytest.fixture
def sender(reachable):
    return reachable


def answered(offices, sender, **more):
    report = make.service_request("accepted", agency=offices.office, citizen=sender, **more)
    actor = make.official_actor(offices.office, offices.handler)
    replying.reply(report, actor, core_clock.now(), "Ngày mai có thợ tới xem.")
    return report


def desk(login_as, offices, report) -> str:
    return login_as(offices.handler).get(f"/can-bo/phan-anh/{report.code}").text


def test_a_reply_that_is_not_opened_is_texted(offices, sender, outbox, clock, texts):
    report = answered(offices, sender)
    clock.shift(timedelta(hours=24))
    outbox.drain()
    ((phone, words),) = texts
    assert phone == sender.phone
    assert words.endswith(f"/phan-anh/{report.code}")


def test_what_is_sealed_is_never_texted(offices, sender, outbox, clock, texts):
    report = make.service_request("accepted", agency=offices.office, citizen=sender)
    report.sealed_kind = COMPLAINT
    actor = make.official_actor(offices.office, offices.handler)
    replying.reply(report, actor, core_clock.now(), "Đã nhận đơn.")
    clock.shift(timedelta(hours=24))
    outbox.drain()
    assert texts == []


def test_what_is_sealed_before_a_message_goes_is_not_texted(offices, sender, outbox, clock, texts):
    report = answered(offices, sender)
    clock.shift(timedelta(hours=20))
    sealing.seal(report, make.official_actor(offices.office), core_clock.now(), COMPLAINT)
    clock.shift(timedelta(hours=24))
    outbox.drain()
    assert texts == []


def test_the_desk_sees_whether_it_was_opened(login_as, offices, sender, outbox, clock, texts):
    report = answered(offices, sender)
    page = desk(login_as, offices, report)
    assert UNSEEN in page
    assert SEEN not in page
    visitor = login_as(sender)
    own = visitor.get(f"/phan-anh/{report.code}").text
    assert f'action="/phan-anh/{report.code}/da-doc"' in own
    assert visitor.post(f"/phan-anh/{report.code}/da-doc").status_code == 303
    assert (
        f'action="/phan-anh/{report.code}/da-doc"'
        not in visitor.get(f"/phan-anh/{report.code}").text
    )
    page = desk(login_as, offices, report)
    assert SEEN in page
    assert UNSEEN not in page
    clock.shift(timedelta(hours=25))
    outbox.drain()
    assert texts == []


def test_who_answers_has_seen_the_question(login_as, offices, sender, outbox, clock, texts):
    report = answered(offices, sender)
    sent = {"words": "Cảm ơn, tôi sẽ đợi.", "idempotency_key": "k" * 20}
    assert login_as(sender).post(f"/phan-anh/{report.code}/bo-sung", data=sent).status_code == 303
    assert UNSEEN not in desk(login_as, offices, report)
    clock.shift(timedelta(hours=25))
    outbox.drain()
    assert texts == []


def test_looking_at_the_page_alone_is_no_reading(login_as, offices, sender):
    report = answered(offices, sender)
    login_as(sender).get(f"/phan-anh/{report.code}")
    assert UNSEEN in desk(login_as, offices, report)


def test_a_person_may_turn_text_messages_off_and_on(login_as, sender, db):
    visitor = login_as(sender)
    hours = {"quiet_from": "22:00", "quiet_to": "06:00"}
    for chosen, kept in (("no", False), (None, False), ("yes", True), ("other", True)):
        sent = hours if chosen is None else {**hours, "text_messages": chosen}
        assert visitor.post("/tai-khoan/gio-yen-lang", data=sent).status_code == 303
        db.session.expire_all()
        assert sender.text_messages is kept
