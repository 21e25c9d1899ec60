"""What a bank's own program reports; see docs/bank-files.md."""

from flask import request
from flask.typing import ResponseReturnValue

from app.core import clock
from app.core.access import PUBLIC, access
from app.core.bodies import at_most, body
from app.core.db import db
from app.core.security import csrf
from app.payments import hooks, queries
from app.payments.adapters import Report
from app.payments.views.common import payments


@payments.post("/thanh-toan/bao-co/<code>")
@access(PUBLIC)
@at_most(hooks.MAX_BODY)
def take_report(code: str) -> ResponseReturnValue:
    """Take a report of movements, proved as the account's adapter says.

    That proof stands in for a form's token.
    """
    report = Report(dict(request.headers), body(hooks.MAX_BODY))
    account = queries.account_by_code(code)
    said = hooks.answer(account, hooks.take(account, report, clock.now()))
    db.session.commit()
    return said, 200


csrf.exempt(take_report)
