"""One workbook sets a province up: looked at row by row, all or nothing, safe to run again."""

import io
import random
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app.accounts import permissions, proposing, queries
from app.accounts.actors import OFFICIAL, SYSTEM, Actor
from app.accounts.models import Agency, User
from app.accounts.permissions import ADMINISTER, HANDLE, LEAD, SEE_PHONE
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.db import db as the_db
from app.notifications.models import Notification
from app.operation.provisioning import planning, reading
from app.operation.provisioning.plans import Plan
from app.places import contacts
from app.places import starter as links
from app.service_requests import starter
from app.service_requests.models import RoutingRule, Service, UrgencyClass
from tests.factories import places
from tests.factories.accounts import give_right, make_agency, make_official, make_phone
from tests.operation import workbooks
from tests.operation.places import Place

TOP = workbooks.TOP
DAYS = timedelta(days=3)


@pytest.fixture
def communes(db):
    top = places.make_province()
    return [places.make_commune(name, top, "Xã") for name in ("Hoa Ban", "Hoa Mai")]


def look(content: bytes, actor: Actor = SYSTEM) -> Plan:
    return planning.plan(reading.read(content), actor)


def do(content: bytes, actor: Actor = SYSTEM) -> Plan:
    plan = look(content, actor)
    assert plan.problems == []
    planning.carry_out(plan, actor, core_clock.now())
    the_db.session.commit()
    the_db.session.expire_all()
    return plan


def export(with_officials: bool = True) -> bytes:
    out = io.BytesIO()
    planning.write(out, with_officials=with_officials)
    return out.getvalue()


def whys(content: bytes, actor: Actor = SYSTEM) -> list[tuple[str, int, str]]:
    return [(each.sheet, each.row, each.why) for each in look(content, actor).problems]


def counted(*models) -> list[int]:
    return [the_db.session.scalar(select(func.count()).select_from(each)) for each in models]


def held(phone: str) -> set[tuple[str, str]]:
    user = queries.user_by_phone(phone)
    return {(right.permission, right.agency.code) for right in user.rights}


def test_a_province_is_set_up_and_a_second_time_changes_nothing(communes):
    starter.load()
    content = workbooks.province(communes, 12, ["security"])
    plan = do(content)
    assert {name: each for name, each in plan.counts.items()} == {
        "agencies": {"new": 11}, "officials": {"new": 12}, "routing": {"new": 4},
        "hotlines": {"new": 2},
    }  # fmt: skip
    office = queries.agency_by_code(f"kt-{communes[0].code}")
    assert (
        office.path == f"{office.parent.path}{office.id}/" and office.parent.parent.code == TOP[0]
    )
    assert office.place_id == communes[0].id and office.short_name == "Phòng Kinh tế"
    assert held("+84900000001") == {(HANDLE, f"vp-{communes[0].code}")}
    again = look(content)
    assert (again.changes, again.problems, again.proposed) == (0, [], 0)


def test_what_is_written_out_changes_nothing_when_it_is_read_back(communes):
    starter.load()
    links.load()
    do(workbooks.province(communes, 12, ["security"]))
    plan = look(export())
    assert (plan.lines, plan.problems) == ([], [])
    assert plan.counts["services"]["same"] == counted(Service)[0]
    assert plan.counts["deadlines"]["same"] == counted(UrgencyClass)[0]
    assert plan.counts["links"]["same"] == 2
    without = look(export(with_officials=False))
    assert "officials" not in without.counts and without.changes == 0


@pytest.mark.one_database
@pytest.mark.parametrize("seed", range(4))
def test_whatever_order_the_rows_come_in_the_province_is_the_same(communes, seed):
    chance = random.Random(seed)
    rows = [TOP, *(row for unit in communes for row in workbooks._offices(unit))]
    chance.shuffle(rows)
    do(workbooks.agencies(*rows))
    for row in rows:
        agency = queries.agency_by_code(row[0])
        assert (agency.parent.code if agency.parent else "") == row[4]
        above = agency.parent.path if agency.parent else "/"
        assert agency.path == f"{above}{agency.id}/"
    plan = look(export())
    assert (plan.lines, plan.problems) == ([], [])


