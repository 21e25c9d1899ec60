"""What a person agrees to, by version."""

from app.accounts.models import User

VERSION = "2026-12"
"""Raised whenever the words of the terms or of the privacy notice change."""


def are_agreed(user: User) -> bool:
    return user.consent_version == VERSION
