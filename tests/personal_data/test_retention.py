"""What has been kept long enough goes: announced, shown, held while it is open, found nowhere."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from app.accounts.models import Grant
from app.accounts.permissions import PROTECT
from app.core import audit, ending, holding, personal, retention
from app.core import clock as core_clock
from app.core.personal import PersonKey
from app.market.models import Complaint, ComplaintAttachment, order_life
from app.media import actions as media_actions
from app.notifications.models import Notification
from app.payments.models import BankLine
from app.personal_data.keeping import remind_now
from app.service_requests.answering import noting
from app.service_requests.models import RequestPhoto, RequestRecording, RequestWord, ServiceRequest
from app.sheets.models import SheetUpload
from tests.accounts.test_erasure import everything, files_of
from tests.clocks import NOW
from tests.factories import bills, media, payments
from tests.factories import service_requests as make
from tests.factories.accounts import make_agency, make_official, make_user, sign_in
from tests.factories.market import make_shop
from tests.factories.market_orders import make_order

NAME, PHONE = "Trần Thị Giữ Lâu", "+84900000777"
WORDS = "Hố ga trước cổng nhà ai cũng ngã"
YEAR = timedelta(days=365)


@pytest.fixture
def begun(db, clock) -> None:
    """The periods were announced, and count."""
    ending.carry_out(core_clock.now())
    clock.shift(retention.ANNOUNCED)
    ending.carry_out(core_clock.now())


def guests_report(**given: Any) -> ServiceRequest:
    return make.service_request(
        "closed", description=WORDS, contact_name=NAME, contact_phone=PHONE, lat=21.7, long=104.8,
        **given,
    )  # fmt: skip


def spoken(report: ServiceRequest, role: str = RequestPhoto.REPORT):
    recording = media.recording(with_files=True)
    media_actions.attach([recording])
    link = RequestRecording(
        service_request_id=report.id, recording=recording, role=role,
        status_change_id=report.changes[0].id,
    )  # fmt: skip
    make.db.session.add(link)
    make.db.session.flush()
    return recording


def pictured(report: ServiceRequest, role: str = RequestPhoto.REPORT):
    photo = media.photo(with_files=True)
    make.link_photo(report, photo, role)
    return photo


def kept(folder: Path) -> set[str]:
    return {path.name for path in folder.rglob("*") if path.is_file()}


@pytest.mark.sqlite
def test_s39_what_was_kept_long_enough_is_found_nowhere(
    db, clock, database, outbox, media_folder, begun
):
    report, citizen = guests_report(), make_user("Lý Văn Vẫn Ở")
    theirs = make.service_request("closed", citizen=citizen, description="Lời của người vẫn ở")
    noting.note(report, make.official_actor(), core_clock.now(), f"Đã gọi {NAME}")
    photo, proof, voice = pictured(report), pictured(report, RequestPhoto.REPLY), spoken(report)
    Grant.make("service_request", report.id, core_clock.now())
    traces = [
        report.contact_name_sealed, report.contact_phone_sealed, report.person_key.wrapped,
        report.contact_phone_index.encode(), "Hố ga trước".encode(), "Giữ Lâu".encode(),
        "Lời của người".encode(),
    ]  # fmt: skip
    db.session.commit()
    there = files_of(database, media_folder)
    assert [trace for trace in traces if not any(trace in each for each in there)] == []
    clock.shift(YEAR + timedelta(days=1))
    ending.carry_out(core_clock.now())
    outbox.drain()
    assert not any(voice.file_key in name for name in kept(media_folder))
    assert any(photo.file_key in name for name in kept(media_folder))
    clock.shift(YEAR)
    assert ending.carry_out(core_clock.now())["photos"] == 1
    outbox.drain()
    assert not any(photo.file_key in name for name in kept(media_folder))
    assert any(proof.file_key in name for name in kept(media_folder))
    clock.shift(3 * YEAR)
    assert ending.carry_out(core_clock.now())["reports"] == 2
    outbox.drain()
    db.session.expire_all()
    assert [t for t in traces if any(t in each for each in files_of(database, media_folder))] == []
    left = everything(db)
    assert "Giữ Lâu" not in left and WORDS not in left
    assert not {"nga", "truoc", "nguoi"} & set(db.session.scalars(select(RequestWord.word)))
    assert report.person_key.wrapped is None, "a guest's key is destroyed"
    assert citizen.name == "Lý Văn Vẫn Ở", "an account goes on"
    assert (theirs.code, theirs.status, theirs.resolution) == (theirs.code, "closed", "fixed")
    assert db.session.scalar(select(func.count(Grant.id))) == 0
    assert ending.carry_out(core_clock.now())["reports"] == 0


def test_an_open_matter_is_held(db, clock, begun):
    going_on = make.service_request("in_progress", description=WORDS)
    named = make.service_request("closed", resolution="scheduled", description=WORDS)
    under = make.service_request("closed", description=WORDS)
    under.main_id = going_on.id
    db.session.commit()
    clock.shift(6 * YEAR)
    seen = {each.period.kind.name: each for each in retention.outlook(core_clock.now())}
    assert (seen["reports"].now, seen["reports"].held) == (0, 2)
    assert ending.carry_out(core_clock.now())["reports"] == 0
    assert {each.description for each in (going_on, named, under)} == {WORDS}


def test_what_a_person_holds_stays_until_they_let_it_go(db, clock, begun):
    report, by = guests_report(), "user:1"
    db.session.commit()
    row = holding.hold(
        retention.kind_named("reports"), report.code, "Tòa án đang xem xét", by, core_clock.now()
    )
    db.session.commit()
    clock.shift(6 * YEAR)
    assert ending.carry_out(core_clock.now())["reports"] == 0
    holding.let_go(row, by, core_clock.now())
    db.session.commit()
    assert ending.carry_out(core_clock.now())["reports"] == 1
    assert report.description is None


def _held_back(name: str, code: str) -> None:
    kind = retention.kind_named(name)
    holding.hold(kind, code, "Tòa án đang xem xét", "user:1", core_clock.now())


@pytest.mark.one_database
def test_what_is_held_after_the_run_found_it_stays(db, clock, begun):
    report, order = guests_report(), make_order(status=order_life.DONE)
    joined = make.service_request("closed")
    db.session.commit()
    _held_back("reports", report.code)
    _held_back("orders", order.code)
    under = make.service_request("in_progress")
    under.main_id = joined.id
    db.session.commit()
    clock.shift(6 * YEAR)
    now = core_clock.now()
    for name, row in (("reports", report), ("reports", joined), ("orders", order)):
        assert ending.end(retention.kind_named(name), [row.id], now, now) == 0
    assert report.description == WORDS and joined.person_ended_at is None
    assert order.name


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["reports", "voices"])
def test_who_holds_a_report_holds_its_photos_and_recordings(
    db, clock, outbox, media_folder, begun, name
):
    report = guests_report()
    photo, voice = pictured(report), spoken(report)
    db.session.commit()
    _held_back(name, report.code)
    db.session.commit()
    clock.shift(6 * YEAR)
    done = ending.carry_out(core_clock.now())
    outbox.drain()
    assert [done[each] for each in ("reports", "photos", "voices")] == [0, 0, 0]
    for thing in (photo, voice):
        assert any(thing.file_key in each for each in kept(media_folder))


def test_nothing_goes_before_it_was_announced_for_a_week(db, clock):
    report = guests_report()
    db.session.commit()
    clock.shift(6 * YEAR)
    assert ending.carry_out(core_clock.now()) == {}
    assert report.description == WORDS
    (reports,) = [e for e in retention.outlook(core_clock.now()) if e.period.kind.name == "reports"]
    assert (reports.now, reports.period.next.days) == (1, 1_825)
    clock.shift(retention.ANNOUNCED)
    assert ending.carry_out(core_clock.now())["reports"] == 1


def test_a_shorter_period_counts_a_week_later_and_a_longer_one_at_once(db, clock, begun):
    kind, now = retention.kind_named("orders"), core_clock.now()
    assert retention.set_period(kind, 400, "user:1", now).now.days == 400
    shorter = retention.set_period(kind, 100, "user:1", now)
    assert (shorter.now.days, shorter.next.days) == (400, 100)
    assert shorter.checked_on == core_clock.local(now).date()
    db.session.commit()
    clock.shift(retention.ANNOUNCED)
    assert retention.period_of(kind, core_clock.now()).days == 100
    assert [each.after for each in audited(db, "retention.set")] == [{"days": 400}, {"days": 100}]


def audited(db, verb: str) -> list[audit.AuditEntry]:
    mine = select(audit.AuditEntry).where(audit.AuditEntry.verb == verb)
    return list(db.session.scalars(mine.order_by(audit.AuditEntry.id)))


def test_of_an_order_goods_and_amounts_stay(db, clock, begun):
    order, going_on = make_order(status=order_life.DONE), make_order()
    db.session.commit()
    clock.shift(YEAR + timedelta(days=1))
    assert ending.carry_out(core_clock.now())["orders"] == 1
    assert (order.name, order.phone, order.note, order.person_key.wrapped) == ("", "", "", None)
    assert order.total > 0 and order.lines[0].name
    assert going_on.name


def test_a_customer_is_forgotten_and_amounts_stay(db, clock, begun):
    account = bills.make_customer(code="NU-CU", phone=PHONE)
    bill, newer = bills.make_bill(account, settled_on=date(2026, 12, 1)), bills.make_customer()
    bill.reckon()
    bills.make_bill(newer)  # unpaid: an open matter
    key = account.person_key
    db.session.commit()
    clock.shift(5 * YEAR + timedelta(days=60))
    assert ending.carry_out(core_clock.now())["bills"] == 1
    assert (account.name, account.address, account.phone, key.wrapped) == ("", "", None, None)
    assert (account.code_key, bill.total) == (f"-{account.id}", 100_000)
    assert "NU-CU" not in everything(db) and "NUCU" not in everything(db)
    assert newer.name


def test_the_words_of_a_transfer_go_once_it_is_matched(db, clock, begun):
    account = payments.make_bank_account()
    payments.take(account, payments.money("NGUYEN VAN THU chuyen tien"))
    line = db.session.scalars(select(BankLine)).one()
    db.session.commit()
    clock.shift(6 * YEAR)
    assert ending.carry_out(core_clock.now())["transfers"] == 0, "a clerk has still to look"
    line.set_aside(core_clock.now())
    db.session.commit()
    assert ending.carry_out(core_clock.now())["transfers"] == 1
    assert (line.words, line.amount) == ("", 100_000)


def test_rows_of_a_sheet_go_and_its_figures_stay(db, clock, begun):
    sheet = SheetUpload(
        kind="bills", subject_id=1, file_name="thang-11.xlsx", content=None, digest="0" * 64,
        heads=["ma", "ten"], sample=[["NU1", NAME]], columns={}, problems=[[3, NAME]],
        aside=[[1, NAME]], result={"new": 1}, rows_total=1, rows_done=1, state="done",
        created_at=core_clock.now(), finished_at=core_clock.now(),
    )  # fmt: skip
    db.session.add(sheet)
    db.session.commit()
    clock.shift(timedelta(days=91))
    assert ending.carry_out(core_clock.now())["sheets"] == 1
    assert NAME not in everything(db)
    assert (sheet.rows_done, sheet.result) == (1, {"new": 1})


def test_the_log_goes_and_its_chain_still_holds(app, db, clock, begun):
    audit.record("user:1", "change", "service:1", now=core_clock.now())
    db.session.commit()
    clock.shift(timedelta(minutes=2))
    audit.seal_now()
    clock.shift(5 * YEAR + timedelta(days=1))
    audit.record("user:1", "sign in", "user:1", now=core_clock.now())
    db.session.commit()
    clock.shift(timedelta(minutes=2))
    audit.seal_now()
    assert ending.carry_out(core_clock.now())["audit"] == 1
    assert audited(db, "change") == []
    audit.record("user:2", "change", "service:2", now=core_clock.now())
    db.session.commit()
    clock.shift(timedelta(minutes=2))
    audit.seal_now()
    said = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert said.exit_code == 0 and "the seals alone are kept" in said.output
    emptied = select(audit.AuditSeal).where(audit.AuditSeal.emptied_at.is_not(None))
    db.session.scalars(emptied.order_by(audit.AuditSeal.id.desc())).first().digest = "0" * 64
    db.session.commit()
    assert audit.broken_seal() is not None


def test_every_run_is_written_down_without_names(db, clock, begun):
    guests_report()
    db.session.commit()
    clock.shift(6 * YEAR)
    ending.carry_out(core_clock.now())
    subjects = {each.subject: each.after for each in audited(db, ending.ENDED)}
    assert subjects["retention:reports"]["count"] == 1
    assert set(subjects["retention:reports"]) == {"count", "before"}


def test_no_key_of_a_person_is_left_without_its_person(db, clock, begun):
    guests_report()
    make_order(status=order_life.DONE, buyer=make_user())
    db.session.commit()
    living = db.session.scalar(
        select(func.count(PersonKey.id)).where(PersonKey.wrapped.is_not(None))
    )
    clock.shift(6 * YEAR)
    ending.carry_out(core_clock.now())
    left = db.session.scalar(select(func.count(PersonKey.id)).where(PersonKey.wrapped.is_not(None)))
    assert living - left == 2
    personal.require_key()


# --- shown before


def test_the_commands_say_and_do_it(app, db, clock, begun):
    guests_report()
    db.session.commit()
    clock.shift(5 * YEAR - timedelta(days=10))
    run = app.test_cli_runner().invoke
    assert (
        "reports: 1825 days; 0 end now, 1 within 30 days, 0 held"
        in run(args=["retention", "show"]).output
    )
    clock.shift(timedelta(days=20))
    assert "reports: 1\n" in run(args=["retention", "run"]).output


@pytest.fixture
def officer(db, login_as):
    return login_as(make_official(PROTECT, agency=make_agency()))


def test_the_page_shows_what_goes_and_what_is_held(db, clock, officer, begun):
    report = guests_report()
    db.session.commit()
    clock.shift(5 * YEAR - timedelta(days=10))
    sign_in(officer, make_official(PROTECT))  # the session would have ended in so many years
    db.session.commit()
    page = officer.get("/can-bo/du-lieu/thoi-han").text
    assert "1 sẽ xóa trong 30 ngày" in page
    assert report.code in officer.get("/can-bo/du-lieu/thoi-han/reports").text
    done = officer.post(
        "/can-bo/du-lieu/thoi-han/reports/giu",
        data={"code": report.code.lower(), "reason": "Tòa án yêu cầu"},
    )
    assert done.status_code == 303
    page = officer.get("/can-bo/du-lieu/thoi-han").text
    assert "Tòa án yêu cầu" in page and "1 đang giữ" in page
    assert report.code not in officer.get("/can-bo/du-lieu/thoi-han/reports").text


@pytest.mark.parametrize("days", ["", "0", "0x10", "99999999", "một năm"])
def test_a_number_that_is_none_is_refused_in_words(officer, days):
    answer = officer.post("/can-bo/du-lieu/thoi-han/reports", data={"days": days})
    assert answer.status_code == 422
    assert "số ngày" in answer.text


def test_the_same_number_again_says_that_it_was_compared(db, officer):
    officer.post("/can-bo/du-lieu/thoi-han/reports", data={"days": "1825", "note": "Luật 91"})
    page = officer.get("/can-bo/du-lieu/thoi-han/reports").text
    assert core_clock.local(NOW).strftime("%d/%m/%Y") in page


def test_periods_that_nobody_compared_for_a_year_are_asked_about_once_a_quarter(db, clock, begun):
    official = make_official(PROTECT, agency=make_agency())
    for kind in retention.kinds():
        retention.set_period(kind, kind.days, "user:1", core_clock.now())
    db.session.commit()
    remind_now()
    assert told(db, official) == 0
    clock.shift(timedelta(days=366))
    remind_now()
    remind_now()
    assert told(db, official) == 1


def told(db, user) -> int:
    mine = Notification.user_id == user.id, Notification.kind == "retention-check"
    return db.session.scalar(select(func.count(Notification.id)).where(*mine))


def test_who_reported_a_listing_goes_with_what_they_sent(db, clock, begun, outbox, media_folder):
    user, photo = make_user(), media.photo(with_files=True)
    case = Complaint(
        shop=make_shop(), user_id=user.id, reason="fraud", words=WORDS, outcome="upheld",
        answer="Đã xem xét", closed_at=core_clock.now(), started_at=core_clock.now(),
    )  # fmt: skip
    case.links = [ComplaintAttachment(thing=photo)]
    db.session.add(case)
    db.session.commit()
    clock.shift(2 * YEAR + timedelta(days=1))
    assert ending.carry_out(core_clock.now())["market-reports"] == 1
    outbox.drain()
    assert (case.user_id, case.words, case.answer) == (None, "", "Đã xem xét")
    assert kept(media_folder) == set()
    assert ending.carry_out(core_clock.now())["market-reports"] == 0
