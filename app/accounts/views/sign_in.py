"""A citizen signs in by phone, signs up at the first time, proves a phone, signs out."""

from functools import partial
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import code_queries, sessions, signing_in, terms
from app.accounts.models import OneTimeCode
from app.accounts.models.one_time_code import PROVE, SIGN_IN
from app.accounts.provider import joining
from app.accounts.views.common import (
    ASKED,
    DESK,
    FRONT,
    NEXT,
    PHONE,
    accounts,
    ask_for_code,
    given,
    local_next,
    shown,
    viewer,
)
from app.core import clock
from app.core.access import PUBLIC, SIGNED_IN, access
from app.core.act import Done, acts
from app.core.db import db
from app.core.forms import Line, Tick, needed, takes


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
@given(
    phone=PHONE,
    again=lambda **refused: shown("accounts/sign_in.html", target=local_next(), **refused),
)
def ask_to_sign_in(phone: str) -> ResponseReturnValue:
    """Text a code to the phone, whether or not it has an account."""
    joining.wait_no_more()
    return ask_for_code(SIGN_IN, phone, local_next())


@accounts.get("/tai-khoan/moi")
@access(PUBLIC)
def sign_up() -> ResponseReturnValue:
    """Ask whose phone was proved for the first time for age, consent and a name."""
    if _proved_for_sign_up() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    waits = joining.waiting(clock.now())
    typed = {"name": waits.told.name} if waits is not None else {}
    return shown("accounts/sign_up.html", version=terms.VERSION, typed=typed)


@accounts.post("/tai-khoan/moi")
@access(PUBLIC)
@acts(again=partial(shown, "accounts/sign_up.html", version=terms.VERSION))
@takes(
    name=Line(),
    aged_14=Tick(validators=[needed(signing_in.AGED)]),
    agreed=Tick(validators=[needed(signing_in.AGREED)]),
)
def create_account(name: str, **ticked: bool) -> Done:
    row = _proved_for_sign_up()
    if row is None:
        return Done(url_for("accounts.sign_in"), "")
    target, now = cookie.get(NEXT) or FRONT, clock.now()
    waits = joining.waiting(now)
    session = signing_in.sign_up(row, name, now=now, **ticked)
    if viewer().is_unproved:
        said = _("You can send reports now. To see your earlier things, prove your number.")
    else:
        joining.connect_waiting(session, waits, now)
        said = _("Welcome. This phone now stays signed in.")
    return Done(target, said)


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
    return _prove_page()


def _prove_page(**refused: Any) -> str:
    return shown("accounts/prove_phone.html", target=local_next(FRONT), **refused)


@accounts.post("/tai-khoan/chung-minh")
@access(PUBLIC)
@given(again=_prove_page, phone=PHONE)
def ask_to_prove_phone(phone: str) -> ResponseReturnValue:
    """Text a code to the guest's phone."""
    return ask_for_code(PROVE, phone, local_next(FRONT))


@accounts.post("/tai-khoan/dang-xuat")
@access(PUBLIC)
def sign_out() -> ResponseReturnValue:
    """End the session here and on the server."""
    was_official = viewer().is_official
    session = viewer().session
    through = joining.provider_of(session.provider or "") if session is not None else None
    sessions.sign_out(clock.now())
    db.session.commit()
    if through is not None:
        return redirect(url_for("accounts.signed_out", kind=through.kind), 303)
    flash(_("You are signed out on this device."), "ok")
    return redirect(url_for("accounts.official_sign_in") if was_official else FRONT, 303)


def _proved_for_sign_up() -> OneTimeCode | None:
    row = code_queries.one_time_code(cookie.get(ASKED, ""))
    if row is None or row.purpose != SIGN_IN or not row.is_proved(clock.now()):
        return None
    return row
