"""Bank statements: sent, columns confirmed, taken in by the worker, undone."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.payments import owners, queries, reconciling
from app.payments.models import BankAccount, Statement
from app.payments.policies import may_manage
from app.payments.sheets import STATEMENT
from app.payments.views.common import actor, payments
from app.sheets import jobs
from app.sheets import queries as sheets
from app.sheets.models import SheetUpload
from app.sheets.views import SheetPages, take_sheet


def _account(sheet: SheetUpload) -> BankAccount:
    account = queries.account_by_id(sheet.subject_id)
    assert account is not None
    return account


PAGES = SheetPages(
    STATEMENT, "payments.upload", "payments.check_upload", "payments.drop_upload",
    "payments/upload.html", "account", _account,
)  # fmt: skip


def load_upload(viewer: Viewer, code: str) -> SheetUpload | None:
    """Give the uploaded statement if ``viewer`` manages its account."""
    found = sheets.upload_by_code(STATEMENT, code)
    account = queries.account_by_id(found.subject_id) if found else None
    return found if queries.is_managed(viewer, account) else None


@payments.get("/can-bo/thanh-toan/tai-khoan/<code>/sao-ke")
@access(may_manage, load=queries.managed_account)
def statements(account: BankAccount) -> ResponseReturnValue:
    """List the account's statements, and take a new one."""
    return _list(account)


@payments.post("/can-bo/thanh-toan/tai-khoan/<code>/sao-ke")
@access(may_manage, load=queries.managed_account)
@acts(again=lambda account, **refused: _list(account, **refused))
def send_statement(account: BankAccount) -> str:
    """Take a file; its columns are confirmed on the next page."""
    return PAGES.url(take_sheet(STATEMENT, account.id))


@payments.get("/can-bo/thanh-toan/tep/<code>")
@access(may_manage, load=load_upload)
def upload(sheet: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: its columns to confirm, its progress, or what became of it."""
    return PAGES.show(sheet)


@payments.post("/can-bo/thanh-toan/tep/<code>")
@access(may_manage, load=load_upload)
@acts(again=PAGES.show)
def check_upload(sheet: SheetUpload) -> str:
    """Confirm the columns: the worker takes the statement in."""
    return PAGES.confirm(sheet)


@payments.post("/can-bo/thanh-toan/tep/<code>/bo")
@access(may_manage, load=load_upload)
@acts()
def drop_upload(sheet: SheetUpload) -> str:
    account = _account(sheet)
    jobs.drop(sheet)
    return url_for("payments.statements", code=account.code)


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


def _list(account: BankAccount, **refused: Any) -> str:
    return render_template(
        "payments/statements.html",
        account=account,
        owner_name=owners.name(account.owner_kind, account.owner_id),
        statements=queries.statements_of(account),
        uploads=sheets.in_work(STATEMENT, account.id),
        **(refused or FRESH),
    )
