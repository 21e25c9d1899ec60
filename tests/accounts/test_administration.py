"""Administrators set agencies, officials and rights, within their own branch."""

import pytest
from sqlalchemy import select

from app.accounts import absences, permissions, proposing, queries
from app.accounts.actors import Actor
from app.commands.accounts import accounts as commands
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.errors import DomainError
from app.notifications.models import Notification
from tests.factories.accounts import (
    give_right,
    make_agency,
    make_official,
    make_phone,
    make_user,
    sign_in,
)
from tests.factories.places import make_commune, make_village


@pytest.fixture
def tree(app):
    """Province above two branches; the administrator has the left one."""
    top = make_agency("Ủy ban tỉnh", code="tinh")
    left = make_agency("Phường Trái", parent=top, code="trai")
    right = make_agency("Phường Phải", parent=top, code="phai")
    return {"top": top, "left": left, "right": right}


@pytest.fixture
def admin(client, tree):
    user = make_official(permissions.ADMINISTER, agency=tree["left"])
    sign_in(client, user)
    return user


NEW = {
    "code": "trai-kinh-te",
    "name": "Phòng Kinh tế",
    "kind": "office",
    "parent": "trai",
    "place": "",
}
AGENCIES, OFFICIALS = "/can-bo/quan-tri/co-quan", "/can-bo/quan-tri/can-bo"


def verbs(db) -> list[str]:
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_a_new_agency_stands_in_the_tree(client, admin, tree, db):
    village = make_village(make_commune())
    data = NEW | {"name_en": "Economy Office", "village": village.code, "phone": "0216 3 000 000"}
    assert client.post(f"{AGENCIES}/moi", data=data).status_code == 303
    agency = queries.agency_by_code("trai-kinh-te")
    assert agency.path == f"{tree['left'].path}{agency.id}/"
    assert agency.names_in("en")[0] == "Economy Office"
    assert (agency.place_id, agency.phone) == (village.id, "0216 3 000 000")
    assert verbs(db) == ["agency.create"]


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"code": "Có Dấu"}, {"code": "trai"}, {"kind": "x"}, {"village": "none"}],
)
def test_a_form_that_will_not_do_comes_back_filled_in(client, admin, wrong):
    data = NEW | {"short_name": "P. KT"} | wrong
    answer = client.post(f"{AGENCIES}/moi", data=data)
    assert answer.status_code == 422
    assert 'value="P. KT"' in answer.get_data(as_text=True)


def test_the_table_of_rights_says_who_may_what_where_and_what_nobody_may(client, tree, db):
    admin = make_official(permissions.ADMINISTER, agency=tree["top"], name="Quản Trị")
    handler = make_official(permissions.HANDLE, agency=tree["left"], name="An Xử Lý")
    proposing.propose(
        handler, permissions.SEE_PHONE, tree["left"], Actor("official", admin.id), core_clock.now()
    )
    gone = make_official(permissions.LEAD, agency=tree["right"], name="Đã Đóng")
    gone.disable(core_clock.now())
    sign_in(client, admin)
    page = client.get(f"{OFFICIALS}/bang").text
    assert "An Xử Lý" in page and "Đã Đóng" not in page
    assert page.count("chưa có ai: Lãnh đạo") == 3, "each of the three agencies has no lead"
    assert page.count("chưa có ai: Xử lý phản ánh") == 2
    assert page.count("chờ quản trị viên thứ hai") == 1
    only = client.get(f"{OFFICIALS}/bang?tim=phai").text
    assert "Phường Phải" in only and "Phường Trái" not in only


def test_an_agency_is_found_by_its_name_without_accents(client, admin, tree):
    for name in ("Phòng Kinh tế phường Trái", "Công an phường Trái"):
        make_agency(name, parent=tree["left"])
    page = client.get(f"{AGENCIES}?tim=cong+an").text
    assert "Công an phường Trái" in page
    assert "Phòng Kinh tế phường Trái" not in page
    assert 'value="cong an"' in page
    nothing = client.get(f"{AGENCIES}?tim=phai").text
    assert "Phường Phải" not in nothing
    assert "Không có cơ quan nào tên như vậy" in nothing


