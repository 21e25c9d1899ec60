"""A village's list of households: typed, from a sheet, searched, bound to accounts, erased."""

import pytest
from sqlalchemy import select

from app.accounts import erasing
from app.core import clock as core_clock
from app.core import outbox
from app.core.audit import AuditEntry
from app.core.db import db
from app.core.personal import PersonKey
from app.notifications.models import Notification
from app.sheets.models import SheetUpload
from app.villages.households import queries
from app.villages.models import Household, HouseholdMember
from tests.factories import villages as make
from tests.factories.accounts import make_user
from tests.factories.places import make_village

PHONE = "+84900123456"
HEADS = "so_ho,chu_ho,so_khau,dia_chi,dien_thoai,thon"


@pytest.fixture
def desk(login_as, village):
    return login_as(make.head(village))


def household(number=1):
    return db.session.scalars(select(Household).where(Household.number == number)).one()


def said(**more):
    return {"so": "1", "chu_ho": "Lò Thị Thử", "so_nguoi": "4", "dia_chi": "Đầu suối",
            "dien_thoai": "0900 123 456", **more}  # fmt: skip


def test_a_household_is_typed_at_the_door_and_found_without_accents(desk, village):
    here = f"/can-bo/thon/{village.code}/ho"
    answer = desk.post(f"{here}/moi", data=said())
    assert answer.headers["Location"].endswith("/ho/moi")
    assert b"L\xc3\xb2" not in household().head_sealed
    assert household().phones == [PHONE]
    for typed in ("lo thi", "dau suoi", "0900123456", "+84900123456", "1"):
        assert "Lò Thị Thử" in desk.get(f"{here}?q={typed}").text
    assert "Lò Thị Thử" not in desk.get(f"{here}?q=ban").text


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"so": "0"}, "Ghi số hộ, ví dụ 12"),
        ({"so": "x"}, "Ghi số hộ, ví dụ 12"),
        ({"chu_ho": ""}, "Ghi họ tên chủ hộ."),
        ({"so_nguoi": "-1"}, "số từ 1 đến 60"),
        ({"so_nguoi": "105"}, "số từ 1 đến 60"),
        ({"dien_thoai": "0900 123 456, 12"}, "“12” không phải số di động"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(desk, village, wrong, sentence):
    answer = desk.post(f"/can-bo/thon/{village.code}/ho/moi", data=said(**wrong))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert db.session.scalar(select(Household.id)) is None


def test_a_number_is_one_households(desk, village):
    make.household(village, 1, name="Bàn Văn Thử")
    answer = desk.post(f"/can-bo/thon/{village.code}/ho/moi", data=said())
    assert answer.status_code == 422
    assert "Số 1 đã là hộ của Bàn Văn Thử." in answer.text


def test_numbers_are_masked_until_they_are_opened_and_that_is_written_down(desk, village):
    make.household(village, 1, phones=[PHONE])
    here = f"/can-bo/thon/{village.code}/ho"
    page = desk.get(here).text
    assert "0900 ••• 456" in page
    assert "0900 123 456" not in page
    assert desk.post(f"{here}/so-dien-thoai", data={"ly_do": ""}).status_code == 422
    desk.post(f"{here}/so-dien-thoai", data={"ly_do": "notice"})
    assert "tel:+84900123456" in desk.get(here).text
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "village.phones")).one()
    assert entry.after == {"reason": "notice"}


def test_a_change_keeps_numbers_that_were_not_shown(desk, village):
    home = make.household(village, 1, phones=[PHONE])
    form = {**said(chu_ho="Lò Văn Mới", version="1"), "dien_thoai": ""}
    assert desk.post(f"/can-bo/thon/ho/{home.code}", data=form).status_code == 303
    assert (household().head, household().phones) == ("Lò Văn Mới", [PHONE])
    assert desk.post(f"/can-bo/thon/ho/{home.code}", data=form).status_code in (303, 409)


def brought(desk, village, *rows, heads=HEADS):
    content = "\n".join([heads, *rows]).encode()
    page = desk.post(
        f"/can-bo/thon/{village.code}/nhap", data={"file": (_file(content), "ho.csv")}
    ).headers["Location"]
    upload = db.session.scalars(select(SheetUpload).order_by(SheetUpload.id.desc())).first()
    columns = {f"column-{name}": str(at) for name, at in upload.columns.items()}
    desk.post(page, data=columns)
    outbox.drain("sheets")
    return desk.get(page).text


def _file(content):
    from io import BytesIO

    return BytesIO(content)