def test_an_exported_province_goes_into_an_empty_one(communes, db):
    starter.load()
    do(workbooks.province(communes, 3))
    classes = select(UrgencyClass).where(UrgencyClass.code == "normal")
    row = the_db.session.scalar(classes)
    row.answer_minutes = 2_280
    the_db.session.commit()
    content = export()
    row.answer_minutes = 2_250
    service = the_db.session.scalar(select(Service).where(Service.service_code == "tree"))
    service.texts = []
    the_db.session.delete(service)
    the_db.session.commit()
    plan = do(content)
    assert [(each.sheet, each.verb, each.what) for each in plan.lines] == [
        ("deadlines", "changed", "Thường"), ("services", "new", "Cây đổ, gãy"),
    ]  # fmt: skip
    assert plan.lines[0].details == [("answer_hours", "37,5", "38")]
    assert the_db.session.scalar(classes).answer_minutes == 2_280
    made = the_db.session.scalar(select(Service).where(Service.service_code == "tree"))
    assert (made.near_metres, made.icon, made.active) == (100, "tree", True)
    assert look(content).changes == 0


def test_one_bad_row_stops_all_and_each_says_where_and_how(communes, db):
    office = (f"kt-{communes[0].code}", "Phòng", "P", "Phòng, ban", TOP[0], "", "")
    content = workbooks.book({
        "Cơ quan": (workbooks.AGENCIES, [
            TOP, office, office,
            ("Có Dấu", "A", "", "Phòng, ban", TOP[0], "", ""),
            ("a", "A", "", "Phòng khách", TOP[0], "", ""),
            ("b", "B", "", "Phòng, ban", "khong-co", "", ""),
            ("c", "C", "", "Phòng, ban", "d", "", ""),
            ("d", "D", "", "Phòng, ban", "c", "", ""),
            ("e", "E", "", "Phòng, ban", "", "99999", ""),
            ("f", "", "", "Phòng, ban", TOP[0], "", ""),
        ]),
        "Cán bộ": (workbooks.OFFICIALS, [
            ("113", "An", office[0], "Xử lý phản ánh"),
            (make_phone(), "An", office[0], "Làm mọi việc"),
            (make_phone(), "An", "khong-co", "Xử lý phản ánh"),
        ]),
        "Phân luồng": (workbooks.ROUTING, [("khong-co", "", office[0])]),
    })  # fmt: skip
    before = counted(Agency, User, RoutingRule, AuditEntry)
    found = whys(content)
    assert [(sheet, row) for sheet, row, _why in found] == [
        ("Cơ quan", 4), ("Cơ quan", 5), ("Cơ quan", 6), ("Cơ quan", 7), ("Cơ quan", 8),
        ("Cơ quan", 9), ("Cơ quan", 10), ("Cơ quan", 10), ("Cơ quan", 11), ("Cán bộ", 2),
        ("Cán bộ", 3), ("Cán bộ", 4), ("Phân luồng", 2),
    ]  # fmt: skip
    said = dict(((sheet, row), why) for sheet, row, why in found)
    assert said["Cơ quan", 4] == f"Mã “{office[0]}”: Trùng với dòng 3."
    assert said["Cơ quan", 6].startswith("Loại “Phòng khách”: Ghi một trong các từ sau: ")
    assert said["Cán bộ", 3].startswith("Quyền, cách nhau bằng dấu chấm phẩy “Làm mọi việc”: ")
    assert counted(Agency, User, RoutingRule, AuditEntry) == before


