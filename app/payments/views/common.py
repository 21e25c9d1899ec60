"""What the room's views share."""

from flask import Blueprint

from app.accounts.actors import Actor
from app.accounts.present import viewer as viewer
from app.payments import owners
from app.payments.models import BankAccount
from app.payments.owners import AGENCY

payments = Blueprint("payments", __name__)


def actor(account: BankAccount) -> Actor:
    """Give who acts for the account's owner."""
    owner = owners.owner(account.owner_kind, account.owner_id)
    return viewer().actor(owner if account.owner_kind == AGENCY else None)
