"""What is read of accounts, requests, statements and lines."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from app.accounts.viewer import Viewer
from app.core.db import db, for_change, locks_nothing, one
from app.core.listing import Listing, Page, code_of, counted
from app.core.navigation import MOST_WAITING
from app.payments import owners
from app.payments.matching import payer_codes, references
from app.payments.models import Allocation, BankAccount, BankLine, PaymentRequest, Statement

MOST = 25
OPEN = Listing(BankLine.id, newest_first=True, most=MOST)
MOST_SUGGESTED = 8


def account_by_id(account_id: int) -> BankAccount | None:
    return db.session.get(BankAccount, account_id)


def account_by_code(code: str) -> BankAccount | None:
    """Give the account with that public code, locked for what is done to its lines."""
    return one(select(BankAccount).where(BankAccount.code == code))


def account_of(kind: str, owner_id: int) -> BankAccount | None:
    """Give the account of that owner to be read, None where they have none."""
    return db.session.scalar(_of_owner(kind, owner_id))


def account_to_change(kind: str, owner_id: int) -> BankAccount | None:
    """Give the account of that owner as ``account_of`` does, locked for change."""
    return one(_of_owner(kind, owner_id))


def all_accounts() -> Sequence[BankAccount]:
    """Give every account, the oldest first: for commands."""
    return db.session.scalars(select(BankAccount).order_by(BankAccount.id)).all()


def is_managed(viewer: Viewer, account: BankAccount | None) -> bool:
    return account is not None and owners.may_manage(viewer, account.owner_kind, account.owner_id)


def managed_account(viewer: Viewer, code: str) -> BankAccount | None:
    """Give the account of that code if ``viewer`` manages it."""
    return _if_managed(viewer, account_by_code(code))


def managed_line(viewer: Viewer, code: str) -> BankLine | None:
    """Give the bank line of that code if ``viewer`` manages its account."""
    statement = (
        select(BankLine)
        .where(BankLine.code == code)
        .options(joinedload(BankLine.account), selectinload(BankLine.allocations))
    )
    _hold_account(select(BankLine.account_id).where(BankLine.code == code))
    line = db.session.scalar(statement)
    return line if line is not None and _if_managed(viewer, line.account) else None


def managed_statement(viewer: Viewer, code: str) -> Statement | None:
    """Give the statement of that code if ``viewer`` manages its account."""
    _hold_account(select(Statement.account_id).where(Statement.code == code))
    found = db.session.scalar(select(Statement).where(Statement.code == code))
    return found if found is not None and _if_managed(viewer, found.account) else None


def statements_of(account: BankAccount) -> Sequence[Statement]:
    """Give the account's newest statements."""
    statement = select(Statement).where(Statement.account_id == account.id)
    return db.session.scalars(statement.order_by(Statement.id.desc()).limit(MOST)).all()


def open_lines(account: BankAccount, after: str | None = None) -> Page[BankLine]:
    """Give a page of lines with money that is applied to nothing yet, the newest first."""
    last = select(BankLine.id).where(BankLine.code == after).scalar_subquery() if after else None
    return OPEN.page(_lines(account).where(BankLine.is_open), last, code_of)


def account_and_waiting(kind: str, owner_id: int) -> tuple[BankAccount | None, int]:
    """Give the owner's account and how many of its lines wait to be matched."""
    waiting = (
        select(func.count())
        .where(BankLine.account_id == BankAccount.id, BankLine.is_open)
        .correlate(BankAccount)
        .scalar_subquery()
    )
    statement = select(BankAccount, waiting).where(
        BankAccount.owner_kind == kind, BankAccount.owner_id == owner_id
    )
    row = db.session.execute(statement).first()
    return (row[0], row[1]) if row else (None, 0)


def waiting_count(kind: str, owner_ids: Select[Any]) -> Any:
    """Select how many lines of those owners' accounts wait to be matched."""
    theirs = (BankAccount.owner_kind == kind) & BankAccount.owner_id.in_(owner_ids)
    waiting = select(BankLine.id).join(BankAccount, BankAccount.id == BankLine.account_id)
    return counted(waiting.where(theirs, BankLine.is_open), MOST_WAITING)


