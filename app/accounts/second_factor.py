"""The second factor of officials: six digits from an authenticator app (TOTP, RFC 6238)."""

from datetime import datetime

import pyotp
import segno

from app.accounts.models import User
from app.core import clock

STEP_SECONDS = 30
TOLERANCE = 1
"""Steps before and after that are accepted: phones' clocks are a little off."""


def prepare(user: User) -> str:
    """Give the secret to be set up, made on first use; it counts once a code confirmed it."""
    if user.totp_secret is None:
        user.set_totp_secret(new_secret())
    return user.totp_secret or ""


def is_set_up(user: User) -> bool:
    return user.totp_confirmed_at is not None


def check(user: User, code: str, now: datetime) -> bool:
    """Tell whether ``code`` is right and was not used before; confirm the app by the first."""
    step = _step_of(user.totp_secret, code, now)
    if step is None or _was_used(user.totp_step, step, now):
        return False
    user.totp_step = step
    user.totp_confirmed_at = user.totp_confirmed_at or now
    return True


def replace(user: User, secret: str, code: str, now: datetime) -> bool:
    """Put another app in place of the present one, once ``code`` shows that it works."""
    step = _step_of(secret, code, now)
    if step is None:
        return False
    user.set_totp_secret(secret)
    user.totp_step, user.totp_confirmed_at = step, now
    return True


def new_secret() -> str:
    """Give a fresh secret, base32."""
    return pyotp.random_base32()


def qr(secret: str, account: str, issuer: str) -> str:
    """Give the QR of a secret as an SVG data URI, dark on white in both colour schemes."""
    uri = pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)
    code = segno.make(uri, error="m", micro=False)
    return str(code.svg_data_uri(scale=5, border=4, light="white"))


def _was_used(last: int | None, step: int, now: datetime) -> bool:
    """Tell whether ``step`` is none after the last one used.

    One that lies ahead was used while the clock ran fast: it says nothing of codes of today.
    """
    newest = int((now + clock.SKEW).timestamp()) // STEP_SECONDS + TOLERANCE
    return last is not None and step <= last <= newest


def _step_of(secret: str | None, code: str, now: datetime) -> int | None:
    if secret is None:
        return None
    totp = pyotp.TOTP(secret)
    current = int(now.timestamp()) // STEP_SECONDS
    for step in range(current - TOLERANCE, current + TOLERANCE + 1):
        if pyotp.utils.strings_equal(totp.at(step * STEP_SECONDS), code):
            return step
    return None
