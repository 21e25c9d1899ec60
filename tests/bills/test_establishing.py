"""Billers taken in, how they bill, where their program is; price lists begun."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from app.accounts import permissions as may
from app.bills.adapters import hosts
from app.bills.models import Biller, Tariff
from app.core.audit import AuditEntry
from app.notifications.endpoints import BadEndpoint
from app.notifications.models import Notification
from tests.factories.accounts import make_agency, make_official
from tests.factories.bills import make_biller, make_clerk, make_tariff

pytestmark = pytest.mark.one_database
SECRET = "mười sáu chữ hoặc hơn"
NEW = {"kind": "water", "adapter": "http", "code_hint": "NU và 4 chữ số", "days_to_pay": "20",
       "by_name": "1"}  # fmt: skip
PROGRAM = {"address": "https://bills.example.vn/api", "secret": SECRET}
LISTED = ("bills.example.vn",)


@pytest.fixture
def root(app):
    return make_agency("Ủy ban thử")


@pytest.fixture
def admin(root):
    return make_official(may.ADMINISTER, agency=root)


@pytest.fixture
def desk(admin, login_as):
    return login_as(admin)


@pytest.fixture
def biller(root, app, monkeypatch):
    settings = replace(app.config["SETTINGS"], biller_hosts=LISTED)
    monkeypatch.setitem(app.config, "SETTINGS", settings)
    return make_biller(adapter="http", agency=make_agency("Trạm thử", "biller", parent=root))


def _verbs(db):
    return list(db.session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id)))


def test_an_administrator_makes_an_agency_a_biller_and_changes_how_it_bills(desk, root, db):
    agency = make_agency("Trạm nước mới", "biller", parent=root)
    tariff = make_tariff("water")
    form = {**NEW, "agency": agency.code, "tariff": tariff.code}
    assert "Trạm nước mới" in desk.get("/can-bo/hoa-don/don-vi-moi").text
    answer = desk.post("/can-bo/hoa-don/don-vi-moi", data=form)
    made = db.session.scalar(select(Biller))
    assert answer.location.endswith(f"/{made.code}/ket-noi")
    assert (made.name, made.tariff, made.days_to_pay) == ("Trạm nước mới", tariff, 20)
    assert (made.by_name, made.by_amount, made.paper_only) == (True, False, False)
    url = f"/can-bo/hoa-don/{made.code}/cach-thu"
    changed = {"days_to_pay": "10", "by_phone": "1", "code_hint": "Góc phải"}
    assert desk.get(url).status_code == 200
    assert desk.post(url, data=changed).status_code == 303
    assert (made.days_to_pay, made.by_phone, made.tariff) == (10, True, None)
    assert _verbs(db)[-2:] == ["add-biller", "change-biller"]
    assert "Trạm nước mới" in desk.get("/can-bo/hoa-don").text


@pytest.mark.parametrize("wrong", [
    {"agency": "no-such"}, {"kind": "x"}, {"adapter": "x"}, {"days_to_pay": "0"},
    {"days_to_pay": "-5"}, {"days_to_pay": "91"}, {"by_name": None}, {"tariff": "electric"},
])  # fmt: skip
def test_a_biller_that_cannot_be_is_refused_and_what_was_typed_is_kept(desk, root, db, wrong):
    agency = make_agency("Trạm nước mới", "biller", parent=root)
    if "tariff" in wrong:
        wrong = {"tariff": make_tariff("electricity").code}
    form = {**NEW, "agency": agency.code, **wrong}
    sent = {name: value for name, value in form.items() if value is not None}
    answer = desk.post("/can-bo/hoa-don/don-vi-moi", data=sent)
    assert answer.status_code == 422
    assert "NU và 4 chữ số" in answer.text
    assert db.session.scalar(select(Biller)) is None


def test_s24_an_agency_of_another_branch_is_not_to_be_had(desk, db):
    other = make_agency("Trạm nơi khác", "biller")
    assert "Trạm nơi khác" not in desk.get("/can-bo/hoa-don/don-vi-moi").text
    answer = desk.post("/can-bo/hoa-don/don-vi-moi", data={**NEW, "agency": other.code})
    assert answer.status_code == 422
    far = make_biller(adapter="http", agency=other)
    for page in ("cach-thu", "ket-noi"):
        assert desk.get(f"/can-bo/hoa-don/{far.code}/{page}").status_code == 404


def test_s07_the_program_is_set_after_proof_told_to_all_and_its_secret_never_shown(
    biller, admin, login_as, db
):
    clerk = make_clerk(biller)
    url = f"/can-bo/hoa-don/{biller.code}/ket-noi"
    desk = login_as(clerk)
    assert desk.post(url, data=PROGRAM).status_code == 303
    assert (biller.address, biller.secret) == (PROGRAM["address"], SECRET)
    assert SECRET.encode() not in biller.secret_sealed
    assert SECRET not in desk.get(url).text
    assert set(db.session.scalars(select(Notification.user_id))) == {clerk.id, admin.id}
    entry = db.session.scalar(select(AuditEntry).where(AuditEntry.verb == "set-program"))
    assert entry.after == {"address": PROGRAM["address"], "new_secret": True}
    moved = {"address": "https://bills.example.vn/v2", "secret": ""}
    assert desk.post(url, data=moved).status_code == 303
    assert (biller.address, biller.secret) == (moved["address"], SECRET)


def test_s07_without_fresh_proof_the_program_is_not_changed(biller, login_as, clock):
    desk = login_as(make_clerk(biller))
    clock.shift(20 * 60)
    answer = desk.post(f"/can-bo/hoa-don/{biller.code}/ket-noi", data=PROGRAM)
    assert "/tai-khoan/xac-nhan" in answer.location
    assert biller.address == ""


@pytest.mark.parametrize("wrong", [
    {"address": "https://elsewhere.example.vn/"}, {"address": "http://bills.example.vn/"},
    {"address": "https://bills.example.vn:8443/"}, {"address": "https://x@bills.example.vn/"},
    {"address": "https://bills.example.vn.evil.example/"}, {"address": "//bills.example.vn"},
    {"address": "https://bills.example.vn/?a=1"}, {"secret": "short"}, {"secret": ""},
])  # fmt: skip
def test_s28_an_address_off_the_list_and_a_weak_secret_are_refused(biller, login_as, wrong):
    desk = login_as(make_clerk(biller))
    answer = desk.post(f"/can-bo/hoa-don/{biller.code}/ket-noi", data={**PROGRAM, **wrong})
    assert answer.status_code == 422
    assert biller.address == ""


@pytest.mark.parametrize(("url", "production", "good"), [
    ("https://bills.example.vn/api", True, True), ("http://127.0.0.1:9000", False, True),
    ("http://127.0.0.1:9000", True, False), ("https://localhost/", True, False),
    ("https://[::1/", False, False), ("https://bills.example.vn:x/", True, False),
    ("https://bills.example.vn/" + "a" * 200, True, False), ("", False, False),
])  # fmt: skip
def test_s28_which_addresses_are_spoken_to(url, production, good):
    if good:
        assert hosts.check(url, LISTED, production).host
    else:
        with pytest.raises(BadEndpoint):
            hosts.check(url, LISTED, production)


def test_s28_a_listed_name_that_leads_inside_is_not_spoken_to(monkeypatch):
    inward = [(2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr("socket.getaddrinfo", lambda *_given, **_more: inward)
    with pytest.raises(BadEndpoint):
        hosts.refuse_inward(hosts.check(PROGRAM["address"], LISTED, True))


def test_only_a_biller_with_a_program_has_a_connection(desk, root):
    plain = make_biller(agency=make_agency("Trạm thử hai", "biller", parent=root))
    assert desk.get(f"/can-bo/hoa-don/{plain.code}/ket-noi").status_code == 404


def test_price_lists_are_begun_by_administrators_for_all_and_by_clerks_for_their_own(
    desk, login_as, db, client
):
    url = "/can-bo/hoa-don/bieu-gia"
    new = {"name": "Giá nước thử", "kind": "water", "unit": "m³", "agency": ""}
    page = desk.post(url, data=new, follow_redirects=True)
    assert "Giá nước thử" in page.text
    assert db.session.scalar(select(Tariff)).agency is None
    biller = make_biller()
    clerk = login_as(make_clerk(biller))
    assert clerk.post(url, data=new).status_code == 422
    assert clerk.post(url, data={**new, "agency": biller.agency.code}).status_code == 303
    assert (
        clerk.post(url, data={**new, "agency": biller.agency.code, "unit": " "}).status_code == 422
    )
    newest = db.session.scalar(select(Tariff).order_by(Tariff.id.desc()))
    assert newest.agency == biller.agency
    # A list without prices is no choice for a citizen.
    assert "Giá nước thử" not in client.get("/hoa-don/tinh-tien").text
