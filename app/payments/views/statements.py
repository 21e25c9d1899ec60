"""Bank statements: sent, columns confirmed, taken in by the worker, undone."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import acts
from app.payments import owners, queries, reconciling
from app.payments.models import BankAccount, Statement
from app.payments.policies import may_manage
from app.payments.sheets import STATEMENT
from app.payments.views.common import actor, payments
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import Endpoints, SheetPages


def _account(sheet: SheetUpload) -> BankAccount:
    account = queries.account_by_id(sheet.subject_id)
    assert account is not None
    return account


PAGES = SheetPages(
    STATEMENT, Endpoints("statements", "send_statement", "upload", "check_upload", "drop_upload"),
    ("payments/statements.html", "payments/upload.html"), "account", _account,
    home=lambda account: url_for("payments.statements", code=account.code),
    beside=lambda account: {
        "owner_name": owners.name(account.owner_kind, account.owner_id),
        "statements": queries.statements_of(account),
        "uploads": sheets.in_work(STATEMENT, account.id),
    },
)  # fmt: skip


def load_upload(viewer: Viewer, code: str) -> SheetUpload | None:
    """Give the uploaded statement if ``viewer`` manages its account."""
    found = sheets.upload_by_code(STATEMENT, code)
    account = queries.account_by_id(found.subject_id) if found else None
    return found if queries.is_managed(viewer, account) else None


PAGES.add_routes(
    payments,
    ("/can-bo/thanh-toan/tai-khoan/<code>/sao-ke",
     access(may_manage, load=queries.managed_account)),
    ("/can-bo/thanh-toan/tep/<code>", access(may_manage, load=load_upload)),
)  # fmt: skip


@payments.get("/can-bo/thanh-toan/sao-ke/<code>")
@access(may_manage, load=queries.managed_statement)
def statement(found: Statement) -> ResponseReturnValue:
    """Show what became of a statement's lines."""
    lines = queries.lines_of(found)
    return render_template("payments/statement.html", statement=found, lines=lines)


@payments.post("/can-bo/thanh-toan/sao-ke/<code>/huy")
@access(may_manage, load=queries.managed_statement)
@acts(said=_l("The statement was taken back. The same file brings it again."))
def undo_statement(found: Statement) -> str:
    lines = queries.lines_of(found, limit=None)
    reconciling.undo_statement(found, lines, actor(found.account), clock.now())
    return url_for("payments.statement", code=found.code)
