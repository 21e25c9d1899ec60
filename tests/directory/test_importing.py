"""Entries from sheets and GeoJSON: bad rows named, nothing lost, sent again nothing twice."""

import json

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import db
from app.core.tables.errors import SheetError
from app.core.tables.workbooks import LIMITS
from app.directory import geojson, queries
from app.directory.models import DirectoryEntry
from app.directory.sheet import SHEET
from app.sheets import uploads
from tests.factories import directory as make
from tests.factories.places import make_village

HEADS = "loai,ten,xa,thon,dien_thoai,gio_mo_cua,ngay_hop,vi_do,kinh_do,ghi_chu,ma,ngay_kiem_tra"


@pytest.fixture(autouse=True)
def kind(app):
    make.kind()


@pytest.fixture
def send(bring, office):
    """`send(content)`: bring entries as a file; gives its page, or how it was refused."""
    return lambda content, name="a.csv": bring(f"/can-bo/danh-ba/nhap/{office.code}", content, name)


def entries():
    return db.session.scalars(select(DirectoryEntry).order_by(DirectoryEntry.id)).all()


def test_a_sheet_is_taken_over_once_and_changes_what_is_there(send, office):
    village = make_village(office.place, "Khe Thử")
    rows = [
        f'Trạm y tế,Trạm Mẫu,{office.place.title},,"0900 000 201; 115",24/7,,21.7,104.9,,,',
        "cho phien,Chợ Mẫu,,,,,CN,,,,,18/11/2026",
        f"Y tế thôn bản,Y Tế Thử,,{village.name},0900 000 202,,,,,,,",
    ]
    sheet = "\n".join([HEADS, *rows])
    page = send(sheet)
    assert "Mục mới" in page.text
    station, market, person = entries()
    assert station.phones == "0900 000 201, 115" and (station.lat, station.long) == (21.7, 104.9)
    assert station.commune_id == office.place_id and station.checked_on is None
    assert market.days == "CN" and f"{market.checked_on}" == "2026-11-18"
    assert person.village_id == village.id
    assert queries.listed(["tram"], None, None).rows == [station]
    before = [(each.id, each.version) for each in entries()]
    send(sheet)
    assert [(each.id, each.version) for each in entries()] == before
    send(sheet.replace("115", "116"))
    db.session.expire_all()
    assert entries()[0].phones == "0900 000 201, 116"
    assert [each.id for each in entries()] == [number for number, _version in before]


def test_what_a_sheet_has_no_column_for_stays(send, office):
    entry = make.entry(office, "Trạm Mẫu", hours="24/7", values={"x": "y"}, phones="115")
    db.session.commit()
    send("loai,ten,dien_thoai\nTrạm y tế,Trạm Mẫu,0900 000 203\n")
    db.session.expire_all()
    (there,) = entries()
    assert (there.id, there.phones, there.hours) == (entry.id, "0900 000 203", "24/7")
    assert there.values == {"x": "y"}


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("Nhà trọ trên cây,Mẫu,,,,,,,,,,", "Không có loại mục nào tên “Nhà trọ trên cây”."),
        ("Trạm y tế,Mẫu,Xã Nơi Khác,,,,,,,,,", "Dòng này thuộc Xã Nơi Khác."),
        ("Trạm y tế,Mẫu,,,cô Thử,,,,,,,", "“cô Thử” không phải số điện thoại."),
        ("Trạm y tế,Mẫu,,,,sáng,,,,,,", "Không đọc được giờ này."),
        ("Trạm y tế,Mẫu,,,,,,210,104,,,", "Ghi vị trí như bản đồ cho"),
        ("Trạm y tế,,,,115,,,,,,,", "Ghi tên."),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_taken(send, row, sentence):
    page = send(f"{HEADS}\nTrạm y tế,Tốt,,,,,,,,,,\n{row}\n")
    assert sentence in page.text and "3" in page.text
    assert entries() == []


def feature(kind="Point", at=(104.9, 21.7), **said):
    return {"type": "Feature", "properties": said, "geometry": {"type": kind, "coordinates": at}}


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def test_an_extract_of_a_map_is_taken_over(send):
    ring = [[[104.0, 21.0], [104.2, 21.0], [104.2, 21.2], [104.0, 21.2], [104.0, 21.0]]]
    content = collection(
        feature(amenity="hospital", name="Bệnh viện Mẫu", phone="0900 000 204;115",
                opening_hours="24/7", **{"@id": "node/1", "addr:street": "Đường Mẫu"}),
        feature("Polygon", ring, amenity="school", name="Trường Mẫu", **{"@id": "way/2"}),
        feature(amenity="atm", operator="Ngân hàng Mẫu", **{"@id": "node/3"}),
        feature(natural="tree", **{"@id": "node/4"}),
    )  # fmt: skip
    page = send(content, "mau.geojson")
    assert "1 đối tượng trong tệp không thuộc loại nào của danh bạ" in page.text
    hospital, school, atm = entries()
    assert (hospital.source_key, hospital.phones) == ("node/1", "0900 000 204, 115")
    assert hospital.address == "Đường Mẫu" and hospital.hours == "24/7"
    assert school.lat == pytest.approx(21.1, abs=0.1) and atm.name == "Ngân hàng Mẫu"
    send(content.replace(b"115", b"116"), "mau.geojson")
    db.session.expire_all()
    assert [each.phones for each in entries()] == ["0900 000 204, 116", "", ""]


def test_two_rows_that_mean_one_entry_make_one_the_later_counts(send, office):
    rows = ["Trạm y tế,Trạm Mẫu,0900 000 201", "Trạm y tế,Trạm Khác,0900 000 203",
            "Trạm y tế,Trạm Mẫu,0900 000 202"]  # fmt: skip
    send("\n".join(["loai,ten,dien_thoai", *rows]))
    first, second = entries()
    assert (first.name, first.phones, first.version) == ("Trạm Mẫu", "0900 000 202", 2)
    assert (second.name, second.phones, second.version) == ("Trạm Khác", "0900 000 203", 1)


def test_the_table_of_a_large_extract_is_within_the_limits(office):
    long = "x" * (LIMITS.packed // 10_000)
    rows = [f"Trạm y tế,Trạm {number},{long}" for number in range(10_000)]
    content = "\n".join(["loai,ten,ghi_chu", *rows]).encode()
    assert len(content) > LIMITS.packed
    made = uploads.receive(SHEET, office.id, ("a.csv", content), None, clock.now())
    assert made.columns["about"] == 2
    assert SHEET.limits.rows >= geojson.MOST_FEATURES > LIMITS.rows


@pytest.mark.parametrize(
    "content",
    [b"{", b"{}", b'{"features": 3}', b'{"features": []}', b'{"features": [1, null]}',
     b"\xff\xfe{", b'{"features": [{"properties": {"natural": "tree"}}]}', b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_geojson_is_said(office, content):
    with pytest.raises(SheetError):
        geojson.as_table(content, queries.kinds())


def test_a_feature_without_a_place_is_taken_without_one(office):
    broken = [{"type": "Point"}, None, {"type": "Point", "coordinates": ["x", "y"]}, 7,
              {"type": "Point", "coordinates": [500, 90]}]  # fmt: skip
    features = [{"properties": {"amenity": "bank", "name": "Mẫu"}, "geometry": g} for g in broken]
    made = geojson.as_table(collection(*features), queries.kinds())
    assert made.left_out == 0 and made.content.count(b"\n") == 6