def test_nobody_makes_an_agency_outside_their_branch(client, admin):
    answer = client.post(f"{AGENCIES}/moi", data=NEW | {"parent": "phai"})
    assert answer.status_code in (403, 422)
    assert queries.agency_by_code("trai-kinh-te") is None


@pytest.mark.parametrize("code", ["phai", "tinh"])
def test_nobody_edits_an_agency_outside_their_branch(client, admin, code):
    assert client.get(f"{AGENCIES}/{code}").status_code == 403
    assert client.post(f"{AGENCIES}/{code}", data={"name": "x"}).status_code == 403


def test_an_agency_moves_with_its_whole_branch(client, tree, db):
    sign_in(client, make_official(permissions.ADMINISTER, agency=tree["top"]))
    office = make_agency("Phòng", parent=tree["left"], code="phong")
    team = make_agency("Tổ", parent=office, code="to")
    data = {"name": "Phòng", "kind": "office", "parent": "phai", "place": ""}
    assert client.post(f"{AGENCIES}/phong", data=data).status_code == 303
    assert office.path == f"{tree['right'].path}{office.id}/"
    assert team.path == f"{office.path}{team.id}/"
    entry = db.session.scalars(select(AuditEntry)).one()
    assert entry.before["path"] != entry.after["path"]


def test_an_agency_cannot_stand_below_itself(client, tree):
    sign_in(client, make_official(permissions.ADMINISTER, agency=tree["top"]))
    make_agency("Phòng", parent=tree["left"], code="phong")
    data = {"name": "Phường Trái", "kind": "office", "parent": "phong", "place": ""}
    assert client.post(f"{AGENCIES}/trai", data=data).status_code == 422


def test_an_invited_citizen_keeps_name_and_account(client, admin, db):
    citizen = make_user("Tên Của Tôi")
    data = {"phone": citizen.phone, "name": "Khác", "agency": "trai", "permissions": "handle"}
    client.post(f"{OFFICIALS}/moi", data=data)
    assert queries.user_by_phone(citizen.phone).name == "Tên Của Tôi"
    assert [right.permission for right in citizen.rights] == ["handle"]
    assert verbs(db) == ["right.give", "official.activation"]


@pytest.mark.parametrize(
    "wrong", [{"permissions": ""}, {"permissions": "everything"}, {"phone": "113"}, {"name": ""}]
)
def test_an_invitation_that_will_not_do_is_refused(client, admin, wrong):
    data = {"phone": make_phone(), "name": "A", "agency": "trai", "permissions": "handle"} | wrong
    if not data["permissions"]:
        del data["permissions"]
    assert client.post(f"{OFFICIALS}/moi", data=data).status_code == 422


@pytest.mark.parametrize("agency", ["phai", "tinh"])
def test_nobody_gives_rights_outside_their_branch(client, admin, agency):
    data = {"phone": make_phone(), "name": "A", "agency": agency, "permissions": "handle"}
    assert client.post(f"{OFFICIALS}/moi", data=data).status_code in (403, 422)
    url = f"{OFFICIALS}/{admin.code}/quyen"
    answer = client.post(url, data={"agency": agency, "permissions": "reception"})
    assert answer.status_code in (403, 422)
    assert [right.permission for right in admin.rights] == [permissions.ADMINISTER]


