"""Answers that go to a lead first: submitted, approved, sent back, overtaken; unseen by others."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import absences, permissions
from app.accounts.actors import SYSTEM
from app.accounts.models import Right
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.db import db as the_db
from app.core.working_days import calendar
from app.notifications.models import Notification
from app.service_requests.answering import noting
from app.service_requests.following import adding, withdrawing
from app.service_requests.models import AnswerDraft, Reply, RequestPaper, RequestPhoto
from app.service_requests.privacy.erasing import erase
from app.service_requests.routing import assigning, correcting, handing_on
from tests.factories import service_requests as make
from tests.factories.accounts import make_official, make_user
from tests.media.papers import upload as paper
from tests.media.pictures import jpeg
from tests.service_requests.clock.test_chain import one_day_class, run
from tests.service_requests.desk.test_official_acts import upload
from tests.service_requests.offices import make_offices

__all__ = ["run"]
pytestmark = pytest.mark.one_database
WORDS = "Đã thay bóng đèn ở ngõ 12."


@pytest.fixture
def offices(db):
    made = make_offices()
    made.office.sign_off = True
    head = make_official(permissions.LEAD, agency=made.province, name="Chủ Tịch Thử")
    object.__setattr__(made, "head", head)
    object.__setattr__(made, "owner", make_user("Người Gửi"))
    return made


@pytest.fixture
def report(offices):
    return make.service_request("accepted", agency=offices.office, citizen=offices.owner)


def url(report, act: str = "") -> str:
    return f"/can-bo/phan-anh/{report.code}" + (f"/{act}" if act else "")


def send(visitor, report, act: str = "dong", key: str = "a-key-of-a-form-long-enough", **values):
    given = {"version": str(report.version), "idempotency_key": f"{key}-{act}-{report.version}"}
    if act == "dong":
        given |= {"resolution": "fixed", "text": WORDS}
    return visitor.post(url(report, act), data={**given, **values})


def submitted(login_as, offices, report, **values):
    answer = send(login_as(offices.handler), report, **values)
    assert answer.status_code == 303, answer.text
    return draft_of(report)


def draft_of(report) -> AnswerDraft:
    found = select(AnswerDraft).where(AnswerDraft.service_request_id == report.id)
    return the_db.session.scalars(found).one()


def kinds(user) -> list[str]:
    rows = Notification.query.filter_by(user_id=user.id).order_by(Notification.id)
    return [row.kind for row in rows]


def steps(report) -> list[str]:
    return [change.verb for change in report.changes]


# --- the way through


def test_a_handlers_answer_waits_and_the_citizen_learns_nothing(login_as, offices, report):
    before = (report.status, report.answer_by)
    draft = submitted(login_as, offices, report)
    assert (draft.state, draft.text, draft.author_id) == ("submitted", WORDS, offices.handler.id)
    assert (report.status, report.answer_by) == before
    assert kinds(offices.lead)[-1:] == ["approval_asked"]
    assert not {"replied", "closed"} & set(kinds(offices.owner))
    page = login_as(offices.owner).get(f"/phan-anh/{report.code}").text
    assert "Đã thay bóng" not in page
    assert "dự thảo" not in page.lower()


def test_an_answer_is_a_draft_again_when_the_report_turns_out_to_be_about_officials(
    login_as, offices, report, db
):
    draft = submitted(login_as, offices, report)
    actor, attitude = make.official_actor(offices.office), make.service(about_officials=True)
    correcting.correct(report, actor, core_clock.now(), service=attitude)
    db.session.commit()
    assert (draft.state, report.approval_asked_at) == ("draft", None)


def test_a_lead_approves_with_one_tap_on_the_page(login_as, offices, report, db):
    draft = submitted(login_as, offices, report, photos=upload(jpeg()), act="dong")
    lead = login_as(offices.lead)
    assert "Duyệt và công bố" in lead.get(url(report)).text
    assert send(lead, report, "du-thao/duyet").status_code == 303
    assert (report.status, report.resolution, report.approval_asked_at) == ("closed", "fixed", None)
    assert draft_of(report).state == "published"
    link = db.session.scalars(select(RequestPhoto)).one()
    assert (link.role, link.is_public, link.status_change_id) == (
        "reply",
        True,
        report.changes[-1].id,
    )
    assert db.session.scalars(select(Reply.text)).all() == [WORDS]
    assert kinds(offices.owner)[-1] == "closed"
    assert kinds(offices.handler)[-1] == "draft_published"
    assert "Đã thay bóng" in login_as(offices.owner).get(f"/phan-anh/{report.code}").text
    verbs = db.session.scalars(
        select(AuditEntry.verb).where(AuditEntry.verb.startswith("draft.")).order_by(AuditEntry.id)
    )
    assert list(verbs) == ["draft.submit", "draft.publish"]
    assert draft.author_id == offices.handler.id


def test_a_lead_sends_back_with_words_and_the_handler_goes_on(login_as, offices, report, db):
    submitted(login_as, offices, report, photos=upload(jpeg()))
    lead, handler = login_as(offices.lead), login_as(offices.handler)
    assert send(lead, report, "du-thao/tra-lai", text="").status_code == 422
    assert send(lead, report, "du-thao/tra-lai", text="Nêu rõ cột đèn số mấy").status_code == 303
    assert kinds(offices.handler)[-1] == "draft_returned"
    page = handler.get(url(report)).text
    assert "Nêu rõ cột đèn số mấy" in page
    assert WORDS in page
    assert (
        send(handler, report, text=f"{WORDS} Cột số 5.", key="another-key-long-enough").status_code
        == 303
    )
    draft = draft_of(report)
    assert (draft.state, draft.text) == ("submitted", f"{WORDS} Cột số 5.")
    assert db.session.scalars(select(RequestPhoto)).one().status_change_id == draft.status_change_id
    assert steps(report)[-3:] == ["submit_draft", "return_draft", "submit_draft"]


def test_it_is_taken_back_and_given_up_with_what_hung_on_it(login_as, offices, report, db):
    submitted(login_as, offices, report, photos=upload(jpeg()))
    handler = login_as(offices.handler)
    assert send(handler, report, "du-thao/rut").status_code == 303
    assert report.approval_asked_at is None
    assert send(handler, report, "du-thao/bo", kind="close").status_code == 303
    assert draft_of(report).state == "discarded"
    assert db.session.query(RequestPhoto).count() == 0


@pytest.mark.parametrize("role", ["lead", "head", "operator"])
def test_s47_nobody_signs_alone_neither_a_lead_nor_the_operator(login_as, offices, report, role):
    author = getattr(offices, role)
    assert send(login_as(author), report).status_code == 303
    assert (draft_of(report).state, report.status) == ("submitted", "accepted")
    if role != "operator":
        assert send(login_as(author), report, "du-thao/duyet").status_code == 422
    second = offices.head if role == "lead" else offices.lead
    assert kinds(second)[-1:] == ["approval_asked"]
    assert send(login_as(second), report, "du-thao/duyet").status_code == 303
    assert report.status == "closed"


def test_s47_where_the_only_lead_wrote_it_who_can_name_another_is_told(login_as, offices, db):
    db.session.delete(offices.head.rights[0])
    report = make.service_request("accepted", agency=offices.office)
    assert send(login_as(offices.lead), report).status_code == 303
    assert kinds(offices.operator)[-1:] == ["approval_asked"]


def test_what_could_not_go_out_is_refused_before_a_lead_sees_it(login_as, offices):
    service = make.service(proof_required=True)
    report = make.service_request("accepted", agency=offices.office, service=service)
    handler = login_as(offices.handler)
    assert send(handler, report).status_code == 422
    assert send(handler, report, photos=upload(jpeg())).status_code == 303
    assert send(login_as(offices.lead), report, "du-thao/duyet").status_code == 303
    assert report.resolution == "fixed"


def test_one_answer_waits_at_a_time(login_as, offices, report):
    submitted(login_as, offices, report)
    answer = send(login_as(offices.colleague), report, "tra-loi", text="Đèn ngõ 12: mai thay")
    assert answer.status_code == 409
    assert "Đèn ngõ 12: mai thay" in answer.text


# --- together and in between


def test_f09_of_two_leads_the_second_is_told(login_as, offices, report):
    submitted(login_as, offices, report)
    second = make_official(permissions.LEAD, agency=offices.office, name="Lãnh Đạo Hai")
    version = str(report.version)
    first = send(login_as(offices.lead), report, "du-thao/duyet", version=version)
    late = send(login_as(second), report, "du-thao/tra-lai", version=version, text="Chưa được")
    assert (first.status_code, late.status_code) == (303, 409)
    assert steps(report).count("close") == 1


def test_a_report_that_changed_is_shown_to_the_lead_and_the_words_kept(login_as, offices, report):
    submitted(login_as, offices, report)
    version = str(report.version)
    adding.add(report, make.citizen_actor(report), core_clock.now(), "Giờ lại sáng rồi")
    lead = login_as(offices.lead)
    answer = send(lead, report, "du-thao/duyet", version=version)
    assert answer.status_code == 409
    for shown in ("Phản ánh đã thay đổi sau khi trình", "Giờ lại sáng rồi", WORDS):
        assert shown in answer.text
    assert send(lead, report, "du-thao/duyet", key="another-key-long-enough").status_code == 303


def test_what_a_note_or_an_assignment_changes_is_no_matter(login_as, offices, report):
    submitted(login_as, offices, report)
    actor = make.official_actor(offices.office, offices.lead)
    noting.note(report, actor, core_clock.now(), "Đã gọi tổ điện")
    assert "đã thay đổi sau khi trình" not in login_as(offices.lead).get(url(report)).text


@pytest.mark.parametrize("verb", ["withdraw", "route"])
def test_an_answer_that_is_overtaken_becomes_a_draft_again(login_as, offices, report, verb, db):
    submitted(login_as, offices, report)
    now = core_clock.now()
    if verb == "withdraw":
        withdrawing.withdraw(report, make.citizen_actor(report), now, calendar())
    else:
        handing_on.route(report, make.official_actor(offices.centre), now, offices.neighbour)
    db.session.flush()
    assert (draft_of(report).state, draft_of(report).text) == ("draft", WORDS)
    assert report.approval_asked_at is None
    assert kinds(offices.handler)[-1] == "draft_overtaken"


def test_a_deputy_approves_while_the_lead_is_away(login_as, offices, report):
    today = core_clock.local(core_clock.now()).date()
    days = (today, today + timedelta(days=2))
    actor = make.official_actor(offices.office, offices.lead)
    absences.begin(offices.lead, offices.colleague, days, actor, core_clock.now())
    submitted(login_as, offices, report)
    assert "approval_asked" in kinds(offices.colleague)
    assert "approval_asked" not in kinds(offices.lead)
    assert send(login_as(offices.colleague), report, "du-thao/duyet").status_code == 303


@pytest.fixture
def deputy(offices):
    """The handler stands in for the lead: they hold the lead's rights, lent."""
    today = core_clock.local(core_clock.now()).date()
    actor = make.official_actor(offices.office, offices.lead)
    days = (today, today + timedelta(days=2))
    absences.begin(offices.lead, offices.handler, days, actor, core_clock.now())
    return offices.handler


