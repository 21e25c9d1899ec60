"""Asking again: the PIN of a shared phone, and proof before something grave is changed."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import pins, signing_in
from app.accounts.askers import asker
from app.accounts.models import Session, User
from app.accounts.models.one_time_code import AGAIN
from app.accounts.views.common import (
    FRONT,
    accounts,
    ask_for_code,
    digits_of,
    local_next,
    person,
    shown,
    viewer,
)
from app.core import clock
from app.core.access import PUBLIC, SIGNED_IN, access, ask_to_sign_in
from app.core.act import acts
from app.core.errors import DomainError


@accounts.get("/tai-khoan/ma-pin")
@access(PUBLIC)
def enter_pin() -> ResponseReturnValue:
    """Ask for the PIN where private pages are locked."""
    if _locked() is None:
        return redirect(url_for("accounts.sign_in", next=local_next() or None), 303)
    return _pin_page()


def _pin_page(**refused: Any) -> str:
    return shown("accounts/enter_pin.html", target=local_next(FRONT), **refused)


@accounts.post("/tai-khoan/ma-pin")
@access(PUBLIC)
@acts(again=_pin_page, counts=True)
def unlock() -> str:
    """Open the private pages with the right PIN."""
    session, target = _locked(), local_next(FRONT)
    if session is None:
        return url_for("accounts.sign_in", next=target)
    if pins.unlock(session, digits_of("pin"), clock.now()):
        return target
    if session.ended_at is not None:
        return url_for("accounts.sign_in", next=target)
    raise _wrong_pin()


@accounts.get("/tai-khoan/xac-nhan")
@access(PUBLIC)
def prove_again() -> ResponseReturnValue:
    """Ask who is there before phone, password or second factor change, or after long away."""
    return _again_page() if _owner() else ask_to_sign_in()


@accounts.post("/tai-khoan/xac-nhan/gui-ma")
@access(PUBLIC)
def prove_again_by_code() -> ResponseReturnValue:
    """Text a code to the account's own phone."""
    user = _owner()
    if user is None or user.phone is None:
        return ask_to_sign_in()
    return ask_for_code(AGAIN, user.phone, local_next(FRONT), user)


@accounts.post("/tai-khoan/xac-nhan/pin")
@access(SIGNED_IN)
@acts(again=lambda **refused: _again_page(**refused), counts=True)
def prove_again_by_pin() -> str:
    session = viewer().session
    if session is None or not pins.proves(session, digits_of("pin"), clock.now()):
        raise _wrong_pin()
    return local_next(FRONT)


@accounts.post("/tai-khoan/xac-nhan/mat-khau")
@access(SIGNED_IN)
@acts(again=lambda **refused: _again_page(**refused), counts=True)
def prove_again_by_password() -> str:
    """Take an official's password and second factor as proof."""
    session, now = viewer().session, clock.now()
    password, code = request.form.get("password", ""), digits_of("code")
    if not signing_in.both_factors(person(), password, code, asker(), now):
        raise DomainError(_("Password or code is not right."), field="password")
    if session is not None:
        session.proved_at = now
    return local_next(FRONT)


def _again_page(**refused: Any) -> str:
    session = viewer().session
    values = {
        "target": local_next(FRONT),
        "user": _owner(),
        "unproved": viewer().is_unproved,
        "official": session is not None and session.is_official,
    }
    return shown("accounts/prove_again.html", **values, **refused)


def _owner() -> User | None:
    """Give whose phone is to be proved here: the viewer's, or of whom a session is unproved."""
    session = viewer().session
    unproved = session.user if session is not None and viewer().is_unproved else None
    return viewer().user or unproved


def _locked() -> Session | None:
    """Give the browser's session if it is locked: it has a person whom the viewer is not."""
    session = viewer().session
    if session is None or session.user is None or viewer().is_signed_in:
        return None
    return session


def _wrong_pin() -> DomainError:
    sentence = _("This PIN is not right. After five wrong ones you sign in anew.")
    return DomainError(sentence, field="pin")
