"""What a report's page tells whom: everybody, its sender, another citizen."""

import json
from datetime import timedelta

import pytest

from app.accounts import absences, erasing, permissions
from app.core import clock as core_clock
from app.media.models import QUARANTINED, READY
from app.service_requests import life
from app.service_requests.answering import accepting, closing, noting, replying
from app.service_requests.desk import disclosing
from app.service_requests.following import adding, reopening
from app.service_requests.models import RequestPhoto, ServiceRequest
from app.service_requests.record import EDITED, HIDDEN
from app.service_requests.routing import sealing
from tests.factories import places
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user
from tests.factories.media import photo
from tests.service_requests import citizen

SAID = "Đèn đường không sáng, ngõ 12"
ANSWER = "Tổ điện đã thay bóng."


def _page(visitor, report):
    return visitor.get(f"/phan-anh/{report.code}")


def _accepted(publicity="public", **given) -> ServiceRequest:
    report = make.received(agency=make_agency("Phòng Thử"), **given)
    reason = make.reason("not_public") if publicity == HIDDEN else None
    edited = "Đã biên tập" if publicity == EDITED else None
    accepting.accept(
        report,
        make.official_actor(report.agency),
        report.requested_datetime,
        publicity=publicity,
        public_description=edited,
        reason=reason,
    )
    return report


@pytest.mark.own_day
def test_before_acceptance_the_public_sees_service_commune_date_and_status_only(client, db):
    agency = make_agency("Phòng Thử")
    commune = places.make_commune("Bình Thử")
    village = places.make_village(commune, "Thử Một")
    report = make.received(agency=agency, place=village, contact_name="Người Dùng Thử")
    make.link_photo(report, photo(), RequestPhoto.REPORT)
    said = citizen.words(_page(client, report))
    assert all(part in said for part in ("Đèn đường", "Phường Bình Thử", "19/11", report.code))
    hidden = (SAID, "Phòng Thử", "Thử Một", "Người Dùng Thử", "Lịch sử")
    assert [part for part in hidden if part in said] == []
    assert ".webp" not in _page(client, report).text


def test_after_acceptance_the_public_reads_words_agency_and_steps(client, db):
    said = citizen.words(_page(client, _accepted()))
    assert SAID in said
    assert "Phòng Thử" in said


def test_an_edited_version_stands_in_for_the_words(client, db):
    said = citizen.words(_page(client, _accepted(EDITED)))
    assert "Đã biên tập" in said
    assert SAID not in said


NUMBERED = "Xe 21A-123.45 đỗ giữa đường, gọi 0912 345 678"


def test_peoples_numbers_are_masked_for_the_public_and_read_by_the_sender(client, login_as, db):
    user = make_user()
    report = _accepted(citizen=user, description=NUMBERED)
    for address in (f"/phan-anh/{report.code}", "/phan-anh", "/phan-anh?q=duong"):
        page = citizen.words(client.get(address))
        assert "Xe ••• đỗ giữa đường" in page
        assert "123.45" not in page
        assert "0912" not in page
    assert "0912 345 678" in citizen.words(_page(login_as(user), report))
    assert citizen.words(client.get("/phan-anh?q=0912")).count("đỗ giữa đường") == 0


def test_numbers_in_an_agencys_answer_are_masked_until_an_official_shows_them(
    client, login_as, db, offices
):
    report = make.service_request(life.IN_PROGRESS, agency=offices.office)
    official, now = make.official_actor(offices.office), core_clock.now()
    replying.reply(report, official, now, "Mời gọi 0216 3852 000, hoặc chị Lan 0912 345 678.")
    assert "Mời gọi •••, hoặc chị Lan •••." in citizen.words(_page(client, report))
    handler, url = login_as(offices.handler), f"/can-bo/phan-anh/{report.code}"
    assert "Mời gọi •••" in citizen.words(handler.get(url))
    form = handler.get(f"{url}/cong-khai").text
    assert 'name="unmask" value="02163852000"' in form
    data = citizen.hidden(form) | {"version": str(report.version), "publicity": "public"}
    sent = handler.post(f"{url}/cong-khai", data=data | {"unmask": "02163852000"})
    assert sent.status_code == 303
    said = citizen.words(_page(client, report))
    assert "Mời gọi 0216 3852 000, hoặc chị Lan •••." in said


