"""Following a code, and proving that one may see its bills."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import code_queries, limits, one_time_codes
from app.accounts.askers import Asker
from app.accounts.limits import DAY, Limit
from app.accounts.limits import PHONE as BY_CODE
from app.accounts.models import User
from app.accounts.one_time_codes import Asked
from app.bills import queries
from app.bills.actions import asking
from app.bills.models import Biller, CustomerAccount, Subscription
from app.bills.models.biller import HTTP, OWN
from app.core import audit
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.tables.values import BadValue, as_amount, as_key
from app.core.text import words

NAME, AMOUNT, PHONE, OWNER = "name", "amount", "phone", "own"
PURPOSE = "prove_bill"
PROOFS_OF_CODE = Limit("bill-proofs-own", 10, DAY, _l("Proofs of a bill: a code, by one person"))
PROOFS_PER_PERSON = Limit("bill-proofs-person", 10, DAY, _l("Proofs of bills: a person"))
PROOFS_PER_CODE = Limit(
    "bill-proofs-code", 30, DAY, _l("Proofs of a bill: a code, by all"), BY_CODE
)
"""Whoever holds the phone on file needs none of these: ``holds_phone``."""
MOST_FOLLOWED = 40


def look(biller: Biller, code: str) -> str | None:
    """Tell whether a code is paid up, and nothing else; None where there is no such bill."""
    account = queries.account_by_code(biller, code)
    return None if account is None else queries.standing(account)


def follow(
    user: User, biller: Biller, code: str, nickname: str, is_for: str, now: datetime
) -> Subscription:
    """Follow a code; where its biller has a program, the worker asks it.

    Raises:
        DomainError: no such code, followed already, or too many.
    """
    if not 4 <= len(as_key(code)) <= 40:
        raise DomainError(_l("A customer code has at least 4 letters or digits."), field="code")
    account = _account(user, biller, code)
    if account is None:
        raise DomainError(
            _l("This biller has no such code. Compare it with the bill."), field="code"
        )
    mine = db.session.query(Subscription).filter_by(user_id=user.id)
    if mine.filter_by(account_id=account.id).first() is not None:
        raise DomainError(_l("You follow this code already."), field="code")
    if mine.count() >= MOST_FOLLOWED:
        raise DomainError(_l("You follow very many codes. Remove one first."))
    made = Subscription(user=user, account=account, created_at=now)
    made.call(nickname, is_for)
    if account.is_own:
        made.prove(OWNER, now)
    db.session.add(made)
    db.session.flush()
    if biller.adapter == HTTP:
        asking.ask_later(account, now)
    return made


def prove_by_words(
    subscription: Subscription, how: str, typed: str, user: User, now: datetime
) -> bool:
    """Try a proof by the name on the bill or the last amount paid; every try counts.

    The caller commits, right or wrong. Raises ``TooMany`` over the limit.
    """
    count_try(subscription, user, now)
    account = subscription.account
    right = (
        account.biller.by_name and _is_name(account, typed)
        if how == NAME
        else account.biller.by_amount and _is_last_amount(account, typed)
    )
    if right:
        accept(subscription, how, now)
    return bool(right)


def count_try(subscription: Subscription, user: User, now: datetime) -> None:
    """Count one try of a proof; raise ``TooMany`` (committed by the caller) over the limit."""
    code = subscription.account_id
    own: limits.Try = (PROOFS_OF_CODE, f"{code}:{user.id}")
    spent = limits.count(now, own, (PROOFS_PER_PERSON, user.id), (PROOFS_PER_CODE, code))
    if spent is not None:
        raise TooMany(_l("Too many tries of this code."), until=spent)


def holds_phone(subscription: Subscription, user: User) -> bool:
    """Tell whether the person signed in with the very phone the biller has on file."""
    on_file = subscription.account.phone_index
    return (
        subscription.account.biller.by_phone and on_file is not None and on_file == user.phone_index
    )


def send_code(subscription: Subscription, user: User, who: Asker, now: datetime) -> Asked | None:
    """Text a code to the phone on file; None where there is none, or it is not asked."""
    phone = subscription.account.phone
    if phone is None or not subscription.account.biller.by_phone:
        return None
    return one_time_codes.ask(PURPOSE, phone, who, now, user)


def check_code(
    subscription: Subscription, token: str, code: str, who: Asker, now: datetime
) -> bool:
    """Try the code that was texted to the phone on file. The caller commits."""
    row = code_queries.one_time_code(token)
    if row is None or row.purpose != PURPOSE or who.user is None or row.user_id != who.user.id:
        return False
    if row.phone_index != subscription.account.phone_index:
        return False
    if one_time_codes.give(row, token, code, who, now) is None:
        return False
    accept(subscription, PHONE, now)
    return True


def accept(subscription: Subscription, how: str, now: datetime) -> None:
    subscription.prove(how, now)
    subject = f"customer_account:{subscription.account_id}"
    audit.record(f"user:{subscription.user_id}", "prove-code", subject, now=now, after={"by": how})


def _account(user: User, biller: Biller, code: str) -> CustomerAccount | None:
    if biller.adapter == OWN:
        return CustomerAccount.open(biller, code, user.id)
    account = queries.account_by_code(biller, code)
    if account is None and biller.adapter == HTTP:
        return CustomerAccount.open(biller, code)  # whether it exists, their program will say
    return account


def _is_name(account: CustomerAccount, typed: str) -> bool:
    known = words(account.name)
    return len(known) > 1 and words(typed) == known


def _is_last_amount(account: CustomerAccount, typed: str) -> bool:
    try:
        amount = as_amount(typed)
    except BadValue:
        return False
    return amount > 0 and amount == queries.last_paid_amount(account)
