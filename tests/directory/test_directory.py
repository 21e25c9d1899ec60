"""The directory: found without accents, near by, read off-line, said to be wrong and put right."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.audit import AuditEntry
from app.core.db import db
from app.directory import jobs, keeping, queries
from app.directory.models import DirectoryEntry, DirectoryFault, DirectoryWord
from app.notifications.models import Notification
from app.places import contacts
from tests.factories import directory as make
from tests.factories.places import make_commune, make_village


def said(**more):
    return {"ten": "Trạm y tế Khe Mẫu", "dien_thoai": "0900 000 200", "gio": "24/7", **more}


def only_entry():
    return db.session.scalars(select(DirectoryEntry)).one()


def test_it_is_found_by_words_without_accents_in_kind_and_commune(client, office):
    make.entry(office, "Trạm y tế Khe Mẫu", address="Thôn Đầu Suối")
    make.entry(office, "Công an xã Mẫu", "police")
    make.entry(make.office(), "Trạm y tế Đồi Chè")
    for typed in ("tram y te khe", "TRẠM Y TẾ KHE", "dau suoi"):
        page = client.get(f"/danh-ba?q={typed}").text
        assert "Trạm y tế Khe Mẫu" in page and "Đồi Chè" not in page
    both = client.get("/danh-ba?loai=health-station").text
    assert "Khe Mẫu" in both and "Đồi Chè" in both and "Công an xã Mẫu" not in both
    mine = client.get(f"/danh-ba?loai=health-station&noi={office.place.code}").text
    assert "Khe Mẫu" in mine and "Đồi Chè" not in mine
    assert "Trạm y tế Khe Mẫu" in client.get("/tim?q=tram y te khe").text


def test_a_list_goes_on_behind_the_row_that_was_last(client, office):
    for number in range(45):
        make.entry(office, f"Trạm y tế số {number:02}")
    seen, url = [], "/danh-ba?loai=health-station"
    for _page in range(3):
        page = client.get(url).text
        seen += [number for number in range(45) if f"Trạm y tế số {number:02}" in page]
        url = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    assert seen == list(range(45))


def test_the_nearest_comes_first_wherever_the_edge_of_a_cell_is(client, app):
    office = make.office()
    lying = {"Xa": (21.9, 104.9), "Gần": (21.7499, 104.7499), "Bên": (21.76, 104.76)}
    for name, point in {**lying, "Rất xa": (22.9, 105.9)}.items():
        make.entry(office, name, "ambulance", point=point)
    found = queries.nearest(make.kind("ambulance"), 21.7501, 104.7501)
    assert [each.entry.name for each in found] == ["Gần", "Bên", "Xa", "Rất xa"]
    assert found[0].metres < 50
    page = client.get("/danh-ba/gan?loai=ambulance&lat=21.750&long=104.750").text
    assert page.index("Gần") < page.index("Bên") < page.index("Xa")
    assert client.get("/danh-ba/gan?loai=ambulance&lat=x&long=y").status_code == 422
    assert client.get("/danh-ba/gan?loai=nothing&lat=21&long=104").status_code == 404


def test_an_entry_is_called_found_and_says_who_checked_it(client, office):
    entry = make.entry(office, "Xe cấp cứu Mẫu", "ambulance", phones="0900 000 201, 115",
                       point=(21.7, 104.9))  # fmt: skip
    page = client.get(f"/danh-ba/{entry.code}").text
    assert 'href="tel:0900000201"' in page and 'href="tel:115"' in page
    assert "geo:21.7,104.9?q=21.7,104.9" in page and "21.70000, 104.90000" in page
    assert f"{office.name} kiểm tra ngày" in page


def test_a_festival_says_its_next_day_by_both_calendars(client, office):
    entry = make.entry(office, "Lễ hội Mẫu", "festival", days="1/1 âm")
    page = client.get(f"/danh-ba/{entry.code}").text
    assert "(1/1 âm lịch)" in page


def test_whom_to_call_is_kept_by_the_phone_with_who_is_on_duty(client, office):
    entry = make.entry(office, "Xe cấp cứu Mẫu", "ambulance", phones="0900 000 201")
    now = clock.now()
    by = make.Actor("official", None, office.id)
    for name, first, last in (("Lái Xe Thử", -1, 3), ("Trực Sau Thử", 3, 9), ("Trực Xa", 9, 12)):
        span = now + timedelta(hours=first), now + timedelta(hours=last)
        keeping.take_turn(entry, name, "0900 000 202", span, by, now)
    today = clock.local(now).date()
    said = contacts.Said("0900 000 333", "Trực ban tỉnh mẫu")
    contacts.write(contacts.HOTLINE, "truc-ban", said, today, "system", now)
    db.session.commit()
    answer = client.get("/danh-ba/cap-cuu")
    assert 'href="tel:0900000333"' in answer.text
    assert answer.headers["X-Keep"] == "1"
    assert "Lái Xe Thử" in answer.text and "Trực Sau Thử" in answer.text
    assert "Trực Xa" not in answer.text
    assert answer.text.index("Lái Xe Thử") < answer.text.index("Trực Sau Thử")
    assert "/danh-ba/cap-cuu" in client.get("/sw.js").text


def test_a_phone_keeps_what_is_of_ones_commune_before_ambulances_of_elsewhere(office):
    for number in range(queries.MOST_URGENT):
        make.entry(make.office(office.place), f"Xe A{number:02}", "ambulance", commune=None)
    mine = [make.entry(office, f"Y tế thôn {number}", "health-staff") for number in range(3)]
    mine.append(make.entry(office, "Điểm tránh lũ Mẫu", "shelter"))
    found = queries.urgent(office.place_id)
    assert len(found) == queries.MOST_URGENT and set(mine) <= set(found)
    assert found[: len(mine)] == mine
    assert len(queries.urgent(None)) == queries.MOST_URGENT
    assert not set(mine) & set(queries.urgent(None))


def test_a_large_commune_leaves_room_for_ambulances_of_elsewhere(office):
    away = make.office()
    for number in range(queries.MOST_URGENT + 5):
        make.entry(office, f"Y tế thôn {number}", "health-staff")
    cars = [make.entry(away, f"Xe {number:02}", "ambulance") for number in range(30)]
    found = queries.urgent(office.place_id)
    assert len(found) == queries.MOST_URGENT
    assert [each for each in found if each in cars] == cars[: queries.LEAST_ELSEWHERE]


def test_a_wrong_number_is_said_in_two_taps_and_put_right(client, login_as, office):
    keeper = make.keeper(office)
    entry = make.entry(office, "Trạm y tế Khe Mẫu", phones="0900 000 111")
    db.session.commit()
    page = client.get(f"/danh-ba/{entry.code}").text
    assert f"/danh-ba/{entry.code}/bao-sai" in page
    for _tap in range(2):
        assert (
            client.post(f"/danh-ba/{entry.code}/bao-sai", data={"sai": "phone"}).status_code == 303
        )
    fault = db.session.scalars(select(DirectoryFault)).one()
    assert (fault.reason, fault.count) == ("phone", 2)
    assert len(db.session.scalars(select(Notification)).all()) == 1
    desk = login_as(keeper)
    assert "Sai số điện thoại" in desk.get("/can-bo/danh-ba").text
    assert desk.get("/can-bo").headers["Location"] == "/can-bo/danh-ba"
    form = said(dien_thoai="0900 000 222", version=entry.version)
    assert desk.post(f"/can-bo/danh-ba/{entry.code}", data=form).status_code == 303
    db.session.expire_all()
    assert only_entry().phones == "0900 000 222"
    assert db.session.scalar(select(DirectoryFault.id)) is None
    assert "0900 000 222" in client.get(f"/danh-ba/{entry.code}").text


def test_what_is_said_to_be_wrong_is_one_of_a_few_and_limited(client, office):
    entry = make.entry(office)
    db.session.commit()
    url = f"/danh-ba/{entry.code}/bao-sai"
    answer = client.post(url, data={"sai": "nonsense"})
    assert answer.status_code == 422 and "Sai số điện thoại" in answer.text
    codes = {client.post(url, data={"sai": "gone"}).status_code for _ in range(12)}
    assert codes == {303, 429}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"ten": ""}, "Ghi tên."),
        ({"dien_thoai": "số cô Thử"}, "không phải số điện thoại"),
        ({"dien_thoai": "1131, 1132, 1133, 1134"}, "Tối đa 3 số."),
        ({"gio": "buổi sáng"}, "Không đọc được giờ này"),
        ({"ngay": "hôm nào đó"}, "Không đọc được các ngày này"),
        ({"vi_tri": "ngã ba"}, "Ghi vị trí như bản đồ cho"),
        ({"vi_tri": "91.5, 104"}, "Ghi vị trí như bản đồ cho"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, office, wrong, sentence):
    make.kind()
    url = f"/can-bo/danh-ba/moi/{office.code}/health-station"
    answer = desk.post(url, data=said(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(DirectoryEntry.id)) is None


def test_an_office_adds_changes_checks_closes_and_puts_back(desk, client, office):
    make.kind()
    url = f"/can-bo/danh-ba/moi/{office.code}/shelter"
    answer = desk.post(
        url, data={**said(), "f-room": "200 người", "f-bad": "x", "vi_tri": "21.7, 104.9"}
    )
    assert answer.status_code == 303
    entry = only_entry()
    assert entry.values == {"room": "200 người"} and entry.commune_id == office.place_id
    assert (entry.lat, entry.long) == (21.7, 104.9)
    assert "200 người" in client.get(f"/danh-ba/{entry.code}").text
    assert desk.post(url, data=said()).status_code == 409
    desk.post(f"/can-bo/danh-ba/{entry.code}/dung")
    desk.post(f"/can-bo/danh-ba/{entry.code}/dong")
    assert client.get(f"/danh-ba/{entry.code}").status_code == 404
    assert db.session.scalar(select(DirectoryWord.entry_id)) is None
    desk.post(f"/can-bo/danh-ba/{entry.code}/mo-lai")
    assert client.get(f"/danh-ba/{entry.code}").status_code == 200
    verbs = db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)).all()
    expected = ["add", "check", "close", "reopen"]
    assert [each for each in verbs if "directory" in each] == [f"directory.{e}" for e in expected]


def test_two_at_once_lose_nothing(desk, office):
    entry = make.entry(office)
    db.session.commit()
    url, version = f"/can-bo/danh-ba/{entry.code}", entry.version
    assert desk.post(url, data=said(version=version)).status_code == 303
    late = desk.post(url, data=said(ten="Tên khác", version=version))
    assert late.status_code == 409 and "Tên khác" in late.text


def test_an_entry_is_its_offices_and_lies_in_its_commune(login_as, office):
    other = make.office()
    entry = make.entry(other, "Trạm của xã khác")
    desk = login_as(make.keeper(office))
    db.session.commit()
    assert desk.get(f"/can-bo/danh-ba/{entry.code}").status_code == 403
    assert desk.get(f"/can-bo/danh-ba/moi/{other.code}/police").status_code == 404
    desk.post(f"/can-bo/danh-ba/moi/{office.code}/police", data=said(xa=other.place.code))
    made = db.session.scalars(
        select(DirectoryEntry).where(DirectoryEntry.agency_id == office.id)
    ).one()
    assert made.commune_id == office.place_id


def test_villages_of_the_commune_alone_are_taken(desk, office):
    make.kind()
    village, elsewhere = make_village(office.place, "Khe Thử"), make_village(make_commune(), "Khác")
    url = f"/can-bo/danh-ba/moi/{office.code}/health-staff"
    desk.post(url, data=said(ten="Y Tế Thử", thon=village.code))
    assert only_entry().village_id == village.id
    desk.post(f"/can-bo/danh-ba/{only_entry().code}", data=said(thon=elsewhere.code, version=1))
    db.session.expire_all()
    assert only_entry().village_id is None


@pytest.mark.parametrize(
    ("begins", "ends", "sentence"),
    [
        ("2026-12-01T07:00", "2026-12-01T06:00", "Giờ kết thúc phải sau giờ bắt đầu."),
        ("2020-01-01T07:00", "2020-01-01T09:00", "Giờ này đã qua."),
        ("2026-12-01T07:00", "2026-12-20T07:00", "Mỗi ca tối đa bảy ngày."),
        ("", "2026-12-20T07:00", "Chọn ngày và giờ."),
    ],
)
def test_a_turn_of_duty_has_a_sensible_span(desk, office, begins, ends, sentence):
    entry = make.entry(office, code="ambulance")
    db.session.commit()
    form = {"ten": "Lái Xe Thử", "so": "0900 000 203", "tu": begins, "den": ends}
    answer = desk.post(f"/can-bo/danh-ba/{entry.code}/truc", data=form)
    assert answer.status_code == 422 and sentence in answer.text
    assert entry.turns == []


def test_an_office_is_told_once_of_what_is_due(app, office):
    make.keeper(office)
    entry, now = make.entry(office), clock.now()
    assert jobs.remind(now) == 0
    later = now + timedelta(days=entry.kind.check_days)
    assert jobs.remind(later) == 1
    assert jobs.remind(later) == 0
    told = db.session.scalars(select(Notification)).one()
    assert told.url == f"/can-bo/danh-ba?cua={office.code}&xem=han"
    keeping.check(entry, make.Actor("official", None, office.id), later)
    assert jobs.remind(later + timedelta(days=1)) == 0