def test_s47_a_deputy_never_signs_their_own_answer(login_as, offices, report, deputy):
    desk = login_as(deputy)
    assert send(desk, report).status_code == 303
    assert draft_of(report).state == "submitted", "a lent right lets nothing out at once"
    assert "approval_asked" not in kinds(deputy)
    assert "approval_asked" in kinds(offices.head)
    assert "Duyệt và công bố" not in desk.get(url(report)).text
    assert send(desk, report, "du-thao/duyet").status_code == 422
    assert (draft_of(report).state, report.status) == ("submitted", "accepted")
    assert send(login_as(offices.head), report, "du-thao/duyet").status_code == 303
    assert report.status == "closed"


def test_s47_by_no_right_of_their_own_either(login_as, offices, report, db):
    submitted(login_as, offices, report)
    make_right = Right(user=offices.handler, permission=permissions.LEAD, agency=offices.office)
    make_right.granted_at = core_clock.now()
    db.session.add(make_right)
    db.session.commit()
    desk = login_as(offices.handler)
    assert send(desk, report, "du-thao/duyet").status_code == 422
    assert draft_of(report).state == "submitted"


def test_s47_who_laid_it_before_a_lead_first_does_not_sign_what_another_sent_again(
    login_as, offices, report, db
):
    submitted(login_as, offices, report)
    send(login_as(offices.lead), report, "du-thao/tra-lai", text="Viết rõ ngày.")
    send(login_as(offices.colleague), report)
    assert draft_of(report).author_id == offices.colleague.id
    db.session.add(
        Right(user=offices.handler, permission=permissions.LEAD, agency=offices.office,
              granted_at=core_clock.now())
    )  # fmt: skip
    db.session.commit()
    assert send(login_as(offices.handler), report, "du-thao/duyet").status_code == 422
    assert send(login_as(offices.lead), report, "du-thao/duyet").status_code == 303


