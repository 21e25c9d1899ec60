"""The audit log read, checked and taken away; the machinery in words; what failed tried again."""

from datetime import timedelta
from typing import get_args

import pytest
from sqlalchemy import select, update

from app.accounts.signing_in import HELPER
from app.core import audit, backup_runs, outbox, pulse, tallies
from app.core.clock import local, now
from app.core.outbox import Job
from app.market.models.lives import PRODUCT
from app.operation.watching import checking, state, trail, verbs
from app.payments.models.line import BY_CODE, BY_REFERENCE
from app.personal_data.asking.models import LIFE as ASKING
from app.personal_data.breaching.models import LIFE as BREACH
from app.service_requests.catalogue import editing
from app.sheets.out.models import Export
from tests.factories import service_requests as make
from tests.operation.audit_verbs import Source, Unknown

TRAIL, OPERATIONS = "/can-bo/quan-tri/nhat-ky", "/can-bo/quan-tri/van-hanh"
LATER = timedelta(minutes=2)


@pytest.fixture
def boss(login_as, offices):
    return login_as(offices.administrator)


def words(parts, name: str) -> tuple[str, str]:
    (part,) = [each for each in parts if str(each.name) == name]
    return part.words, part.tone


def _row(page: str, name: str) -> str:
    return page.split(f"<b>{name}</b>")[1].split("</tr>")[0]


def test_who_did_what_stands_there_with_the_role_of_then(db, boss, login_as, offices):
    report = make.service_request("accepted", agency=offices.office)
    form = {"version": str(report.version), "idempotency_key": "k" * 30, "anyway": "1",
            "resolution": "explained", "text": "Đã xử lý."}  # fmt: skip
    answer = login_as(offices.lead).post(f"/can-bo/phan-anh/{report.code}/dong", data=form)
    assert answer.status_code == 303
    page = boss.get(f"{TRAIL}?ve={report.code}").text
    assert "Lãnh Đạo Một" in page and report.code in page
    assert offices.office.code in page
    assert boss.get(f"{TRAIL}?ve=LC-XXXX-XXXX").text.count("<tr>") < page.count("<tr>")


def test_filters_narrow_by_person_act_thing_and_day(db, boss, offices):
    who = offices.handler
    audit.record(who.reference, "official.test", "agency:1", now=now())
    audit.record("system", "other.test", f"agency:{offices.office.id}", now=now() - LATER * 999)
    db.session.commit()
    for query, found in (
        (f"ai={who.code}", True), ("ai=system", False), ("viec=official", True),
        ("viec=icial", False), (f"ve=agency:{offices.office.id}", False),
        (f"tu={local(now()).date()}", True), (f"den={local(now()).date() - timedelta(1)}", False),
    ):  # fmt: skip
        assert ("official.test" in boss.get(f"{TRAIL}?{query}").text) is found, query


def test_only_whoever_administers_all_reads_them(login_as, offices):
    for user in (offices.lead, offices.operator, offices.handler):
        for page in (TRAIL, OPERATIONS):
            assert login_as(user).get(page).status_code == 403


def test_a_check_says_its_result_and_its_day(db, boss, clock):
    audit.record("user:1", "a.test", "agency:1", now=now())
    db.session.commit()
    clock.shift(LATER)
    audit.seal(now())
    db.session.commit()
    assert "chưa được kiểm tra" in boss.get(TRAIL).text
    assert boss.post(f"{TRAIL}/kiem-tra").status_code == 303
    outbox.drain(checking.QUEUE)
    assert "Nhật ký nguyên vẹn" in boss.get(TRAIL).text
    assert audit.last_check().asked_by.startswith("user:")
    db.session.execute(update(audit.AuditEntry).values(role="administer@so-khac"))
    db.session.commit()
    boss.post(f"{TRAIL}/kiem-tra")
    outbox.drain(checking.QUEUE)
    assert "không khớp" in boss.get(TRAIL).text
    assert words(state.parts(now()), "Nhật ký thao tác")[1] == state.WRONG


def test_the_log_is_taken_away_as_the_lists_are(db, boss, offices, login_as):
    audit.record("system", "=cmd.test", "agency:1", now=now())
    db.session.commit()
    asked = boss.post(f"{TRAIL}/xuat", data={"dang": "csv", "viec": "=cmd"})
    assert asked.status_code == 303
    outbox.drain("exports")
    fetched = boss.post(f"{asked.location}/tai-ve")
    assert fetched.status_code == 200
    text = fetched.data.decode()
    assert "'=cmd.test" in text
    (export,) = db.session.scalars(select(Export)).all()
    assert export.rows_done == 1
    assert login_as(offices.lead).get(asked.location).status_code in (403, 404)
    logged = set(db.session.scalars(select(audit.AuditEntry.verb)))
    assert {"export.ask", "export.fetch"} <= logged


