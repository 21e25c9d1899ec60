"""A team's list: from the heads of households, from a sheet, twice the same changes nothing."""

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from app.community.models import CommunityPerson
from app.core import outbox
from app.core.db import db
from app.places.models import PlaceSuccession
from app.sheets.models import SheetUpload
from tests.factories import community as make
from tests.factories import villages
from tests.factories.places import make_village

HEADS = "ho_ten,nam_sinh,so_ho,dia_chi,khu,dien_thoai,thon"


@pytest.fixture
def village(app):
    return villages.place()


@pytest.fixture
def team(village):
    return make.team(village)


@pytest.fixture
def desk(login_as, village):
    return login_as(villages.head(village))


def listed():
    db.session.expire_all()
    rows = db.session.scalars(select(CommunityPerson).order_by(CommunityPerson.position)).all()
    return [each.opened() for each in rows]


def brought(desk, team, *rows, heads=HEADS):
    content = "\n".join([heads, *rows]).encode()
    page = desk.post(
        f"/can-bo/to-cong-nghe/{team.code}/nhap", data={"file": (BytesIO(content), "dan.csv")}
    ).headers["Location"]
    upload = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
    columns = {f"column-{name}": str(at) for name, at in upload.columns.items()}
    desk.post(page, data=columns)
    outbox.drain("sheets")
    return desk.get(page).text


def test_the_heads_of_households_come_onto_the_list_once(desk, team, village):
    area = make.area(team, first=1, last=1)
    villages.household(village, 1, phones=["+84900123456"])
    villages.household(village, 2, name="Bàn Văn Thử")
    here = f"/can-bo/to-cong-nghe/{team.code}/tu-so-ho"
    assert desk.post(here).status_code == 303
    found = listed()
    assert [each.name for each in found] == ["Lò Thị Thử", "Bàn Văn Thử"]
    assert found[0].phone == "+84900123456"
    places = db.session.scalars(select(CommunityPerson.area_id).order_by(CommunityPerson.id)).all()
    assert places == [area.id, None]
    villages.household(village, 3, name="Vàng Thử")
    desk.post(here)
    assert [each.name for each in listed()][2:] == ["Vàng Thử"]


def test_a_sheet_brings_the_list_children_left_out_and_again_changes_nothing(desk, team):
    make.area(team, "Ngõ 12", 1, 40)
    rows = (
        "Lò Thị Thử,1958,1,Đầu suối,,0900123456,Khe Thử",
        "Ban Van Thu,03/02/1990,2,,ngõ 12,0900123456,",
        "Bé Thử,2020,2,,,,",
        "Tổng cộng,,,,,,",
    )
    page = brought(desk, team, *rows)
    assert [(each.name, each.born) for each in listed()] == [
        ("Lò Thị Thử", 1958), ("Ban Van Thu", 1990),
    ]  # fmt: skip
    assert "Bé Thử" in page
    versions = db.session.scalars(select(CommunityPerson.version)).all()
    brought(desk, team, *rows)
    assert db.session.scalars(select(CommunityPerson.version)).all() == versions


def test_what_a_later_sheet_knows_fills_in_what_was_missing(desk, team):
    brought(desk, team, "Ban Van Thu,,2,,,,")
    brought(desk, team, "Bàn Văn Thử,1990,2,Lưng đồi,,,")
    assert [each[:3] for each in listed()] == [("Bàn Văn Thử", 1990, "Lưng đồi")]
    brought(desk, team, "ban van thu,,2,,,,")
    assert len(listed()) == 1
    brought(desk, team, "Bàn Văn Thử,2001,2,,,,")
    assert [each.born for each in listed()] == [1990, 2001]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (("Lò Thị Thử,1958,1,,,,", "lo thi thu,1958,1,,,,"), "Người này đã ghi ở dòng 2."),
        (("Lò Thị Thử,1850,1,,,,",), "thì người này đã"),
        (("Lò Thị Thử,2090,1,,,,",), "chưa tới"),
        (("Lò Thị Thử,58,1,,,,",), "Ghi năm sinh, ví dụ 1958."),
        (("123,1958,1,,,,",), "Ghi họ tên."),
        (("Lò Thị Thử,1958,1,,,115,",), "“115” không phải số di động"),
        (("Lò Thị Thử,1958,1,,,,Khe Khác",), "Dòng này của Khe Khác."),
    ],
)
def test_what_a_sheet_may_not_say_is_said_row_by_row(desk, team, rows, sentence):
    assert sentence in brought(desk, team, *rows)
    assert listed() == []


def test_rows_of_a_village_that_went_into_it_are_its_own(desk, team, village):
    old = make_village(village.parent, "Khe Cũ")
    old.end(date(2026, 1, 1))
    db.session.add(PlaceSuccession(old_id=old.id, new_id=village.id))
    db.session.commit()
    brought(desk, team, "Lò Thị Thử,1958,1,,,,Thôn Khe Cũ")
    assert len(listed()) == 1


def test_merged_heads_over_two_rows_are_understood(desk, team):
    brought(
        desk, team, "Họ tên,Năm sinh,Số hộ", "Lò Thị Thử,1958,1", heads="DANH SÁCH,,",
    )  # fmt: skip
    assert [each[:2] for each in listed()] == [("Lò Thị Thử", 1958)]
