"""Bank statements: sent, columns confirmed, taken in by the worker, undone."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.act import FRESH, acts
from app.payments import owners, queries, reconciling, statement_rows, uploads
from app.payments.jobs import STATEMENT
from app.payments.models import BankAccount, SheetUpload, Statement
from app.payments.policies import can_manage
from app.payments.views.common import actor, payments, take_sheet


def load_upload(viewer: Viewer, code: str) -> SheetUpload | None:
    """Give the uploaded statement if ``viewer`` manages its account."""
    return queries.managed_upload(viewer, STATEMENT, code)


@payments.get("/can-bo/thanh-toan/tai-khoan/<code>/sao-ke")
@access(can_manage, load=queries.managed_account)
def statements(account: BankAccount) -> ResponseReturnValue:
    """List the account's statements, and take a new one."""
    return _list(account)


@payments.post("/can-bo/thanh-toan/tai-khoan/<code>/sao-ke")
@access(can_manage, load=queries.managed_account)
@acts(again=lambda account, **refused: _list(account, **refused))
def send_statement(account: BankAccount) -> str:
    """Take a file; its columns are confirmed on the next page."""
    sheet = take_sheet(STATEMENT, account.id, statement_rows.FIELDS)
    return url_for("payments.upload", code=sheet.code)


@payments.get("/can-bo/thanh-toan/tep/<code>")
@access(can_manage, load=load_upload)
def upload(sheet: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: its columns to confirm, its progress, or what became of it."""
    return _sheet(sheet)


@payments.post("/can-bo/thanh-toan/tep/<code>")
@access(can_manage, load=load_upload)
@acts(again=lambda sheet, **refused: _sheet(sheet, **refused))
def check_upload(sheet: SheetUpload) -> str:
    """Confirm the columns: the worker takes the statement in."""
    uploads.check(sheet, statement_rows.FIELDS, request.form.to_dict(), statement_rows.ONE_OF)
    return url_for("payments.upload", code=sheet.code)


@payments.post("/can-bo/thanh-toan/tep/<code>/bo")
@access(can_manage, load=load_upload)
@acts()
def drop_upload(sheet: SheetUpload) -> str:
    account = queries.account_by_id(sheet.subject_id)
    assert account is not None
    sheet.drop(clock.now())
    return url_for("payments.statements", code=account.code)


@payments.get("/can-bo/thanh-toan/sao-ke/<code>")
@access(can_manage, load=queries.managed_statement)
def statement(found: Statement) -> ResponseReturnValue:
    """Show what became of a statement's lines."""
    lines = queries.lines_of(found)
    return render_template("payments/statement.html", statement=found, lines=lines)


@payments.post("/can-bo/thanh-toan/sao-ke/<code>/huy")
@access(can_manage, load=queries.managed_statement)
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
        uploads=queries.uploads_in_work(STATEMENT, account.id),
        **(refused or FRESH),
    )


def _sheet(sheet: SheetUpload, **refused: Any) -> str:
    account = queries.account_by_id(sheet.subject_id)
    return render_template(
        "payments/upload.html",
        upload=sheet,
        fields=statement_rows.FIELDS,
        account=account,
        **(refused or FRESH),
    )