def test_silence_climbs_step_by_step_and_each_is_told_once(login_as, offices, run):
    commune_lead = make_official(permissions.LEAD, agency=offices.commune, name="Lãnh Đạo Xã")
    service = make.service(urgency_class=one_day_class())
    report = make.service_request("accepted", agency=offices.office, service=service)
    assigning.assign(report, SYSTEM, core_clock.now(), offices.handler)
    run("2026-11-16 08:00")
    submitted(login_as, offices, report)
    people = {"lead": offices.lead, "above": commune_lead, "head": offices.head}
    told = {}
    for moment in ("08:59", "09:00", "09:30", "10:00", "14:00", "14:30", "15:00"):
        run(f"2026-11-16 {moment}")
        told[moment] = {
            name: sum(kind.startswith("chain_sign") for kind in kinds(user))
            for name, user in people.items()
        }
    assert told["08:59"] == {"lead": 0, "above": 0, "head": 0}
    assert told["09:00"] == told["09:30"] == {"lead": 1, "above": 0, "head": 0}
    assert told["10:00"] == {"lead": 1, "above": 1, "head": 0}
    assert told["15:00"] == {"lead": 1, "above": 1, "head": 1}
    assert kinds(offices.head)[-1] == "chain_sign_top"
    assert send(login_as(offices.head), report, "du-thao/duyet").status_code == 303
    assert run("2026-11-20 16:00")[1] == 0


