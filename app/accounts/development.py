"""What only a developer's machine shows: codes in the terminal and on the page.

Everything asks ``reveals`` first; it is false unless ``APP_ENV`` is exactly "development".
"""

import click
import pyotp
from flask import session as cookie

from app.accounts.models import User
from app.core.config import settings

KEY = "shown_code"


def reveals() -> bool:
    """Tell whether codes may be shown: in development alone, never where people are served."""
    return settings().app_env == "development"


def show(code: str) -> None:
    """Print ``code`` in the terminal and keep it for the page that asks for it."""
    if reveals():
        click.echo(f"[development] code: {code}")
        cookie[KEY] = code


def shown() -> str | None:
    """Give the code for the page to show; None outside development."""
    return cookie.get(KEY) if reveals() else None


def second_factor_of(user: User) -> str | None:
    """Give the present TOTP code of ``user``; None outside development."""
    secret = user.totp_secret if reveals() else None
    return pyotp.TOTP(secret).now() if secret else None


def tell_terminal(phone: str, words: str) -> None:
    """Print a text message that there is no gateway for; nothing outside development."""
    if reveals():
        click.echo(f"[development] SMS to {phone}: {words}")