def lines_of(statement: Statement, limit: int | None = 100) -> Sequence[BankLine]:
    """Give the lines of a statement with what they pay, all for ``limit`` None."""
    lines = _lines(statement.account).where(BankLine.statement_id == statement.id)
    if limit is not None:  # shown: money that merely went out is not
        shown = (BankLine.amount > 0) | BankLine.takes_back | BankLine.undoes_id.is_not(None)
        lines = lines.where(shown)
    return db.session.scalars(lines.order_by(BankLine.id.desc()).limit(limit)).all()


def request_by_reference(reference: str) -> PaymentRequest | None:
    """Give the request with that transfer content, locked for the money that is put to it."""
    found = select(PaymentRequest).where(PaymentRequest.reference == reference.strip().upper())
    return one(found)


def request_of(kind: str, subject_id: int) -> PaymentRequest | None:
    """Give the request about that bill or order; whoever changes it holds it already."""
    statement = select(PaymentRequest).where(
        PaymentRequest.subject_kind == kind, PaymentRequest.subject_id == subject_id
    )
    return db.session.scalar(statement)


def hold_requests(kind: str, subject_ids: Select[Any]) -> None:
    """Lock the requests about those bills or orders, before these themselves are locked.

    Money comes in by the request and goes on to its subject (``core/locks``). Nothing is
    locked where the present request only reads.
    """
    if locks_nothing():
        return
    statement = select(PaymentRequest).where(
        PaymentRequest.subject_kind == kind, PaymentRequest.subject_id.in_(subject_ids)
    )
    db.session.scalars(for_change(statement.order_by(PaymentRequest.id))).all()


def requests_of(kind: str, subject_ids: Collection[int]) -> dict[int, PaymentRequest]:
    """Give the requests about those bills or orders, by subject, in one statement."""
    if not subject_ids:
        return {}
    statement = select(PaymentRequest).where(
        PaymentRequest.subject_kind == kind, PaymentRequest.subject_id.in_(subject_ids)
    )
    return {each.subject_id: each for each in db.session.scalars(statement)}


def suggestions(line: BankLine) -> Sequence[PaymentRequest]:
    """Give the requests a clerk may mean: named, of the code, or of exactly what remains."""
    words, account = line.words, line.account
    owned = (
        select(PaymentRequest)
        .where(
            PaymentRequest.owner_kind == account.owner_kind,
            PaymentRequest.owner_id == account.owner_id,
        )
        .order_by(PaymentRequest.id.desc())
        .limit(MOST_SUGGESTED)
    )
    named = PaymentRequest.reference.in_(references(words))
    coded = PaymentRequest.payer_code.in_(payer_codes(words))
    by_words = db.session.scalars(owned.where(named | coded)).all()
    if by_words:
        return by_words
    unpaid = (PaymentRequest.amount == line.remaining, PaymentRequest.received == 0)
    return db.session.scalars(owned.where(*unpaid)).all()


def allocations_of(request: PaymentRequest) -> Sequence[Allocation]:
    """Give what came in for a request, the oldest first, undone matches left out."""
    statement = (
        select(Allocation)
        .where(Allocation.request_id == request.id, Allocation.undone_at.is_(None))
        .options(joinedload(Allocation.line))
        .order_by(Allocation.id)
    )
    return db.session.scalars(statement).all()


def _lines(account: BankAccount) -> Select[Any]:
    return (
        select(BankLine)
        .where(BankLine.account_id == account.id)
        .options(joinedload(BankLine.account), selectinload(BankLine.allocations))
        .options(joinedload(BankLine.undoes))
    )


def _if_managed(viewer: Viewer, account: BankAccount | None) -> BankAccount | None:
    return account if is_managed(viewer, account) else None


def _of_owner(kind: str, owner_id: int) -> Select[Any]:
    return select(BankAccount).where(
        BankAccount.owner_kind == kind, BankAccount.owner_id == owner_id
    )


def _hold_account(account_id: Select[Any]) -> None:
    """Lock the account above a line or a statement: it stands for all that came in for it."""
    one(select(BankAccount).where(BankAccount.id == account_id.scalar_subquery()))
