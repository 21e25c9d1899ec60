"""A note names a colleague, who is told; nobody else is, and no word of it leaves the page."""

import pytest
from sqlalchemy import select

from app.core.errors import DomainError
from app.notifications.models import Notification
from app.service_requests.answering import mentions
from tests.factories import service_requests as make
from tests.factories.accounts import make_user

KEY = "a-key-of-a-form-long-enough"


@pytest.fixture
def report(offices):
    return make.service_request("accepted", agency=offices.office)


def note(visitor, report, text: str, **values):
    form = {"version": str(report.version), "idempotency_key": KEY, "text": text, **values}
    return visitor.post(f"/can-bo/phan-anh/{report.code}/ghi-chu", data=form)


def told(db) -> list[tuple[int, str]]:
    mentioned = Notification.kind == "mentioned"
    found = db.session.execute(
        select(Notification.user_id, Notification.parameters).where(mentioned)
    )
    return [(user_id, str(parameters)) for user_id, parameters in found]


def test_who_is_named_or_ticked_is_told_once(db, login_as, offices, report):
    answer = note(
        login_as(offices.handler), report, "@Cán Bộ Hai xem giúp, @cán bộ hai nhé",
        mention=[offices.lead.code, offices.colleague.code],
    )  # fmt: skip
    assert answer.status_code == 303
    assert {user for user, _ in told(db)} == {offices.colleague.id, offices.lead.id}
    assert len(told(db)) == 2
    assert not any("xem giúp" in said for _, said in told(db))


def test_an_address_and_ones_own_name_tell_nobody(db, login_as, offices, report):
    note(login_as(offices.handler), report, "Gửi thư abc@vidu.vn, @Cán Bộ Một ghi lại")
    assert told(db) == []


def test_a_name_that_fits_nobody_or_several_is_said(db, login_as, offices, report):
    handler = login_as(offices.handler)
    nobody = note(handler, report, "@Nguyễn Không Có xem")
    assert nobody.status_code == 422 and "Nguyễn Không Có" in nobody.text
    several = note(handler, report, "@Một xem giúp")
    assert several.status_code == 422 and "Lãnh Đạo Một" in several.text
    stranger = make_user("Người Ngoài")
    assert note(handler, report, "xem", mention=[stranger.code]).status_code == 303
    assert told(db) == []


def test_the_last_word_of_a_name_will_do(offices):
    people = [offices.handler, offices.colleague]
    assert mentions.named_in("Nhờ @Hai.", people) == [offices.colleague]
    assert mentions.named_in("(@cán bộ hai)", people) == [offices.colleague]
    with pytest.raises(DomainError):
        mentions.named_in("@Ba", people)


def test_the_likeliest_are_who_has_it_and_who_leads(offices, report):
    report.assignee = offices.colleague
    assert mentions.likeliest(report)[0] == offices.colleague
    assert offices.lead in mentions.likeliest(report)