def test_a_sheet_brings_the_list_and_the_same_one_changes_nothing(desk, village):
    rows = ("1,Lò Thị Thử,4,Đầu suối,0900123456,Khe Thử", "2,Ban Van Thu,12,,,")
    brought(desk, village, *rows)
    assert queries.counts([village.id])[village.id][:2] == (2, 16)
    assert household(2).head == "Ban Van Thu"
    versions = [household(1).version, household(2).version]
    page = brought(desk, village, *rows)
    assert [household(1).version, household(2).version] == versions
    assert "<dd>2</dd>" in page


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (("1,Lò Thị Thử,4,,,", "1,lo thi thu,4,,,"), "Hộ này đã ghi ở dòng 2."),
        (("1,Lò Thị Thử,4,,,", "1,Bàn Văn Thử,3,,,"), "Số 1 ghi hai lần: Lò Thị Thử ở dòng 2"),
        (("1,Lò Thị Thử,0,,,",), "Hộ có bao nhiêu nhân khẩu?"),
        (("1,Lò Thị Thử,4,,115,",), "“115” không phải số di động"),
        ((",Lò Thị Thử,4,,,",), "Hộ của Lò Thị Thử chưa có số hộ."),
        (("1,Lò Thị Thử,4,,,Khe Khác",), "Dòng này của Khe Khác."),
    ],
)
def test_what_a_sheet_may_not_say_is_said_row_by_row(desk, village, rows, sentence):
    assert sentence in brought(desk, village, *rows)
    assert db.session.scalar(select(Household.id)) is None


def test_rows_of_a_village_that_went_into_it_are_its_own(desk, village):
    from datetime import date

    from app.places.models import PlaceSuccession

    old = make_village(village.parent, "Khe Cũ")
    old.end(date(2026, 1, 1))
    db.session.add(PlaceSuccession(old_id=old.id, new_id=village.id))
    db.session.commit()
    brought(desk, village, "1,Lò Thị Thử,4,,,Thôn Khe Cũ")
    assert household().head == "Lò Thị Thử"


def test_a_person_belongs_by_the_slip_and_leaves(login_as, village):
    home, user = make.household(village, 1), make_user()
    person = login_as(user)
    assert "Mã trên phiếu" in person.get("/thon-toi").text
    assert "Không có hộ nào mang mã này" in person.post("/thon-toi", data={"ma": "XXXX-3333"}).text
    typed = home.slip.lower().replace("-", " ")
    assert person.post("/thon-toi", data={"ma": typed}).status_code == 303
    assert "Lò Thị Thử" in person.get("/thon-toi").text
    person.post("/thon-toi/roi")
    assert db.session.scalar(select(HouseholdMember.id)) is None


def test_a_new_code_ends_the_old_slip(desk, login_as, village):
    home = make.household(village, 1)
    old = home.slip
    desk.post(f"/can-bo/thon/ho/{home.code}/ma-moi")
    answer = login_as(make_user()).post("/thon-toi", data={"ma": old})
    assert answer.status_code == 422


def test_whoever_has_a_listed_number_is_offered_the_household_and_nobody_else(
    desk, login_as, village
):
    user = make_user(phone=PHONE)
    home = make.household(village, 1, phones=[PHONE])
    stranger = login_as(make_user())
    assert stranger.post(f"/thon-toi/nhan/{home.code}").status_code == 404
    desk.post(f"/can-bo/thon/ho/{home.code}/moi-vao")
    kinds = db.session.scalars(select(Notification.kind).where(Notification.user_id == user.id))
    assert list(kinds) == ["village-invited"]
    person = login_as(user)
    assert "số của bạn ghi ở hộ số 1" in person.get("/thon-toi").text
    person.post(f"/thon-toi/nhan/{home.code}")
    assert queries.of_person(user.id).household_id == home.id


def test_taken_off_the_list_nothing_of_the_household_can_be_read(desk, village):
    home = make.household(village, 1, phones=[PHONE])
    key, number = home.person_key_id, home.id
    desk.post(f"/can-bo/thon/ho/{home.code}/bo")
    gone = db.session.get(Household, number)
    assert (gone.head, gone.number, gone.phones) == ("", None, [])
    assert db.session.get(PersonKey, key).wrapped is None
    make.household(village, 1)


def test_erased_accounts_belong_to_no_household(village):
    user = make_user()
    make.belongs(user, make.household(village, 1))
    erasing.erase(user, core_clock.now())
    db.session.flush()
    assert db.session.scalar(select(HouseholdMember.id)) is None
