"""What limits refused, by limit, source and hour: for the operator, for two days."""

from datetime import datetime, timedelta

from flask import has_request_context

from app.accounts.askers import Asker, asker
from app.accounts.models.limit import ADDRESS, DEVICE, PURPOSE, LimitRefusal, source_index
from app.core import personal, rates
from app.core.db import db
from app.core.inserting import insert

HOUR = timedelta(hours=1)
SHORT = 6
"""Letters of a browser's number: enough to tell a few apart, and to say one aloud."""


def note(limit_name: str, by_browser: bool, now: datetime) -> None:
    """Count a refusal of the present request; the caller commits."""
    if not has_request_context():
        return
    kind, key, name = source_of(asker(), by_browser)
    statement = insert(LimitRefusal).values(
        limit_name=limit_name,
        kind=kind,
        source_index=source_index(kind, key),
        sealed=personal.seal(PURPOSE, name),
        hour=rates.begun(HOUR, now),
        count=1,
    )
    db.session.execute(
        statement.on_conflict_do_update(
            index_elements=["limit_name", "source_index", "hour"],
            set_={"count": LimitRefusal.count + 1},
        )
    )


def source_of(who: Asker, by_browser: bool) -> tuple[str, str, str]:
    """Give kind, key and name of where something came from: a browser, or a network address."""
    if by_browser and who.browser:
        return DEVICE, who.browser, who.browser[:SHORT]
    return ADDRESS, who.network, who.network
