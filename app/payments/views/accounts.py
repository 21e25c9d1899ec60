"""Where people transfer to: the owner's bank account."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from flask import Response, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access, again
from app.core.act import acts
from app.payments import actions, banks, owners, queries
from app.payments.adapters import ADAPTERS, OWN
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
@access(can_manage, load=load, asks=PROVED)
def account(owned: Owned) -> ResponseReturnValue:
    return _page(owned)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>")
@access(can_manage, load=load, asks=again("payments.account"))
@acts(
    again=lambda owned, errors, typed, **_error: _page(owned, errors, typed),
    said=_l("The account is set. All who manage it were told."),
)
def set_account(owned: Owned) -> str:
    """Open or change the account, after proof of who is there."""
    now, typed, by = clock.now(), request.form.to_dict(), viewer().actor()
    actions.set_account((owned.kind, owned.owner_id), typed, owned.account, by, now)
    return _url(owned)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>/bao-co")
@access(can_manage, load=load, asks=again("payments.account"))
@acts(again=lambda owned, errors, **_typed: _page(owned, errors))
def set_hook(owned: Owned) -> str | Response:
    """Choose who reports money by itself and under which secret, or turn it off."""
    secret = _set_hook(owned.account, clock.now()) if owned.account is not None else None
    return make_response(_page(owned, secret=secret)) if secret else _url(owned)


def _set_hook(account: BankAccount, now: datetime) -> str | None:
    by, typed = viewer().actor(), request.form
    if typed.get("on") != "1":
        actions.drop_hook(account, by, now)
        return None
    adapter = typed.get("adapter", OWN.name)
    return actions.set_hook(account, by, now, adapter, typed.get("secret", ""))


def _page(
    owned: Owned,
    errors: Sequence[Any] = (),
    typed: Mapping[str, str] | None = None,
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
        errors=errors,
        banks=[
            ("", ""),
            *((each.bin, f"{each.short} · {each.name}") for each in banks.all_banks()),
        ],
        secret=secret,
        reporters=[(each.name, each.label) for each in ADAPTERS.values()],
        address=url_for("payments.take_report", code=account.code, _external=True)
        if account
        else "",
    )


def _url(owned: Owned) -> str:
    return url_for("payments.account", kind=owned.kind, owner_id=owned.owner_id)