def test_cells_may_be_numbers_and_heads_two_rows_under_a_letterhead(communes, db):
    make_agency("UBND tỉnh", code=TOP[0], kind="committee")
    unit = communes[0]
    unit.code = "04252"
    content = workbooks.book({
        "CƠ QUAN": (["ỦY BAN NHÂN DÂN TỈNH"], [
            [None], ["Mã", "Tên", "Tên", "Loại", "Thuộc"],
            ["", "đầy\u00a0đủ", "ngắn", "", ""],
            ["(1)", "(2)", "(3)", "(4)", "(5)"],
            ["phong\u00a0", "Phòng\u00a0 Kinh tế", "P. KT", "phòng ban", TOP[0]],
        ]),
        "Cán bộ": (workbooks.OFFICIALS, [(900123456, "Bà An", TOP[0], "lead, Xử lý phản ánh")]),
        "Phân luồng": (workbooks.ROUTING, [("", 4252, TOP[0]), ("", "xã hoa mai", TOP[0])]),
        "Ghi chú": (["Việc"], [["Không đọc"]]),
    })  # fmt: skip
    read = reading.read(content)
    assert read.unread == ["Ghi chú"]
    plan = planning.plan(read, SYSTEM)
    assert [each.why for each in plan.problems if each.sheet != "Cơ quan"] == []
    assert held_after(plan, "+84900123456") == {(HANDLE, TOP[0]), (LEAD, TOP[0])}
    places_of = the_db.session.scalars(select(RoutingRule.place_id)).all()
    assert sorted(places_of) == sorted(each.id for each in communes)


def held_after(plan: Plan, phone: str) -> set[tuple[str, str]]:
    planning.carry_out(plan, SYSTEM, core_clock.now())
    the_db.session.commit()
    return held(phone)


@pytest.fixture
def office(db):
    """A top with its administrators, and an office below."""
    top = make_agency("UBND tỉnh", code="tinh")
    return {
        "admin": make_official(ADMINISTER, agency=top, name="Một"),
        "other": make_official(ADMINISTER, agency=top, name="Hai"),
        "top": top,
        "agency": make_agency("Phòng", parent=top, code="phong"),
    }


def by(user: User) -> Actor:
    return Actor(OFFICIAL, user.id)


def local(user: User) -> str:
    return "0" + user.phone.removeprefix("+84")


def test_grave_rights_wait_for_a_second_administrator_who_is_told_once(office):
    people = [(f"09008000{at:02}", f"Người {at}", "phong", "Xem số điện thoại; Xử lý phản ánh")
              for at in range(3)]  # fmt: skip
    plan = do(workbooks.officials(*people), by(office["admin"]))
    assert plan.proposed == 3
    assert plan.lines[0].details == [("given", "", "Xử lý phản ánh"),
                                     ("proposed", "", "Xem số điện thoại")]  # fmt: skip
    assert held("+84900800000") == {(HANDLE, "phong")}
    told = the_db.session.scalars(select(Notification)).all()
    assert [(row.user_id, row.parameters["count"]) for row in told] == [(office["other"].id, 3)]
    waiting = proposing.waiting([office["top"]])
    assert {row.permission for row in waiting} == {SEE_PHONE} and len(waiting) == 3
    assert look(workbooks.officials(*people), by(office["admin"])).changes == 0


def test_a_row_says_all_rights_in_its_agency_and_no_row_changes_nothing(office):
    user = make_official(HANDLE, LEAD, agency=office["agency"], name="Cũ")
    elsewhere = make_agency("Khác", parent=office["top"], code="khac")
    give_right(user, HANDLE, elsewhere)
    plan = do(workbooks.officials((local(user), "Mới", "phong", "Viết tin; Xử lý phản ánh")))
    assert plan.lines[0].details == [
        ("name", "Cũ", "Mới"), ("given", "", "Viết tin"), ("taken", "", "Lãnh đạo"),
    ]  # fmt: skip
    assert held(user.phone) == {
        (HANDLE, "phong"), (permissions.WRITE_NEWS, "phong"), (HANDLE, "khac"),
    }  # fmt: skip
    assert user.name == "Mới"


def test_nobody_changes_their_own_rights_by_a_workbook(office):
    admin = office["admin"]
    row = (local(admin), admin.name, "phong", "Xử lý phản ánh")
    assert [why for _s, _r, why in whys(workbooks.officials(row), by(admin))] == [
        str(proposing.OWN)
    ]
    assert whys(workbooks.officials(row), by(office["other"])) == []
    own = (local(admin), admin.name, "tinh", "Quản trị")
    assert look(workbooks.officials(own), by(admin)).changes == 0


