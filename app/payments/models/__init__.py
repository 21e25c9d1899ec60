"""The room's tables: bank accounts, what is owed, bank lines and how they were matched."""

from app.payments.models.account import BankAccount
from app.payments.models.line import Allocation, BankLine
from app.payments.models.mapping import ColumnMapping
from app.payments.models.request import PaymentRequest
from app.payments.models.statement import HookDelivery, HookEvent, Statement
from app.payments.models.upload import SheetUpload

__all__ = [
    "Allocation",
    "BankAccount",
    "BankLine",
    "ColumnMapping",
    "HookDelivery",
    "HookEvent",
    "PaymentRequest",
    "SheetUpload",
    "Statement",
]
