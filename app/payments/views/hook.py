"""What a bank's own program reports; see docs/bank-files.md."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.bodies import at_most, body
from app.core.db import db
from app.core.security import csrf
from app.payments import hooks, queries
from app.payments.views.common import payments


@payments.post("/thanh-toan/bao-co/<code>")
@access(PUBLIC)
@at_most(hooks.MAX_BODY)
def take_report(code: str) -> ResponseReturnValue:
    """Take a signed report of movements. The signature stands in for a form's token."""
    statement = hooks.take(
        queries.account_by_code(code),
        request.headers.get("X-Timestamp", ""),
        request.headers.get("X-Signature", ""),
        body(hooks.MAX_BODY),
        clock.now(),
    )
    counts = {"taken": statement.lines, "duplicate": statement.duplicates}
    db.session.commit()
    return counts, 200


csrf.exempt(take_report)
