"""The public map: what is public alone, nothing of marked areas, whichever way it is counted."""

import re

import pytest
from sqlalchemy import select

from app.core.db import db as the_db
from app.places.maps.view import View
from app.service_requests.following import mended
from app.service_requests.mapping import blanks, counting, reading
from app.service_requests.models import MapBlank, RequestPhoto
from app.service_requests.record import EDITED, HIDDEN
from app.service_requests.showing import on_map
from tests.clocks import NOW
from tests.factories import service_requests as make
from tests.factories.media import photo
from tests.service_requests import citizen

LAT, LONG = 22.0, 104.0
AROUND = View(18, LAT, LONG)
PAGE = f"/phan-anh/ban-do?o={AROUND.address}"


def put(lat=LAT, long=LONG, status="accepted", **given):
    return make.service_request(status, lat=lat, long=long, **given)


def mark(**area):
    the_db.session.add(MapBlank(note="Doanh trại", marked_at=NOW, **area))
    the_db.session.flush()


def fold_all():
    while counting.fold():
        pass


@pytest.fixture
def in_squares(db, monkeypatch):
    """One report at most is a point: more stand in squares."""
    monkeypatch.setattr(reading, "MOST_POINTS", 1)


def test_it_shows_public_reports_and_no_other(client, db):
    found, edited = put(), put(lat=LAT + 0.1)
    edited.publicity = EDITED
    put(lat=LAT + 0.01, status="received")
    put(lat=LAT + 0.02, service=make.service(private_by_default=True))
    put(lat=LAT + 0.03, service=make.service(about_officials=True))
    put(lat=LAT + 0.04).publicity = HIDDEN
    db.session.commit()
    page = client.get(PAGE).text
    drawing = page.split('<svg class="map"')[1].split("</svg>")[0]
    leads = set(re.findall(r'href="/phan-anh/([A-Z0-9-]+)"', drawing))
    assert leads == {found.code, edited.code}
    listed = page.split('id="danh-sach"')[1]
    assert all(each in listed for each in leads)
    assert "<img" not in page


def test_without_places_of_communes_it_says_so(client, db):
    assert "Chưa có bản đồ" in client.get("/phan-anh/ban-do").text


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("shape", ["circle", "commune"])
def test_of_a_marked_area_there_is_neither_pin_nor_number(client, in_squares, folded, shape):
    secret, near = make.place(name="Giữ Kín"), make.place(name="Bên Cạnh")
    for _ in range(3):
        put(place=secret)
    for _ in range(2):
        put(LAT + 0.02, LONG + 0.02, place=near)
    if folded:
        fold_all()
    before = on_map.shown(AROUND).lying
    assert before.total == 5
    mark(**({"place_id": secret.id} if shape == "commune" else circle()))
    lying = on_map.shown(AROUND).lying
    assert lying.communes == {near.id: 2}
    assert sum(cell.reports for cell in lying.cells) == 2
    page = client.get(PAGE).text
    assert "Bên Cạnh" in page
    assert "Giữ Kín" not in page.split('id="danh-sach"')[1]
    fold_all()
    assert on_map.shown(AROUND).lying == lying


def circle(radius_m=300):
    return {"lat": LAT, "long": LONG, "radius_m": radius_m}


def test_counters_and_counting_say_the_same_of_two_circles_that_overlap(in_squares, monkeypatch):
    for step in range(12):
        put(LAT + step * 0.003, LONG)
    fold_all()
    mark(lat=LAT, long=LONG, radius_m=700)
    mark(lat=LAT + 0.004, long=LONG, radius_m=700)
    counted = on_map.shown(AROUND).lying
    monkeypatch.setattr(reading, "counted", lambda *given: None)
    assert on_map.shown(AROUND).lying == counted
    assert 0 < counted.total < 12


def test_close_by_no_pin_stands_in_the_area_up_to_its_edge(client, db):
    inside = [put(), put(LAT + 0.0026, LONG)]  # 290 m to the north
    outside = put(LAT + 0.05, LONG)
    mark(**circle())
    db.session.commit()
    page = client.get(PAGE).text
    assert outside.code in page
    assert not any(each.code in page for each in inside)


def test_no_photo_of_it_is_shown_as_before_and_after(client, db):
    report = put(status="closed")
    make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
    make.reply_photo(report).status_change_id = report.changes[-1].id
    assert len(mended.lately(None).rows) == 1
    mark(**circle())
    assert mended.lately(None).rows == []


def test_one_without_a_position_is_shown_as_before(client, db):
    report = make.service_request("closed")
    make.link_photo(report, photo(), RequestPhoto.REPORT, public=True)
    make.reply_photo(report).status_change_id = report.changes[-1].id
    mark(**circle())
    assert len(mended.lately(None).rows) == 1


# --- marking


FORM = "/can-bo/quan-tri/vung-khong-hien"


def test_the_operator_marks_an_area_once_and_takes_it_back(login_as, offices, db):
    operator = login_as(offices.operator)
    form = citizen.hidden(operator.get(FORM).text)
    area = {"ghi_chu": "Kho xăng", "vi_tri": "22.00000, 104.00000", "ban_kinh": "300"}
    for _twice in range(2):
        assert operator.post(FORM, data=form | area).status_code == 303
    found = db.session.scalars(select(MapBlank)).one()
    assert (found.lat, found.long, found.radius_m) == (22.0, 104.0, 300)
    page = operator.get(FORM).text
    assert "Kho xăng" in page
    assert operator.post(f"{FORM}/{found.id}/bo", data=form).status_code == 303
    assert blanks.hidden() == blanks.NOTHING


def test_a_commune_is_named(login_as, offices, db):
    commune = make.place(name="Vùng Cao Mẫu")
    db.session.commit()
    operator = login_as(offices.operator)
    form = citizen.hidden(operator.get(FORM).text)
    sent = operator.post(FORM, data=form | {"ghi_chu": "Biên giới", "xa": "vung cao mau"})
    assert sent.status_code == 303
    assert blanks.hidden().places == {commune.id}


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"vi_tri": "22.0, 104.0", "ban_kinh": "300"}, "ghi_chu"),
        ({"ghi_chu": "a", "vi_tri": "ở kia", "ban_kinh": "300"}, "vi_tri"),
        ({"ghi_chu": "a", "vi_tri": "nan, 104.0", "ban_kinh": "300"}, "vi_tri"),
        ({"ghi_chu": "a", "vi_tri": "22.0, 104.0", "ban_kinh": "5"}, "ban_kinh"),
        ({"ghi_chu": "a", "vi_tri": "22.0, 104.0", "ban_kinh": "90000"}, "ban_kinh"),
        ({"ghi_chu": "a", "xa": "không có đâu"}, "xa"),
    ],
)
@pytest.mark.sqlite_first
def test_what_is_no_area_is_refused_beside_its_field(login_as, offices, sent, field):
    operator = login_as(offices.operator)
    form = citizen.hidden(operator.get(FORM).text)
    answer = operator.post(FORM, data=form | sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert blanks.hidden() == blanks.NOTHING
