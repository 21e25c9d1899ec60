"""People, agencies, rights and sessions for tests. All numbers are 0900 00x xxx."""

from datetime import datetime
from itertools import count

from flask.testing import FlaskClient

from app.accounts import terms
from app.accounts.models import Agency, Right, Session, User
from app.accounts.models.agency import OFFICE
from app.accounts.viewer import Viewer
from app.core import clock
from app.core.db import db

PASSWORD = "một mật khẩu để thử"
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
_numbers = count(1000)  # above those that tests name themselves


def make_phone() -> str:
    """Give a fictitious number in E.164 that no other call gives: 0900 000 001 and on."""
    return f"+84900{next(_numbers):06d}"


def make_user(name: str = "Người Dùng Thử", phone: str | None = None, **values: object) -> User:
    """Make a citizen who agreed to the terms; ``values`` set further columns."""
    user = _agreed(name, phone, values)
    db.session.flush()
    return user


def _agreed(name: str, phone: str | None, values: dict[str, object]) -> User:
    user = User.register(phone or make_phone(), clock.now(), name)
    user.agree(terms.VERSION, clock.now())
    for column, value in values.items():
        setattr(user, column, value)
    return user


def make_agency(
    name: str = "Phòng Thử Nghiệm",
    kind: str = OFFICE,
    parent: Agency | None = None,
    code: str | None = None,
    place_id: int | None = None,
    phone: str = "",
) -> Agency:
    """Make an agency below ``parent``."""
    code = code or f"phong-{next(_numbers)}"
    return Agency.found(code, kind, name, parent, place_id=place_id, phone=phone)


def give_right(user: User, permission: str, agency: Agency) -> Right:
    """Give ``user`` a permission in ``agency`` and below."""
    right = Right(user=user, permission=permission, agency=agency, granted_at=clock.now())
    db.session.add(right)
    db.session.flush()
    return right


def make_official(
    *permissions: str,
    agency: Agency | None = None,
    name: str = "Cán Bộ Thử",
    phone: str | None = None,
) -> User:
    """Make an official with ``permissions`` in ``agency`` and a second factor.

    There is a password hash that fits nothing: hashing costs time that few tests need.
    """
    user = _agreed(name, phone, {"password_hash": "none"})
    user.set_totp_secret(TOTP_SECRET)
    user.totp_confirmed_at = clock.now()
    agency = agency or make_agency()
    now = clock.now()
    for permission in permissions:
        db.session.add(Right(user=user, permission=permission, agency=agency, granted_at=now))
    db.session.flush()
    return user


def viewer_of(user: User | None = None, grant_ids: frozenset[int] = frozenset()) -> Viewer:
    """Give the viewer that ``user`` is when signed in with all factors; a guest for None."""
    rights = None if user is not None else ()
    return Viewer(user, None, grant_ids if user is None or grant_ids else None, rights)


def make_session(
    user: User | None = None, now: datetime | None = None, official: bool | None = None
) -> tuple[Session, str]:
    """Make a session and its token; an official's where the user has a password, unless said."""
    now = now or clock.now()
    session, token = Session.begin(now, user)
    session.proved_at = session.pin_passed_at = now if user else None
    if user is not None and (user.is_official if official is None else official):
        session.become_official(now)
    db.session.flush()
    return session, token


def put_session(visitor: FlaskClient, token: str) -> None:
    """Let ``visitor`` carry the cookie of the session with that token."""
    with visitor.session_transaction() as cookie:
        cookie["_user_id"] = token
        cookie.permanent = True


def sign_in(visitor: FlaskClient, user: User, official: bool | None = None) -> Session:
    """Let ``visitor`` be signed in as ``user``; give the session."""
    session, token = make_session(user, official=official)
    put_session(visitor, token)
    return session
