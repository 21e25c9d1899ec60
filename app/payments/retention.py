"""How long the words of a transfer, which name who paid, are kept."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import and_, update

from app.core.clock import local
from app.core.db import db
from app.core.retention import Kind, register
from app.payments.models import BankLine

EMPTY = b""
"""What stands where words were: ``personal.decrypt`` gives nothing for it."""


def _end(ids: Sequence[int], _now: datetime) -> None:
    mine = update(BankLine).where(BankLine.id.in_(ids))
    db.session.execute(mine.values(words_sealed=EMPTY))


register(
    Kind(
        "transfers", _l("Bank transfers"),
        _l("The words of the transfer go; day, amount and what it paid stay for the books."), 1_825,
        BankLine.id,
        lambda moment: and_(
            BankLine.booked_on < local(moment).date(), BankLine.words_sealed != EMPTY
        ),
        _end, is_open=lambda: BankLine.is_open.is_(True), code=BankLine.code, order=31,
    )
)  # fmt: skip
