"""Changing where people transfer to, and what a payer scans."""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from app.accounts.actors import Actor
from app.core import audit
from app.core.errors import DomainError
from app.core.text import plain
from app.notifications import tell
from app.notifications.groups import ALWAYS
from app.notifications.kinds import Kind, register
from app.payments import owners
from app.payments.adapters import ADAPTERS, OWN
from app.payments.models import BankAccount, PaymentRequest
from app.payments.vietqr import VietQR, build

ACCOUNT_CHANGED = register(
    Kind(
        "bank-account-changed",
        _l("A bank account was changed"),
        _l("%(owner)s. If nobody of you did this, call the operator at once."),
        "warning",
        pierces_quiet=True,
        urgency="high",
        group=ALWAYS,
    )
)
PURPOSE = 25
SHORTEST_SECRET, LONGEST_SECRET = 8, 200


def set_account(
    owner: tuple[str, int],
    typed: dict[str, Any],
    account: BankAccount | None,
    by: Actor,
    now: datetime,
) -> BankAccount:
    """Open or change an owner's account; every manager is told, and it is audited.

    ``typed`` has bin, number, holder and version. Raises what ``BankAccount.change`` raises.
    """
    bin, number, holder, version = (typed[name] for name in ("bin", "number", "holder", "version"))
    before = _facts(account) if account else None
    if account is None:
        account = BankAccount.open(*owner, bin, number, holder, now)
    else:
        account.change(bin, number, holder, -1 if version is None else version, now)
    audit.record(
        by.reference,
        "set-account",
        account.reference,
        now=now,
        before=before,
        after=_facts(account),
    )
    _tell_managers(account, now)
    return account


def set_hook(
    account: BankAccount, by: Actor, now: datetime, adapter: str = OWN.name, typed: str = ""
) -> str | None:
    """Take reports of that adapter from now on; give the secret once where we made it.

    ``typed`` is the secret a provider gave. Raises ``DomainError`` for an unknown adapter, or a
    secret that is missing, too short or has spaces.
    """
    chosen, secret = ADAPTERS.get(adapter), typed.strip()
    if chosen is None:
        raise DomainError(_l("Choose who reports."), field="adapter")
    fits = SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET and not set(secret) & set(" \t\r\n")
    if chosen.gives_secret and not fits:
        raise DomainError(_l("Copy the provider's key here, whole."), field="secret")
    made = None if chosen.gives_secret else account.make_hook_secret()
    if made is None:
        account.keep_hook(chosen.name, secret)
    after = {"on": True, "adapter": chosen.name}
    audit.record(by.reference, "set-hook", account.reference, now=now, after=after)
    return made


def drop_hook(account: BankAccount, by: Actor, now: datetime) -> None:
    account.drop_hook()
    audit.record(by.reference, "set-hook", account.reference, now=now, after={"on": False})


def payload(request: PaymentRequest, account: BankAccount, amount: int | None = None) -> str:
    """Give the VietQR of what is still to be paid of ``request`` into ``account``."""
    return build(
        VietQR(
            account.bin,
            account.number,
            amount or request.missing or None,
            purpose=plain(request.reference, PURPOSE),
        )
    )


def _facts(account: BankAccount) -> dict[str, object]:
    return {"bin": account.bin, "number": account.masked_number, "version": account.version}


def _tell_managers(account: BankAccount, now: datetime) -> None:
    kind, owner_id = account.owner_kind, account.owner_id
    url = f"/can-bo/thanh-toan/{kind}/{owner_id}"
    name = owners.name(kind, owner_id)
    key = f"account:{account.id}:{account.version}"
    people = owners.managers(kind, owner_id)
    tell(people, ACCOUNT_CHANGED.name, {"owner": name}, url, key, now=now)