def test_somebody_goes_on_administering(office):
    rows = [(local(office[who]), office[who].name, "tinh", "Xử lý phản ánh")
            for who in ("admin", "other")]  # fmt: skip
    assert len(whys(workbooks.officials(*rows))) == 1
    assert whys(workbooks.officials(rows[0])) == []


def test_rights_do_not_grow_by_a_move(office):
    make_official(SEE_PHONE, agency=office["agency"])
    make_agency("Xa", parent=office["top"], code="xa")
    row = ("xa", "Xa", "", "Phòng, ban", "phong", "", "")
    assert [(sheet, row) for sheet, row, _ in whys(workbooks.agencies(row), by(office["admin"]))] \
        == [("Cơ quan", 2)]  # fmt: skip


def test_a_branch_is_changed_by_its_own_administrator_alone(office):
    branch = make_agency("Xã", parent=office["top"], code="xa-1")
    mine = make_official(ADMINISTER, agency=branch)
    row = ("moi", "Mới", "", "Phòng, ban", "phong", "", "")
    assert len(whys(workbooks.agencies(row), by(mine))) == 1
    assert whys(workbooks.agencies((*row[:4], "xa-1", "", "")), by(mine)) == []


def test_a_rule_that_is_there_goes_to_another_agency(office, communes):
    other = make_agency("Hai", parent=office["top"], code="hai")
    do(workbooks.book({"Phân luồng": (workbooks.ROUTING, [("", "", "phong")])}))
    plan = do(workbooks.book({"Phân luồng": (workbooks.ROUTING, [("", "", "hai")])}))
    assert plan.lines[0].details == [("agency", "phong", "hai")]
    assert the_db.session.scalars(select(RoutingRule.agency_id)).all() == [other.id]


def test_a_number_that_changes_keeps_what_it_was(office, communes, clock):
    heads = workbooks.HOTLINES
    sheet = "Đường dây nóng"
    do(workbooks.book({sheet: (heads, [("dien", "0216 3000 001", "Điện lực", "")])}))
    clock.shift(DAYS)
    do(workbooks.book({sheet: (heads, [("dien", "0216 3000 002", "Điện lực", "")])}))
    today = core_clock.local(core_clock.now()).date()
    assert contacts.by_code(contacts.HOTLINE, "dien", today).value == "0216 3000 002"
    before = contacts.by_code(contacts.HOTLINE, "dien", today - DAYS)
    assert before.value == "0216 3000 001" and before.valid_to == today


def test_the_command_says_what_would_change_and_changes_all_or_nothing(
    database, run_folder, tmp_path
):
    here = Place(tmp_path, database.empty("provision"), PROVINCE_CODE="15")
    try:
        here.run("db", "upgrade")
        assert here.run("places", "import").exit_code == 0
        first, second = here.run("provision", "starter"), here.run("provision", "starter")
        assert "49 rows" in first.output and "49" not in second.output
        file = tmp_path / "tinh.xlsx"
        file.write_bytes(workbooks.agencies(TOP, ("a", "A", "", "Phòng, ban", TOP[0], "04252", "")))
        dry = here.run("provision", "import", file, "--dry-run")
        assert dry.exit_code == 0 and "Cơ quan:3 Mới A" in dry.output
        assert "nothing was changed" in dry.output
        done = here.run("provision", "import", file)
        assert done.output.splitlines()[:-1] == dry.output.splitlines()[:-1]
        assert done.output.splitlines()[-1] == "done"
        out = tmp_path / "ra.xlsx"
        assert here.run("provision", "export", out).exit_code == 0
        assert out.stat().st_mode & 0o077 == 0
        again = here.run("provision", "import", out)
        assert again.exit_code == 0 and again.output.splitlines()[-1] == "nothing was changed"
        file.write_bytes(workbooks.agencies(("b", "B", "", "Phòng, ban", "?", "", "")))
        bad = here.run("provision", "import", file)
        assert bad.exit_code == 1 and "Cơ quan:2: Mã cơ quan cấp trên “?”" in bad.stderr
        file.write_bytes(b"not a workbook")
        assert here.run("provision", "import", file).exit_code == 1
    finally:
        here.close()
