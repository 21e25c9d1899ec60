"""Movements find what they pay, nothing is applied twice, and everything can be taken back."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from app.accounts.actors import SYSTEM
from app.core import clock, events
from app.core.audit import AuditEntry
from app.core.errors import DomainError
from app.payments import queries, reconciling
from app.payments.models import BankLine, PaymentRequest
from app.payments.statement_rows import Movement
from tests.factories.payments import DAY, make_bank_account, make_request, money, take


@pytest.fixture
def account(app):
    return make_bank_account()


def _balances(db):
    return dict(db.session.execute(select(PaymentRequest.reference, PaymentRequest.received)).all())


@pytest.mark.parametrize("words", [
    "{0}", "MBVCB.123.{0}.CT tu 0000000099 toi 0000000012", "thanh toan hd {1}", "{2}",
])  # fmt: skip
def test_a_reference_is_found_however_the_bank_writes_it(account, words):
    owed = make_request(account)
    ref = owed.reference
    take(account, money(words.format(ref, f"{ref[:4]} {ref[4:]}", ref.lower())))
    assert (owed.balance, owed.received) == ("paid", 100_000)


def test_without_a_reference_code_and_amount_together_are_enough(account):
    owed = make_request(account, 37_500, "NU-00I5")
    take(account, money("nop tien nuoc NU00I5 thang 11", 37_500))
    assert owed.balance == "paid"


@pytest.mark.parametrize("words", ["NU00I5 tien nuoc", "tien nuoc", "HD99999999 gi do"])
def test_a_code_with_another_amount_and_no_code_at_all_wait_for_a_clerk(account, words):
    owed = make_request(account, 37_500, "NU00I5")
    statement = take(account, money(words, 40_000))
    assert owed.received == 0
    assert (statement.matched, statement.unmatched) == (0, 1)
    assert len(queries.open_lines(account).rows) == 1


def test_two_bills_of_one_code_and_amount_are_not_guessed_between(account):
    make_request(account, 30_000, "VS00123")
    make_request(account, 30_000, "VS00123")
    take(account, money("VS00123", 30_000))
    assert len(queries.open_lines(account).rows) == 1


def test_two_references_in_one_transfer_wait_for_a_clerk(account):
    one, two = make_request(account), make_request(account)
    take(account, money(f"{one.reference} va {two.reference}", 200_000))
    line = queries.open_lines(account).rows[0]
    now = clock.now()
    reconciling.match_by_hand(line, one, 100_000, SYSTEM, now)
    reconciling.match_by_hand(line, two, None, SYSTEM, now)
    assert (one.balance, two.balance, line.is_open) == ("paid", "paid", False)


@pytest.mark.parametrize(
    ("amount", "balance"), [(40_000, "part"), (100_000, "paid"), (120_000, "over")]
)
def test_part_and_over_are_told_apart(account, amount, balance):
    owed = make_request(account)
    take(account, money(owed.reference, amount))
    assert owed.balance == balance


def test_the_same_statement_again_changes_nothing(account):
    owed = make_request(account)
    lines = [money(owed.reference, bank_id="FT1"), money("khac", 5_000), money("khac", 5_000)]
    take(account, *lines)
    again = take(account, *lines)
    assert (again.lines, again.duplicates) == (0, 3)
    assert owed.received == 100_000


def test_two_equal_transfers_without_a_number_are_two(account, db):
    owed = make_request(account)
    statement = take(account, money(owed.reference, 50_000), money(owed.reference, 50_000))
    assert (statement.duplicates, owed.balance) == (0, "paid")


def test_another_owners_reference_is_not_paid_from_here(account):
    foreign = make_request(make_bank_account(number="0000000013"))
    take(account, money(foreign.reference))
    assert foreign.received == 0
    with pytest.raises(DomainError):
        reconciling.match_by_hand(
            queries.open_lines(account).rows[0], foreign, None, SYSTEM, clock.now()
        )


def test_money_that_goes_out_is_left_alone(account):
    statement = take(account, money("phi", -5_500))
    assert (statement.lines, statement.outgoing) == (0, 1)


def test_an_undone_match_stays_undone_and_is_audited(account, db):
    owed = make_request(account)
    take(account, money(owed.reference, bank_id="FT1"))
    line = db.session.scalar(select(BankLine))
    reconciling.undo(line.active[0], SYSTEM, clock.now())
    reconciling.undo(line.allocations[0], SYSTEM, clock.now())
    assert (owed.received, line.is_open) == (0, True)
    take(account, money(owed.reference, bank_id="FT1"))
    assert reconciling.rematch(account, SYSTEM, clock.now()) == 0
    assert owed.received == 0
    verbs = set(db.session.scalars(select(AuditEntry.verb)))
    assert {"match-by-reference", "undo-match", "take-statement"} <= verbs


def test_a_statement_taken_back_comes_again_with_the_same_file(account):
    owed = make_request(account)
    lines = [money(owed.reference, bank_id="FT1"), money("la", 1_000, "FT2")]
    first = take(account, *lines)
    reconciling.undo_statement(first, queries.lines_of(first, None), SYSTEM, clock.now())
    assert (owed.received, list(queries.open_lines(account).rows)) == (0, [])
    again = take(account, *lines)
    assert (again.lines, again.duplicates, owed.balance) == (2, 0, "paid")


def test_lines_before_their_bill_are_matched_when_tried_again(account):
    take(account, money("HD7K3M9QXF"))
    owed = make_request(account, reference="HD7K3M9QXF")
    assert reconciling.rematch(account, SYSTEM, clock.now()) == 1
    assert owed.balance == "paid"


def test_money_taken_back_pays_nothing_when_lines_are_tried_again(account):
    owed = make_request(account)
    back = Movement(DAY, -100_000, f"hoan {owed.reference}", takes_back=True)
    take(account, back)
    assert reconciling.rematch(account, SYSTEM, clock.now()) == 0
    assert owed.received == 0


def test_one_request_paid_twice_in_one_statement_is_told_of_each(account):
    owed, other = make_request(account), make_request(account, 5_000)
    told = []

    def hear(requests, now):
        told.append([(each.reference, each.received) for each in requests])

    events.payments_changed.connect(hear)
    take(
        account,
        money(owed.reference, 60_000, "FT1"),
        money(other.reference, 5_000, "FT2"),
        money(owed.reference, 40_000, "FT3"),
    )
    assert told == [
        [(owed.reference, 60_000), (other.reference, 5_000)],
        [(owed.reference, 100_000)],
    ]


def test_what_is_set_aside_leaves_the_list_and_can_come_back(account):
    take(account, money("tien khac"))
    line = queries.open_lines(account).rows[0]
    reconciling.set_aside(line, SYSTEM, clock.now())
    assert list(queries.open_lines(account).rows) == []
    reconciling.take_back(line, SYSTEM, clock.now())
    assert list(queries.open_lines(account).rows) == [line]


@pytest.mark.one_database
@given(seed=st.integers(0, 10**6))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_repetition_of_the_same_lines_gives_the_same_balances(app, db, seed):
    chance = random.Random(seed)
    account = make_bank_account()
    owed = [
        make_request(account, chance.choice([30_000, 50_000]), f"NU{n % 3:04}") for n in range(5)
    ]
    lines = [_line(chance, owed, n) for n in range(12)]
    _take_all(account, lines, chance, 4)
    expected = {each.reference: each.received for each in owed}
    other = make_bank_account(number="0000000099")
    for each in owed:
        each.owner_id, each.received = other.owner_id, 0
    chance.shuffle(lines)
    _take_all(other, lines + chance.sample(lines, 6), chance, 7)
    assert {each.reference: each.received for each in owed} == expected
    db.session.rollback()


def _line(chance, owed, number):
    one = chance.choice(owed)
    words = chance.choice([one.reference, one.payer_code, f"ck {one.reference.lower()}", "khac"])
    return money(words, chance.choice([one.amount, 10_000]), f"FT{number}")


def _take_all(account, lines, chance, pieces):
    for start in range(0, len(lines), pieces):
        take(account, *lines[start : start + pieces])
