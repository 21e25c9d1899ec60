"""The PIN that guards private pages on a phone used by several people."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from app.accounts import limits, passwords, sessions
from app.accounts.models import Session, User
from app.core.errors import DomainError

LENGTH = 6


def choose(user: User, session: Session, pin: str, now: datetime) -> None:
    """Set the person's PIN; this browser stays open.

    Raises:
        DomainError: for anything but six digits, or digits that are guessed first.
    """
    if len(pin) != LENGTH or not (pin.isascii() and pin.isdigit()):
        raise DomainError(_l("A PIN is six digits."), field="pin")
    if len(set(pin)) == 1 or pin in "0123456789876543210":
        raise DomainError(_l("This PIN is guessed too easily. Choose other digits."), field="pin")
    user.pin_hash = passwords.hashed(pin)
    session.pin_passed_at = now


def drop(user: User) -> None:
    user.pin_hash = None


def unlock(session: Session, pin: str, now: datetime) -> bool:
    """Open a locked session with the right PIN.

    The fifth wrong one in an hour ends the session: the phone has to be proved again. The
    caller commits, right or wrong.
    """
    if session.user is not None and passwords.fits(session.user.pin_hash, pin):
        session.pin_passed_at = now
        return True
    if not limits.WRONG_PINS.allows(session.id, now):
        sessions.end(session, now)
    return False


def proves(session: Session, pin: str, now: datetime) -> bool:
    """Take the PIN as proof that it is still the same person; tries count as in ``unlock``."""
    if not unlock(session, pin, now):
        return False
    session.proved_at = now
    return True
