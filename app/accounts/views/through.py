"""Signing in through a provider: off to it, back from it, and a person's first time.

Coming back is a GET, as OpenID Connect has it, and signs in all the same: it carries what this
browser alone was sent off with, once. What the provider is asked meanwhile holds no transaction.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import limits, phones, sessions, signing_in, terms
from app.accounts.askers import asker
from app.accounts.models import Identity, Session
from app.accounts.models.one_time_code import SIGN_IN
from app.accounts.provider import client, joining
from app.accounts.provider.claims import Told
from app.accounts.provider.client import Asked
from app.accounts.provider.joining import CITIZENS, OFFICIALS
from app.accounts.viewer import Viewer
from app.accounts.views.common import (
    DESK,
    FRONT,
    PHONE,
    accounts,
    ask_for_code,
    given,
    local_next,
    person,
    shown,
    viewer,
)
from app.accounts.views.official_sign_in import go_half_way
from app.core import audit, clock
from app.core.access import PUBLIC, SIGNED_IN, access, again
from app.core.config import settings
from app.core.db import LOCK_WAIT_MS, db, release, short_write
from app.core.errors import Conflict, DomainError
from app.core.filters import among
from app.core.providers import Provider

SENT_OFF = "sent_off"
BACK_WITHIN = 900
"""Seconds that somebody may take at the provider."""
BOTH_FACTORS = 2
"""From this level on the provider's word stands for an official's password and second factor."""
ENTER, CONNECT, RAISE = "enter", "connect", "raise"
MAX_TOKEN = 16 * 1024
BEGIN_ANEW = _l("Too much time has passed. Begin again.")


def configured(_viewer: Viewer, kind: str) -> Provider | None:
    """Load the provider of that kind, where the operator set one up."""
    return joining.provider_of(kind)


def connectable(viewer: Viewer, kind: str) -> Provider | None:
    """Load a provider with which the viewer's account can be connected."""
    return joining.provider_of(kind) if kind == CITIZENS or viewer.is_official else None


def of_citizens(_viewer: Viewer) -> Provider | None:
    return joining.provider_of(CITIZENS)


@accounts.get("/tai-khoan/qua/<kind>")
@access(PUBLIC, load=configured)
def go_through(provider: Provider) -> ResponseReturnValue:
    """Send the browser off to the provider, to sign in."""
    official = provider.kind == OFFICIALS
    if viewer().is_official or (viewer().is_signed_in and not official):
        return redirect(local_next(_home(provider)), 303)
    return _off(provider, ENTER, local_next(_home(provider)))


@accounts.get("/tai-khoan/ket-noi/<kind>")
@access(SIGNED_IN, load=connectable, asks=again("accounts.connect"))
def connect(provider: Provider) -> ResponseReturnValue:
    """Send whoever just proved who they are here off to prove it there."""
    return _off(provider, CONNECT, url_for("accounts.connections"))


@accounts.get("/tai-khoan/muc-xac-thuc")
@access(SIGNED_IN, load=of_citizens)
def raise_level(provider: Provider) -> ResponseReturnValue:
    """Say that what follows wants the provider's word, and lead there."""
    return render_template(
        "accounts/raise_level.html", provider=provider, level=_level(), target=local_next(FRONT)
    )


@accounts.get("/tai-khoan/muc-xac-thuc/qua")
@access(SIGNED_IN, load=of_citizens)
def raise_now(provider: Provider) -> ResponseReturnValue:
    """Send the person off to sign in there anew, for a level or as proof of who is here."""
    return _off(provider, RAISE, local_next(FRONT), _level())


@accounts.get("/tai-khoan/qua/<kind>/ve")
@access(PUBLIC, load=configured)
def came_back(provider: Provider) -> ResponseReturnValue:
    """Take what the provider sent the browser back with; then do what it was sent off for."""
    sent = cookie.pop(SENT_OFF, None) or {}
    target = sent.get("next") or _home(provider)
    try:
        _refuse_unsent(provider, sent)
        release()
        told = client.who(
            provider, Asked(sent["state"], sent["nonce"], sent["verifier"]), _back(provider),
            request.args, sent["at"] if sent["why"] != ENTER else None,
        )  # fmt: skip
        with short_write(LOCK_WAIT_MS):
            return FOLLOW[sent["why"]](provider, told, {**sent, "next": target}, clock.now())
    except DomainError as error:
        db.session.rollback()
        return _other_ways(provider, error, sent)


@accounts.get("/tai-khoan/lan-dau")
@access(PUBLIC, load=of_citizens)
def first_time(provider: Provider) -> ResponseReturnValue:
    """Ask whom the provider told of, and nobody knows here, for the phone."""
    waits = joining.waiting(clock.now())
    if waits is None or waits.kind != CITIZENS:
        return redirect(url_for("accounts.sign_in", next=local_next() or None), 303)
    return _first_time_page(typed={"phone": phones.national(waits.told.phone)})


def _first_time_page(**refused: Any) -> str:
    provider = joining.provider_of(CITIZENS)
    return shown("accounts/first_time.html", target=local_next(), provider=provider, **refused)


@accounts.post("/tai-khoan/lan-dau")
@access(PUBLIC)
@given(again=_first_time_page, phone=PHONE)
def ask_the_first_time(phone: str) -> ResponseReturnValue:
    """Text a code to the phone; who types it is connected, with an account there or a new one."""
    waits = joining.waiting(clock.now())
    if waits is None or joining.provider_of(CITIZENS) is None:
        return redirect(url_for("accounts.sign_in", next=local_next() or None), 303)
    return ask_for_code(SIGN_IN, phone, local_next())