def test_a_draft_of_a_closed_report_is_watched_too(login_as, offices, run):
    run("2026-11-16 08:00")
    report = make.service_request("closed", agency=offices.office)
    submitted(login_as, offices, report, act="tra-loi", text="Bổ sung: đèn ngõ 12 còn bảo hành")
    run("2026-11-17 16:00")
    assert "chain_sign" in kinds(offices.lead)


# --- who sees and who decides

SEES = {
    "owner": (404, False, 404),
    "handler": (200, True, 403),
    "colleague": (200, True, 403),
    "lead": (200, True, 303),
    "commune_handler": (200, True, 403),
    "head": (200, True, 303),
    "operator": (200, True, 403),
    "neighbour_handler": (404, False, 404),
    "overseer": (404, False, 404),
    "receptionist": (404, False, 404),
    "administrator": (404, False, 404),
}


@pytest.mark.parametrize("role", SEES)
def test_s24_who_sees_a_draft_and_who_decides_on_it(login_as, offices, report, role, db):
    opened, sees, decided = SEES[role]
    submitted(login_as, offices, report, photos=upload(jpeg()), paper=paper(), **PAPER)
    links = {link: db.session.scalars(select(link)).one() for link in (RequestPhoto, RequestPaper)}
    image = f"/phan-anh/{report.code}/anh/{links[RequestPhoto].photo.code}-thumb.webp"
    document = f"/phan-anh/{report.code}/van-ban/{links[RequestPaper].paper.code}.pdf"
    visitor = login_as(getattr(offices, role))
    page = visitor.get(url(report))
    assert (page.status_code, WORDS in page.text) == (opened, sees)
    assert visitor.get(document).status_code == (200 if sees else 404)
    if not sees:
        assert visitor.get(image).status_code == 404
        assert document not in visitor.get(f"/phan-anh/{report.code}").text
    assert send(visitor, report, "du-thao/duyet").status_code == decided


