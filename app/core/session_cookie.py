"""The session's cookie, which opens too where the clock lies behind the one that signed it."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import SignatureExpired, TimestampSigner, URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Flask's cookie, but a moment of signing that lies ahead is no fault.

    Two machines' clocks differ by a second, and one that ran fast is set back: whoever got a cookie
    there would be a stranger here, and the answer would take the cookie away for good. Whether a
    session still holds is what its row tells.
    """

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = _Signer
        return made


class _Signer(TimestampSigner):
    """Refuses what is too old, never what is too young."""

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """Give what was signed.

        Raises:
            BadSignature: signed by nobody here, or more than ``max_age`` seconds ago.
        """
        value, signed_at = super().unsign(signed_value, return_timestamp=True)
        age = self.get_timestamp() - int(signed_at.timestamp())
        if max_age is not None and age > max_age:
            raise SignatureExpired("too old", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value
