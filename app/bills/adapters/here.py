"""Billers whose bills live here: uploaded as files, or made from readings (the ledger)."""

from collections.abc import Iterable

from app.bills import queries
from app.bills.adapters.base import (
    BILLS,
    NO_DEBT,
    NOT_FOUND,
    Answer,
    Input,
    Reconciled,
    compare,
)
from app.bills.models import Biller


class HereAdapter:
    """Answers from our own tables; there is nobody to confirm to."""

    def __init__(self, biller: Biller) -> None:
        self.biller = biller

    def describe(self) -> list[Input]:
        """Give what a customer types to ask."""
        return [Input("code", self.biller.code_hint)]

    def inquire(self, code: str, pending: str = "") -> Answer:
        """Say whether the code has unpaid bills; the bills themselves are in our tables."""
        account = queries.account_by_code(self.biller, code)
        if account is None:
            return Answer(NOT_FOUND)
        return Answer(BILLS if queries.has_open_bill(account) else NO_DEBT)

    def confirm(self, bill: str, amount: int, transaction_ref: str) -> None:
        """Do nothing: the bill's own row already says that it is paid."""

    def reconcile(self, rows: Iterable[tuple[str, int]]) -> Reconciled:
        """Compare the biller's list of receipts with ours."""
        return compare(rows, queries.receipts_by_number(self.biller))
