"""What the room's views share."""

from collections.abc import Sequence

from flask import Blueprint, request

from app.accounts.actors import Actor
from app.accounts.present import viewer as viewer
from app.core import clock
from app.core.tables.columns import Field
from app.payments import owners, uploads
from app.payments.models import BankAccount, SheetUpload
from app.payments.owners import AGENCY

payments = Blueprint("payments", __name__)


def actor(account: BankAccount) -> Actor:
    """Give who acts for the account's owner."""
    owner = owners.owner(account.owner_kind, account.owner_id)
    return viewer().actor(owner if account.owner_kind == AGENCY else None)


def take_sheet(kind: str, subject_id: int, fields: Sequence[Field]) -> SheetUpload:
    """Keep the sheet that was sent; raises what ``uploads.receive`` raises."""
    user_id = viewer().user_id
    return uploads.receive(kind, subject_id, fields, _sent_file(), user_id, clock.now())


def _sent_file() -> tuple[str, bytes]:
    """Give the uploaded file's name and bytes, empty where none was chosen."""
    file = request.files.get("file")
    if file is None:
        return "", b""
    try:
        return file.filename or "", file.read()
    finally:
        file.close()