def test_s24_another_agency_sees_nothing_of_it_after_the_report_went_there(
    login_as, offices, report
):
    submitted(login_as, offices, report, photos=upload(jpeg()))
    handing_on.route(
        report, make.official_actor(offices.centre), core_clock.now(), offices.neighbour
    )
    neighbour = login_as(offices.neighbour_handler)
    assert f"/phan-anh/{report.code}/anh/" not in neighbour.get("/can-bo").text
    page = neighbour.get(url(report)).text
    assert WORDS not in page
    assert "dự thảo này" not in page
    assert f"/phan-anh/{report.code}/anh/" not in page


# --- documents

PAPER = {"paper_number": "12", "paper_symbol": "ubnd-kt", "paper_day": "2026-11-18"}
LINE = "Văn bản số 12/UBND-KT ngày 18/11/2026 (PDF"


@pytest.mark.parametrize(("public", "seen"), [("", 404), ("1", 200)])
def test_a_document_goes_out_with_the_answer(login_as, client, offices, report, db, public, seen):
    offices.office.sign_off = False
    values = {"paper": paper(), "paper_public": public, **PAPER}
    assert send(login_as(offices.lead), report, **values).status_code == 303
    link = db.session.scalars(select(RequestPaper)).one()
    address = f"/phan-anh/{report.code}/van-ban/{link.paper.code}.pdf"
    mine = login_as(offices.owner)
    assert LINE in mine.get(f"/phan-anh/{report.code}").text
    answer = mine.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert "van-ban-12-ubnd-kt.pdf" in answer.headers["Content-Disposition"]
    assert client.get(address).status_code == seen
    assert (LINE in client.get(f"/phan-anh/{report.code}").text) == (seen == 200)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"paper_number": ""}, "số của văn bản"),
        ({"paper_symbol": "<b>"}, "ký hiệu"),
        ({"paper_day": "2027-01-01"}, "còn ở phía trước"),
        ({"paper": upload(b"GIF89a", "a.pdf")}, "không phải là tệp PDF"),
    ],
)
@pytest.mark.own_day
def test_what_is_wrong_with_a_document_is_said_and_the_words_kept(
    login_as, offices, report, wrong, said
):
    values = {"paper": paper(), **PAPER, **wrong}
    answer = send(login_as(offices.lead), report, **values)
    assert answer.status_code == 422
    assert said in answer.text
    assert WORDS in answer.text


def test_a_document_waits_for_the_form_that_was_refused(login_as, offices, report, db):
    offices.office.sign_off = False
    lead, key = login_as(offices.lead), {"idempotency_key": "a-form-of-its-own-long-enough"}
    answer = send(lead, report, **key, paper=paper(), **{**PAPER, "paper_number": "mười hai"})
    assert answer.status_code == 422
    assert "Văn bản đã được tải lên" in answer.text
    assert send(lead, report, **key, **PAPER).status_code == 303
    assert db.session.scalars(select(RequestPaper)).one().name == "12/UBND-KT"


