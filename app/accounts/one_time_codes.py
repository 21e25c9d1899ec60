"""Asking for a one-time code and giving it back.

What is answered never depends on whether a phone has an account.
"""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from app.accounts import code_queries, limits, sms
from app.accounts.askers import Asker
from app.accounts.models import OneTimeCode, User
from app.accounts.models.one_time_code import COUNTER, LIFETIME, SIGN_IN
from app.core.config import settings


@dataclass(frozen=True)
class Asked:
    """A code on its way: ``token`` binds it to the browser.

    ``again`` is None where it was texted, else when one can be texted again: until then a
    helper's code can be given.
    """

    token: str
    code: str
    again: datetime | None


def ask(purpose: str, phone: str, who: Asker, now: datetime, user: User | None = None) -> Asked:
    """Make a code for ``phone`` (E.164) and text it, within the limits; the caller commits.

    ``user`` is whose number it is to become. Over a limit nothing is texted, and only a
    helper's code fits.

    Raises:
        TooMany: from an address that asks as no commune could; the caller commits, then too.
    """
    flood = limits.count(now, (limits.ASKS_PER_ADDRESS, who.network))
    if flood is not None:
        raise limits.too_many(flood)
    row, code, token = OneTimeCode.issue(purpose, phone, now, user.id if user else None)
    again = _text(phone, _words(purpose, code), who, now)
    if again is not None:
        row.was_not_texted()
    return Asked(token, code, again)


def give(row: OneTimeCode, token: str, code: str, who: Asker, now: datetime) -> str | None:
    """Try ``code``, or a helper's code for the same phone; give "sms" or "helper", or None.

    Each try counts on the code that was asked for. The caller commits, right or wrong.
    """
    if not row.is_open(now):
        return None
    if row.check(token, code, now):
        limits.give_back(row.created_at, *limits.asks_of(who))
        return "sms"
    if row.purpose == SIGN_IN and _is_helpers(row, code, who, now):
        row.accept(now)
        return "helper"
    return None


def _text(phone: str, words: str, who: Asker, now: datetime) -> datetime | None:
    """Text ``words`` within the limits; else give when that is possible again."""
    spent = limits.count(now, *limits.texts_of(phone, who))
    if spent is not None:
        return spent
    budget, tomorrow = settings().sms_daily_budget, limits.CODES_PER_PHONE.ends(now)
    if not who.knows(phone) and not limits.within_strangers_share(budget, now):
        return tomorrow
    return None if sms.send(phone, words, now, LIFETIME) else tomorrow


def _is_helpers(row: OneTimeCode, code: str, who: Asker, now: datetime) -> bool:
    helper = code_queries.newest_helper_code(row.phone_index)
    if helper is None or not helper.is_open(now):
        return False
    tries = (limits.HELPER_TRIES_FROM_ADDRESS, f"{row.phone_index}:{who.network}")
    if limits.count(now, tries) is not None or not helper.check(code, now):
        return False
    limits.give_back(now, tries)
    return True


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
