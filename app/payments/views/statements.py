"""Bank statements: sent, columns confirmed, taken in by the worker, undone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
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
def send_statement(account: BankAccount) -> ResponseReturnValue:
    """Take a file; its columns are confirmed on the next page."""
    try:
        upload = take_sheet(STATEMENT, account.id, statement_rows.FIELDS)
    except DomainError as error:
        db.session.rollback()
        return _list(account, error), error.status
    code = upload.code
    db.session.commit()
    return redirect(url_for("payments.upload", code=code), 303)


@payments.get("/can-bo/thanh-toan/tep/<code>")
@access(can_manage, load=load_upload)
def upload(sheet: SheetUpload) -> ResponseReturnValue:
    """Show a sheet: its columns to confirm, its progress, or what became of it."""
    return _sheet(sheet)


@payments.post("/can-bo/thanh-toan/tep/<code>")
@access(can_manage, load=load_upload)
def check_upload(sheet: SheetUpload) -> ResponseReturnValue:
    """Confirm the columns: the worker takes the statement in."""
    code = sheet.code
    try:
        uploads.check(sheet, statement_rows.FIELDS, request.form.to_dict(), statement_rows.ONE_OF)
    except DomainError as error:
        db.session.rollback()
        return _sheet(sheet, error), error.status
    db.session.commit()
    return redirect(url_for("payments.upload", code=code), 303)


@payments.post("/can-bo/thanh-toan/tep/<code>/bo")
@access(can_manage, load=load_upload)
def drop_upload(sheet: SheetUpload) -> ResponseReturnValue:
    """Drop a sheet that was not taken in."""
    account = queries.account_by_id(sheet.subject_id)
    assert account is not None
    code = account.code
    sheet.drop(clock.now())
    db.session.commit()
    return redirect(url_for("payments.statements", code=code), 303)


@payments.get("/can-bo/thanh-toan/sao-ke/<code>")
@access(can_manage, load=queries.managed_statement)
def statement(found: Statement) -> ResponseReturnValue:
    """Show what became of a statement's lines."""
    lines = queries.lines_of(found)
    return render_template("payments/statement.html", statement=found, lines=lines)


@payments.post("/can-bo/thanh-toan/sao-ke/<code>/huy")
@access(can_manage, load=queries.managed_statement)
def undo_statement(found: Statement) -> ResponseReturnValue:
    """Take a whole statement back."""
    code = found.code
    lines = queries.lines_of(found, limit=None)
    reconciling.undo_statement(found, lines, actor(found.account), clock.now())
    db.session.commit()
    flash(_("The statement was taken back. The same file brings it again."), "ok")
    return redirect(url_for("payments.statement", code=code), 303)


def _list(account: BankAccount, error: DomainError | None = None) -> str:
    return render_template(
        "payments/statements.html",
        account=account,
        owner_name=owners.name(account.owner_kind, account.owner_id),
        statements=queries.statements_of(account),
        uploads=queries.uploads_in_work(STATEMENT, account.id),
        errors=[(error.field, error.message)] if error else [],
    )


def _sheet(sheet: SheetUpload, error: DomainError | None = None) -> str:
    account = queries.account_by_id(sheet.subject_id)
    return render_template(
        "payments/upload.html",
        upload=sheet,
        fields=statement_rows.FIELDS,
        account=account,
        errors=[(error.field, error.message)] if error else [],
        typed=request.form,
    )
