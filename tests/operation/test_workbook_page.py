"""The page of a workbook: sent, looked at by the worker, done once; written out for a reason."""

import io

import pytest
from sqlalchemy import func, select

from app.accounts import queries
from app.accounts.actors import OFFICIAL, Actor
from app.accounts.models import Agency
from app.accounts.permissions import ADMINISTER, HANDLE
from app.core.audit import AuditEntry
from app.operation.provisioning import planning, reading
from app.sheets.models import SheetUpload
from tests.factories import places
from tests.factories.accounts import make_agency, make_official, make_user, sign_in
from tests.operation import workbooks

HERE = "/can-bo/quan-tri/thiet-lap"
ROW = ("phong", "Phòng <b>Mới</b>", "", "Phòng, ban", "tinh", "", "")


@pytest.fixture
def admin(client, db):
    places.make_province()
    top = make_agency("UBND tỉnh", code="tinh", kind="committee")
    user = make_official(ADMINISTER, agency=top)
    sign_in(client, user)
    return user


def send(client, content: bytes, name: str = "tinh.xlsx") -> str:
    answer = client.post(HERE, data={"file": (io.BytesIO(content), name)})
    assert answer.status_code == 303
    return answer.headers["Location"]


def drain(outbox, client, at: str) -> str:
    outbox.drain()
    return client.get(at).text


def test_a_workbook_is_shown_before_it_is_done_and_done_once(client, admin, outbox, db):
    at = send(client, workbooks.agencies(ROW))
    assert 'http-equiv="refresh"' in client.get(at).text
    page = drain(outbox, client, at)
    assert "Phòng &lt;b&gt;Mới&lt;/b&gt;" in page and "Chưa có gì thay đổi" in page
    assert queries.agency_by_code("phong") is None
    assert client.post(f"{at}/ap-dung").status_code == 303
    assert client.post(f"{at}/ap-dung").status_code == 409, "a second tap"
    assert "Nội dung trong tệp đã có hiệu lực." in drain(outbox, client, at)
    assert queries.agency_by_code("phong").parent.code == "tinh"
    row = db.session.scalar(select(SheetUpload))
    assert (row.content, row.sample) == (None, [])
    outbox.drain()
    made = select(func.count()).where(AuditEntry.verb == "province.import")
    assert db.session.scalar(made) == 1
    again = drain(outbox, client, send(client, workbooks.agencies(ROW)))
    assert "Không có gì thay đổi" in again and "ap-dung" not in again


def test_what_is_wrong_is_said_by_sheet_and_row_and_nothing_is_done(client, admin, outbox, db):
    bad = workbooks.agencies(ROW, (*ROW[:3], "Lâu đài", "tinh", "", ""))
    before = db.session.scalar(select(func.count(Agency.id)))
    page = drain(outbox, client, send(client, bad))
    assert "Cơ quan, dòng 3: Mã “phong”: Trùng với dòng 2." in page
    assert db.session.scalar(select(func.count(Agency.id))) == before
    for content in (b"PK\x03\x04 no book", b"a,b\n1,2\n", b"\xff" * 50):
        page = drain(outbox, client, send(client, content))
        assert 'class="summary"' in page and "ap-dung" not in page
    assert client.post(HERE, data={}).status_code == 422


def test_what_changed_meanwhile_is_looked_at_again(client, admin, outbox, db):
    at = send(client, workbooks.agencies(ROW))
    drain(outbox, client, at)
    make_agency("Của người khác", parent=queries.agency_by_code("tinh"), code="phong")
    db.session.commit()
    client.post(f"{at}/ap-dung")
    assert "Có thay đổi trong lúc chờ" in drain(outbox, client, at)
    assert queries.agency_by_code("phong").name == "Của người khác"
    client.post(at)
    page = drain(outbox, client, at)
    assert "<del>Của người khác</del>" in page
    client.post(f"{at}/ap-dung")
    drain(outbox, client, at)
    db.session.expire_all()
    assert queries.agency_by_code("phong").name == ROW[1]


def test_who_no_longer_administers_changes_nothing(client, admin, outbox, db):
    at = send(client, workbooks.agencies(ROW))
    drain(outbox, client, at)
    client.post(f"{at}/ap-dung")
    db.session.delete(admin.rights[0])
    db.session.commit()
    outbox.drain()
    assert queries.agency_by_code("phong") is None
    assert db.session.scalar(select(SheetUpload.state)) == "failed"


def test_a_workbook_that_is_dropped_leaves_nothing(client, admin, outbox, db):
    at = send(client, workbooks.agencies(ROW))
    drain(outbox, client, at)
    assert client.post(f"{at}/bo").status_code == 303
    row = db.session.scalar(select(SheetUpload))
    assert (row.content, row.sample, row.state) == (None, [], "dropped")


def test_the_province_is_written_out_and_numbers_need_a_reason(client, admin, db):
    plain = client.post(f"{HERE}/xuat", data={})
    plan = planning.plan(reading.read(plain.data), admin_actor(admin))
    assert plan.problems == [] and plan.changes == 0 and "officials" not in plan.counts
    assert client.post(f"{HERE}/xuat", data={"officials": "1"}).status_code == 422
    data = {"officials": "1", "reason": "Nhập lại danh sách"}
    whole = client.post(f"{HERE}/xuat", data=data)
    plan = planning.plan(reading.read(whole.data), admin_actor(admin))
    assert plan.counts["officials"] == {"same": 1} and plan.problems == []
    entries = db.session.scalars(select(AuditEntry).where(AuditEntry.verb == "province.export"))
    assert [entry.after.get("reason") for entry in entries] == [None, "Nhập lại danh sách"]


def admin_actor(user):
    return Actor(OFFICIAL, user.id)


@pytest.mark.one_database
def test_only_who_administers_the_whole_province_finds_it(client, admin, login_as, db):
    branch = make_agency("Xã", parent=queries.agency_by_code("tinh"))
    for user in (make_official(ADMINISTER, agency=branch), make_official(HANDLE), make_user()):
        assert login_as(user).get(HERE).status_code in (403, 404)
