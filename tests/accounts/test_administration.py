"""Administrators set agencies, officials and rights, within their own branch."""

import pytest
from sqlalchemy import select

from app.accounts import permissions, queries
from app.accounts.cli import commands
from app.core.audit import AuditEntry
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
    assert permission in [right.permission for right in official.rights]


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
    client.post(f"{url}/quyen", data={"agency": "trai", "permissions": ["lead", "see_phone"]})
    assert {right.permission for right in other.rights} == {"handle", "lead", "see_phone"}
    first = next(right for right in other.rights if right.permission == "handle")
    client.post(f"{url}/quyen/{first.id}/bo")
    assert {right.permission for right in other.rights} == {"lead", "see_phone"}
    assert verbs(db) == ["right.give", "right.give", "right.take"]


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
