"""Asking for a one-time code and giving it back.

What is answered never depends on whether a phone has an account.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.accounts import limits, queries, sms
from app.accounts.models import OneTimeCode, User
from app.accounts.models.one_time_code import COUNTER, LIFETIME, SIGN_IN
from app.core.config import settings


@dataclass(frozen=True)
class Asked:
    """A code on its way: ``token`` binds it to the browser, ``sent`` is False over a limit."""

    token: str
    code: str
    sent: bool


def ask(
    purpose: str, phone: str, address: str | None, now: datetime, user: User | None = None
) -> Asked | None:
    """Make a code for ``phone`` (E.164) and text it; None where too much was asked already.

    ``user`` is whose number it is to become. Over the hour's limit of a phone or the day's
    budget nothing is texted, but a helper's code can still be given. The caller commits.
    """
    if not _may_ask(phone, address, now):
        return None
    row, code, token = OneTimeCode.issue(purpose, phone, now, user.id if user else None)
    sent = limits.CODES_PER_PHONE_HOUR.allows(row.phone_index, now) and sms.send(
        phone, _words(purpose, code), now, LIFETIME
    )
    return Asked(token, code, sent)


def give(row: OneTimeCode, token: str, code: str, now: datetime) -> str | None:
    """Try ``code``, or a helper's code for the same phone; give "sms" or "helper", or None.

    Each try counts on the code that was asked for. The caller commits, right or wrong.
    """
    if not row.is_open(now):
        return None
    if row.check(token, code, now):
        return "sms"
    if row.purpose == SIGN_IN and _is_helpers(row, code, now):
        row.accept(now)
        return "helper"
    return None


def _may_ask(phone: str, address: str | None, now: datetime) -> bool:
    network = limits.network_of(address)
    by_address = limits.CODES_PER_ADDRESS_HOUR.allows(network, now)
    by_address = limits.CODES_PER_ADDRESS_DAY.allows(network, now) and by_address
    # A flood from one address must not use up the day's codes of somebody else's phone.
    return by_address and limits.CODES_PER_PHONE_DAY.allows(phone, now)


def _is_helpers(row: OneTimeCode, code: str, now: datetime) -> bool:
    helper = queries.newest_helper_code(row.phone_index)
    return helper is not None and helper.check(code, now)


def _words(purpose: str, code: str) -> str:
    """What the message says: a code that the counter asks for is not one to be kept from all."""
    if purpose == COUNTER:
        return _(
            "Code to change your phone number at the commune's office: %(code)s. Read it out "
            "only to the official who is serving you in person.",
            code=code,
        )
    return _(
        "%(code)s is your code for %(site)s, good for 10 minutes. Tell it to nobody.",
        code=code,
        site=settings().site_name,
    )