def test_words_that_are_not_public_stay_with_the_sender(client, login_as, db):
    user = make_user()
    report = _accepted(HIDDEN, citizen=user)
    assert SAID not in _page(client, report).text
    assert SAID in _page(login_as(user), report).text


def test_the_public_never_reads_what_the_sender_added_or_why_it_was_reopened(client, db):
    report = make.service_request(life.CLOSED)
    actor, now = make.citizen_actor(report), report.requested_datetime
    adding.add(report, actor, now, "Nhà tôi số 5 ngõ 12")
    reopening.reopen(report, actor, now, make.calendar(), "Anh Ba làm ẩu")
    page = _page(client, report).text
    assert "số 5" not in page
    assert "làm ẩu" not in page
    assert ANSWER in page


def test_s25_a_sender_never_reads_internal_notes(login_as, db):
    user = make_user()
    report = make.service_request(life.ACCEPTED, citizen=user)
    noting.note(
        report, make.official_actor(report.agency), report.requested_datetime, "Ghi chú kín"
    )
    assert "Ghi chú kín" not in _page(login_as(user), report).text


def test_nobody_reads_who_sent_it(client, db):
    user = make_user("Nguyễn Văn Thử Nghiệm")
    report = make.service_request(
        life.CLOSED, citizen=user, contact_name="Nguyễn Văn Thử Nghiệm", contact_phone=user.phone
    )
    page = _page(client, report).text
    assert "Nguyễn Văn" not in page
    assert user.code not in page
    assert user.phone[-6:] not in page


@pytest.mark.parametrize("flag", ["private_by_default", "about_officials"])
def test_a_private_matter_does_not_exist_for_others(client, login_as, db, flag):
    user = make_user()
    report = make.service_request(life.CLOSED, service=make.service(**{flag: True}), citizen=user)
    assert _page(client, report).status_code == 404
    assert _page(login_as(make_user()), report).status_code == 404
    assert _page(login_as(user), report).status_code == 200


def test_a_sealed_report_is_its_sender_s_alone(client, login_as, db):
    user = make_user()
    report = make.service_request(life.ACCEPTED, citizen=user)
    sealing.seal(
        report, make.official_actor(report.agency), report.requested_datetime, "denunciation"
    )
    assert _page(client, report).status_code == 404
    assert "Ban Tiếp công dân" in citizen.words(_page(login_as(user), report))


def _seen_of_office(visitor, report, office) -> list[str]:
    """Where a sender still reads the office, or the days that were named."""
    days = {f"{core_clock.local(report.answer_by):%d/%m}"}
    days |= {f"{each.due_on:%d/%m}" for each in report.commitments}
    found = []
    for path in (f"/phan-anh/{report.code}", f"/phan-anh/{report.code}/bien-nhan",
                 "/phan-anh/cua-toi", "/", "/thong-bao"):  # fmt: skip
        said = citizen.words(visitor.get(path))
        found += [path for each in (office.name, *days) if each in said]
    return found


