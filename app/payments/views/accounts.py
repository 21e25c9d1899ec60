"""Where people transfer to: the owner's bank account."""

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts.viewer import Viewer
from app.accounts.views.common import need_proof
from app.core import clock
from app.core.access import access
from app.core.db import db
from app.core.errors import DomainError
from app.payments import actions, banks, owners, queries
from app.payments.models import BankAccount
from app.payments.policies import can_manage
from app.payments.views.common import payments, viewer


class Owned(NamedTuple):
    """An owner and the account they may have."""

    kind: str
    owner_id: int
    owner: Any
    account: BankAccount | None


def load(viewer: Viewer, kind: str, owner_id: int) -> Owned | None:
    """Give the owner if ``viewer`` manages them."""
    if not owners.can_manage(viewer, kind, owner_id):
        return None
    return Owned(
        kind, owner_id, owners.owner(kind, owner_id), queries.account_to_change(kind, owner_id)
    )


@payments.get("/can-bo/thanh-toan/<kind>/<int:owner_id>")
@access(can_manage, load=load)
def account(owned: Owned) -> ResponseReturnValue:
    """Show the owner's account and its form."""
    return _page(owned)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>")
@access(can_manage, load=load)
def set_account(owned: Owned) -> ResponseReturnValue:
    """Open or change the account, after proof of who is there."""
    now, back = clock.now(), _url(owned)
    if (again := need_proof(back, now)) is not None:
        return again
    typed = request.form.to_dict()
    by = viewer().actor()
    try:
        actions.set_account((owned.kind, owned.owner_id), typed, owned.account, by, now)
    except DomainError as error:
        db.session.rollback()
        kept = load(viewer(), owned.kind, owned.owner_id)
        assert kept is not None
        return _page(kept, error, typed), error.status
    db.session.commit()
    flash(_("The account is set. All who manage it were told."), "ok")
    return redirect(back, 303)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>/bao-co")
@access(can_manage, load=load)
def set_hook(owned: Owned) -> ResponseReturnValue:
    """Turn the bank's web hook on, with a new secret that is shown once, or off."""
    now = clock.now()
    if (again := need_proof(_url(owned), now)) is not None:
        return again
    if owned.account is None:
        return redirect(_url(owned), 303)
    on = request.form.get("on") == "1"
    secret = actions.set_hook(owned.account, on, viewer().actor(), now)
    db.session.commit()
    return _page(owned, secret=secret) if secret else redirect(_url(owned), 303)


def _page(
    owned: Owned,
    error: DomainError | None = None,
    typed: dict[str, str] | None = None,
    secret: str | None = None,
) -> str:
    account = owned.account
    stored = (
        {"bin": account.bin, "number": account.number, "holder": account.holder_name}
        if account
        else {}
    )
    return render_template(
        "payments/account.html",
        owned=owned,
        page=owners.page(owned.kind, owned.owner),
        values=typed or stored,
        errors=[(error.field, error.message)] if error else [],
        banks=[
            ("", ""),
            *((each.bin, f"{each.short} · {each.name}") for each in banks.all_banks()),
        ],
        secret=secret,
    )


def _url(owned: Owned) -> str:
    return url_for("payments.account", kind=owned.kind, owner_id=owned.owner_id)
