"""Directions: given by a lead, answered by the agency by a day, counted; nothing sealed shown."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.models import User
from app.accounts.viewer import Viewer
from app.core import outbox
from app.core.audit import AuditEntry
from app.core.clock import local
from app.core.db import db
from app.core.errors import DomainError, InvalidTransition
from app.notifications.models import Notification
from app.service_requests.directing import giving, queries
from app.service_requests.directing.models import Direction
from app.service_requests.privacy import erasing
from app.service_requests.record import COMPLAINT
from app.service_requests.routing import sealing
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency
from tests.service_requests.offices import Offices

REGISTER = "/can-bo/don-doc"
WORDS = "Trả lời dứt điểm các phản ánh về đèn đường"


def now() -> datetime:
    return datetime.now(UTC)


def soon(days: int = 5) -> date:
    return local(now()).date() + timedelta(days=days)


def given(offices: Offices, **more) -> Direction:
    said = {"agency": offices.office, "words": WORDS, "due_on": soon(), **more}
    viewer = Viewer(said.pop("by", offices.operator))
    made = giving.give(viewer, now=now(), calendar=make.calendar(), **said)
    db.session.commit()
    return made


def told(person: User) -> list[str]:
    mine = select(Notification.kind).where(Notification.user_id == person.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def test_a_direction_is_given_answered_and_both_sides_are_told(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    db.session.commit()
    lead = login_as(offices.operator)
    form = lead.get(f"{REGISTER}/moi?phan_anh={report.code}").text
    assert "Phòng Kinh tế xã Thử" in form
    answer = lead.post(
        f"{REGISTER}/moi",
        data={"agency": offices.office.code, "phan_anh": report.code, "noi_dung": WORDS,
              "han": soon().isoformat()},
    )  # fmt: skip
    assert answer.status_code == 303
    address = answer.headers["Location"]
    assert told(offices.lead) == ["direction"]
    desk = login_as(offices.handler)
    assert "1 đôn đốc cần trả lời" in desk.get("/can-bo").text
    assert WORDS in desk.get(address).text
    assert WORDS in desk.get(f"/can-bo/phan-anh/{report.code}").text
    done = desk.post(f"{address}/tra-loi", data={"tra_loi": "Đã thay đèn, trả lời trong ngày"})
    assert done.status_code == 303
    assert told(offices.operator) == ["direction_answered"]
    page = lead.get(address).text
    assert "Đã thay đèn" in page
    assert "Cán Bộ Một" in page
    assert "1 đôn đốc" not in desk.get("/can-bo").text
    verbs = db.session.scalars(select(AuditEntry.verb).where(AuditEntry.verb.like("direction.%")))
    assert sorted(verbs) == ["direction.answer", "direction.give"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"o_moi_co_quan": "Không Đâu"}, "Không có cơ quan nào tên"),
        ({"agency": "khong-co"}, "Chọn cơ quan"),
        ({"agency": ""}, "Chọn cơ quan"),
        ({"noi_dung": "x"}, "Ghi rõ việc cơ quan cần làm"),
        ({"han": "2020-01-01"}, "Chọn ngày chưa qua"),
        ({"han": "2028-12-01"}, "Chọn ngày trong vòng một năm"),
        ({"han": "x"}, "x"),
        ({"phan_anh": "LC-KHON-GCO1"}, "Không có phản ánh nào"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(login_as, offices, typed, sentence):
    usual = {"agency": offices.office.code, "noi_dung": WORDS, "han": soon().isoformat()}
    answer = login_as(offices.operator).post(f"{REGISTER}/moi", data={**usual, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert ({**usual, **typed})["noi_dung"] in answer.text
    assert db.session.scalars(select(Direction)).all() == []


def test_a_lead_directs_the_own_branch_alone(offices):
    with pytest.raises(DomainError):
        given(offices, by=offices.lead, agency=offices.neighbour)
    assert given(offices, by=offices.lead).from_agency_id == offices.office.id


def test_of_what_is_sealed_no_direction_is_given_and_none_is_shown(login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    made = given(offices, report=report)
    sealing.seal(report, make.official_actor(offices.office), now(), COMPLAINT)
    db.session.commit()
    for role in ("operator", "lead", "handler", "receptionist"):
        client = login_as(getattr(offices, role))
        assert client.get(f"{REGISTER}/{made.code}").status_code in (403, 404)
        assert WORDS not in client.get(REGISTER).text
    viewer = Viewer(offices.operator)
    assert queries.counts(viewer, now()) == queries.Counts(0, 0, 0, 0)
    with pytest.raises(DomainError):
        given(offices, report=report)


def test_what_is_overdue_is_counted_and_found(login_as, offices, clock):
    late, answered = given(offices, words="Việc sắp trễ hẹn"), given(offices, due_on=soon(9))
    clock.move_to(late.due_at + timedelta(minutes=1))
    giving.answer(answered, make.official_actor(offices.office), "Đã làm xong việc", now())
    db.session.commit()
    assert queries.counts(Viewer(offices.lead), now()) == queries.Counts(1, 1, 1, 0)
    page = login_as(offices.lead).get(f"{REGISTER}?trang_thai=qua-han").text
    assert "Việc sắp trễ hẹn" in page
    assert WORDS not in page
    giving.answer(late, make.official_actor(offices.office), "Đã làm xong việc", now())
    db.session.commit()
    assert queries.counts(Viewer(offices.lead), now()) == queries.Counts(0, 0, 1, 1)


def test_it_is_answered_once_and_never_after_it_was_taken_back(offices):
    made, other = given(offices), given(offices)
    official, giver = make.official_actor(offices.office), make.official_actor(offices.centre)
    giving.answer(made, official, "Đã làm xong việc", now())
    giving.take_back(other, giver, now())
    for each in (made, other):
        with pytest.raises(InvalidTransition):
            giving.answer(each, official, "Lần nữa đã xong", now())
        with pytest.raises(InvalidTransition):
            giving.take_back(each, giver, now())
    assert told(offices.lead) == ["direction", "direction", "direction_taken_back"]


def test_words_for_what_a_colleague_answered_meanwhile_stay_and_why_is_said(login_as, offices):
    made = given(offices)
    giving.answer(made, make.official_actor(offices.office), "Đã làm xong việc", now())
    db.session.commit()
    address, sentence = f"{REGISTER}/{made.code}", "trạng thái đã thay đổi"
    typed = {"tra_loi": "Đã thay đèn lần nữa"}
    late = login_as(offices.handler).post(f"{address}/tra-loi", data=typed)
    assert late.status_code == 409
    assert sentence in late.text
    assert typed["tra_loi"] in late.text
    back = login_as(offices.operator).post(f"{address}/rut")
    assert back.status_code == 409
    assert sentence in back.text
    assert "Đã làm xong việc" in back.text


def test_who_gave_it_does_not_answer_it(login_as, offices):
    made = given(offices, by=offices.lead)
    answer = login_as(offices.lead).post(
        f"{REGISTER}/{made.code}/tra-loi", data={"tra_loi": "Đã làm xong việc"}
    )
    assert answer.status_code == 403


def test_the_register_is_paged_and_narrowed(login_as, offices):
    for number in range(25):
        given(offices, words=f"Việc số {number:02d}")
    client = login_as(offices.handler)
    first = client.get(REGISTER).text
    assert "Việc số 24" in first
    assert "Việc số 04" not in first
    older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert "Việc số 04" in client.get(older).text
    assert "Việc số 24" not in client.get(f"{REGISTER}?den=2020-01-01").text
    assert client.get(f"{REGISTER}?truoc=x&tu=x&trang_thai=x").status_code == 200


def test_the_register_is_taken_away_as_a_workbook(login_as, offices):
    given(offices)
    given(offices, agency=offices.neighbour, words="Việc của phòng khác")
    client = login_as(offices.handler)
    page = client.post(f"{REGISTER}/xuat").headers["Location"]
    outbox.drain("exports")
    assert "Đôn đốc" in client.get(page).text
    file = client.post(f"{page}/tai-ve")
    rows = list(load_workbook(io.BytesIO(file.data)).active.iter_rows(values_only=True))
    assert [row[5] for row in rows] == ["Nội dung đôn đốc", WORDS]
    assert client.post(f"{page}/xoa").headers["Location"].endswith(REGISTER)


def test_an_erased_senders_name_is_masked_in_it(offices):
    report = make.service_request(
        "accepted", agency=offices.office, contact_name="Bà Nguyễn Thị Thử"
    )
    made = given(offices, report=report, words="Gọi lại cho bà Nguyễn Thị Thử hôm nay")
    erasing.erase(report, now())
    assert made.words == "Gọi lại cho ••• hôm nay"


def test_the_likeliest_agencies_are_tapped_and_any_other_is_named(login_as, offices):
    others = [make_agency(f"Phòng Khác {n}", parent=offices.office.parent) for n in range(4)]
    for agency, days in ((offices.office, 1), *((each, 1) for each in others[:3]), (others[2], 3)):
        late = make.service_request("accepted", agency=agency)
        late.accept_by = late.answer_by = now() - timedelta(days=days)
    given(offices, agency=others[3])
    db.session.commit()
    viewer = Viewer(offices.operator)
    codes = [code for code, _name in queries.agencies_to_choose(viewer, now())]
    assert len(codes) == 3 and codes[0] == others[2].code, "most late ones on top"
    for_handler = queries.agencies_to_choose(Viewer(offices.handler), now())
    assert for_handler == [], "who directs nobody is offered nobody"
    boss = login_as(offices.operator)
    about = boss.get(f"{REGISTER}/moi?phan_anh={late.code}").text
    assert f'value="{others[2].code}" checked' in about and about.count('name="agency"') == 3
    named = boss.get(f"{REGISTER}/moi?co_quan={others[3].code}").text
    assert f'value="{others[3].code}" checked' in named
    usual = {"noi_dung": WORDS, "han": soon().isoformat(), "agency": others[0].code}
    made = boss.post(f"{REGISTER}/moi", data={**usual, "o_moi_co_quan": "phong khac 1"})
    assert made.status_code == 303, made.text
    newest = db.session.scalars(select(Direction).order_by(Direction.id.desc())).first()
    assert newest.agency_id == others[1].id, "what was named counts more"
