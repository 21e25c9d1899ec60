"""A citizen signs in by phone, signs up at the first time, proves a phone, signs out."""

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import code_queries, phones, sessions, signing_in, terms
from app.accounts.models import OneTimeCode
from app.accounts.models.one_time_code import PROVE, SIGN_IN
from app.accounts.views.common import (
    ASKED,
    DESK,
    FRONT,
    NEXT,
    accounts,
    ask_for_code,
    check_phone_is_typed,
    field,
    local_next,
    refused,
    shown,
    viewer,
)
from app.core import clock
from app.core.access import PUBLIC, SIGNED_IN, access
from app.core.db import db
from app.core.errors import DomainError


@accounts.get("/tai-khoan/dang-nhap")
@access(PUBLIC)
def sign_in() -> ResponseReturnValue:
    """Ask for the phone; who is in already, or only has to give the PIN, goes on."""
    target = local_next()
    session = viewer().session
    if viewer().is_signed_in:
        return redirect(target or url_for("accounts.show"), 303)
    if target == DESK or target.startswith(f"{DESK}/"):
        return redirect(url_for("accounts.official_sign_in", next=target), 303)
    if viewer().is_unproved:
        return redirect(url_for("accounts.prove_again", next=target or None), 303)
    if session is not None and session.user is not None:
        return redirect(url_for("accounts.enter_pin", next=target), 303)
    return shown("accounts/sign_in.html", target=target)


@accounts.post("/tai-khoan/dang-nhap")
@access(PUBLIC)
def ask_to_sign_in() -> ResponseReturnValue:
    """Text a code to the phone, whether or not it has an account."""
    target = local_next()
    try:
        phone = check_phone_is_typed()
    except phones.NotAPhone as error:
        return refused("accounts/sign_in.html", error, target=target)
    return ask_for_code(SIGN_IN, phone, target)


@accounts.get("/tai-khoan/moi")
@access(PUBLIC)
def sign_up() -> ResponseReturnValue:
    """Ask whose phone was proved for the first time for age, consent and a name."""
    if _proved_for_sign_up() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return shown("accounts/sign_up.html", version=terms.VERSION)


@accounts.post("/tai-khoan/moi")
@access(PUBLIC)
def create_account() -> ResponseReturnValue:
    """Make the account and sign in."""
    row = _proved_for_sign_up()
    if row is None:
        return redirect(url_for("accounts.sign_in"), 303)
    target = cookie.get(NEXT) or FRONT
    ticked = {"agreed": bool(field("agreed")), "aged_14": bool(field("aged_14"))}
    try:
        signing_in.sign_up(row, field("name"), now=clock.now(), **ticked)
    except DomainError as error:
        return refused("accounts/sign_up.html", error, version=terms.VERSION)
    db.session.commit()
    if viewer().is_unproved:
        flash(_("You can send reports now. To see your earlier things, prove your number."), "ok")
    else:
        flash(_("Welcome. This phone now stays signed in."), "ok")
    return redirect(target, 303)


@accounts.get("/tai-khoan/dong-y")
@access(SIGNED_IN)
def agree() -> ResponseReturnValue:
    """Show the terms anew because they changed since the person agreed."""
    return render_template("accounts/agree.html", version=terms.VERSION, target=local_next(FRONT))


@accounts.post("/tai-khoan/dong-y")
@access(SIGNED_IN)
def agree_now() -> ResponseReturnValue:
    """Record the consent to the present version."""
    user = viewer().user
    if user is not None:
        user.agree(terms.VERSION, clock.now())
    db.session.commit()
    return redirect(local_next(FRONT), 303)


@accounts.get("/tai-khoan/chung-minh")
@access(PUBLIC)
def prove_phone() -> ResponseReturnValue:
    """Ask a guest for a phone to prove, without making an account."""
    return shown("accounts/prove_phone.html", target=local_next(FRONT))


@accounts.post("/tai-khoan/chung-minh")
@access(PUBLIC)
def ask_to_prove_phone() -> ResponseReturnValue:
    """Text a code to the guest's phone."""
    target = local_next(FRONT)
    try:
        phone = check_phone_is_typed()
    except phones.NotAPhone as error:
        return refused("accounts/prove_phone.html", error, target=target)
    return ask_for_code(PROVE, phone, target)


@accounts.post("/tai-khoan/dang-xuat")
@access(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server."""
    was_official = viewer().is_official
    sessions.sign_out(clock.now())
    db.session.commit()
    flash(_("You are signed out on this device."), "ok")
    return redirect(url_for("accounts.official_sign_in") if was_official else FRONT, 303)


def _proved_for_sign_up() -> OneTimeCode | None:
    row = code_queries.one_time_code(cookie.get(ASKED, ""))
    if row is None or row.purpose != SIGN_IN or not row.is_proved(clock.now()):
        return None
    return row
