"""What a bank's own program reports; see docs/bank-files.md."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.security import csrf
from app.payments import hooks, queries
from app.payments.views.common import payments


@payments.post("/thanh-toan/bao-co/<code>")
@access(PUBLIC)
def take_report(code: str) -> ResponseReturnValue:
    """Take a signed report of movements. The signature stands in for a form's token."""
    if (request.content_length or 0) > hooks.MAX_BODY:
        abort(413)
    statement = hooks.take(
        queries.account_by_code(code),
        request.headers.get("X-Timestamp", ""),
        request.headers.get("X-Signature", ""),
        request.get_data(cache=False),
        clock.now(),
    )
    counts = {"taken": statement.lines, "duplicate": statement.duplicates}
    db.session.commit()
    return counts, 200


csrf.exempt(take_report)
