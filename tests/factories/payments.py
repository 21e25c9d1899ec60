"""Bank accounts, requests and statements for tests. Account numbers are fictitious."""

import io
from datetime import date

from openpyxl import Workbook

from app.accounts.actors import SYSTEM
from app.accounts.models import Agency
from app.core import clock
from app.core.db import db
from app.payments import reconciling
from app.payments.models import BankAccount, PaymentRequest, Statement
from app.payments.models.statement import BY_FILE
from app.payments.owners import AGENCY
from app.payments.statement_rows import Movement
from tests.factories.accounts import make_agency

BIN, NUMBER, HOLDER = "970418", "0000000012", "TRAM NUOC THU NGHIEM"
DAY = date(2026, 11, 18)
_subjects = iter(range(1_000_000, 2_000_000))


def make_bank_account(owner: Agency | None = None, number: str = NUMBER) -> BankAccount:
    """Give the account of an agency of kind biller."""
    owner = owner or make_agency("Trạm nước Thử", "biller")
    return BankAccount.open(AGENCY, owner.id, BIN, number, HOLDER, clock.now())


def make_request(
    account: BankAccount, amount: int = 100_000, code: str = "NU001", reference: str = ""
) -> PaymentRequest:
    """Give a request for money into that account's owner's hands."""
    owner = (account.owner_kind, account.owner_id)
    made = PaymentRequest.ask(owner, amount, ("test", next(_subjects)), code, clock.now())
    if reference:
        made.reference = reference
    db.session.flush()
    return made


def money(words: str, amount: int = 100_000, bank_id: str = "", on: date = DAY) -> Movement:
    """Give money that came in."""
    return Movement(on, amount, words, bank_id)


def take(account: BankAccount, *movements: Movement) -> Statement:
    """Take a statement with those movements in."""
    taking = reconciling.begin(account, BY_FILE, SYSTEM, clock.now(), "sao-ke.csv")
    reconciling.take(taking, movements)
    return reconciling.finish(taking)


def xlsx(rows: list[list[object]], merge: str | None = None) -> bytes:
    """Give a workbook with those rows."""
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
