"""An official leaves or moves: the work goes to somebody, then the rights, then the sessions."""

import pytest
from sqlalchemy import select

from app.accounts import administering, queries
from app.accounts.models import RightProposal
from app.accounts.permissions import HANDLE, LEAD, SEE_PHONE
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.errors import Conflict
from app.notifications.models import Notification
from app.service_requests.routing import assigning
from tests.factories import service_requests as make
from tests.factories.accounts import give_right, make_agency, make_official, make_session


@pytest.fixture
def reports(offices, db):
    made = [make.service_request("accepted", agency=offices.office) for _ in range(2)]
    for each in made:
        by = make.official_actor(offices.office)
        assigning.assign(each, by, core_clock.now(), offices.handler)
    db.session.commit()
    return made


def at(offices) -> str:
    return f"/can-bo/ban-giao/{offices.handler.code}"


def told(db, kind: str) -> list[tuple[int, dict]]:
    rows = db.session.scalars(select(Notification).where(Notification.kind == kind))
    return [(row.user_id, row.parameters) for row in rows]


def test_an_account_with_open_work_is_not_closed(offices, reports, login_as, db):
    visitor = login_as(offices.administrator)
    page = f"/can-bo/quan-tri/can-bo/{offices.handler.code}"
    assert at(offices) in visitor.get(page).text
    assert visitor.post(f"{page}/khoa").status_code == 409
    with pytest.raises(Conflict):
        administering.disable(offices.handler, make.official_actor(offices.office),
                              core_clock.now())  # fmt: skip
    db.session.refresh(offices.handler)
    assert offices.handler.is_active


def test_work_goes_back_to_the_agency_and_the_account_is_closed(offices, reports, login_as, db):
    lead = make_official(LEAD, agency=offices.office)
    session, _token = make_session(offices.handler)
    db.session.commit()
    visitor = login_as(offices.administrator)
    sent = visitor.post(at(offices), data={"successor": "-", "then": "closes"})
    assert sent.status_code == 303
    db.session.expire_all()
    assert [each.assignee for each in reports] == [None, None]
    assert not offices.handler.is_active and session.ended_at is not None
    counts = {user: words["count"] for user, words in told(db, "work_back")}
    assert counts[lead.id] == 2 and offices.handler.id not in counts
    verbs = db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    assert verbs.index("office.hand_over") < verbs.index("official.disable")


def test_a_colleague_takes_over_and_the_official_moves_with_the_same_rights(
    offices, reports, login_as, db
):
    give_right(offices.handler, SEE_PHONE, offices.office)
    session, _token = make_session(offices.handler)
    make_agency("Phòng Mới Lập", parent=offices.province, code="phong-moi-lap")
    db.session.commit()
    data = {"successor": offices.colleague.code, "then": "moves", "to": "phòng mới lập"}
    assert login_as(offices.administrator).post(at(offices), data=data).status_code == 303
    db.session.expire_all()
    assert {each.assignee_id for each in reports} == {offices.colleague.id}
    assert [user for user, _ in told(db, "assigned")][-2:] == [offices.colleague.id] * 2
    new = queries.agency_by_code("phong-moi-lap")
    assert {(right.permission, right.agency_id) for right in offices.handler.rights} == {
        (HANDLE, new.id)
    }
    waiting = db.session.scalars(select(RightProposal)).one()
    assert (waiting.permission, waiting.agency_id) == (SEE_PHONE, new.id)
    assert session.ended_at is not None and offices.handler.is_active


@pytest.mark.parametrize("to", ["", "không có", "Phòng"])
def test_an_agency_that_is_not_clear_moves_nobody(offices, reports, login_as, db, to):
    make_agency("Phòng A", parent=offices.province)
    make_agency("Phòng B", parent=offices.province)
    db.session.commit()
    data = {"successor": offices.colleague.code, "then": "moves", "to": to}
    assert login_as(offices.administrator).post(at(offices), data=data).status_code == 422
    db.session.expire_all()
    assert {each.assignee_id for each in reports} == {offices.handler.id}


def test_a_lead_hands_over_and_closes_no_account(offices, reports, login_as, db):
    lead = make_official(LEAD, agency=offices.office)
    db.session.commit()
    data = {"successor": offices.colleague.code, "then": "closes"}
    assert login_as(lead).post(at(offices), data=data).status_code == 403
    assert login_as(lead).post(at(offices), data={**data, "then": ""}).status_code == 303
    db.session.expire_all()
    assert offices.handler.is_active


def test_work_of_somebody_without_rights_can_be_handed_over(offices, reports, login_as, db):
    for right in list(offices.handler.rights):
        db.session.delete(right)
    db.session.commit()
    db.session.expire_all()
    data = {"successor": "-", "then": "closes"}
    assert login_as(offices.administrator).post(at(offices), data=data).status_code == 303


def test_an_official_is_signed_out_everywhere(offices, login_as, db):
    session, _token = make_session(offices.handler)
    db.session.commit()
    page = f"/can-bo/quan-tri/can-bo/{offices.handler.code}"
    visitor = login_as(offices.administrator)
    assert "Đang đăng nhập trên 1 máy" in visitor.get(page).text
    assert visitor.post(f"{page}/dang-xuat").status_code == 303
    db.session.expire_all()
    assert session.ended_at is not None
