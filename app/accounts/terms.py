"""What a person agrees to, by version."""

from app.accounts.models import User

VERSION = "2026-11"
"""Raised whenever the words of the terms or of the privacy notice change."""


def are_agreed(user: User) -> bool:
    """Tell whether the person agreed to the present version."""
    return user.consent_version == VERSION
