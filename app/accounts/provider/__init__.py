"""Signing in through a provider by OpenID Connect (docs/sign-in.md)."""
