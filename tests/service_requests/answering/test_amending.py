"""An answer that was wrong: said in other words, with another result, the old one marked."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core.clock import now
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import amending, closing, replying
from app.service_requests.joining import joining
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

KEY = "a-key-of-a-form-long-enough"
OLD, NEW = "Đã thay bóng ở ngõ 12", "Đã thay bóng ở ngõ 21"


@pytest.fixture
def closed(offices, clock):
    report = make.service_request("accepted", agency=offices.office, citizen=make_user("Bà Thử"))
    by = make.official_actor(offices.office, offices.handler)
    closing.close(report, by, now(), resolution=life.FIXED, text=OLD)
    return report


def send(visitor, report, act: str, **values):
    values = {"version": str(report.version), "idempotency_key": KEY, **values}
    return visitor.post(f"/can-bo/phan-anh/{report.code}/{act}", data=values)


def amend(visitor, report, **values):
    step = str(amending.answers_of(report)[0].id)
    return send(visitor, report, "sua-tra-loi", buoc=step, text=NEW, **values)


def test_the_new_words_are_the_answer_and_the_old_ones_stand_folded_under_them(
    db, client, login_as, offices, closed
):
    assert amend(login_as(offices.handler), closed).status_code == 303
    for page in (
        client.get(f"/phan-anh/{closed.code}").text,
        login_as(closed.citizen).get(f"/phan-anh/{closed.code}").text,
    ):
        assert page.index(NEW) < page.index("Đã đính chính") < page.index(OLD)
        assert '<details class="old">' in page
    kinds = select(Notification.kind).where(Notification.user_id == closed.citizen_id)
    assert "answer_corrected" in db.session.scalars(kinds).all()
    assert (closed.status, closed.resolution) == (life.CLOSED, life.FIXED)


def test_old_words_that_told_something_private_are_the_senders_and_the_officials(
    client, login_as, offices, closed
):
    amend(login_as(offices.handler), closed, old_hidden="1")
    everybody = client.get(f"/phan-anh/{closed.code}").text
    assert OLD not in everybody and NEW in everybody
    assert OLD in login_as(closed.citizen).get(f"/phan-anh/{closed.code}").text
    assert OLD in login_as(offices.handler).get(f"/can-bo/phan-anh/{closed.code}").text


def test_what_was_corrected_is_not_corrected_but_its_correction_is(login_as, offices, closed):
    handler = login_as(offices.handler)
    wrong = amending.answers_of(closed)[0].id
    amend(handler, closed)
    assert [each.status_notes for each in amending.answers_of(closed)] == [NEW]
    again = send(
        handler, closed, "sua-tra-loi", buoc=str(wrong), text="Lần hai", idempotency_key=KEY + "2"
    )
    assert again.status_code == 422
    same = amend(handler, closed, idempotency_key=KEY + "3")
    assert same.status_code == 422


@pytest.mark.own_day
def test_a_result_is_changed_within_a_day_and_answered_when_it_was(
    login_as, offices, closed, clock
):
    answered = closed.answered_at
    closed.promise.read_at = now()
    clock.shift(timedelta(hours=20))
    handler = login_as(offices.handler)
    assert 'sua-ket-qua#act"' in handler.get(f"/can-bo/phan-anh/{closed.code}").text
    same = send(handler, closed, "sua-ket-qua", resolution="fixed", text=NEW)
    assert same.status_code == 422
    done = send(handler, closed, "sua-ket-qua", resolution="explained", text=NEW)
    assert done.status_code == 303
    assert (closed.resolution, closed.promise.resolution) == (life.EXPLAINED, life.EXPLAINED)
    assert closed.answered_at == closed.promise.answered_at == answered
    assert closed.promise.read_at is None
    page = login_as(closed.citizen).get(f"/phan-anh/{closed.code}").text
    assert page.index(NEW) < page.index(OLD)
    clock.shift(timedelta(hours=5))
    handler = login_as(offices.handler)
    assert 'sua-ket-qua#act"' not in handler.get(f"/can-bo/phan-anh/{closed.code}").text
    late = send(handler, closed, "sua-ket-qua", resolution="fixed", text=OLD,
                idempotency_key=KEY + "4")  # fmt: skip
    assert late.status_code == 422


def test_a_day_named_by_mistake_counts_as_broken(offices, clock):
    report = make.service_request("accepted", agency=offices.office)
    by, day = make.official_actor(offices.office), (now() + timedelta(days=3)).date()
    closing.close(report, by, now(), resolution=life.SCHEDULED, text=OLD, scheduled_on=day)
    named = report.commitment
    amending.change_result(report, by, now(), calendar(), resolution=life.EXPLAINED, text=NEW)
    assert named.kept is False and report.commitment is None


def test_with_sign_off_a_second_lead_corrects(login_as, offices, closed, clock):
    offices.office.sign_off = True
    assert amend(login_as(offices.handler), closed).status_code == 403
    own = make.official_actor(offices.office, offices.lead)
    replying.reply(closed, own, now(), "Lời của lãnh đạo")
    lead = login_as(offices.lead)
    assert amend(lead, closed).status_code == 422
    older = str(amending.answers_of(closed)[1].id)
    others = send(lead, closed, "sua-tra-loi", buoc=older, text=NEW, idempotency_key=KEY + "5")
    assert others.status_code == 303


def test_those_joined_under_it_read_the_correction_too(login_as, offices, clock):
    main = make.service_request("accepted", agency=offices.office)
    other = make.service_request(agency=offices.office, citizen=make_user("Ông Kia"))
    by = make.official_actor(offices.office, offices.handler)
    joining.join(other, main, by, now())
    closing.close(main, by, now(), resolution=life.FIXED, text=OLD)
    assert amend(login_as(offices.handler), main).status_code == 303
    page = login_as(other.citizen).get(f"/phan-anh/{other.code}").text
    assert page.index(NEW) < page.index(OLD)
    refused = send(login_as(offices.handler), other, "sua-tra-loi", buoc="1", text=NEW)
    assert refused.status_code in (409, 422)
