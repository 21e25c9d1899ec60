"""The pages of the clock: asking, giving back, support, promises, absence, days."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from app.accounts.models import Absence
from app.accounts.permissions import HANDLE, LEAD
from app.core.audit import AuditEntry
from app.core.working_days import CalendarDay, calendar
from app.notifications.models import Notification
from app.service_requests import life
from app.service_requests.answering import closing, noting
from app.service_requests.asked import Wanted
from app.service_requests.clock import asking
from app.service_requests.joining import joining
from app.service_requests.models import Reason, Support
from app.service_requests.privacy.masking import mask_person
from app.service_requests.routing import assigning, correcting, handing_on, sealing, supporting
from app.service_requests.routing.giving_back import in_time
from tests.factories import service_requests as make
from tests.factories.accounts import make_official, make_user
from tests.service_requests import citizen

DESK = "/can-bo/phan-anh"


@pytest.fixture
def sender(db):
    return make_user("Người Gửi")


@pytest.fixture
def report(offices, sender):
    service = make.service(urgency_class=make.urgency_class(extension_minutes=900))
    return make.service_request("accepted", agency=offices.office, citizen=sender, service=service)


def act(visitor, report, verb, **fields):
    """Open the form of an act and send it as a browser would."""
    url = f"{DESK}/{report.code}/{verb}"
    form = {"version": report.version, "idempotency_key": f"mot-khoa-du-dai-{verb}", **fields}
    return visitor.post(url, data=form)


def tap(visitor, report, answer, key="mot-khoa-du-dai-tap"):
    data = {"idempotency_key": key, "answer": answer}
    return visitor.post(f"/phan-anh/{report.code}/bo-sung", data=data)


# --- asking


def ask(visitor, report, **fields):
    fields = {"text": "Cột đèn số mấy ạ?", **fields}
    return act(visitor, report, "hoi-nguoi-dan", **fields)


def asked(offices, report, kind, *choices):
    official = make.official_actor(offices.office)
    asking.ask(report, official, datetime.now(UTC), "Cột đèn số mấy ạ?", Wanted(kind, choices))


def test_an_official_asks_and_the_sender_answers_with_a_tap(offices, report, sender, login_as, db):
    assert ask(login_as(offices.handler), report, wants="state").status_code == 303
    visitor = login_as(sender)
    page = visitor.get(f"/phan-anh/{report.code}").text
    assert "Cột đèn số mấy ạ?" in page
    assert page.index("Vẫn còn") < page.index("Không còn") < page.index("Trả lời cách khác")
    assert tap(visitor, report, "gone").status_code == 303
    db.session.refresh(report)
    assert report.status == life.IN_PROGRESS
    assert report.changes[-1].details == {"tap": "gone"}
    assert report.citizen_spoke_at is not None
    told = Notification.query.filter_by(user_id=sender.id, kind="asked").count()
    assert told == 1


def test_what_was_tapped_stands_in_the_time_line_of_both(offices, report, sender, login_as):
    asked(offices, report, "state")
    tap(login_as(sender), report, "gone")
    for visitor, url in ((login_as(sender), "/phan-anh"), (login_as(offices.handler), DESK)):
        assert "Không còn" in citizen.words(visitor.get(f"{url}/{report.code}"))


def test_of_several_answers_one_is_tapped_and_read_by_the_official(
    offices, report, sender, login_as, db
):
    sent = ask(login_as(offices.handler), report, wants="choice", choices="Cột 5\n\n Cột 6 \nKhác")
    assert sent.status_code == 303
    visitor = login_as(sender)
    page = visitor.get(f"/phan-anh/{report.code}").text
    buttons = re.findall(r'name="answer" value="(.*?)">\s*<button[^>]*>(.*?)</button>', page)
    assert buttons == [("0", "Cột 5"), ("1", "Cột 6"), ("2", "Khác")]
    assert tap(visitor, report, "1").status_code == 303
    db.session.refresh(report)
    assert (report.status, report.changes[-1].status_notes) == (life.IN_PROGRESS, "Cột 6")
    assert "Cột 6" in citizen.words(login_as(offices.handler).get(f"{DESK}/{report.code}"))


@pytest.mark.parametrize(("kind", "shown"), [
    ("words", {"words", "voice", "photos"}), ("photo", {"photos"}),
    ("choice", set()), ("state", set())])  # fmt: skip
def test_the_sender_sees_the_kind_of_answer_that_was_asked_for(
    offices, report, sender, login_as, kind, shown
):
    asked(offices, report, kind, *(("Có", "Không") if kind == "choice" else ()))
    page = login_as(sender).get(f"/phan-anh/{report.code}").text
    section = page[page.index('id="tra-loi"') : page.index(">Lịch sử<")]
    section = re.sub(r"<noscript>.*?</noscript>", "", section, flags=re.DOTALL)
    unfolded = re.sub(r"<details.*?</details>", "", section, flags=re.DOTALL)
    parts = re.compile(r'id="(words|voice|photos)"')
    assert set(parts.findall(unfolded)) == shown
    assert set(parts.findall(section)) == {"words", "voice", "photos"}
    assert ("Vẫn còn" in section) == (kind == "state")


@pytest.mark.parametrize(("kind", "value"), [
    ("words", "still"), ("photo", "0"), ("choice", "2"), ("choice", "gone"),
    ("state", "0")])  # fmt: skip
def test_a_tap_that_the_question_does_not_offer_is_no_answer(
    offices, report, sender, login_as, db, kind, value
):
    asked(offices, report, kind, *(("Có", "Không") if kind == "choice" else ()))
    assert tap(login_as(sender), report, value).status_code == 422
    db.session.refresh(report)
    assert report.status == life.AWAITING_CITIZEN


@pytest.mark.parametrize("fields", [
    {"wants": "dance"}, {"wants": "choice"}, {"wants": "choice", "choices": "Một"},
    {"wants": "choice", "choices": "Một\nMột"}, {"wants": "choice", "choices": "Một\n" + "a" * 61},
    {"wants": "choice", "choices": "1\n2\n3\n4\n5\n6\n7"}])  # fmt: skip
def test_a_question_with_no_kind_or_too_few_answers_is_refused_with_what_was_typed(
    offices, report, login_as, fields
):
    answer = ask(login_as(offices.handler), report, **fields)
    assert answer.status_code == 422
    assert fields.get("choices", "Cột đèn số mấy ạ?") in answer.text.replace("\r\n", "\n")


def test_a_person_named_in_an_answer_to_choose_from_is_masked_when_erased(offices, report, sender):
    asked(offices, report, "choice", "Nhà Người Gửi", "Nhà khác")
    mask_person(report, sender)
    assert report.changes[-1].details["choices"] == ["Nhà •••", "Nhà khác"]


def test_the_sender_answers_with_words(offices, report, sender, login_as, db):
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    data = {"idempotency_key": "mot-khoa-du-dai-loi", "words": "Cột số 5"}
    assert login_as(sender).post(f"/phan-anh/{report.code}/bo-sung", data=data).status_code == 303
    db.session.refresh(report)
    assert (report.status, report.changes[-1].status_notes) == (life.IN_PROGRESS, "Cột số 5")


def test_the_answer_is_written_right_below_the_question(offices, report, sender, login_as):
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    page = login_as(sender).get(f"/phan-anh/{report.code}").text
    order = ["Cột đèn số mấy ạ?", 'name="words"', ">Lịch sử<"]
    assert [page.index(each) for each in order] == sorted(page.index(each) for each in order)
    assert page.count('name="words"') == 1
    assert "<details" not in page[page.index(order[0]) : page.index(order[1])]


def test_a_refused_answer_stays_below_the_question(offices, report, sender, login_as):
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    data = {"idempotency_key": "mot-khoa-du-dai-loi", "words": "ă" * 10_000}
    answer = login_as(sender).post(f"/phan-anh/{report.code}/bo-sung", data=data)
    assert answer.status_code == 422
    assert answer.text.count("ă" * 10_000) == 1
    assert answer.text.index('name="words"') < answer.text.index(">Lịch sử<")


def test_a_tap_to_a_question_that_is_closed_says_so(report, sender, login_as):
    answer = tap(login_as(sender), report, "still")
    assert answer.status_code == 422


def test_an_official_goes_on_without_an_answer(offices, report, login_as, db):
    asking.ask(report, make.official_actor(offices.office), datetime.now(UTC), "Cột đèn số mấy ạ?")
    db.session.commit()
    visitor = login_as(offices.handler)
    assert "Cột đèn số mấy ạ?" in visitor.get(f"{DESK}/{report.code}").text
    assert act(visitor, report, "lam-tiep").status_code == 303
    db.session.refresh(report)
    assert (report.status, report.pauses[0].ended_by) == (life.IN_PROGRESS, "official")


def test_a_question_needs_words(offices, report, login_as):
    assert act(login_as(offices.handler), report, "hoi-nguoi-dan", text="").status_code == 422


# --- extending, giving back, correcting


def test_a_deadline_is_extended_once_with_a_reason(offices, report, sender, login_as, db):
    before, visitor = report.answer_by, login_as(offices.handler)
    assert act(visitor, report, "gia-han", text="Chờ vật tư về").status_code == 303
    db.session.refresh(report)
    assert report.answer_by == calendar().add(before, 900)
    assert "Chờ vật tư về" in login_as(sender).get(f"/phan-anh/{report.code}").text
    again = act(visitor, report, "gia-han", text="Chờ thêm", idempotency_key="mot-khoa-khac-nua")
    assert again.status_code == 422


def test_a_class_without_extension_offers_none(offices, login_as):
    report = make.service_request("accepted", agency=offices.office)
    visitor = login_as(offices.handler)
    assert "gia-han" not in visitor.get(f"{DESK}/{report.code}").text
    assert act(visitor, report, "gia-han", text="Chờ vật tư về").status_code == 422


def test_it_is_given_back_once_within_a_working_day(offices, report, login_as, db, clock):
    reason = make.reason(Reason.RETURN, "Không thuộc địa bàn")
    visitor = login_as(offices.handler)
    assert "tra-lai" in visitor.get(f"{DESK}/{report.code}").text
    back = act(visitor, report, "tra-lai", reason=reason.code, text="Đường do tỉnh quản lý")
    assert back.status_code == 303
    db.session.refresh(report)
    assert (report.agency, report.transfers) == (None, 1)
    assert Notification.query.filter_by(user_id=offices.operator.id, kind="given_back").count() == 1
    handing_on.route(report, make.official_actor(offices.centre), datetime.now(UTC), offices.office)
    db.session.commit()
    final = act(visitor, report, "tra-lai", reason=reason.code, idempotency_key="khoa-thu-hai-dai")
    assert final.status_code == 422
    page = visitor.get(f"{DESK}/{report.code}").text
    assert "tra-lai" not in page


@pytest.mark.own_day
def test_what_came_in_the_night_is_given_back_by_the_end_of_the_next_working_day(report, clock):
    """Nobody works from Friday evening to Monday: that is no time to think it over."""
    clock.move_to(datetime(2026, 11, 19, 15, 30, tzinfo=UTC))
    report.handed_at = datetime.now(UTC)
    clock.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    assert in_time(report, datetime.now(UTC), calendar())
    for hour in (1, 30, 60):
        clock.move_to(datetime(2026, 11, 20, 10, 0, tzinfo=UTC) + timedelta(hours=hour))
        assert not in_time(report, datetime.now(UTC), calendar())


@pytest.mark.own_day
def test_after_a_working_day_it_cannot_be_given_back(offices, report, login_as, clock):
    reason = make.reason(Reason.RETURN)
    clock.shift(timedelta(days=1))
    assert in_time(report, datetime.now(UTC), calendar())
    clock.shift(timedelta(minutes=10))
    assert not in_time(report, datetime.now(UTC), calendar())
    refused = act(login_as(offices.handler), report, "tra-lai", reason=reason.code)
    assert refused.status_code == 422


def test_a_reason_of_another_kind_gives_nothing_back(offices, report, login_as):
    reason = make.reason(Reason.NOT_ACCEPTED)
    refused = act(login_as(offices.handler), report, "tra-lai", reason=reason.code)
    assert refused.status_code == 422


def test_service_and_pin_are_corrected_the_clock_stays(offices, report, sender, login_as, db):
    other = make.service("cay", "Cây xanh", urgency_class=make.urgency_class(answer_minutes=60))
    promised = (report.accept_by, report.answer_by, report.urgency_class_id)
    visitor = login_as(offices.handler)
    done = act(visitor, report, "dinh-chinh", service="cay", lat="21,7168", long="104.8986")
    assert done.status_code == 303
    db.session.refresh(report)
    assert (report.service_id, report.lat, report.long) == (other.id, 21.7168, 104.8986)
    assert (report.accept_by, report.answer_by, report.urgency_class_id) == promised
    assert Notification.query.filter_by(user_id=sender.id, kind="corrected").count() == 1


@pytest.mark.parametrize("pin", [("abc", "1"), ("48.8", "2.3"), ("21.7", "")])
def test_a_pin_outside_the_country_is_refused(offices, report, login_as, pin):
    lat, long = pin
    refused = act(login_as(offices.handler), report, "dinh-chinh", lat=lat, long=long)
    assert refused.status_code == 422


def test_s27_what_turns_out_to_be_about_officials_leaves_those_who_had_it(
    offices, report, sender, login_as, db
):
    assigning.assign(
        report, make.official_actor(offices.office), datetime.now(UTC), offices.handler
    )
    make.service("thai-do", "Thái độ phục vụ", about_officials=True)
    handler, address = login_as(offices.handler), f"/can-bo/phan-anh/{report.code}"
    done = act(handler, report, "dinh-chinh", service="thai-do")
    assert (done.status_code, done.location) == (303, "/can-bo")
    db.session.refresh(report)
    assert (report.agency, report.assignee) == (offices.commune, None)
    for below in (offices.handler, offices.lead, offices.commune_handler):
        assert login_as(below).get(address).status_code == 404
    assert login_as(offices.overseer).get(address).status_code == 200
    add = {"idempotency_key": "mot-khoa-du-dai-them", "words": "Xin bổ sung"}
    assert login_as(sender).post(f"/phan-anh/{report.code}/bo-sung", data=add).status_code == 303
    told = Notification.query.filter_by(user_id=offices.handler.id)
    assert "citizen_spoke" not in [each.kind for each in told]


def test_above_the_highest_agency_it_waits_for_the_operator(offices, db):
    report = make.service_request("received", agency=offices.province)
    attitude = make.service(about_officials=True)
    correcting.correct(
        report, make.official_actor(offices.province), datetime.now(UTC), service=attitude
    )
    assert (report.agency, report.handed_at) == (None, None)


def test_a_report_sent_in_private_stays_private(offices, db):
    secret = make.service(private_by_default=True)
    report = make.service_request("received", agency=offices.office, service=secret)
    correcting.correct(
        report, make.official_actor(offices.office), datetime.now(UTC), service=make.service()
    )
    assert (report.is_private, report.is_listed) == (True, False)


def test_corrected_to_a_private_service_it_loses_its_coordinates(offices, db):
    report = make.service_request("received", agency=offices.office, lat=21.7, long=104.8)
    secret = make.service(private_by_default=True)
    correcting.correct(
        report, make.official_actor(offices.office), datetime.now(UTC), service=secret
    )
    assert (report.lat, report.long, report.is_listed) == (None, None, False)


# --- support


@pytest.fixture
def part(offices, report, db):
    office = make.official_actor(offices.office)
    supporting.ask_support(report, office, datetime.now(UTC), offices.neighbour, "Cho mượn xe cẩu")
    db.session.commit()
    return report.supports[0]


def test_a_supporting_agency_answers_its_part(offices, report, login_as, db):
    visitor = login_as(offices.handler)
    asked = act(visitor, report, "phoi-hop", agency=offices.neighbour.code, text="Cho mượn xe cẩu")
    assert asked.status_code == 303
    part = db.session.query(Support).one()
    helper = login_as(offices.neighbour_handler)
    assert "Cho mượn xe cẩu" in helper.get("/can-bo/phoi-hop").text
    page = helper.get(f"/can-bo/phoi-hop/{part.code}")
    assert page.status_code == 200
    done = helper.post(f"/can-bo/phoi-hop/{part.code}", data={"text": "Đã điều xe sáng nay"})
    assert done.status_code == 303
    assert "Đã điều xe sáng nay" in visitor.get(f"{DESK}/{report.code}").text
    assert report.agency_id == offices.office.id


def _seal(report, offices) -> None:
    sealing.seal(report, make.official_actor(offices.office), datetime.now(UTC), "complaint")


def _about_officials(report, offices) -> None:
    actor, attitude = make.official_actor(offices.office), make.service(about_officials=True)
    correcting.correct(report, actor, datetime.now(UTC), service=attitude)


@pytest.mark.parametrize("hide", [_seal, _about_officials])
def test_s27_a_part_closes_with_the_report_it_is_of(offices, report, part, login_as, hide):
    visitor, address = login_as(offices.neighbour_handler), f"/can-bo/phoi-hop/{part.code}"
    assert visitor.get(address).status_code == 200
    hide(report, offices)
    assert visitor.get(address).status_code == 404
    assert visitor.post(address, data={"text": "Đã cho mượn xe"}).status_code == 404
    assert part.code not in visitor.get("/can-bo/phoi-hop").text


def test_a_supporting_agency_sees_its_part_and_nothing_else(offices, report, part, login_as):
    helper = login_as(offices.neighbour_handler)
    assert helper.get(f"{DESK}/{report.code}").status_code == 404
    page = helper.get(f"/can-bo/phoi-hop/{part.code}").text
    assert report.contact_name is None or report.contact_name not in page


@pytest.mark.parametrize("who", ["handler", "receptionist", "overseer", "operator"])
def test_s27_others_do_not_see_the_part(offices, part, login_as, who):
    visitor = login_as(getattr(offices, who))
    assert visitor.get(f"/can-bo/phoi-hop/{part.code}").status_code == 404


def test_a_part_is_answered_once(offices, part, login_as):
    helper = login_as(offices.neighbour_handler)
    helper.post(f"/can-bo/phoi-hop/{part.code}", data={"text": "Đã điều xe sáng nay"})
    again = helper.post(f"/can-bo/phoi-hop/{part.code}", data={"text": "Lại lần nữa"})
    assert again.status_code == 422


# --- promises


def test_on_the_named_day_the_sender_taps_not_yet(offices, report, sender, login_as, db):
    noting.start(report, make.official_actor(offices.office), datetime.now(UTC))
    make.fallen_due(report)
    visitor = login_as(sender)
    assert 'value="not-done"' in visitor.get(f"/phan-anh/{report.code}").text
    assert tap(visitor, report, "not-done").status_code == 303
    db.session.refresh(report)
    assert (report.status, report.commitments[0].citizen_says) == (life.IN_PROGRESS, False)


def test_the_register_shows_named_days_to_their_agency_alone(offices, report, login_as, db):
    make.day_named(report)
    db.session.commit()
    assert report.code in login_as(offices.handler).get("/can-bo/loi-hen").text
    assert report.code in login_as(offices.operator).get("/can-bo/loi-hen").text
    assert report.code not in login_as(offices.neighbour_handler).get("/can-bo/loi-hen").text


# --- reopening again and again


def reopened(report, sender, login_as, times):
    visitor = login_as(sender)
    for number in range(times):
        if report.is_open:
            actor = make.official_actor(report.agency)
            closing.close(
                report, actor, datetime.now(UTC), resolution=life.FIXED, text="Đã thay bóng."
            )
        data = {"idempotency_key": f"mot-khoa-du-dai-{number}", "words": "Vẫn tối"}
        assert visitor.post(f"/phan-anh/{report.code}/mo-lai", data=data).status_code == 303
    return report


@pytest.mark.parametrize(("times", "assignee"), [(1, None), (2, "lead")])
def test_the_second_reopening_goes_to_the_lead(offices, report, sender, login_as, times, assignee):
    reopened(report, sender, login_as, times)
    expected = getattr(offices, assignee) if assignee else None
    assert report.assignee == expected
    assert report.agency == offices.office


def test_the_third_reopening_goes_to_the_operator(offices, report, sender, login_as):
    reopened(report, sender, login_as, 3)
    assert (report.agency, report.assignee) == (None, None)
    assert report.reopenings == 3


# --- absence and leaving


def away(visitor, who, deputy, first="2026-11-19", to="2026-11-25"):
    data = {"who": who.code, "first": first, "to": to, "deputy": deputy.code}
    return visitor.post("/can-bo/vang-mat", data=data)


@pytest.mark.own_day
def test_while_somebody_is_away_assignments_go_to_the_deputy(offices, report, login_as, db):
    assert away(login_as(offices.handler), offices.handler, offices.colleague).status_code == 303
    act(login_as(offices.lead), report, "phan-cong", official=offices.handler.code)
    db.session.refresh(report)
    assert report.assignee == offices.colleague
    rows = AuditEntry.query.filter_by(verb="absence.begin").count()
    assert rows == 1


@pytest.mark.own_day
def test_a_deputy_may_do_what_the_absent_lead_may(offices, report, login_as):
    visitor = login_as(offices.colleague)
    assert visitor.get(f"{DESK}/{report.code}/phan-cong").status_code == 403
    away(login_as(offices.lead), offices.lead, offices.colleague)
    assert visitor.get(f"{DESK}/{report.code}/phan-cong").status_code == 200


@pytest.mark.both_databases
@pytest.mark.own_day
def test_an_absence_ends_at_once(offices, login_as, db):
    visitor = login_as(offices.handler)
    away(visitor, offices.handler, offices.colleague)
    row = db.session.query(Absence).one()
    assert visitor.post(f"/can-bo/vang-mat/{row.id}/ket-thuc").status_code == 303
    db.session.refresh(row)
    assert row.ended_at is not None


@pytest.mark.parametrize(
    ("first", "to"), [("2026-11-25", "2026-11-19"), ("2026-11-01", "2026-11-02")]
)
def test_days_in_the_wrong_order_or_past_are_refused(offices, login_as, first, to):
    visitor = login_as(offices.handler)
    assert away(visitor, offices.handler, offices.colleague, first, to).status_code == 422


def test_s27_nobody_arranges_an_absence_for_a_stranger(offices, login_as):
    visitor = login_as(offices.handler)
    assert away(visitor, offices.neighbour_handler, offices.colleague).status_code == 422


def test_leaving_hands_everything_over_in_one_act(offices, login_as, db):
    reports = [make.service_request("accepted", agency=offices.office) for _ in range(3)]
    for each in reports:
        assigning.assign(
            each, make.official_actor(offices.office), datetime.now(UTC), offices.handler
        )
    db.session.commit()
    visitor = login_as(offices.administrator)
    page = f"/can-bo/ban-giao/{offices.handler.code}"
    assert visitor.get(page).status_code == 200
    sent = visitor.post(page, data={"successor": offices.colleague.code, "end_rights": "y"})
    assert sent.status_code == 303
    assert {each.assignee for each in reports} == {offices.colleague}
    db.session.refresh(offices.handler)
    assert offices.handler.rights == []
    entry = AuditEntry.query.filter_by(verb="office.hand_over").one()
    assert sorted(entry.after["reports"]) == sorted(each.code for each in reports)


def test_a_report_joined_under_another_is_handed_over_with_it(offices, login_as, db):
    actor = make.official_actor(offices.office)
    main, joined = (make.service_request("accepted", agency=offices.office) for _ in range(2))
    for each in (main, joined):
        assigning.assign(each, actor, datetime.now(UTC), offices.handler)
    joining.join(joined, main, actor, datetime.now(UTC))
    db.session.commit()
    page = f"/can-bo/ban-giao/{offices.handler.code}"
    sent = login_as(offices.administrator).post(page, data={"successor": offices.colleague.code})
    assert (sent.status_code, joined.assignee) == (303, offices.colleague)


@pytest.mark.parametrize("who", ["colleague", "neighbour_handler", "receptionist"])
def test_s24_only_leads_and_administrators_hand_over(offices, login_as, who):
    page = f"/can-bo/ban-giao/{offices.handler.code}"
    assert login_as(getattr(offices, who)).get(page).status_code == 404


# --- the calendar


def declare(visitor, **fields):
    data = {"day": "2026-11-23", "kind": "off", "note": "Quyết định thử", **fields}
    return visitor.post("/can-bo/quan-tri/lich", data=data)


@pytest.mark.own_day
def test_the_page_shows_what_a_day_off_would_move(offices, report, login_as):
    page = login_as(offices.operator).get("/can-bo/quan-tri/lich?day=2026-11-23&kind=off&note=x")
    assert report.code in page.text


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-31", "", "²"])
def test_a_day_far_from_our_time_is_refused(offices, login_as, day):
    operator = login_as(offices.operator)
    page = operator.get(f"/can-bo/quan-tri/lich?day={day}&kind=off&note=x")
    assert (page.status_code, "chọn một ngày trong lịch" in page.text) == (200, True)
    assert declare(operator, day=day).status_code == 422


def test_promises_made_stay_when_a_day_is_declared(offices, report, login_as, db):
    before = report.answer_by
    assert declare(login_as(offices.operator)).status_code == 303
    db.session.refresh(report)
    assert report.answer_by == before
    assert db.session.get(CalendarDay, datetime(2026, 11, 23).date()).working is False  # noqa: DTZ001
    entry = AuditEntry.query.filter_by(verb="calendar.declare").one()
    assert entry.after["moved"] == 0


@pytest.mark.own_day
def test_promises_move_when_told_to_with_a_reason(offices, report, sender, login_as, db):
    before = report.answer_by
    visitor = login_as(offices.operator)
    refused = declare(visitor, move="y")
    assert refused.status_code == 422
    assert declare(visitor, move="y", reason="Nghỉ bù theo quyết định").status_code == 303
    db.session.refresh(report)
    assert report.answer_by == before + timedelta(days=3)  # over the week-end
    assert report.changes[-1].verb == "move_deadline"
    assert "Nghỉ bù theo quyết định" in login_as(sender).get(f"/phan-anh/{report.code}").text


def test_a_missed_promise_never_moves(offices, report, login_as, db, clock):
    clock.move_to(report.answer_by + timedelta(hours=1), tick=False)
    before = report.answer_by
    declare(
        login_as(offices.operator), day="2026-11-20", move="y", reason="Nghỉ bù theo quyết định"
    )
    db.session.refresh(report)
    assert report.answer_by == before


@pytest.mark.own_day
def test_a_day_moves_promises_and_leaves_what_is_joined_to_the_one_that_leads_it(
    offices, report, login_as, db
):
    joined = make.service_request("accepted", agency=offices.office, service=report.service)
    joining.join(joined, report, make.official_actor(offices.office), datetime.now(UTC))
    db.session.commit()
    before, own = report.answer_by, joined.answer_by
    sent = declare(login_as(offices.operator), move="y", reason="Nghỉ bù theo quyết định")
    db.session.refresh(report)
    db.session.refresh(joined)
    assert (sent.status_code, report.answer_by > before, joined.answer_by) == (303, True, own)


@pytest.mark.parametrize(
    ("who", "status"), [("operator", 200), ("administrator", 200), ("lead", 403)]
)
def test_who_may_declare_days(offices, login_as, who, status):
    assert login_as(getattr(offices, who)).get("/can-bo/quan-tri/lich").status_code == status


# --- what pages may ask of the database


@pytest.mark.parametrize(
    "page", ["/can-bo/loi-hen", "/can-bo/phoi-hop", "/can-bo/vang-mat", "/can-bo/quan-tri/lich"]
)
def test_pages_ask_little_however_much_there_is(offices, login_as, statements, page, db):
    everything = (HANDLE, LEAD, "operate")
    viewer = make_official(*everything, agency=offices.office, name="Nhiều Quyền")
    for _ in range(3):
        report = make.service_request("accepted", agency=offices.office)
        make.day_named(report)
        make.part(report, offices.office)
        make_official(HANDLE, agency=offices.office)
    visitor = login_as(viewer)
    visitor.get(page)
    with statements() as few:
        visitor.get(page)
    for _ in range(6):
        report = make.service_request("accepted", agency=offices.office)
        make.day_named(report)
        make.part(report, offices.office)
        make_official(HANDLE, agency=offices.office)
    db.session.commit()
    with statements() as many:
        assert visitor.get(page).status_code == 200
    assert len(many) <= max(12, len(few)), many
    assert len(many) == len(few)
