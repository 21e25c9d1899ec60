"""Activation slips: for many at once, shown once, ended by the next, within one's own branch."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.accounts import permissions, slips
from app.accounts.models import Activation
from app.accounts.models.activation import normalised
from app.core.audit import AuditEntry
from app.core.clock import now
from app.core.codes import sha256
from tests.factories.accounts import (
    give_right,
    make_agency,
    make_official,
    make_user,
    sign_in,
)

HERE = "/can-bo/quan-tri/can-bo/phieu-kich-hoat"


@pytest.fixture
def tree(app):
    top = make_agency("Ủy ban tỉnh", code="tinh")
    left = make_agency("Phường Trái", parent=top, code="trai")
    below = make_agency("Văn phòng Phường Trái", parent=left, code="trai-vp")
    right = make_agency("Phường Phải", parent=top, code="phai")
    return {"top": top, "left": left, "below": below, "right": right}


@pytest.fixture
def invited(db, tree):
    """Whoever has rights in one of the agencies and never chose a password."""
    found = {}
    for name, agency in tree.items():
        found[name] = make_user(name=f"Cán Bộ {name}")
        give_right(found[name], permissions.HANDLE, agency)
    db.session.commit()
    return found


def boss(client, agency):
    user = make_official(permissions.ADMINISTER, agency=agency)
    sign_in(client, user)
    return user


def names(page: str) -> set[str]:
    return {each for each in ("top", "left", "below", "right") if f"Cán Bộ {each}<" in page}


def codes_of(page: str) -> list[str]:
    return [part.partition("<")[0] for part in page.split('<b class="code">')[1:]]


def test_an_administrator_prints_slips_of_their_own_branch_alone(client, tree, invited, db):
    boss(client, tree["left"])
    give_right(invited["below"], permissions.HANDLE, tree["right"])  # no longer theirs altogether
    db.session.commit()
    assert "1 cán bộ chưa kích hoạt" in client.get(HERE).text
    page = client.post(HERE, data={}).text
    assert names(page) == {"left"}
    assert "Phường Trái" in page and invited["left"].masked_phone in page
    assert invited["left"].phone not in page
    assert client.get(f"{HERE}?agency=phai").status_code == 404
    assert client.post(HERE, data={"agency": "phai"}).status_code == 404


def test_a_slip_opens_the_account_once_and_is_kept_as_a_hash(client, tree, invited, db):
    boss(client, tree["top"])
    answer = client.post(HERE, data={"agency": "trai"})
    assert answer.status_code == 200 and "no-store" in answer.headers["Cache-Control"]
    assert names(answer.text) == {"left", "below"}
    codes = codes_of(answer.text)
    assert len(set(codes)) == 2 and not set(codes) & set(codes_of(client.get(HERE).text))
    rows = db.session.scalars(select(Activation)).all()
    assert {row.code_hash for row in rows} == {sha256(normalised(code)) for code in codes}
    kept = [str(value) for row in db.session.scalars(select(AuditEntry)) for value in (
        row.subject, row.after, row.before)]  # fmt: skip
    assert not any(code in each for code in codes for each in kept)
    logged = select(AuditEntry.subject).where(AuditEntry.verb == "official.activation")
    assert set(db.session.scalars(logged)) == {invited[n].reference for n in ("left", "below")}
    row = next(row for row in rows if row.code_hash == sha256(normalised(codes[0])))
    assert row.is_open(now() + timedelta(days=13)) and not row.is_open(now() + timedelta(days=14))
    assert row.check(codes[0].lower(), now()) and not row.check(codes[0], now())


def test_the_next_printing_is_for_the_others_and_again_ends_the_slips_so_far(
    client, tree, invited, db, monkeypatch
):
    boss(client, tree["top"])
    monkeypatch.setattr(slips, "AT_ONCE", 3)
    first = client.post(HERE, data={}).text
    second = client.post(HERE, data={"agency": ""}, query_string={"x": "1"}).text
    assert names(first) == {"top", "left", "below"} and names(second) == {"right"}
    nobody = client.post(HERE, data={"agency": "phai"})
    assert nobody.status_code == 422 and "Ở đây không còn ai cần phiếu." in nobody.text
    again = client.post(HERE, data={"agency": "phai", "again": "1"}).text
    assert names(again) == {"right"} and codes_of(again) != codes_of(second)
    old = db.session.scalar(
        select(Activation).where(Activation.code_hash == sha256(codes_of(second)[0]))
    )
    assert not old.is_open(now())


def test_who_has_begun_is_closed_or_is_of_another_workbook_gets_none(client, tree, invited, db):
    boss(client, tree["top"])
    moment = now() - timedelta(days=2)
    for right in (*invited["left"].rights, *invited["right"].rights):
        right.granted_at = moment
    invited["right"].disable(now())
    make_official(permissions.HANDLE, agency=tree["left"])
    db.session.commit()
    at = {"luc": moment.isoformat()}
    assert "1 cán bộ chưa kích hoạt" in client.get(HERE, query_string=at).text
    assert names(client.post(HERE, data=at).text) == {"left"}
    assert client.get(f"{HERE}?luc=hom-qua").status_code == 404


def test_who_administers_nothing_gets_no_slips(client, tree, invited):
    sign_in(client, make_official(permissions.LEAD, agency=tree["top"]))
    assert client.get(HERE).status_code == 403
    assert client.post(HERE, data={}).status_code == 403