def test_each_part_of_the_machinery_is_said_in_words(db, boss, clock):
    tallies.write(now())  # What earlier tests sent is no part of this one.
    db.session.rollback()
    parts = state.parts(now())
    assert words(parts, "Tiến trình nền")[1] == state.WRONG
    said, tone = words(parts, "Sao lưu")
    assert "Chưa có bản sao lưu nào" in said and "systemctl" in said
    assert tone == state.SOON
    assert "Hỏng" not in _row(boss.get(OPERATIONS).text, "Sao lưu")
    pulse.beat(now())
    tallies.note("push", "accepted")
    tallies.note("push", "accepted")
    tallies.note("push", "later")
    tallies.write(now())
    tallies.note("push", "accepted")
    tallies.write(now())
    db.session.commit()
    parts = state.parts(now())
    assert words(parts, "Tiến trình nền")[1] == state.OK
    assert "3" in words(parts, "Tin đẩy")[0]
    clock.shift(timedelta(minutes=10))
    assert words(state.parts(now()), "Tiến trình nền")[1] == state.WRONG
    assert boss.get(OPERATIONS).status_code == 200
    clock.shift(timedelta(days=2))
    assert words(state.parts(now()), "Sao lưu")[1] == state.WRONG
    run = backup_runs.begin(now())
    assert words(state.parts(now()), "Sao lưu")[1] == state.SOON
    run.finished_at = now()
    assert words(state.parts(now()), "Sao lưu")[1] == state.OK


def test_what_was_given_up_is_tried_again_once(db, boss):
    outbox.add("sms", "accounts.sms", {"reference": "x"})
    db.session.commit()
    job = db.session.scalars(select(Job).where(Job.queue == "sms")).one()
    outbox.fail(job, "the gateway refused: +84 912 345 678")
    db.session.commit()
    number = job.id
    page = boss.get(OPERATIONS).text
    assert "the gateway refused" in page and "912 345 678" not in page
    assert boss.post(f"{OPERATIONS}/viec/{number}").status_code == 303
    db.session.expire_all()
    assert db.session.get(Job, number).failed_at is None
    assert boss.post(f"{OPERATIONS}/viec/{number}").status_code == 404
    outbox.drain("sms")
    assert db.session.get(Job, number) is None


def test_a_role_is_part_of_what_is_sealed(db, clock):
    audit.record("user:1", "a.test", "agency:1", now=now())
    db.session.commit()
    clock.shift(LATER)
    audit.seal(now())
    db.session.commit()
    assert audit.broken_seal() is None
    db.session.execute(update(audit.AuditEntry).values(role="lead@x"))
    assert audit.broken_seal() is not None


KNOWN_ELSEWHERE = {
    "community/criteria/deciding.py:send_back": {"criteria.refer", "criteria.return"},
    "accounts/signing_in.py:sign_in_proved": {
        f"account.sign_in_by_{how}" for how in (HELPER, "sms")
    },
    "market/actions/products.py:step": {f"product.{verb}" for verb in PRODUCT.verbs},
    "payments/reconciling.py:_record": {"match-by-hand", "undo-match"},
    "payments/reconciling.py:_matched": {f"match-by-{how}" for how in (BY_REFERENCE, BY_CODE)},
    "personal_data/asking/actions.py:act": {f"data_request.{verb}" for verb in ASKING.verbs},
    "personal_data/breaching/actions.py:act": {f"data_breach.{verb}" for verb in BREACH.verbs},
    "service_requests/catalogue/editing.py:_record": {
        f"{kind.__tablename__}.{verb}"
        for kind in get_args(editing.Listed) for verb in ("create", "change")
    },
}  # fmt: skip
"""Verbs that are put together of what a life or a list of kinds says."""


@pytest.mark.one_database
def test_every_verb_that_the_code_records_is_said_in_words(app):
    source, unknown = Source(), set()
    recorded = set()
    for module, site in source.sites():
        try:
            recorded |= source.verbs(module, site)
        except Unknown:
            unknown.add(site.name)
    assert unknown == set(KNOWN_ELSEWHERE), "what these sites record, the test must be told"
    recorded |= {verb for each in KNOWN_ELSEWHERE.values() for verb in each}
    assert len(recorded) > 150
    assert recorded == set(verbs.WORDS), "each verb has its words, and each line its verb"
    for language in ("vi", "en"):
        with app.test_request_context(headers={"Accept-Language": language}):
            said = [verbs.of(verb) for verb in verbs.WORDS]
            assert len(set(said)) == len(said), "no two acts are called alike"


def test_an_act_is_found_by_its_words(db, boss, offices):
    audit.record("system", "official.disable", "agency:1", now=now())
    audit.record("system", "of.an.earlier.release", "agency:1", now=now())
    db.session.commit()
    for typed, found in (
        ("Khóa tài khoản cán bộ", True), ("khoa tai khoan", True), ("official.dis", True),
        ("of.an", False), ("không có việc này", False),
    ):  # fmt: skip
        page = boss.get(TRAIL, query_string={"viec": typed}).text
        assert (">Khóa tài khoản cán bộ</td>" in page) is found, typed
    assert ">of.an.earlier.release</td>" in boss.get(f"{TRAIL}?viec=of.an").text


def test_roles_are_words(app):
    entry = audit.AuditEntry(actor="user:1", role="lead@so-a, handle@so-b")
    with app.test_request_context():
        assert trail.role_in_words(entry).count("(so-") == 2
        assert trail.role_in_words(audit.AuditEntry(actor="system", role=None)) != ""