@pytest.mark.parametrize("promises_a_day", [False, True])
def test_a_sealed_report_says_nothing_of_the_office_it_may_be_about(login_as, db, promises_a_day):
    user, office = make_user(), make_agency("Phòng Bị Tố")
    report = make.service_request(life.ACCEPTED, citizen=user, agency=office)
    actor, now = make.official_actor(office), report.requested_datetime
    replying.reply(report, actor, now, ANSWER)
    if promises_a_day:
        day = core_clock.local(now).date() + timedelta(days=9)
        closing.close(
            report, actor, now, resolution="scheduled", text=ANSWER, scheduled_on=day,
            calendar=make.calendar(),
        )  # fmt: skip
    desk = login_as(make_official(permissions.LEAD, permissions.HANDLE, agency=office))
    sender = login_as(user)
    assert _seen_of_office(sender, report, office)
    assert (report.code in desk.get("/can-bo/loi-hen").text) is promises_a_day
    sealing.seal(report, actor, now, "denunciation")
    db.session.commit()
    assert _seen_of_office(sender, report, office) == []
    exported = json.dumps(erasing.export(user, now), ensure_ascii=False, default=str)
    assert report.code in exported
    assert office.name not in exported
    assert report.answer_by.isoformat() not in exported
    assert report.code not in desk.get("/can-bo/loi-hen").text
    assert desk.get(f"/can-bo/phan-anh/{report.code}").status_code == 404
    operator = login_as(make_official(permissions.OPERATE))
    assert office.name in operator.get(f"/can-bo/phan-anh/{report.code}").text


@pytest.mark.both_databases
def test_s47_a_lent_right_opens_nothing_sealed_and_no_phone_number(login_as, db):
    report = make.service_request(life.ACCEPTED, contact_phone="+84900000077")
    absent, deputy = make_official(permissions.OPERATE), make_official(permissions.HANDLE)
    now, day = core_clock.now(), core_clock.local(core_clock.now()).date()
    absences.begin(absent, deputy, (day, day), make.official_actor(report.agency, absent), now)
    desk = login_as(deputy)
    url = f"/can-bo/phan-anh/{report.code}"
    assert desk.get(url).status_code == 200
    assert desk.get(f"{url}/xem-so-dien-thoai").status_code == 403
    sealing.seal(report, make.official_actor(report.agency), now, "complaint")
    db.session.commit()
    assert desk.get(url).status_code == 404
    assert login_as(absent).get(url).status_code == 200


def test_the_sender_is_told_when_an_official_looked_at_the_phone_number(client, login_as, db):
    user = make_user()
    report = make.service_request(life.ACCEPTED, citizen=user, contact_phone=user.phone)
    official = make.official_actor(report.agency)
    disclosing.disclose_phone(report, official, report.requested_datetime, "Hỏi đường vào ngõ")
    assert "Hỏi đường vào ngõ" in _page(login_as(user), report).text
    assert "Hỏi đường vào ngõ" not in _page(client, report).text


def test_a_listed_reason_for_not_accepting_is_read_by_the_sender(login_as, db):
    user = make_user()
    report = make.service_request(life.CLOSED, resolution=life.NOT_ACCEPTED, citizen=user)
    assert "Không thuộc thẩm quyền" in _page(login_as(user), report).text


def test_a_second_promise_stands_apart_from_the_first(login_as, db):
    user = make_user()
    report = make.service_request(life.CLOSED, citizen=user)
    actor, now = make.citizen_actor(report), report.requested_datetime
    reopening.reopen(report, actor, now, make.calendar(), "Chưa xong")
    said = citizen.words(_page(login_as(user), report))
    assert "Hạn trả lời lần đầu" in said
    assert "đúng hạn" in said
    assert "hạn mới" in said


def test_a_page_of_one_s_own_is_stored_nowhere(login_as, db):
    user = make_user()
    report = make.service_request(life.CLOSED, citizen=user)
    assert _page(login_as(user), report).headers["Cache-Control"] == "no-store"


# --- photos


def _photo_url(report, made, size="thumb"):
    return f"/phan-anh/{report.code}/anh/{made.code}-{size}.webp"


