"""The one page where a code is typed, whatever it was asked for, and what follows."""

from collections.abc import Callable
from datetime import datetime

from flask import abort, flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import (
    changing_phone,
    code_queries,
    development,
    device_cookie,
    one_time_codes,
    permissions,
    phones,
    policies,
    queries,
    sessions,
    signing_in,
    terms,
)
from app.accounts.askers import asker
from app.accounts.models import OneTimeCode
from app.accounts.models import one_time_code as kinds
from app.accounts.models.one_time_code import MAX_TRIES
from app.accounts.provider import joining
from app.accounts.views.common import (
    AGAIN_AT,
    ASKED,
    FRONT,
    NEXT,
    accounts,
    ask_for_code,
    viewer,
)
from app.core import clock
from app.core.access import PUBLIC, access
from app.core.db import db
from app.core.forms import Read, takes
from app.core.text import digits

Next = Callable[[OneTimeCode, str, datetime], ResponseReturnValue]
COUNTER_REASON = "counter_reason"


@accounts.get("/tai-khoan/ma")
@access(PUBLIC)
def enter_code() -> ResponseReturnValue:
    row = _asked()
    if row is None or not row.is_open(clock.now()):
        return _begin_again()
    return _page(row, None)


@accounts.post("/tai-khoan/ma")
@access(PUBLIC)
@takes(code=Read(digits))
def check_code(code: str) -> ResponseReturnValue:
    """Try the code; a right one does what it was asked for."""
    row, now = _asked(), clock.now()
    if row is None or not row.is_open(now):
        return _begin_again()
    how = one_time_codes.give(row, cookie[ASKED], code, asker(), now)
    if how is None:
        db.session.commit()
        return (_page(row, _wrong(row)), 422) if row.is_open(now) else _begin_again()
    answer = FOLLOW[row.purpose](row, how, now)
    db.session.commit()
    return answer


@accounts.post("/tai-khoan/ma/gui-lai")
@access(PUBLIC)
def send_code_again() -> ResponseReturnValue:
    """Text a new code to the same phone; the one before no longer counts."""
    row, now = _asked(), clock.now()
    if row is None:
        return _begin_again()
    phone, purpose = row.phone, row.purpose
    user = queries.user_by_id(row.user_id) if row.user_id else None
    row.expires_at = now
    return ask_for_code(purpose, phone, cookie.get(NEXT, ""), user)


def _asked() -> OneTimeCode | None:
    return code_queries.one_time_code(cookie.get(ASKED, ""))


def _page(row: OneTimeCode, error: object) -> str:
    return render_template(
        "accounts/enter_code.html",
        errors=[("code", error)] if error else [],
        wrong=error,
        masked=phones.masked(row.phone),
        again=_again(),
        shown_code=development.shown(),
        signing_in=row.purpose == kinds.SIGN_IN,
        at_counter=row.purpose == kinds.COUNTER,
    )


def _again() -> datetime | None:
    """Give when a code can be texted again, where none was."""
    at = cookie.get(AGAIN_AT)
    return datetime.fromisoformat(at) if at else None


def _wrong(row: OneTimeCode) -> object:
    left = MAX_TRIES - row.tries
    return _("This code is not right. Look at the message again. Tries left: %(n)s.", n=left)


def _begin_again() -> ResponseReturnValue:
    cookie.pop(ASKED, None)
    flash(_("This code no longer counts. Ask for a new one."), "soon")
    target = cookie.get(NEXT) or None
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _signed_in(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    target, waits = cookie.get(NEXT) or FRONT, joining.waiting(now)
    session = signing_in.sign_in_proved(row, how, now)
    if session is None or session.user is None:
        return redirect(url_for("accounts.sign_up"), 303)
    if how == signing_in.HELPER:
        return _vouched_for(target)
    connected = joining.connect_waiting(session, waits, now)
    if not terms.are_agreed(session.user):
        return redirect(url_for("accounts.agree", next=target), 303)
    flash(connected or _("You are signed in."), "ok")
    return redirect(target, 303)


def _vouched_for(target: str) -> ResponseReturnValue:
    """Say what a session opened by a helper's code can do, and go on."""
    flash(_("You can send reports now. To see your earlier things, prove your number."), "ok")
    cookie.pop(ASKED, None)
    return redirect(target, 303)


def _phone_proved(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    sessions.ensure(now).proved_phone_index = row.phone_index
    device_cookie.remember(row.phone_index)
    return _on()


def _proved_again(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    session, known = viewer().session, viewer().is_signed_in or viewer().is_unproved
    if session is None or not known or row.user_id != session.user_id:
        abort(403)
    signing_in.prove(session, now)
    return _on()


def _phone_changed(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    user = viewer().user
    if user is None:
        abort(403)
    changing_phone.change(user, row, viewer().actor(), now, "new_number")
    flash(_("Your number is changed. Your other devices are told."), "ok")
    return _on()


def _changed_at_counter(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    citizen = queries.user_by_id(row.user_id) if row.user_id else None
    if citizen is None or not policies.may_change_phone(viewer()):
        abort(403)
    actor = viewer().actor(viewer().agencies(permissions.CHANGE_PHONE)[0])
    reason = cookie.pop(COUNTER_REASON, "new_number")
    changing_phone.ask_at_counter(citizen, row, actor, now, reason)
    flash(_("The old number was told and may object. The new one counts in two days,"
            " or once a colleague confirms it."), "ok")  # fmt: skip
    return _on()


def _to_activation(row: OneTimeCode, how: str, now: datetime) -> ResponseReturnValue:
    return redirect(url_for("accounts.choose_password"), 303)


def _on() -> ResponseReturnValue:
    """Go where the person was going; the code has done its work."""
    cookie.pop(ASKED, None)
    return redirect(cookie.pop(NEXT, None) or FRONT, 303)


FOLLOW: dict[str, Next] = {
    kinds.SIGN_IN: _signed_in,
    kinds.PROVE: _phone_proved,
    kinds.AGAIN: _proved_again,
    kinds.CHANGE_PHONE: _phone_changed,
    kinds.COUNTER: _changed_at_counter,
    kinds.ACTIVATE: _to_activation,
}
