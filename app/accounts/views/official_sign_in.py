"""An official signs in: phone, password, second factor; the first time with an activation."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import (
    administering,
    code_queries,
    development,
    limits,
    phones,
    queries,
    second_factor,
    sessions,
    signing_in,
)
from app.accounts.askers import asker
from app.accounts.models import OneTimeCode, User
from app.accounts.models.one_time_code import ACTIVATE
from app.accounts.views.common import (
    ASKED,
    DESK,
    accounts,
    ask_for_code,
    check_phone_is_typed,
    digits_of,
    field,
    local_next,
    refused,
    shown,
    viewer,
)
from app.core import audit, clock
from app.core.access import PUBLIC, access
from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError, TooMany

HALF_WAY = "half_way"
HALF_WAY_SECONDS = 600


@accounts.get("/can-bo/dang-nhap")
@access(PUBLIC)
def official_sign_in() -> ResponseReturnValue:
    """Ask for phone and password."""
    if viewer().is_official:
        return redirect(local_next(DESK), 303)
    return shown("accounts/official_sign_in.html", target=local_next(DESK))


@accounts.post("/can-bo/dang-nhap")
@access(PUBLIC)
def check_password() -> ResponseReturnValue:
    """Check the password; the answer is the same for every reason to refuse."""
    target, now = local_next(DESK), clock.now()
    try:
        phone = check_phone_is_typed()
    except phones.NotAPhone as error:
        return refused("accounts/official_sign_in.html", error, target=target)
    password = request.form.get("password", "")
    try:
        user, why = signing_in.official_by_password(phone, password, asker(), now), _not_right()
    except TooMany as over:
        user, why = None, over
    if user is None:
        db.session.commit()
        return refused("accounts/official_sign_in.html", why, target=target)
    return _go_half_way(user, target)


@accounts.get("/can-bo/dang-nhap/ma")
@access(PUBLIC)
def enter_second_factor() -> ResponseReturnValue:
    """Ask for the second factor; the first time show how to set it up."""
    user = _half_way()
    if user is None:
        return redirect(url_for("accounts.official_sign_in"), 303)
    return shown("accounts/second_factor.html", **_set_up(user))


@accounts.post("/can-bo/dang-nhap/ma")
@access(PUBLIC)
def check_second_factor() -> ResponseReturnValue:
    """Check the second factor and sign in."""
    user, now = _half_way(), clock.now()
    if user is None:
        return redirect(url_for("accounts.official_sign_in"), 303)
    try:
        right = signing_in.check_factor(user, digits_of("code"), asker(), now)
        error = DomainError(_("This code is not right. Wait for the next one."), field="code")
    except TooMany as over:
        right, error = False, over
    if not right:
        db.session.commit()
        return refused("accounts/second_factor.html", error, **_set_up(user))
    target = cookie[HALF_WAY]["next"]
    sessions.sign_in_official(user, now)
    audit.record(user.reference, "official.sign_in", user.reference, now=now)
    db.session.commit()
    return redirect(target, 303)


@accounts.get("/can-bo/kich-hoat")
@access(PUBLIC)
def activate() -> ResponseReturnValue:
    """Ask a new official, or one who forgot the password, for the phone."""
    return shown("accounts/activate.html")


@accounts.post("/can-bo/kich-hoat")
@access(PUBLIC)
def ask_to_activate() -> ResponseReturnValue:
    """Text a code to the phone: the activation alone is not enough."""
    try:
        phone = check_phone_is_typed()
    except phones.NotAPhone as error:
        return refused("accounts/activate.html", error)
    return ask_for_code(ACTIVATE, phone, DESK)


@accounts.get("/can-bo/mat-khau-moi")
@access(PUBLIC)
def choose_password() -> ResponseReturnValue:
    """Ask for the activation and a password, once the phone was proved."""
    if _proved_for_activation() is None:
        return redirect(url_for("accounts.activate"), 303)
    return shown("accounts/choose_password.html")


@accounts.post("/can-bo/mat-khau-moi")
@access(PUBLIC)
def set_password() -> ResponseReturnValue:
    """Set the password and go on to the second factor."""
    row, now = _proved_for_activation(), clock.now()
    if row is None:
        return redirect(url_for("accounts.activate"), 303)
    try:
        user = _activated(row, now)
    except DomainError as error:
        return refused("accounts/choose_password.html", error)
    if user is None:
        db.session.commit()
        sentence = _("This activation code is not right. Ask your administrator for a new one.")
        return refused("accounts/choose_password.html", DomainError(sentence, field="code"))
    cookie.pop(ASKED, None)
    flash(_("Your password is set. Now the second step."), "ok")
    return _go_half_way(user, DESK)


def _activated(row: OneTimeCode, now: Any) -> User | None:
    spent = limits.count(now, (limits.ACTIVATIONS, row.phone_index))
    if spent is not None:
        raise limits.too_many(spent)
    return administering.activate(row, field("code"), request.form.get("password", ""), now)


def _not_right() -> DomainError:
    sentence = _("Phone or password is not right.")
    return DomainError(sentence, field="password")


def _go_half_way(user: User, target: str) -> ResponseReturnValue:
    second_factor.prepare(user)
    db.session.commit()
    started = int(clock.now().timestamp())
    cookie[HALF_WAY] = {"user": user.id, "at": started, "next": target}
    return redirect(url_for("accounts.enter_second_factor"), 303)


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