def test_s22_a_photo_is_the_sender_s_until_it_is_made_public(client, login_as, db, media_folder):
    user = make_user()
    report = make.service_request(life.RECEIVED, citizen=user)
    made = photo(with_files=True)
    link = make.link_photo(report, made, RequestPhoto.REPORT)
    url = _photo_url(report, made)
    assert client.get(url).status_code == 404
    assert login_as(make_user()).get(url).status_code == 404
    mine = login_as(user).get(url)
    assert mine.status_code == 200
    assert "no-store" in mine.headers["Cache-Control"]
    accepting.accept(report, make.official_actor(), report.requested_datetime, publicity="public")
    link.is_public = True
    public = client.get(url)
    assert public.status_code == 200
    assert "public" in public.headers["Cache-Control"]


def test_words_say_that_a_photo_is_not_ready_yet(login_as, db, media_folder):
    user = make_user()
    words = "Ảnh đang chuẩn bị, lát nữa mở lại là thấy."
    report = make.service_request(life.RECEIVED, citizen=user)
    made = photo(state=QUARANTINED)
    make.link_photo(report, made, RequestPhoto.REPORT)
    assert words in login_as(user).get(f"/phan-anh/{report.code}").text
    made.state = READY
    assert words not in login_as(user).get(f"/phan-anh/{report.code}").text


def test_s22_a_handling_official_sees_the_photo_and_a_neighbour_does_not(
    login_as, db, media_folder
):
    agency = make_agency()
    report = make.service_request(life.RECEIVED, agency=agency)
    made = photo(with_files=True)
    make.link_photo(report, made, RequestPhoto.REPORT)
    handler = make_official(permissions.HANDLE, agency=agency)
    neighbour = make_official(permissions.HANDLE)
    assert login_as(handler).get(_photo_url(report, made)).status_code == 200
    assert login_as(neighbour).get(_photo_url(report, made)).status_code == 404


def test_s22_words_may_be_public_without_the_photo(client, db, media_folder):
    report = make.service_request(life.ACCEPTED)
    made = photo(with_files=True)
    make.link_photo(report, made, RequestPhoto.REPORT, public=False)
    assert SAID in _page(client, report).text
    assert ".webp" not in _page(client, report).text
    assert client.get(_photo_url(report, made)).status_code == 404


def test_s22_a_photo_leaves_the_public_with_the_words(client, db, media_folder):
    report = make.service_request(life.ACCEPTED)
    made = photo(with_files=True)
    make.link_photo(report, made, RequestPhoto.REPORT, public=True)
    assert client.get(_photo_url(report, made)).status_code == 200
    reason, now = make.reason("not_public"), report.requested_datetime
    accepting.publish(report, make.official_actor(), now, publicity=HIDDEN, reason=reason)
    assert client.get(_photo_url(report, made)).status_code == 404


def test_s22_a_photo_is_not_served_under_another_report(client, db, media_folder):
    report, other = (make.service_request(life.ACCEPTED) for _ in range(2))
    made = photo(with_files=True)
    make.link_photo(report, made, RequestPhoto.REPORT, public=True)
    assert client.get(_photo_url(report, made)).status_code == 200
    assert client.get(_photo_url(other, made)).status_code == 404


@pytest.mark.parametrize("size", ["clean", "huge", "..%2f..%2fetc"])
def test_s22_only_the_three_sizes_are_served(client, db, media_folder, size):
    report = make.service_request(life.ACCEPTED)
    made = photo(with_files=True)
    make.link_photo(report, made, RequestPhoto.REPORT, public=True)
    assert client.get(_photo_url(report, made, size)).status_code == 404


@pytest.mark.parametrize("code", ["LC-XXXX-XXXX", "x", "a" * 2_000, "moi2"])
def test_an_unknown_code_is_not_there(client, db, code):
    assert client.get(f"/phan-anh/{code}").status_code == 404


def test_a_code_may_be_typed_in_small_letters(client, db):
    report = make.service_request(life.ACCEPTED)
    assert client.get(f"/phan-anh/{report.code.lower()}").status_code == 200
