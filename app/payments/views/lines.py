"""Bank lines that wait for a clerk: matched by hand, set aside, undone."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.core.listing import ways
from app.core.tables.values import BadValue, as_amount
from app.payments import owners, queries, reconciling
from app.payments.models import BankAccount, BankLine
from app.payments.policies import can_manage, can_match
from app.payments.views.common import actor, payments


@payments.get("/can-bo/thanh-toan/tai-khoan/<code>/cho-khop")
@access(can_manage, load=queries.managed_account)
def open_lines(account: BankAccount) -> ResponseReturnValue:
    """List the money that is applied to nothing yet."""
    page = queries.open_lines(account, request.args.get("truoc"))
    return render_template(
        "payments/lines.html",
        account=account,
        owner_name=owners.name(account.owner_kind, account.owner_id),
        lines=page.rows,
        **ways(".open_lines", page, "truoc", code=account.code),
    )


@payments.post("/can-bo/thanh-toan/tai-khoan/<code>/khop-lai")
@access(can_manage, load=queries.managed_account)
def rematch(account: BankAccount) -> ResponseReturnValue:
    """Try the waiting lines again, after new bills came."""
    code = account.code
    count = reconciling.rematch(account, actor(account), clock.now())
    db.session.commit()
    flash(ngettext("%(num)d line matched", "%(num)d lines matched", count), "ok")
    return redirect(url_for(".open_lines", code=code), 303)


@payments.get("/can-bo/thanh-toan/dong/<code>")
@access(can_match, load=queries.managed_line)
def line(found: BankLine) -> ResponseReturnValue:
    """Show one line, what it pays, and what it may be paying."""
    return _page(found)


@payments.post("/can-bo/thanh-toan/dong/<code>/khop")
@access(can_match, load=queries.managed_line)
def match(found: BankLine) -> ResponseReturnValue:
    """Apply a line to the request whose reference was chosen or typed."""
    try:
        wanted = queries.request_by_reference(request.form.get("reference", ""))
        if wanted is None:
            raise DomainError(_("No such reference. It looks like HD7K3M9QXF."), field="reference")
        amount = _amount(request.form.get("amount", ""))
        reconciling.match_by_hand(found, wanted, amount, actor(found.account), clock.now())
    except DomainError as error:
        db.session.rollback()
        return _page(found, error), error.status
    return _done(found, _("Matched."))


@payments.post("/can-bo/thanh-toan/dong/<code>/bo-qua")
@access(can_match, load=queries.managed_line)
def set_aside(found: BankLine) -> ResponseReturnValue:
    """Say that a line is no payment of ours."""
    reconciling.set_aside(found, actor(found.account), clock.now())
    return _done(found, _("Set aside."))


@payments.post("/can-bo/thanh-toan/dong/<code>/lay-lai")
@access(can_match, load=queries.managed_line)
def take_back(found: BankLine) -> ResponseReturnValue:
    """Put a line into the list again."""
    reconciling.take_back(found, actor(found.account), clock.now())
    return _done(found, _("It waits to be matched again."))


@payments.post("/can-bo/thanh-toan/dong/<code>/huy-khop")
@access(can_match, load=queries.managed_line)
def undo(found: BankLine) -> ResponseReturnValue:
    """Take back what the line paid."""
    number = request.form.get("allocation", "")
    chosen = next((each for each in found.active if str(each.id) == number), None)
    if chosen is not None:
        reconciling.undo(chosen, actor(found.account), clock.now())
    return _done(found, _("Taken back. The line waits to be matched again."))


def _page(found: BankLine, error: DomainError | None = None) -> str:
    return render_template(
        "payments/line.html",
        line=found,
        suggestions=queries.suggestions(found) if found.can_pay else [],
        errors=[(error.field, error.message)] if error else [],
        typed=request.form,
    )


def _done(found: BankLine, said: str) -> ResponseReturnValue:
    code = found.code
    db.session.commit()
    flash(said, "ok")
    return redirect(url_for(".line", code=code), 303)


def _amount(typed: str) -> int | None:
    try:
        return as_amount(typed) if typed.strip() else None
    except BadValue as bad:
        raise DomainError(bad.message, field="amount") from bad