@pytest.mark.parametrize("permission", sorted(permissions.EVERYWHERE))
def test_s24_a_branch_gives_no_right_that_reaches_the_whole_province(
    client, app, admin, tree, permission
):
    official = make_official(permissions.HANDLE, agency=tree["left"])
    data = {"agency": "trai", "permissions": [permission]}
    url = f"{OFFICIALS}/{official.code}"
    assert f'value="{permission}"' not in client.get(url).text
    assert client.post(url + "/quyen", data=data).status_code == 422
    invited = data | {"name": "Người Mới", "phone": make_phone()}
    assert client.post(f"{OFFICIALS}/moi", data=invited).status_code == 422
    assert queries.user_by_phone(invited["phone"]) is None
    above = app.test_client()
    sign_in(above, make_official(permissions.ADMINISTER, agency=tree["top"]))
    assert above.post(url + "/quyen", data=data).status_code == 303
    (proposal,) = proposing.open_of(official)
    assert proposal.permission == permission
    assert client.post(f"/can-bo/quan-tri/quyen/{proposal.id}/dong-y").status_code == 403


@pytest.mark.parametrize("permission", sorted(permissions.EVERYWHERE))
def test_s24_who_holds_such_a_right_is_out_of_a_branchs_reach(client, admin, tree, permission):
    official = make_official(permission, agency=tree["left"])
    right, url = official.rights[0], f"{OFFICIALS}/{official.code}"
    for verb in ("kich-hoat-lai", "khoa", "quyen", f"quyen/{right.id}/bo"):
        assert client.post(f"{url}/{verb}", data={"agency": "trai"}).status_code == 403
    assert [each.id for each in official.rights] == [right.id]


@pytest.mark.parametrize("verb", ["kich-hoat-lai", "khoa", "quyen"])
def test_nobody_takes_over_an_official_with_rights_above(client, admin, tree, verb):
    other = make_official(permissions.HANDLE, agency=tree["left"])
    give_right(other, permissions.LEAD, tree["top"])
    data = {"agency": "trai", "permissions": "handle"}
    assert client.post(f"{OFFICIALS}/{other.code}/{verb}", data=data).status_code == 403
    assert other.is_official
    assert other.is_active


def test_rights_are_given_and_taken(client, admin, tree, db):
    other = make_official(permissions.HANDLE, agency=tree["left"])
    url = f"{OFFICIALS}/{other.code}"
    client.post(f"{url}/quyen", data={"agency": "trai", "permissions": ["lead", "clerk"]})
    assert {right.permission for right in other.rights} == {"handle", "lead", "clerk"}
    first = next(right for right in other.rights if right.permission == "handle")
    client.post(f"{url}/quyen/{first.id}/bo")
    assert {right.permission for right in other.rights} == {"lead", "clerk"}
    assert verbs(db) == ["right.give", "right.give", "right.take"]


@pytest.fixture
def second(app, tree):
    """Another administrator of the left branch, signed in."""
    visitor = app.test_client()
    sign_in(visitor, make_official(permissions.ADMINISTER, agency=tree["left"]))
    return visitor


def told(db) -> list[tuple[str, int]]:
    rows = db.session.execute(
        select(Notification.kind, Notification.user_id).order_by(Notification.id)
    )
    return [(row[0], row[1]) for row in rows]


@pytest.mark.both_databases
@pytest.mark.parametrize("permission", sorted(permissions.GRAVE - permissions.EVERYWHERE))
def test_s47_a_grave_right_counts_once_a_second_administrator_confirms_it(
    client, admin, second, tree, db, permission
):
    other = make_official(permissions.HANDLE, agency=tree["left"])
    data = {"agency": "trai", "permissions": [permission]}
    client.post(f"{OFFICIALS}/{other.code}/quyen", data=data)
    client.post(f"{OFFICIALS}/{other.code}/quyen", data=data)
    assert [right.permission for right in other.rights] == ["handle"]
    (row,) = proposing.open_of(other)
    url = f"/can-bo/quan-tri/quyen/{row.id}"
    client.post(f"{url}/dong-y")
    assert row.is_open, "who proposed it does not confirm it"
    assert "Quyền chờ quản trị viên thứ hai" in second.get(OFFICIALS).text
    assert second.post(f"{url}/dong-y").status_code == 303
    assert {right.permission for right in other.rights} == {"handle", permission}
    assert [kind for kind, _ in told(db)] == ["right_proposed"] + ["right_confirmed"] * 2
    assert {user for kind, user in told(db) if kind == "right_confirmed"} == {admin.id, other.id}
    second.post(f"{url}/tu-choi")
    assert row.outcome == "confirmed", "what is decided stays"
    assert verbs(db) == ["right.propose", "right.confirm"]