def _off(provider: Provider, why: str, target: str, level: int = 0) -> ResponseReturnValue:
    asked = Asked.anew()
    more = {} if why == ENTER else {"prompt": "login", "max_age": "0"}
    acrs = sorted(
        (acr for acr, worth in provider.levels.items() if worth >= level),
        key=lambda acr: provider.levels[acr],
    )
    if acrs:
        more["acr_values"] = " ".join(acrs)
    sent = {"kind": provider.kind, "why": why, "next": target, "level": level,
            "user": viewer().user_id}  # fmt: skip
    release()
    try:
        url = client.address(provider, asked, _back(provider), more)
    except DomainError as error:
        return _other_ways(provider, error, sent)
    cookie[SENT_OFF] = {**sent, "state": asked.state, "nonce": asked.nonce,
                        "verifier": asked.verifier, "at": int(clock.now().timestamp())}  # fmt: skip
    return redirect(url, 303)


def _refuse_unsent(provider: Provider, sent: dict[str, Any]) -> None:
    """Refuse a browser that was not sent off, or long ago; count its tries."""
    age = clock.now().timestamp() - sent.get("at", 0)
    if sent.get("kind") != provider.kind or not -60 <= age <= BACK_WITHIN:
        raise Conflict(BEGIN_ANEW)
    with short_write(LOCK_WAIT_MS):
        spent = limits.count(clock.now(), (limits.PROVIDER_RETURNS, asker().network))
    if spent is not None:
        raise limits.too_many(spent)


def _other_ways(
    provider: Provider, error: DomainError, sent: dict[str, Any]
) -> ResponseReturnValue:
    """Say what went wrong where one can go on without the provider."""
    flash(error.message, "late")
    if sent.get("why") == CONNECT:
        return redirect(url_for("accounts.connections"), 303)
    if sent.get("why") == RAISE and viewer().is_signed_in:
        return redirect(sent["next"], 303)
    official = provider.kind == OFFICIALS
    page = "accounts.official_sign_in" if official else "accounts.sign_in"
    return redirect(url_for(page, next=sent.get("next") or None), 303)


def _enter(
    provider: Provider, told: Told, sent: dict[str, Any], now: datetime
) -> ResponseReturnValue:
    row = joining.known(told)
    if provider.kind == OFFICIALS:
        return _enter_official(provider, row, told, sent["next"], now)
    if row is None:
        joining.wait(CITIZENS, told, now)
        return redirect(url_for("accounts.first_time", next=sent["next"]), 303)
    session = joining.sign_in(row, told, now)
    if session.user is not None and not terms.are_agreed(session.user):
        return redirect(url_for("accounts.agree", next=sent["next"]), 303)
    flash(_("You are signed in."), "ok")
    return redirect(sent["next"], 303)


def _enter_official(
    provider: Provider, row: Identity | None, told: Told, target: str, now: datetime
) -> ResponseReturnValue:
    """Let an official in whose account is connected; without the level, the second step follows.

    Nobody becomes one by it: rights are what administrators gave.
    """
    if row is None:
        raise Conflict(_l(
            "No official's account here is connected with you at %(name)s. Sign in with your"
            " password, then connect it under “My sign-ins”.", name=provider.name,
        ))  # fmt: skip
    user = row.user
    if not user.is_active or not user.is_official:
        raise signing_in.Closed
    if told.level < BOTH_FACTORS:
        url = go_half_way(user, target)
        joining.wait(OFFICIALS, told, now)
        return redirect(url, 303)
    session = sessions.sign_in_official(user, now)
    joining.note(session, row, told, now)
    audit.record(user.reference, "official.sign_in_by_provider", user.reference, now=now)
    return redirect(target, 303)


def _connect(
    provider: Provider, told: Told, sent: dict[str, Any], now: datetime
) -> ResponseReturnValue:
    session = _same_session(sent, now)
    if provider.kind == OFFICIALS and not viewer().is_official:
        raise Conflict(BEGIN_ANEW)
    row = joining.connect(person(), provider.kind, told, now)
    joining.raise_level(session, row, told, now)
    flash(_("Connected. From now on you can sign in through %(name)s.", name=provider.name), "ok")
    return redirect(sent["next"], 303)


def _raise(
    provider: Provider, told: Told, sent: dict[str, Any], now: datetime
) -> ResponseReturnValue:
    session = _same_session(sent, now)
    row = joining.known(told)
    if row is None and viewer().is_proved_again:
        row = joining.connect(person(), provider.kind, told, now)
    if row is None or row.user_id != viewer().user_id:
        raise Conflict(_l(
            "Your account is not connected with who signed in at %(name)s. Connect it first, under"
            " “My sign-ins”.", name=provider.name,
        ))  # fmt: skip
    joining.raise_level(session, row, told, now)
    if told.level < sent["level"]:
        flash(_("%(name)s vouched for less than is needed here.", name=provider.name), "late")
        return redirect(FRONT if sent["next"] == request.path else sent["next"], 303)
    return redirect(sent["next"], 303)


def _same_session(sent: dict[str, Any], now: datetime) -> Session:
    """Give the session that was sent off, still the same person's."""
    session = viewer().session
    if session is None or not viewer().is_signed_in or sent["user"] != viewer().user_id:
        raise Conflict(BEGIN_ANEW)
    return session


Follow = Callable[[Provider, Told, dict[str, Any], datetime], ResponseReturnValue]
FOLLOW: dict[str, Follow] = {ENTER: _enter, CONNECT: _connect, RAISE: _raise}


def _back(provider: Provider) -> str:
    """Give the address to which the provider sends browsers back, as it is registered there."""
    return settings().base_url.rstrip("/") + url_for("accounts.came_back", kind=provider.kind)


def _home(provider: Provider) -> str:
    return DESK if provider.kind == OFFICIALS else FRONT


def _level() -> int:
    return int(among("1", "2")(request.args.get("level", "")) or 0)
