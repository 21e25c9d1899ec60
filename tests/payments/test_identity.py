"""What makes two lines one movement: numbers, channels, reversals and corrections."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.actors import SYSTEM
from app.core import clock
from app.core.audit import AuditEntry
from app.payments import queries, reconciling
from app.payments.models import BankLine, PaymentRequest
from app.payments.models.statement import BY_FILE, BY_HOOK
from app.payments.statement_rows import Movement
from tests.factories.payments import DAY, make_bank_account, make_request, money, take

SUM = 113_160


@pytest.fixture
def account(app):
    return make_bank_account()


def back(words, amount=SUM, bank_id="", on=DAY):
    """Give a credit below zero."""
    return Movement(on, -amount, words, bank_id, takes_back=True)


def report(account, *movements):
    """Take what a provider reports by itself."""
    taking = reconciling.begin(account, BY_HOOK, SYSTEM, clock.now())
    reconciling.take(taking, movements)
    return reconciling.finish(taking)


def event(name, words, amount=SUM, bank_id="", on=DAY):
    """Give a movement under the name a provider gave its report."""
    return Movement(on, amount, words, bank_id, event_id=name)


ORDERS = {
    "a file, the credit first": lambda a, ref: take(a, money(ref, SUM), back(ref)),
    "a file, the reversal first": lambda a, ref: take(a, back(ref), money(ref, SUM)),
    "two files": lambda a, ref: (take(a, money(ref, SUM)), take(a, back(ref))),
    "two files, the reversal first": lambda a, ref: (take(a, back(ref)), take(a, money(ref, SUM))),
    "file, then a report that it went out": lambda a, ref: (
        take(a, money(ref, SUM)), report(a, event("x:1", ref, -SUM))),
    "report that it went out, then file": lambda a, ref: (
        report(a, event("x:1", ref, -SUM)), take(a, money(ref, SUM))),
    "by number, other words": lambda a, ref: take(
        a, money(ref, SUM, "FT1"), money("huy giao dich", -SUM, "FT1", DAY + timedelta(days=2))),
    "twice each": lambda a, ref: [take(a, money(ref, SUM), back(ref)) for _ in range(2)],
}  # fmt: skip


@pytest.mark.parametrize("order", ORDERS)
def test_a_negative_credit_undoes_the_credit_it_follows(account, order):
    owed = make_request(account, SUM)
    owed.say_paid(clock.now())
    ORDERS[order](account, owed.reference)
    assert (owed.received, owed.balance) == (0, "unpaid")
    assert list(queries.open_lines(account).rows) == []


def test_a_reversal_is_audited_asks_again_and_is_undone_with_its_statement(account, db):
    owed = make_request(account, SUM)
    owed.say_paid(clock.now())
    take(account, money(owed.reference, SUM))
    later = take(account, back(owed.reference))
    assert (later.taken_back, owed.said_paid_at) == (1, None)
    assert "reverse" in set(db.session.scalars(select(AuditEntry.verb)))
    reconciling.undo_statement(later, queries.lines_of(later, None), SYSTEM, clock.now())
    assert owed.balance == "paid"


def test_a_reversal_of_nothing_known_waits_for_a_clerk(account):
    take(account, back("huy"))
    assert [line.amount for line in queries.open_lines(account).rows] == [-SUM]


def test_one_of_two_equal_credits_is_taken_back(account):
    owed = make_request(account, SUM)
    take(account, money(owed.reference, SUM), money(owed.reference, SUM), back(owed.reference))
    assert owed.balance == "paid"


def test_money_out_with_the_words_of_no_code_is_no_reversal(account):
    take(account, money("tien nuoc", 5_000), money("tien nuoc", -5_000))
    assert len(queries.open_lines(account).rows) == 1


@pytest.mark.parametrize("first", ["file", "hook"])
def test_with_a_number_here_and_without_there_it_counts_once(account, first):
    owed = make_request(account)
    told = event("x:1", f" {owed.reference.lower()}. ", 100_000, "FT1")
    ways = [lambda: take(account, money(owed.reference)), lambda: report(account, told)]
    for way in ways if first == "file" else reversed(ways):
        way()
    assert owed.received == 100_000


@pytest.mark.parametrize("together", [True, False])
def test_two_amounts_under_one_number_both_count(account, together):
    owed = make_request(account)
    both = [money(owed.reference, 60_000, "FT1"), money(owed.reference, 40_000, "FT1")]
    for some in [both] if together else [both[:1], both[1:], both]:
        take(account, *some)
    assert owed.balance == "paid"


def test_equal_movements_are_two_when_one_channel_lists_both(account):
    owed = make_request(account)
    half = money(owed.reference, 50_000)
    take(account, half)
    take(account, half)
    assert owed.received == 50_000
    take(account, half, half)
    assert owed.received == 100_000
    report(account, event("x:1", owed.reference, 50_000, "FT1"))
    report(account, event("x:2", owed.reference, 50_000, "FT2"))
    assert owed.received == 100_000
    report(account, event("x:3", owed.reference, 50_000, "FT3"))
    assert owed.received == 150_000


def test_all_the_reports_of_one_provider_are_one_channel(account):
    owed = make_request(account)
    for name in ("x:1", "x:2", "x:1"):
        report(account, event(name, owed.reference, 50_000))
    assert owed.received == 100_000


@pytest.mark.parametrize("fresh", [
    event("x:1", "{ref}", 131_160, "FT1"), event("x:1", "{ref}", 131_160),
    Movement(DAY, 131_160, "{ref}", "FT1", corrects=SUM),
])  # fmt: skip
def test_a_corrected_report_replaces_the_first(account, db, fresh):
    owed = make_request(account, 131_160)
    first = event("x:1", owed.reference, SUM, fresh.bank_id)
    corrected = Movement(**{**vars(fresh), "words": owed.reference})
    report(account, first)
    for _ in range(2):
        report(account, corrected)
        take(account, money(owed.reference, SUM, fresh.bank_id))
    assert (owed.received, owed.balance) == (131_160, "paid")
    assert Counter(db.session.scalars(select(AuditEntry.verb)))["correct-line"] == 1


def test_other_words_under_one_number_are_a_correction_and_poorer_ones_unmatch_nothing(account):
    wrong, right = make_request(account), make_request(account)
    take(account, money(wrong.reference, bank_id="FT1"))
    take(account, money(right.reference, bank_id="FT1"))
    take(account, money("nop tien", bank_id="FT1"))
    assert (wrong.received, right.received) == (0, 100_000)


def test_a_line_of_an_earlier_release_is_known_again(account, db):
    take(account, money("tien nuoc 1"), money("tien nuoc 2", bank_id="FT1"))
    for line in db.session.scalars(select(BankLine)):
        line.same = line.content = ""
        line.key = f"id:{line.number}" if line.number else "eq:0:1"
    db.session.flush()
    again = take(account, money("tien nuoc 1"), money("x 2", bank_id="FT1"))
    assert (again.lines, again.duplicates) == (0, 2)


# One month's movements, told by any number of files and reports.


def _month(chance, owed):
    """Give movements: (words, amount, day, number, how it came back)."""
    made = []
    for number in range(chance.randint(3, 10)):
        one = chance.choice(owed)
        words = chance.choice([one.reference, one.payer_code, f"ck {one.reference.lower()} 11"])
        amount = chance.choice([one.amount, 10_000])
        day = DAY + timedelta(days=chance.randint(0, 3))
        twice = 2 if chance.random() < 0.2 else 1
        made += [money(words, amount, f"FT{number}.{n}", day) for n in range(twice)]
        if chance.random() < 0.2:
            made.append(back(words, amount, f"RV{number}", day))
    return made


def _key(each):
    return (each.booked_on, each.amount, each.words)


def _file(chance, month, whole):
    """Give the rows of a file: some of the month, or all; equal ones stand together."""
    keys = {_key(each) for each in month if whole or chance.random() < 0.6}
    rows = [each for each in month if _key(each) in keys]
    chance.shuffle(rows)
    named = chance.random() < 0.5
    return [
        Movement(*_key(each)[:2], _worded(chance, each.words), each.bank_id if named else "",
                 each.takes_back)
        for each in rows
    ]  # fmt: skip


def _worded(chance, words):
    return chance.choice([words, words.upper(), f"  {words} ", f"{words}."])


def _reports(chance, month):
    """Give what a provider reports: with the bank's number or none, some of it twice."""
    named = chance.random() < 0.5
    keys = {_key(each) for each in month if chance.random() < 0.6}
    told = [
        Movement(*_key(each)[:2], each.words, each.bank_id if named else "",
                 each.takes_back, event_id=f"x:{each.bank_id}")
        for each in month if _key(each) in keys
    ]  # fmt: skip
    return told + chance.sample(told, len(told) // 3)


def _tell(chance, account, month):
    channels = [("file", _file(chance, month, False)) for _ in range(chance.randint(0, 3))]
    channels += [("hook", [each]) for each in _reports(chance, month)]
    channels.append(("file", _file(chance, month, True)))
    chance.shuffle(channels)
    for way, rows in channels:
        source = BY_FILE if way == "file" else BY_HOOK
        taking = reconciling.begin(account, source, SYSTEM, clock.now())
        at = chance.randint(0, len(rows))
        for part in (rows[:at], rows[at:]):
            reconciling.take(taking, part)
        reconciling.finish(taking)


def _balances(db):
    found = db.session.execute(select(PaymentRequest.payer_code, PaymentRequest.received))
    return sorted(found.all())


QUICK, THOROUGH = 12, 500
"""Months tried: each is told anew by up to a score of files and reports."""
any_month = given(seed=st.integers(0, 10**9))
fixtures_are_fine = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.sqlite  # five hundred run on both, with the details
@any_month
@settings(max_examples=QUICK, deadline=None, suppress_health_check=fixtures_are_fine)
def test_however_a_month_is_told_the_balances_are_the_same(app, db, seed):
    _told_anyhow(db, random.Random(seed))


@pytest.mark.details
@pytest.mark.timeout(3_000)
@any_month
@settings(max_examples=THOROUGH, deadline=None, suppress_health_check=fixtures_are_fine)
def test_five_hundred_months_told_anyhow_have_the_same_balances(app, db, seed):
    _told_anyhow(db, random.Random(seed))


def _told_anyhow(db, chance):
    try:
        account = make_bank_account()
        owed = [make_request(account, 30_000 + 1_000 * n, f"NU{n:04}") for n in range(3)]
        month = _month(chance, owed)
        _tell(chance, account, month)
        told = _balances(db)
        other = make_bank_account(number="0000000099")
        for each in owed:
            each.owner_id, each.received = other.owner_id, 0
        taking = reconciling.begin(other, BY_FILE, SYSTEM, clock.now())
        reconciling.take(taking, month)
        assert told == _balances(db)
    finally:
        db.session.rollback()
