"""How long ended sign-ins, helper's codes and changed numbers are known."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_

from app.accounts.models import HelperCode, PhoneChange, Session
from app.accounts.models.session import CITIZEN_IDLE
from app.core.retention import Kind, deletes, register

register(
    Kind(
        "sessions", _l("Ended sign-ins"),
        _l("Which phone or computer it was, and when, is deleted."), 30, Session.id,
        lambda moment: or_(
            Session.ended_at < moment, Session.last_seen_at < moment - CITIZEN_IDLE
        ),
        deletes(Session), order=60,
    )
)  # fmt: skip
register(
    Kind(
        "helper-codes", _l("Sign-in codes from an official"),
        _l("Who helped whom to sign in is deleted."), 90, HelperCode.id,
        lambda moment: HelperCode.created_at < moment, deletes(HelperCode), order=61,
    )
)  # fmt: skip
register(
    Kind(
        "changed-numbers", _l("Numbers changed at a counter"),
        _l("Who asked for it, where and why, is deleted; the number itself goes at once."),
        365, PhoneChange.id, lambda moment: PhoneChange.settled_at < moment,
        deletes(PhoneChange), order=62,
    )
)  # fmt: skip
