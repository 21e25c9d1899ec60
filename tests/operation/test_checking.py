"""Numbers, links and rates: dated, looked at now and then, reminded of, shown to citizens."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from app.accounts.permissions import ADMINISTER
from app.bills import starter as prices
from app.bills.models import TariffVersion, TaxRate
from app.core import clock as core_clock
from app.core.audit import AuditEntry
from app.core.errors import DomainError
from app.notifications.models import Notification
from app.operation.checking import facts
from app.operation.checking.views import remind_now
from app.places import contacts
from app.places import starter as links
from app.places.contacts import HOTLINE, LINK, Contact, Said
from tests.clocks import NOW
from tests.factories import places
from tests.factories.accounts import make_agency, make_official

HERE = "/can-bo/quan-tri/kiem-tra-lai"
TODAY = core_clock.local(NOW).date()
NEW = {"kind": "hotline", "code": "dien-luc", "value": "0216 3 000 001", "name": "Điện lực",
       "about": "Mất điện", "where": "", "position": "10", "basis": "CV 1"}  # fmt: skip


@pytest.fixture
def admin(login_as, db):
    top = make_agency("UBND tỉnh", code="tinh")
    return login_as(make_official(ADMINISTER, agency=top))


def write(code: str, value: str, day: date, place=None) -> Contact:
    said = Said(value, "Điện lực", place=place)
    return contacts.write(HOTLINE, code, said, day, "system", core_clock.now())


def on(day: date) -> list[str]:
    return [row.value for row in contacts.counting(HOTLINE, day)]


def test_a_number_counts_from_its_day_and_what_it_was_stays(db):
    write("dien", "0216 3 000 001", TODAY)
    write("dien", "0216 3 000 002", TODAY + timedelta(days=5))
    assert on(TODAY - timedelta(days=1)) == []
    assert on(TODAY + timedelta(days=4)) == ["0216 3 000 001"]
    assert on(TODAY + timedelta(days=5)) == ["0216 3 000 002"]
    with pytest.raises(DomainError):
        write("dien", "0216 3 000 003", TODAY)


def test_the_same_said_again_writes_nothing(db):
    for _ in range(2):
        write("dien", "0216 3 000 001", TODAY)
    assert db.session.query(Contact).count() == 1
    assert db.session.query(AuditEntry).count() == 1


@pytest.mark.parametrize(
    ("kind", "value"),
    [(HOTLINE, "gọi ông An"), (HOTLINE, ""), (LINK, "http://a.vn"), (LINK, "javascript:alert(1)"),
     (LINK, "https://a.vn/\"><b>")],
)  # fmt: skip
def test_what_is_no_number_or_address_is_refused(db, kind, value):
    with pytest.raises(DomainError):
        contacts.check(kind, Said(value, "Tên"))


def test_an_administrator_adds_changes_removes_and_puts_back(admin, client, db):
    assert admin.post(f"{HERE}/moi", data={**NEW, "value": "x"}).status_code == 422
    assert admin.post(f"{HERE}/moi", data=NEW).status_code == 303
    assert admin.post(f"{HERE}/moi", data=NEW).status_code == 422, "its code is taken"
    row = db.session.scalars(select(Contact)).one()
    at = f"{HERE}/so/{row.id}"
    assert 'value="0216 3 000 001"' in admin.get(at).text
    assert "Điện lực" in client.get("/duong-day-nong").text
    assert admin.get(f"{at}/bo").status_code == 200
    assert [admin.post(f"{at}/bo").status_code for _ in range(2)] == [303, 303]
    assert "Điện lực" not in client.get("/duong-day-nong").text
    assert "Đặt lại" in admin.get(f"{HERE}?tat_ca=1").text
    assert [admin.post(f"{at}/dat-lai").status_code for _ in range(2)] == [303, 303]
    assert 'href="tel:02163000001"' in client.get("/duong-day-nong").text
    assert admin.post(at, data={**NEW, "value": "0216 3 000 009"}).status_code == 303
    assert on(TODAY) == ["0216 3 000 009"]


def test_numbers_of_a_commune_are_shown_where_it_is_meant(client, db):
    top = places.make_province()
    one, two = (places.make_commune(name, top, "Xã") for name in ("Hoa Ban", "Hoa Mai"))
    write("tinh", "0216 3 000 001", TODAY)
    write("mot", "0216 3 000 002", TODAY, one)
    write("hai", "0216 3 000 003", TODAY, two)
    page = client.get("/duong-day-nong?noi=hoa+ban").text
    assert "0216 3 000 001" in page and "0216 3 000 002" in page and "0216 3 000 003" not in page
    assert page.index("<h2>Xã Hoa Ban") < page.index("0216 3 000 002") < page.index("Toàn tỉnh")
    assert "0216 3 000 002" not in client.get("/duong-day-nong").text
    assert client.get("/duong-day-nong?noi=%00%25zz").status_code == 200


def test_a_village_s_number_is_its_commune_s_and_the_province_s_is_everybody_s(db):
    top = places.make_province()
    commune = places.make_commune("Hoa Ban", top, "Xã")
    village = places.make_village(commune)
    assert contacts.whose(village) is contacts.whose(commune) is commune
    assert contacts.whose(top) is contacts.whose(None) is None


def test_a_number_made_and_removed_on_one_day_can_be_made_again_that_day(admin, db):
    for value in ("0216 3 000 001", "0216 3 000 002"):
        assert admin.post(f"{HERE}/moi", data={**NEW, "value": value}).status_code == 303
        assert on(TODAY) == [value]
        row = db.session.scalars(select(Contact)).one()
        assert admin.post(f"{HERE}/so/{row.id}/bo").status_code == 303
    assert on(TODAY) == []


def test_who_changes_a_number_that_was_changed_meanwhile_is_told(admin, db):
    old = write("dien-luc", "0216 3 000 001", TODAY - timedelta(days=9))
    at = f"{HERE}/so/{old.id}"
    assert admin.post(at, data={**NEW, "value": "0216 3 000 002"}).status_code == 303
    assert admin.post(at, data=NEW).status_code == 409
    assert on(TODAY) == ["0216 3 000 002"]


def test_a_commune_of_a_common_name_stays_when_something_else_changes(admin, db):
    top = places.make_province()
    one, _other = (places.make_commune("Hoa Ban", top, "Xã") for _ in range(2))
    row = write("dien-luc", "0216 3 000 001", TODAY, one)
    told = {**NEW, "where": one.title, "name": "Điện lực huyện"}
    assert admin.post(f"{HERE}/so/{row.id}", data=told).status_code == 303
    assert (row.name, row.place_id) == ("Điện lực huyện", one.id)


def test_the_page_of_numbers_is_kept_for_times_without_a_network(client, db):
    assert client.get("/duong-day-nong").headers["X-Keep"] == "1"
    assert "X-Keep" not in client.get("/duong-day-nong?noi=hoa+ban").headers


def test_what_nobody_looked_at_for_half_a_year_is_due_and_reminded_of_monthly(admin, db, clock):
    links.load()
    prices.load()
    assert facts.due(TODAY) == len(facts.all_of(TODAY)), "nobody has looked at anything yet"
    for fact in facts.all_of(TODAY):
        assert admin.post(f"{HERE}/{fact.kind}/{fact.number}/da-kiem-tra").status_code == 303
    assert [fact.what for fact in facts.all_of(TODAY) if fact.is_due] == []
    assert "Không có mục nào đến hạn" in admin.get(HERE).text
    current = db.session.scalars(
        select(TariffVersion.checked_on).order_by(TariffVersion.valid_from)
    ).all()
    assert current == [None, None, TODAY], "only the prices in force are looked at"
    clock.shift(timedelta(days=181))
    for _ in range(3):
        remind_now()
        clock.shift(timedelta(hours=12))
    rows = db.session.scalars(select(Notification).where(Notification.kind == "facts_due")).all()
    assert len(rows) == 1 and rows[0].url == HERE


def test_a_rate_that_ends_soon_with_none_behind_it_is_due(db):
    ends = TODAY + timedelta(days=30)
    begun = TODAY - timedelta(days=9)
    rate = TaxRate(kind="water", tax="vat", rate=Decimal("0.05"), valid_from=begun,
                   valid_to=ends, checked_on=TODAY)  # fmt: skip
    db.session.add(rate)
    assert facts.due(TODAY) == 1
    db.session.add(
        TaxRate(kind="water", tax="vat", rate=Decimal("0.08"), valid_from=ends + timedelta(days=1))
    )
    assert facts.due(TODAY) == 0


@pytest.mark.one_database
def test_only_who_administers_the_province_looks_at_them(login_as, db):
    branch = make_agency("Xã", parent=make_agency("UBND tỉnh"))
    assert login_as(make_official(ADMINISTER, agency=branch)).get(HERE).status_code == 403
