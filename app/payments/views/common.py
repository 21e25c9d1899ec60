"""What the room's views share."""

from flask import Blueprint, request

from app.accounts.actors import Actor
from app.accounts.viewer import Viewer
from app.core.access import current_viewer
from app.payments import owners
from app.payments.models import BankAccount
from app.payments.owners import AGENCY

payments = Blueprint("payments", __name__)


def viewer() -> Viewer:
    """Give who is looking, typed."""
    found: Viewer = current_viewer()
    return found


def actor(account: BankAccount) -> Actor:
    """Give who acts for the account's owner."""
    owner = owners.owner(account.owner_kind, account.owner_id)
    return viewer().actor(owner if account.owner_kind == AGENCY else None)


def sent_file(name: str = "file") -> tuple[str, bytes]:
    """Give the uploaded file's name and bytes, empty where none was chosen."""
    file = request.files.get(name)
    if file is None:
        return "", b""
    try:
        return file.filename or "", file.read()
    finally:
        file.close()
