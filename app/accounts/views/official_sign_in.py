"""An official signs in: phone, password, second factor; the first time with an activation."""

from functools import partial
from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import (
    administering,
    code_queries,
    development,
    limits,
    queries,
    second_factor,
    sessions,
    signing_in,
)
from app.accounts.askers import asker
from app.accounts.models import OneTimeCode, User
from app.accounts.models.one_time_code import ACTIVATE
from app.accounts.provider import joining
from app.accounts.views.common import (
    ASKED,
    DESK,
    PHONE,
    accounts,
    ask_for_code,
    given,
    local_next,
    shown,
    viewer,
)
from app.core import audit, clock
from app.core.access import PUBLIC, access
from app.core.act import Done, acts, refusal
from app.core.config import settings
from app.core.errors import DomainError
from app.core.forms import Line, Raw, Read, needed, takes
from app.core.text import digits

HALF_WAY = "half_way"
HALF_WAY_SECONDS = 600


@accounts.get("/can-bo/dang-nhap")
@access(PUBLIC)
def official_sign_in() -> ResponseReturnValue:
    """Ask for phone and password."""
    if viewer().is_official:
        return redirect(local_next(DESK), 303)
    return _page()


def _page(**refused: Any) -> str:
    return shown("accounts/official_sign_in.html", target=local_next(DESK), **refused)


@accounts.post("/can-bo/dang-nhap")
@access(PUBLIC)
@acts(again=_page, counts=True)
@takes(phone=PHONE, password=Raw(2000, needed(_l("Write your password."))))
def check_password(phone: str, password: str) -> str:
    """Check the password; the answer is the same for every reason to refuse."""
    user = signing_in.official_by_password(phone, password, asker(), clock.now())
    if user is None:
        raise DomainError(_("Phone or password is not right."), field="password")
    return go_half_way(user, local_next(DESK))


@accounts.get("/can-bo/dang-nhap/ma")
@access(PUBLIC)
def enter_second_factor() -> ResponseReturnValue:
    """Ask for the second factor; the first time show how to set it up."""
    user = _half_way()
    if user is None:
        return redirect(url_for("accounts.official_sign_in"), 303)
    return shown("accounts/second_factor.html", **_set_up(user))


def _second_factor_again(**refused: Any) -> str:
    user = _half_way()
    assert user is not None  # the act began with them
    return shown("accounts/second_factor.html", **_set_up(user), **refused)


@accounts.post("/can-bo/dang-nhap/ma")
@access(PUBLIC)
@acts(again=_second_factor_again, counts=True)
@takes(code=Read(digits))
def check_second_factor(code: str) -> str:
    user, now = _half_way(), clock.now()
    if user is None:
        return url_for("accounts.official_sign_in")
    if not signing_in.check_factor(user, code, asker(), now):
        raise DomainError(_("This code is not right. Wait for the next one."), field="code")
    target: str = cookie[HALF_WAY]["next"]
    waits = joining.waiting(now)
    session = sessions.sign_in_official(user, now)
    joining.note_waiting(session, waits, now)
    audit.record(user.reference, "official.sign_in", user.reference, now=now)
    return target


@accounts.get("/can-bo/kich-hoat")
@access(PUBLIC)
def activate() -> ResponseReturnValue:
    """Ask a new official, or one who forgot the password, for the phone."""
    return shown("accounts/activate.html")


@accounts.post("/can-bo/kich-hoat")
@access(PUBLIC)
@given(again=partial(shown, "accounts/activate.html"), phone=PHONE)
def ask_to_activate(phone: str) -> ResponseReturnValue:
    """Text a code to the phone: the activation alone is not enough."""
    return ask_for_code(ACTIVATE, phone, DESK)


@accounts.get("/can-bo/mat-khau-moi")
@access(PUBLIC)
def choose_password() -> ResponseReturnValue:
    """Ask for the activation and a password, once the phone was proved."""
    if _proved_for_activation() is None:
        return redirect(url_for("accounts.activate"), 303)
    return _password_page()


_password_page = partial(shown, "accounts/choose_password.html")


@accounts.post("/can-bo/mat-khau-moi")
@access(PUBLIC)
@acts(again=_password_page)
@takes(code=Line(), password=Raw())
def set_password(code: str, password: str) -> Done | Response:
    """Set the password and go on to the second factor."""
    row, now = _proved_for_activation(), clock.now()
    if row is None:
        return Done(url_for("accounts.activate"), "")
    user = _activated(row, code, password, now)
    if user is None:  # a wrong code counts, a password that will not do does not
        sentence = _("This activation code is not right. Ask your administrator for a new one.")
        wrong = DomainError(sentence, field="code")
        return make_response(_password_page(**refusal(wrong)), wrong.status)
    cookie.pop(ASKED, None)
    return Done(go_half_way(user, DESK), _("Your password is set. Now the second step."))


def _activated(row: OneTimeCode, code: str, password: str, now: Any) -> User | None:
    spent = limits.count(now, (limits.ACTIVATIONS, row.phone_index))
    if spent is not None:
        raise limits.too_many(spent)
    return administering.activate(row, code, password, now)


def go_half_way(user: User, target: str) -> str:
    second_factor.prepare(user)
    started = int(clock.now().timestamp())
    cookie[HALF_WAY] = {"user": user.id, "at": started, "next": target}
    return url_for("accounts.enter_second_factor")


def _half_way() -> User | None:
    """Give who gave the right password a short while ago in this browser."""
    found = cookie.get(HALF_WAY)
    if not found or clock.now().timestamp() - found["at"] > HALF_WAY_SECONDS:
        return None
    user = queries.user_by_id(found["user"])
    return user if user is not None and user.is_active and user.is_official else None


def _set_up(user: User) -> dict[str, Any]:
    values: dict[str, Any] = {"shown_code": development.second_factor_of(user), "qr": None}
    if not second_factor.is_set_up(user):
        secret = second_factor.prepare(user)
        values["qr"] = second_factor.qr(secret, user.masked_phone, settings().site_name)
        values["secret"] = secret
    return values


def _proved_for_activation() -> OneTimeCode | None:
    row = code_queries.one_time_code(cookie.get(ASKED, ""))
    if row is None or row.purpose != ACTIVATE or not row.is_proved(clock.now()):
        return None
    return row


@accounts.get("/can-bo/quen-mat-khau")
@access(PUBLIC)
def forgot_password() -> ResponseReturnValue:
    """Say how a forgotten password or a lost authenticator is made good."""
    return render_template("accounts/forgot_password.html")
