"""At a counter: an official with the right changes the number of a person before them."""

from typing import Any

from flask import render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import changing_phone, permissions, phones, policies, queries
from app.accounts.models import PhoneChange, User
from app.accounts.models.one_time_code import COUNTER
from app.accounts.viewer import Viewer
from app.accounts.views.common import PHONE, accounts, ask_for_code, given, shown, viewer
from app.accounts.views.entering import COUNTER_REASON
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.act import acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.forms import Line, Read, among

REASONS = changing_phone.REASONS


@accounts.get("/can-bo/doi-so")
@access(policies.may_change_phone)
def change_number() -> ResponseReturnValue:
    """Ask for the old number, the new one and the reason."""
    return _page()


def _citizen(typed: str) -> User:
    user = queries.user_by_phone(phones.parse(typed))
    if user is None or not user.is_active:
        raise DomainError(_l("No account has this number."))
    if user.is_official:
        raise DomainError(_l("An official's number is changed by themself."))
    return user


def _page(**refused: Any) -> str:
    ids = viewer().agency_ids(permissions.CHANGE_PHONE)
    values = {"reasons": REASONS, "changes": changing_phone.waiting(ids), "me": viewer().user_id}
    return shown("accounts/change_number.html", **values, **refused)


@accounts.post("/can-bo/doi-so")
@access(policies.may_change_phone)
@given(
    again=_page,
    phone=Read(_citizen),
    new_phone=PHONE,
    reason=Line(200, among(REASONS, _l("Choose the reason."))),
)
def ask_at_counter(phone: User, new_phone: str, reason: str) -> ResponseReturnValue:
    """Text a code to the new number: the person reads it out."""
    cookie[COUNTER_REASON] = reason
    return ask_for_code(COUNTER, new_phone, url_for("accounts.change_number"), phone)


def waiting_change(viewer: Viewer, change_id: int) -> PhoneChange | None:
    """Load a change asked for at a counter of the viewer's."""
    found = changing_phone.by_id(change_id)
    ids = viewer.agency_ids(permissions.CHANGE_PHONE)
    return found if found is not None and found.agency_id in ids else None


def may_confirm(viewer: Viewer, change: PhoneChange) -> bool:
    """Confirms it: who may change numbers there; that it is another, the act sees to."""
    return policies.may_change_phone(viewer)


@accounts.post("/can-bo/doi-so/<int:change_id>/dong-y")
@access(may_confirm, load=waiting_change)
@acts(
    again=lambda _change, **refused: _page(**refused),
    said=_l("The number is changed. The old number and the old devices are told."),
)
def confirm_number(change: PhoneChange) -> str:
    """Let a number asked for by a colleague count at once."""
    actor = viewer().actor(viewer().agencies(permissions.CHANGE_PHONE)[0])
    changing_phone.confirm(change, actor, clock.now())
    return url_for("accounts.change_number")


@accounts.get("/tai-khoan/doi-so/<token>")
@access(PUBLIC, load=lambda _viewer, token: changing_phone.by_token(token))
def asked_number(change: PhoneChange) -> ResponseReturnValue:
    """Show the old number what was asked for, and where to object."""
    return render_template("accounts/object_to_number.html", change=change)


@accounts.post("/tai-khoan/doi-so/<token>")
@access(PUBLIC, load=lambda _viewer, token: changing_phone.by_token(token))
def object_to_number(change: PhoneChange) -> ResponseReturnValue:
    """Stop the change; a second tap changes nothing."""
    if change.is_open:
        changing_phone.object_to(change, clock.now())
        db.session.commit()
    return render_template("accounts/object_to_number.html", change=change)
