"""What the room's views share: the blueprint, ``next=``, asking for a code, refused forms."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import development, limits, one_time_codes, phones
from app.accounts.models import User
from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
from app.core import clock
from app.core.db import db
from app.core.errors import DomainError, TooMany
from app.core.security import is_local

accounts = Blueprint("accounts", __name__)

ASKED, NEXT, SENT = "asked", "next", "sent"
DESK = "/can-bo"
FRONT = "/"


def local_next(default: str = "") -> str:
    """Give where to go afterwards: ``next`` from form or address if it is on this site."""
    wanted = request.values.get("next", "")
    return wanted if is_local(wanted) else default


def field(name: str, limit: int = 200) -> str:
    """Give a typed field, stripped and at most ``limit`` characters long."""
    return request.form.get(name, "").strip()[:limit]


def digits_of(name: str) -> str:
    """Give the digits of a typed code; spaces and dashes do not matter."""
    return "".join(c for c in field(name) if c.isascii() and c.isdigit())


def refused(template: str, error: DomainError, **values: Any) -> ResponseReturnValue:
    """Show a form again with what was wrong and what was typed."""
    errors = [(error.field, error.message)]
    page = render_template(
        template, errors=errors, error={error.field: error.message}, typed=request.form, **values
    )
    return page, error.status


def shown(template: str, **values: Any) -> str:
    """Show a form that nobody has refused yet."""
    return render_template(template, errors=[], error={}, typed={}, **values)


def ask_for_code(
    purpose: str, phone: str, target: str, user: User | None = None
) -> ResponseReturnValue:
    """Text a code to ``phone`` (E.164) and go to the page where it is typed.

    Raises:
        TooMany: over a limit; the try is counted.
    """
    now = clock.now()
    asked = one_time_codes.ask(purpose, phone, request.remote_addr, now, user)
    db.session.commit()
    if asked is None:
        raise TooMany(_l("Too many codes were asked for. Please wait an hour and try again."))
    cookie[ASKED], cookie[NEXT], cookie[SENT] = asked.token, target, asked.sent
    development.show(asked.code)
    return redirect(url_for("accounts.enter_code"), 303)


def check_phone_is_typed() -> str:
    """Give the typed phone as E.164, or raise ``NotAPhone``."""
    return phones.parse(field("phone"))


def over_limit() -> TooMany:
    """Give the refusal of one try too many."""
    return TooMany(_("Too many tries. Please wait an hour and try again."))


def network() -> str:
    """Give the network address that limits count by."""
    return limits.network_of(request.remote_addr)
