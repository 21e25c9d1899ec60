"""`python -m bench.sign_in PHONE …`: begin a session for each and print their cookies as JSON."""

import json
import sys

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from app.accounts import phones
from app.accounts.models import Session, User
from app.accounts.queries import user_by_phone
from app.core import clock
from app.core.config import Config
from app.core.db import db
from app.factory import create_app


def cookie(app: Flask, phone: str) -> str:
    """Begin a session of ``phone``'s account, with all the rights it holds; give its cookie."""
    user = user_by_phone(phones.parse(phone))
    if user is None:
        raise LookupError(f"nobody has {phone}")
    return begun(app, user)


def begun(app: Flask, user: User) -> str:
    """Begin a session of ``user``; give its cookie."""
    now = clock.now()
    session, token = Session.begin(now, user, "bench")
    session.proved_at = session.pin_passed_at = now
    if user.is_official:
        session.become_official(now)
    db.session.add(session)
    db.session.commit()
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None, "the app has no secret key"
    value = serializer.dumps({"_user_id": token, "_fresh": True})
    return f"{app.config['SESSION_COOKIE_NAME']}={value}"


def main(wanted: list[str]) -> None:
    """Print a cookie for each phone."""
    app = create_app(Config.from_env())
    with app.app_context():
        print(json.dumps({phone: cookie(app, phone) for phone in wanted}))


if __name__ == "__main__":
    main(sys.argv[1:])
