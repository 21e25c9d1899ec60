"""Taking a biller in, saying how it bills, and where its program is."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import permissions
from app.accounts import queries as accounts
from app.accounts.actors import Actor
from app.accounts.models import Agency
from app.bills.actions import asking
from app.bills.adapters import hosts
from app.bills.kinds import PROGRAM
from app.bills.models import Biller, Tariff
from app.bills.models.biller import ADAPTERS, HOSPITAL, KINDS
from app.core import audit
from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError
from app.core.text import ascii_slug, clean
from app.notifications import tell
from app.notifications.endpoints import BadEndpoint

LEAST_SECRET, MOST_SECRET = 16, 128
LONGEST_TO_PAY = 90


@dataclass(frozen=True)
class Rules:
    """How a biller bills: where its code stands, what it looks like, when one pays and proves."""

    code_hint: str
    code_forms: str
    days_to_pay: int
    tariff: Tariff | None
    by_name: bool
    by_amount: bool
    by_phone: bool


def take_in(
    agency: Agency, kind: str, adapter: str, rules: Rules, by: Actor, now: datetime
) -> Biller:
    """Make ``agency`` a biller; hospital fees open by their paper alone.

    Raises:
        DomainError: an unknown kind or way, or rules that cannot be.
    """
    if kind not in KINDS or adapter not in ADAPTERS:
        raise DomainError(_l("Choose what it bills and how its bills come."), field="kind")
    biller = Biller(
        code=agency.code, agency=agency, kind=kind, adapter=adapter, paper_only=kind == HOSPITAL
    )
    _follow(biller, rules)
    db.session.add(biller)
    db.session.flush()
    after = {"kind": kind, "adapter": adapter}
    audit.record(by.reference, "add-biller", biller.reference, now=now, after=after)
    return biller


def change(biller: Biller, rules: Rules, by: Actor, now: datetime) -> None:
    """Change how a biller bills; raises ``DomainError`` for rules that cannot be."""
    before = _facts(biller)
    _follow(biller, rules)
    after = _facts(biller)
    audit.record(
        by.reference, "change-biller", biller.reference, now=now, before=before, after=after
    )


def set_program(biller: Biller, address: str, secret: str, by: Actor, now: datetime) -> None:
    """Say where a biller's program is; its clerks and administrators are told.

    An empty ``secret`` keeps the present one. Raises ``DomainError`` for an address that is not
    https on a listed host, and for a secret that is missing, short or long.
    """
    config = settings()
    try:
        hosts.check(address, config.biller_hosts, config.is_production)
    except BadEndpoint as error:
        raise DomainError(
            _l("Only https addresses on hosts that the operator listed are asked."), field="address"
        ) from error
    if not LEAST_SECRET <= len(secret) <= MOST_SECRET and (secret or not biller.secret_sealed):
        raise DomainError(_l("A secret has 16 to 128 characters."), field="secret")
    before = {"address": biller.address}
    biller.set_program(address, secret)
    after = {"address": biller.address, "new_secret": bool(secret)}
    audit.record(by.reference, "set-program", biller.reference, now=now, before=before, after=after)
    asking.compare_later(biller)
    _tell_of_program(biller, now)


def add_tariff(
    name: str, kind: str, unit: str, agency: Agency | None, by: Actor, now: datetime
) -> Tariff:
    """Add a price list without prices; ``agency`` None: common to all.

    Raises:
        DomainError: an unknown kind.
    """
    if kind not in KINDS:
        raise DomainError(_l("Choose what it bills."), field="kind")
    code = f"{ascii_slug(name)[:40]}-{secrets.token_hex(3)}"
    tariff = Tariff(code=code, name=name, kind=kind, unit=unit, agency=agency)
    db.session.add(tariff)
    db.session.flush()
    after = {"kind": kind, "agency": agency.id if agency else None}
    audit.record(by.reference, "add-price-list", tariff.reference, now=now, after=after)
    return tariff


def _follow(biller: Biller, rules: Rules) -> None:
    if not 1 <= rules.days_to_pay <= LONGEST_TO_PAY:
        raise DomainError(_l("Between 1 and 90 days."), field="days_to_pay")
    if rules.tariff is not None and rules.tariff.kind != biller.kind:
        raise DomainError(_l("This price list is for something else."), field="tariff")
    if not (rules.by_name or rules.by_amount or rules.by_phone or biller.paper_only):
        raise DomainError(_l("Leave at least one way to prove."), field="by")
    biller.code_hint, biller.days_to_pay = clean(rules.code_hint, 120), rules.days_to_pay
    biller.code_forms = rules.code_forms
    biller.tariff = rules.tariff
    biller.by_name, biller.by_amount = rules.by_name, rules.by_amount
    biller.by_phone = rules.by_phone


def _facts(biller: Biller) -> dict[str, object]:
    return {
        "days_to_pay": biller.days_to_pay,
        "code_forms": biller.code_forms,
        "tariff": biller.tariff.code if biller.tariff else None,
        "proofs": [name for name in ("by_name", "by_amount", "by_phone") if getattr(biller, name)],
    }


def _tell_of_program(biller: Biller, now: datetime) -> None:
    who = {
        user.id: user
        for permission in (permissions.CLERK, permissions.ADMINISTER)
        for user in accounts.officials_with(permission, biller.agency)
    }
    url = f"/can-bo/hoa-don/{biller.code}/ket-noi"
    key = f"program:{biller.id}:{now.isoformat()}"
    tell(list(who.values()), PROGRAM.name, {"owner": biller.name}, url, key, now=now)
