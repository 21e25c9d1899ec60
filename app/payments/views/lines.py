"""Bank lines that wait for a clerk: matched by hand, set aside, undone."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from app.core import clock
from app.core.access import access
from app.core.act import FRESH, Done, acts
from app.core.forms import Line, Read, needed, takes
from app.core.listing import ways
from app.core.tables.values import as_amount
from app.payments import owners, queries, reconciling
from app.payments.models import BankAccount, BankLine, PaymentRequest
from app.payments.policies import may_manage, may_match
from app.payments.views.common import actor, payments


@payments.get("/can-bo/thanh-toan/tai-khoan/<code>/cho-khop")
@access(may_manage, load=queries.managed_account)
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
@access(may_manage, load=queries.managed_account)
@acts()
def rematch(account: BankAccount) -> Done:
    """Try the waiting lines again, after new bills came."""
    count = reconciling.rematch(account, actor(account), clock.now())
    said = ngettext("%(num)d line matched", "%(num)d lines matched", count)
    return Done(url_for(".open_lines", code=account.code), said)


@payments.get("/can-bo/thanh-toan/dong/<code>")
@access(may_match, load=queries.managed_line)
def line(found: BankLine) -> ResponseReturnValue:
    """Show one line, what it pays, and what it may be paying."""
    return _page(found)


@payments.post("/can-bo/thanh-toan/dong/<code>/khop")
@access(may_match, load=queries.managed_line)
@acts(again=lambda found, **refused: _page(found, **refused), said=_l("Matched."))
@takes(
    reference=Read(
        queries.request_by_reference, needed(_l("No such reference. It looks like HD7K3M9QXF."))
    ),
    amount=Read(as_amount, empty=None),
)
def match(found: BankLine, reference: PaymentRequest, amount: int | None) -> str:
    """Apply a line to the request whose reference was chosen or typed."""
    reconciling.match_by_hand(found, reference, amount, actor(found.account), clock.now())
    return _url(found)


@payments.post("/can-bo/thanh-toan/dong/<code>/bo-qua")
@access(may_match, load=queries.managed_line)
@acts(said=_l("Set aside."))
def set_aside(found: BankLine) -> str:
    reconciling.set_aside(found, actor(found.account), clock.now())
    return _url(found)


@payments.post("/can-bo/thanh-toan/dong/<code>/lay-lai")
@access(may_match, load=queries.managed_line)
@acts(said=_l("It waits to be matched again."))
def take_back(found: BankLine) -> str:
    reconciling.take_back(found, actor(found.account), clock.now())
    return _url(found)


@payments.post("/can-bo/thanh-toan/dong/<code>/huy-khop")
@access(may_match, load=queries.managed_line)
@acts(said=_l("Taken back. The line waits to be matched again."))
@takes(allocation=Line())
def undo(found: BankLine, allocation: str) -> str:
    chosen = next((each for each in found.active if str(each.id) == allocation), None)
    if chosen is not None:
        reconciling.undo(chosen, actor(found.account), clock.now())
    return _url(found)


def _page(found: BankLine, **refused: Any) -> str:
    suggestions = queries.suggestions(found) if found.may_pay else []
    return render_template(
        "payments/line.html", line=found, suggestions=suggestions, **(refused or FRESH)
    )


def _url(found: BankLine) -> str:
    return url_for(".line", code=found.code)
