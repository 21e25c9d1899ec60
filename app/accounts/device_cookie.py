"""A browser's own cookie: it outlives sign-in and sign-out, so that limits know who asks.

A signed random number, and marks of the phones that were proved in this browser. A mark is a
keyed hash bound to that number: it tells nobody the phone and is worth nothing elsewhere. The
cookie opens nothing; it only keeps a stranger's wrong tries apart from its owner's.
"""

from dataclasses import dataclass

from flask import Flask, Response, current_app, g, request, session
from itsdangerous import BadSignature, URLSafeSerializer

from app.core import codes, personal

LASTS = 400 * 24 * 3600
"""Seconds; browsers keep none longer."""
MOST_PHONES = 5
MARK_DIGITS = 16


@dataclass(frozen=True)
class Device:
    """What the cookie says: a number that is this browser's alone, and its phones' marks."""

    number: str
    marks: tuple[str, ...] = ()

    def knows(self, phone_index: str) -> bool:
        return self.mark(phone_index) in self.marks

    def mark(self, phone_index: str) -> str:
        return personal.blind_index("device", f"{self.number}:{phone_index}")[:MARK_DIGITS]


def init_app(app: Flask) -> None:
    """Send the cookie with an answer that made or changed it."""
    app.after_request(_send)


def device() -> Device | None:
    """Give this browser's device; None where it has no cookie, or a forged one."""
    if "device" not in g:
        g.device = _read(request.cookies.get(name(), ""))
    found: Device | None = g.device
    return found


def ensure() -> Device:
    """Give this browser's device, made where there is none yet; its cookie goes with the answer."""
    return device() or _change(Device(_new_number()))


def _new_number() -> str:
    """Give the same number to all that a browser sends at once with one form, before any answer
    could bring it the cookie: else a flood would count as so many browsers."""
    token = session.get("csrf_token")
    return personal.blind_index("device-number", token)[:22] if token else codes.random_token()[:22]


def remember(phone_index: str | None) -> None:
    """Note that the phone was proved in this browser; the newest few are kept."""
    found = ensure()
    if phone_index is None or found.knows(phone_index):
        return
    marks = (*found.marks, found.mark(phone_index))[-MOST_PHONES:]
    _change(Device(found.number, marks))


def _change(made: Device) -> Device:
    g.device, g.device_changed = made, True
    return made


def _send(response: Response) -> Response:
    found: Device | None = g.get("device")
    if g.get("device_changed") and found is not None:
        response.set_cookie(
            name(),
            str(_signer().dumps([found.number, *found.marks])),
            max_age=LASTS,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
            httponly=True,
            samesite="Lax",
        )
    return response


def _read(cookie: str) -> Device | None:
    try:
        number, *marks = _signer().loads(cookie)
    except (BadSignature, ValueError):
        return None
    return Device(number, tuple(marks))


def name() -> str:
    """Give the cookie's name; ``__Host-`` binds it to this very site where it is served by TLS."""
    return "__Host-may" if current_app.config["SESSION_COOKIE_SECURE"] else "may"


def _signer() -> URLSafeSerializer:
    keys = [*current_app.config["SECRET_KEY_FALLBACKS"], current_app.config["SECRET_KEY"]]
    return URLSafeSerializer(keys, salt="device")
