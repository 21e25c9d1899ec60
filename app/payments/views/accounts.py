"""Where people transfer to: the owner's bank account."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from flask import Response, make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts.viewer import Viewer
from app.core import clock
from app.core.access import PROVED, access, again
from app.core.act import acts
from app.core.forms import Line, Raw, Read, needed, takes
from app.core.text import whole
from app.payments import actions, banks, owners, queries
from app.payments.adapters import ADAPTERS, OWN
from app.payments.models import BankAccount
from app.payments.policies import may_manage
from app.payments.views.common import payments, viewer


class Owned(NamedTuple):
    """An owner and the account they may have."""

    kind: str
    owner_id: int
    owner: Any
    account: BankAccount | None


def load(viewer: Viewer, kind: str, owner_id: int) -> Owned | None:
    """Give the owner if ``viewer`` manages them."""
    if not owners.may_manage(viewer, kind, owner_id):
        return None
    return Owned(
        kind, owner_id, owners.owner(kind, owner_id), queries.account_to_change(kind, owner_id)
    )


@payments.get("/can-bo/thanh-toan/<kind>/<int:owner_id>")
@access(may_manage, load=load, asks=PROVED)
def account(owned: Owned) -> ResponseReturnValue:
    return _page(owned)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>")
@access(may_manage, load=load, asks=again("payments.account"))
@acts(
    again=lambda owned, errors, typed, **_error: _page(owned, errors, typed),
    said=_l("The account is set. All who manage it were told."),
)
@takes(
    bin=Line(6, needed(_l("Choose a bank from the list."))),
    number=Line(200, needed(_l("An account has 4 to 19 digits or letters."))),
    holder=Line(200, needed(_l("Write the holder's name as the bank shows it."))),
    version=Read(whole),
)
def set_account(owned: Owned, **typed: Any) -> str:
    """Open or change the account, after proof of who is there."""
    owner, by = (owned.kind, owned.owner_id), viewer().actor()
    actions.set_account(owner, typed, owned.account, by, clock.now())
    return _url(owned)


@payments.post("/can-bo/thanh-toan/<kind>/<int:owner_id>/bao-co")
@access(may_manage, load=load, asks=again("payments.account"))
@acts(again=lambda owned, errors, **_typed: _page(owned, errors))
@takes(on=Line(), adapter=Line(), secret=Raw())
def set_hook(owned: Owned, on: str, adapter: str, secret: str) -> str | Response:
    """Choose who reports money by itself and under which secret, or turn it off."""
    account, by, made = owned.account, viewer().actor(), None
    if account is not None and on == "1":
        made = actions.set_hook(account, by, clock.now(), adapter or OWN.name, secret)
    elif account is not None:
        actions.drop_hook(account, by, clock.now())
    return make_response(_page(owned, secret=made)) if made else _url(owned)


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
