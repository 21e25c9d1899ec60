"""A leak is written down, told within 72 hours, and closed; the records of processing are whole."""

import csv
import io
import json
from datetime import datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from app.accounts.permissions import PROTECT
from app.core import clock as core_clock
from app.core import retention
from app.core.clock import VIETNAM
from app.core.errors import DomainError, InvalidTransition
from app.notifications.models import Notification
from app.personal_data.breaching import actions
from app.personal_data.breaching.models import Breach
from app.personal_data.processing import RECORDS
from tests.clocks import NOW
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official

HERE = "/can-bo/du-lieu/su-co"


@pytest.fixture
def officer(db):
    return make_official(PROTECT, agency=make_agency())


def written(now: datetime | None = None) -> Breach:
    now = now or core_clock.now()
    return actions.write_down(
        "Mất máy tính", "Máy tính của kế toán bị lấy trộm", "mã khách hàng, tên", 120, now,
        make.official_actor(), core_clock.now(),
    )  # fmt: skip


def told(db, user) -> list[str]:
    mine = select(Notification.kind).where(Notification.user_id == user.id)
    return list(db.session.scalars(mine.order_by(Notification.id)))


def test_seventy_two_hours_run_day_and_night_from_when_it_was_found(db, clock, officer):
    row = written()
    assert row.tell_by - row.found_at == timedelta(hours=72)
    for hours, kinds in ((50, []), (55, ["breach-due"]), (73, ["breach-due", "breach-late"])):
        actions.warn(row.found_at + timedelta(hours=hours))
        actions.warn(row.found_at + timedelta(hours=hours))
        assert told(db, officer)[1:] == kinds, hours


def test_once_the_authority_was_told_nobody_is_warned(db, officer):
    row, by = written(), make.official_actor()
    actions.act(row, "tell_authority", "Báo A05, công văn 12", by, core_clock.now())
    actions.warn(row.found_at + timedelta(hours=100))
    assert told(db, officer) == ["breach-found"]
    assert row.deadline(core_clock.now()) is None


def test_what_was_done_stays_and_a_closed_one_is_closed(db, officer):
    row, by, now = written(), make.official_actor(), core_clock.now()
    actions.act(row, "tell_people", "Nhắn tin cho 120 người", by, now)
    actions.act(row, "close", "Đã mã hóa mọi máy", by, now)
    assert [entry.verb for entry in row.entries] == ["found", "tell_people", "close"]
    with pytest.raises(InvalidTransition):
        actions.act(row, "note", "Thêm", by, now)
    with pytest.raises(DomainError):
        actions.write_down("x", "y", "z", None, now + timedelta(hours=1), by, now)


def test_the_page_takes_it_from_the_form_to_the_end(db, login_as, officer):
    desk, found = login_as(officer), core_clock.local(NOW) - timedelta(hours=2)
    data = {"title": "Gửi nhầm", "what": "Gửi nhầm bảng", "which": "tên", "people": "3",
            "day": f"{found:%Y-%m-%d}", "hour": f"{found:%H:%M}"}  # fmt: skip
    answer = desk.post(f"{HERE}/moi", data=data)
    assert answer.status_code == 303
    row = db.session.scalars(select(Breach)).one()
    assert row.found_at.astimezone(VIETNAM).strftime("%H:%M") == data["hour"]
    assert "chưa" in desk.get(answer.location).text
    done = desk.post(f"{answer.location}/co-quan", data={"version": "1", "words": "Công văn 5"})
    assert done.status_code == 303 and "Công văn 5" in desk.get(answer.location).text
    stale = desk.post(f"{answer.location}/dong", data={"version": "1", "words": "Xong rồi"})
    assert stale.status_code == 409 and "Xong rồi" in stale.text
    for wrong in ({"title": ""}, {"day": "ngày mai"}, {"day": "2090-01-01"}, {"hour": "9 giờ"}):
        assert desk.post(f"{HERE}/moi", data={**data, **wrong}).status_code == 422


def test_s24_others_see_no_leak(db, login_as, officer):
    row = written()
    db.session.commit()
    visitor = login_as(make_official("operate", "administer"))
    for url in (HERE, f"{HERE}/{row.code}", "/can-bo/du-lieu/ho-so", "/can-bo/du-lieu/ho-so.csv"):
        assert visitor.get(url).status_code == 403, url


# --- records of processing


def test_every_kind_that_is_kept_stands_in_the_records(app):
    covered = [name for record in RECORDS for name in record.kinds]
    assert sorted(covered) == sorted(kind.name for kind in retention.kinds())


def test_the_records_are_taken_along_with_the_periods_that_count(db, login_as, officer):
    retention.set_period(retention.kind_named("photos"), 700, "user:1", core_clock.now())
    db.session.commit()
    desk, base = login_as(officer), "/can-bo/du-lieu/ho-so"
    assert "700 ngày" in desk.get(base).text
    rows = list(csv.reader(io.StringIO(desk.get(f"{base}.csv").data.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(desk.get(f"{base}.xlsx").data)).active
    told = json.loads(desk.get(f"{base}.json").data)
    assert len(rows) == book.max_row == len(told["records"]) + 1 == len(RECORDS) + 1
    assert "700 ngày" in rows[1][5] and "700 ngày" in book.cell(2, 6).value
    assert told["operator"]["name"] == "Đơn vị Thử Nghiệm"
    assert desk.get(f"{base}.pdf").status_code == 404