@pytest.mark.both_databases
def test_s47_who_gets_a_right_does_not_confirm_it(client, admin, second, tree):
    with second.session_transaction() as cookie:
        session = queries.session_by_token(cookie["_user_id"])
    data = {"agency": "trai", "permissions": ["see_phone"]}
    client.post(f"{OFFICIALS}/{session.user.code}/quyen", data=data)
    (row,) = proposing.open_of(session.user)
    second.post(f"/can-bo/quan-tri/quyen/{row.id}/dong-y")
    assert row.is_open
    second.post(f"/can-bo/quan-tri/quyen/{row.id}/tu-choi")
    assert row.outcome == "refused"
    assert [right.permission for right in session.user.rights] == ["administer"]


@pytest.mark.both_databases
@pytest.mark.parametrize("permission", sorted(permissions.ALL - permissions.EVERYWHERE))
def test_s47_nobody_gives_themselves_a_right(client, admin, tree, permission):
    data = {"agency": "trai", "permissions": [permission]}
    assert client.post(f"{OFFICIALS}/{admin.code}/quyen", data=data).status_code == 422
    invited = data | {"name": "Tôi", "phone": admin.phone}
    assert client.post(f"{OFFICIALS}/moi", data=invited).status_code == 422
    assert [right.permission for right in admin.rights] == ["administer"]
    assert proposing.open_of(admin) == []


@pytest.mark.both_databases
def test_s47_an_invitation_with_a_grave_right_waits_for_it_too(client, admin, second, tree):
    phone = make_phone()
    data = {"agency": "trai", "permissions": ["see_phone"], "name": "Mới", "phone": phone}
    assert client.post(f"{OFFICIALS}/moi", data=data).status_code == 200
    invited = queries.user_by_phone(phone)
    assert list(invited.rights) == []
    assert second.get(f"{OFFICIALS}/{invited.code}").status_code == 200


@pytest.mark.both_databases
def test_s47_moving_an_agency_extends_no_right_of_the_mover_nor_a_grave_one(client, tree, db):
    top = make_official(permissions.ADMINISTER, agency=tree["top"])
    sign_in(client, top)
    office = make_agency("Phòng", parent=tree["left"], code="phong")
    data = {"name": "Phòng", "kind": "office", "parent": "phai", "place": ""}
    give_right(top, permissions.HANDLE, tree["right"])
    assert client.post(f"{AGENCIES}/phong", data=data).status_code == 422
    top.rights[:] = [right for right in top.rights if right.permission != "handle"]
    other = make_official(permissions.SEE_PHONE, agency=tree["right"])
    assert client.post(f"{AGENCIES}/phong", data=data).status_code == 422
    assert office.path.startswith(tree["left"].path)
    other.rights.clear()
    db.session.commit()
    assert client.post(f"{AGENCIES}/phong", data=data).status_code == 303


@pytest.mark.both_databases
def test_s47_nobody_opens_an_agency_again_in_which_their_own_rights_sleep(client, tree, db):
    top = make_official(permissions.ADMINISTER, agency=tree["top"])
    sign_in(client, top)
    tree["left"].is_closed = True
    give_right(top, permissions.RECEPTION, tree["left"])
    db.session.commit()
    data = {"name": "Phường Trái", "kind": "office", "parent": "tinh", "place": ""}
    assert client.post(f"{AGENCIES}/trai", data=data).status_code == 422
    assert tree["left"].is_closed


