"""A helper's code: an official vouches for the phone of a person beside them."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import limits, queries
from app.accounts.models import Agency, HelperCode, User
from app.core import audit
from app.core.errors import DomainError, TooMany


def issue(helper: User, agency: Agency, phone: str, now: datetime) -> str:
    """Give a one-use code, good for ten minutes, for ``phone`` (E.164).

    Raises:
        DomainError: for the helper's own number or an official's;
        TooMany: over a limit; the caller commits, then too.
    """
    owner = queries.user_by_phone(phone)
    if owner is not None and (owner.id == helper.id or owner.is_official):
        raise DomainError(_l("There are no helper's codes for officials' numbers."), field="phone")
    own: limits.Try = (limits.HELPER_CODES_PER_OFFICIAL, helper.id)
    spent = limits.count(now, own, (limits.HELPER_CODES_PER_PHONE, phone))
    if spent is not None:
        sentence = _l("No more helper's codes today: for this number, or from you.")
        raise TooMany(sentence, field="phone", until=spent)
    row, code = HelperCode.issue(phone, helper.id, agency.id, now)
    where = {"agency": agency.id}
    audit.record(
        helper.reference, "helper_code.issue", f"helper_code:{row.id}", now=now, after=where
    )
    return code
