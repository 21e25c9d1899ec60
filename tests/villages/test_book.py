"""The village's book: planned, collected, spent, with papers; read by the village alone."""

from io import BytesIO

import pytest
from sqlalchemy import event, select

from app.core import outbox
from app.core.db import db
from app.villages.books import queries
from app.villages.models import VillageWork, VillageWorkLine
from tests.factories import villages as make
from tests.factories.accounts import make_user
from tests.media.pictures import jpeg

TODAY = "2026-11-19"


@pytest.fixture
def desk(login_as, village):
    return login_as(make.head(village))


def begun(desk, village):
    form = {"ten": "Đường bê tông xóm trên", "du_kien": "50.000.000", "noi_dung": "Họp ngày 1/11"}
    return desk.post(f"/can-bo/thon/{village.code}/so", data=form).headers["Location"]


def line(**more):
    return {"loai": "in", "so_tien": "3.000.000", "ngay": TODAY, "noi_dung": "Thu đợt 1", **more}


def test_the_book_adds_up_and_the_village_alone_reads_it(desk, login_as, village, media_folder):
    page = begun(desk, village)
    desk.post(page, data=line(photos=(BytesIO(jpeg()), "phieu.jpg")))
    desk.post(page, data=line(loai="out", so_tien="1.250.000", noi_dung="Mua cát"))
    wrong = desk.post(page, data=line(so_tien="9.000.000", noi_dung="Ghi nhầm")).headers["Location"]
    number = db.session.scalars(
        select(VillageWorkLine.id).order_by(VillageWorkLine.id.desc())
    ).first()
    assert "Vì sao" in desk.get(wrong).text
    assert desk.post(f"{page}/{number}/gach", data={"vi_sao": ""}).status_code == 422
    desk.post(f"{page}/{number}/gach", data={"vi_sao": "Ghi hai lần"})
    work = db.session.scalars(select(VillageWork)).one()
    found = queries.sums([work.id])[work.id]
    assert (found.collected, found.spent, found.left) == (3_000_000, 1_250_000, 1_750_000)

    member, stranger = make_user(), make_user()
    make.belongs(member, make.household(village, 1))
    elsewhere = make.place()
    make.belongs(stranger, make.household(elsewhere, 1))
    reader, address = login_as(member), f"/thon-toi/so/{work.code}"
    read = reader.get(address).text
    assert "1.750.000" in read
    assert "Ghi hai lần" in read
    photo = f"{address}/anh/{work.lines[-1].photo.code}-thumb.webp"
    outbox.drain("photos")
    assert reader.get(photo).status_code == 200
    for other in (login_as(stranger), login_as(make.overseer(village))):
        assert other.get(address).status_code == 404
        assert other.get(photo).status_code == 404
    assert "Đường bê tông" in reader.get("/thon-toi/so").text
    assert "Đường bê tông" not in login_as(stranger).get("/thon-toi/so").text


def test_a_line_without_a_photo_waits_for_its_turn_once(desk, village, media_folder):
    page, begun_ones = begun(desk, village), []

    def begins(_connection):
        begun_ones.append(1)

    def sent(**more):
        begun_ones.clear()
        event.listen(db.engine, "begin", begins)
        try:
            assert desk.post(page, data=line(**more)).status_code == 303
        finally:
            event.remove(db.engine, "begin", begins)
        return len(begun_ones)

    with_a_photo = sent(photos=(BytesIO(jpeg()), "phieu.jpg"))
    assert sent(noi_dung="Thu đợt 2") == with_a_photo - 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"so_tien": "0"}, "Xem lại số tiền."),
        ({"so_tien": "-5"}, "Xem lại số tiền."),
        ({"so_tien": "ba triệu"}, "số tiền"),
        ({"ngay": "2027-01-01"}, "Ngày này chưa đến."),
        ({"noi_dung": ""}, "Ghi để làm gì."),
        ({"loai": "x"}, "Chọn thu hay chi."),
    ],
)
def test_a_line_that_cannot_be_is_not_written(desk, village, wrong, sentence):
    page = begun(desk, village)
    answer = desk.post(page, data=line(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(VillageWorkLine.id)) is None


def test_a_finished_book_is_read_and_written_no_more(desk, village):
    page = begun(desk, village)
    desk.post(f"{page}/xong")
    assert desk.post(page, data=line()).status_code == 409
    assert desk.post(f"{page}/xong").status_code == 409