def test_s39_erasing_the_sender_takes_the_document_and_leaves_its_line(
    login_as, offices, report, db
):
    offices.office.sign_off = False
    send(login_as(offices.lead), report, paper=paper(), **PAPER)
    erase(report, core_clock.now())
    db.session.flush()
    link = db.session.scalars(select(RequestPaper)).one()
    assert (link.paper, link.name) == (None, "12/UBND-KT")


def test_the_document_of_a_draft_goes_out_with_it(login_as, offices, report, db):
    submitted(login_as, offices, report, paper=paper(), **PAPER)
    assert LINE not in login_as(offices.owner).get(f"/phan-anh/{report.code}").text
    assert send(login_as(offices.lead), report, "du-thao/duyet").status_code == 303
    assert LINE in login_as(offices.owner).get(f"/phan-anh/{report.code}").text
    assert db.session.scalars(select(RequestPaper.role)).all() == ["reply"]


def test_an_administrator_says_that_an_agency_signs_off(login_as, offices, db):
    office = offices.neighbour
    data = {"name": "Phòng Kinh tế xã Khác", "kind": "office", "parent": "", "place": ""}
    data["parent"] = offices.province.code
    address = f"/can-bo/quan-tri/co-quan/{office.code}"
    answer = login_as(offices.administrator).post(address, data={**data, "sign_off": "y"})
    assert answer.status_code == 303
    assert office.sign_off
    last = db.session.scalars(select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert (last.verb, last.before["sign_off"], last.after["sign_off"]) == (
        "agency.update",
        False,
        True,
    )


@pytest.fixture
def ending(login_as, offices):
    """Post an agency's form without the tick at sign-off, as one of the offices' people."""
    office = offices.office
    data = {"name": office.name, "kind": office.kind, "parent": offices.commune.code, "place": ""}

    def post(who):
        return login_as(who).post(f"/can-bo/quan-tri/co-quan/{office.code}", data=data)

    return post


def test_s47_ending_sign_off_is_told_to_leads_and_the_other_administrators(offices, ending):
    second = make_official(permissions.ADMINISTER, agency=offices.province, name="Quản Trị Hai")
    assert ending(offices.administrator).status_code == 303
    assert not offices.office.sign_off
    for who in (offices.lead, offices.head, second):
        assert kinds(who)[-1:] == ["sign_off_ended"], who.name
    assert "sign_off_ended" not in kinds(offices.administrator)


@pytest.mark.parametrize(
    ("permission", "where"),
    [
        (permissions.HANDLE, "office"),
        (permissions.LEAD, "commune"),
        (permissions.OPERATE, "centre"),
    ],
)
def test_s47_nobody_ends_it_for_their_own_answers(offices, ending, db, permission, where):
    right = Right(user=offices.administrator, permission=permission, agency=getattr(offices, where))
    right.granted_at = core_clock.now()
    db.session.add(right)
    db.session.commit()
    answer = ending(offices.administrator)
    assert answer.status_code == 422
    assert offices.office.sign_off


def test_a_general_answer_is_asked_about_once_and_what_was_meant_is_logged(
    login_as, offices, report, db
):
    lead, values = login_as(offices.lead), {"text": "Đã tiếp nhận, sẽ xử lý theo quy định."}
    answer = send(lead, report, "tra-loi", **values)
    assert answer.status_code == 422
    assert "Câu trả lời còn chung chung. Vẫn gửi?" in answer.text
    assert values["text"] in answer.text
    assert 'name="anyway" value="1"' in answer.text
    assert send(lead, report, "tra-loi", **values, anyway="1").status_code == 303
    logged = select(AuditEntry.verb).where(AuditEntry.verb == "answer.sent_though_general")
    assert len(db.session.scalars(logged).all()) == 1


def test_a_placeholder_nobody_filled_in_holds_the_answer_back(login_as, offices, report):
    answer = send(login_as(offices.lead), report, "tra-loi", text="Ngày [ngày hẹn] thay đèn")
    assert answer.status_code == 422
    assert "Hãy điền chỗ còn trống: [ngày hẹn]" in answer.text
