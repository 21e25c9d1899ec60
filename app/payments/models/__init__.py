"""The room's tables: bank accounts, what is owed, bank lines and how they were matched."""

from app.payments.models.account import BankAccount
from app.payments.models.line import Allocation, BankLine
from app.payments.models.request import PaymentRequest
from app.payments.models.statement import HookDelivery, HookEvent, Statement

__all__ = [
    "Allocation",
    "BankAccount",
    "BankLine",
    "HookDelivery",
    "HookEvent",
    "PaymentRequest",
    "Statement",
]
