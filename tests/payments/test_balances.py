"""One month's movements, told by files of any bank and by reports, give the list's balances.

The files are written by `statements`, sent, read and taken in by the worker as a clerk's are; the
reports are signed as providers sign them. What is expected is worked out from the list alone.
"""

import contextlib
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from app.accounts.actors import SYSTEM
from app.bills.models import Bill
from app.core import clock
from app.core.errors import Conflict
from app.payments import hooks, queries
from app.payments.actions import set_hook
from app.payments.models import BankLine
from app.payments.sheets import STATEMENT
from app.sheets import uploads
from tests.factories.bills import make_bill, make_biller, make_customer
from tests.payments import statements
from tests.payments.reports import KEY, REPORTERS
from tests.payments.statements import Entry

FIRST = date(2026, 11, 16)
ODD = 10_000
"""An amount that no bill has."""
QUICK, THOROUGH = range(4), 500


class Month:
    """A biller with three bills, the movements of a month, and what these leave."""

    def __init__(self, chance):
        self.has_numbers = chance.random() < 0.5
        """Some channels have the bank's numbers; else none has."""
        self.chance, biller = chance, make_biller()
        self.account = queries.account_of("agency", biller.agency_id)
        self.bills = [make_bill(make_customer(biller), total=30_000 + 1_000 * n) for n in range(3)]
        self.asked = [queries.request_of("bill", bill.id) for bill in self.bills]
        self.entries, self.credited, self.taken_back = [], Counter(), Counter()
        for number in range(chance.randint(3, 10)):
            self._add(number)

    def _add(self, number):
        which, chance = self.chance.randrange(3), self.chance
        asked = self.asked[which]
        amount, on = chance.choice([asked.amount, ODD]), FIRST + timedelta(chance.randrange(6))
        by_name, by_code = asked.reference, asked.payer_code
        words = chance.choice([by_name, by_code, f"ck {by_name.lower()} 11", "nop tien"])
        pays = which if words != "nop tien" and (words != by_code or amount != ODD) else None
        for twin in range(2 if chance.random() < 0.35 else 1):
            self.entries.append(Entry(on, amount, words, f"FT{number:03}{twin}"))
            self.credited[pays] += amount
        if pays is not None and chance.random() < 0.25:
            later = on + timedelta(chance.randrange(3))
            self.entries.append(Entry(later, -amount, words, f"RV9{number:03}", takes_back=True))
            self.taken_back[pays] += amount
        if chance.random() < 0.3:
            self.entries.append(Entry(on, -ODD, "tra luong", f"CH8{number:03}"))

    def expected(self):
        """Give what each bill received, what the account holds, and what waits for a clerk."""
        left = self.credited - self.taken_back
        return [left[n] for n in range(3)], left.total(), left[None]

    def found(self, db):
        """Give the same as the product has it."""
        db.session.expire_all()
        ids = [bill.id for bill in self.bills]
        received = dict(
            db.session.execute(select(Bill.id, Bill.received).where(Bill.id.in_(ids))).all()
        )
        lines = select(BankLine).where(BankLine.account_id == self.account.id, BankLine.amount > 0)
        held = [line for line in db.session.scalars(lines) if line.is_live and line.holds]
        waits = select(func.sum(BankLine.amount - BankLine.allocated)).where(
            BankLine.account_id == self.account.id, BankLine.is_open
        )
        total = sum(line.amount for line in held)
        return [received[each] for each in ids], total, db.session.scalar(waits) or 0

    def tell(self, drain):
        """Send the month as files and reports, in any order, overlapping, some of it twice."""
        chance = self.chance
        by_day = sorted(self.entries, key=lambda each: each.on)
        files = statements.overlapping(
            chance, by_day, chance.randint(1, 3), self._worded, None if self.has_numbers else False
        )
        told = [("file", each) for each in files + chance.sample(files, chance.randint(0, 1))]
        told += [("report", each) for each in self._reports()]
        chance.shuffle(told)
        for way, each in told:
            if way == "file":
                self._send(each, drain)
            else:
                with contextlib.suppress(Conflict):  # this very report again: said so
                    hooks.take(self.account, each, clock.now())

    def _worded(self, entry):
        words = entry.words
        ways = [words, words.upper(), f"  {words} ", f"{words}."]
        return replace(entry, words=self.chance.choice(ways))

    def _reports(self):
        chance = self.chance
        name = chance.choice([each for each in REPORTERS if self.has_numbers or each != "own"])
        set_hook(self.account, SYSTEM, clock.now(), name, KEY)
        alike = {(each.on, each.amount, each.words) for each in self.entries}
        alike = {each for each in sorted(alike) if chance.random() < 0.6}
        told = [each for each in self.entries if (each.on, each.amount, each.words) in alike]
        told += chance.sample(told, len(told) // 3)
        numbered = self.has_numbers and chance.random() < 0.5
        secret = self.account.hook_secret
        return REPORTERS[name](chance, secret, told, numbered, clock.now())

    def _send(self, file, drain):
        now = clock.now()
        sent = uploads.receive(STATEMENT, self.account.id, (file.name, file.content), None, now)
        uploads.check(sent, uploads.typed_of(sent, ()))
        drain()
        assert (sent.state, sent.problems) == ("done", []), file.name


def test_files_and_reports_of_a_month_leave_the_lists_balances(db, outbox):
    for seed in QUICK:
        _told_anyhow(db, outbox, seed)


@pytest.mark.details
@pytest.mark.timeout(3_000)
@pytest.mark.parametrize("part", range(5))
def test_five_hundred_months_of_files_and_reports_leave_their_balances(db, outbox, part):
    for seed in range(part * THOROUGH // 5, (part + 1) * THOROUGH // 5):
        _told_anyhow(db, outbox, seed)


def _told_anyhow(db, outbox, seed):
    month = Month(random.Random(seed))
    month.tell(outbox.drain)
    assert month.found(db) == month.expected(), seed
