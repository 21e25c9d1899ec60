"""At a counter: an official with the right changes the number of a person before them."""

from flask import session as cookie
from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import changing_phone, phones, policies, queries
from app.accounts.models import User
from app.accounts.models.one_time_code import COUNTER
from app.accounts.views.common import accounts, ask_for_code, field, refused, shown
from app.accounts.views.entering import COUNTER_REASON
from app.core.access import access
from app.core.errors import DomainError

REASONS = changing_phone.REASONS


@accounts.get("/can-bo/doi-so")
@access(policies.can_change_phone)
def change_number() -> ResponseReturnValue:
    """Ask for the old number, the new one and the reason."""
    return shown("accounts/change_number.html", reasons=REASONS)


@accounts.post("/can-bo/doi-so")
@access(policies.can_change_phone)
def ask_at_counter() -> ResponseReturnValue:
    """Text a code to the new number: the person reads it out."""
    try:
        citizen, phone, reason = _citizen(), _new_phone(), _reason()
    except DomainError as error:
        return refused("accounts/change_number.html", error, reasons=REASONS)
    cookie[COUNTER_REASON] = reason
    return ask_for_code(COUNTER, phone, url_for("accounts.change_number"), citizen)


def _citizen() -> User:
    user = queries.user_by_phone(phones.parse(field("phone")))
    if user is None or not user.is_active:
        raise DomainError(_l("No account has this number."), field="phone")
    if user.is_official:
        raise DomainError(_l("An official's number is changed by themself."), field="phone")
    return user


def _new_phone() -> str:
    try:
        return phones.parse(field("new_phone"))
    except phones.NotAPhone as error:
        raise DomainError(error.message, field="new_phone") from error


def _reason() -> str:
    if field("reason") not in REASONS:
        raise DomainError(_l("Choose the reason."), field="reason")
    return field("reason")