def test_s47_nobody_names_themselves_somebodys_deputy(app, tree):
    lead = make_official(permissions.LEAD, agency=tree["left"])
    other = make_official(permissions.OPERATE, agency=tree["left"])
    day = core_clock.local(core_clock.now()).date()
    actor = Actor("official", lead.id, tree["left"].id)
    with pytest.raises(DomainError):
        absences.begin(other, lead, (day, day), actor, core_clock.now())


def test_an_official_is_closed_and_opened_again(client, admin, tree, db):
    other = make_official(permissions.HANDLE, agency=tree["left"])
    client.post(f"{OFFICIALS}/{other.code}/khoa")
    assert not other.is_active
    client.post(f"{OFFICIALS}/{other.code}/mo-khoa")
    assert other.is_active
    assert verbs(db) == ["official.disable", "official.enable"]


def test_nobody_closes_or_disarms_themselves(client, admin):
    assert client.post(f"{OFFICIALS}/{admin.code}/khoa").status_code == 403
    right = admin.rights[0]
    assert client.post(f"{OFFICIALS}/{admin.code}/quyen/{right.id}/bo").status_code == 403


def test_a_citizen_is_no_official_to_be_looked_at(client, admin):
    assert client.get(f"{OFFICIALS}/{make_user().code}").status_code == 404


def test_the_list_shows_only_the_branch(client, admin, tree):
    make_official(permissions.HANDLE, agency=tree["left"], name="Người Trái")
    make_official(permissions.HANDLE, agency=tree["right"], name="Người Phải")
    page = client.get(OFFICIALS).get_data(as_text=True)
    assert "Người Trái" in page
    assert "Người Phải" not in page
    assert client.get(f"{OFFICIALS}?agency=phai").status_code == 404


def test_the_list_asks_no_more_for_more_officials(client, admin, tree, statements):
    def count() -> int:
        client.get(OFFICIALS)
        with statements() as seen:
            client.get(OFFICIALS)
        return len(seen)

    make_official(permissions.HANDLE, agency=tree["left"])
    few = count()
    for _ in range(10):
        make_official(permissions.HANDLE, permissions.LEAD, agency=tree["left"])
    assert count() == few <= 12


def create_admin(app, *more: str, password: str = "một câu đủ dài"):
    words = ["create-admin", "--phone", "0900 000 500", "--name", "Quản Trị", *more]
    return app.test_cli_runner().invoke(commands, [*words, "--password", password])


def test_the_command_makes_the_first_administrator(app):
    done = create_admin(app, "--agency-name", "Ủy ban tỉnh")
    assert done.exit_code == 0, done.output
    user = queries.user_by_phone("+84900000500")
    assert user.is_official
    assert [(r.permission, r.agency.code) for r in user.rights] == [("administer", "root")]
    assert "0900000500" not in done.output


def test_the_command_refuses_a_common_password_and_an_agency_that_is_not_there(app):
    assert create_admin(app, "--agency-name", "X", password="matkhau123").exit_code == 1
    assert create_admin(app).exit_code == 1
    assert queries.user_by_phone("+84900000500") is None


@pytest.mark.both_databases
def test_s47_the_command_line_makes_the_first_administrator_alone(app, client, db):
    assert create_admin(app, "--agency-name", "Ủy ban tỉnh").exit_code == 0
    first = queries.user_by_phone("+84900000500")
    assert [right.permission for right in first.rights] == ["administer"]
    assert "right.first_administrator" in verbs(db)
    words = ["create-admin", "--phone", "0900 000 501", "--name", "Người Hai"]
    words += ["--password", "một câu đủ dài"]
    assert app.test_cli_runner().invoke(commands, words).exit_code == 0
    other = queries.user_by_phone("+84900000501")
    assert list(other.rights) == []
    first.totp_confirmed_at = core_clock.now()
    sign_in(client, first, official=True)
    (row,) = proposing.open_of(other)
    client.post(f"/can-bo/quan-tri/quyen/{row.id}/dong-y")
    assert [right.permission for right in other.rights] == ["administer"]
