"""What the room's views share: the blueprint, ``next=``, a form's page, asking for a code."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue

from app.accounts import development, device_cookie, one_time_codes, phones
from app.accounts.askers import asker
from app.accounts.models import User
from app.accounts.present import person as person
from app.accounts.present import viewer as viewer
from app.core import clock
from app.core.act import FRESH, refusal
from app.core.db import kept_though_refused
from app.core.errors import DomainError
from app.core.forms import Read, takes
from app.core.security import is_local

accounts = Blueprint("accounts", __name__)

ASKED, NEXT, AGAIN_AT = "asked", "next", "again_at"
DESK = "/can-bo"
FRONT = "/"
PHONE = Read(phones.parse)
"""A Vietnamese mobile number, given as E.164."""


def local_next(default: str = "") -> str:
    """Give where to go afterwards: ``next`` from form or address if it is on this site."""
    wanted = request.values.get("next", "")
    return wanted if is_local(wanted) else default


def shown(template: str, **values: Any) -> str:
    """Show a form's page: fresh, or with what was refused among ``values``."""
    return render_template(template, **{**FRESH, **values})


def given(
    *, again: Callable[..., str], **fields: Any
) -> Callable[[Callable[..., ResponseReturnValue]], Callable[[], ResponseReturnValue]]:
    """Call a view with the values of ``fields`` as ``takes`` does; else show the form again.

    For a view that asks for a code: that commits whether or not it is refused, which an act of
    ``core/act`` cannot. ``again`` is called as there.
    """
    read = takes(**fields)(dict)

    def decorate(view: Callable[..., ResponseReturnValue]) -> Callable[[], ResponseReturnValue]:
        @wraps(view)
        def run() -> ResponseReturnValue:
            try:
                found = read()
            except DomainError as error:
                return again(**refusal(error)), error.status
            return view(**found)

        return run

    return decorate


def ask_for_code(
    purpose: str, phone: str, target: str, user: User | None = None
) -> ResponseReturnValue:
    """Text a code to ``phone`` (E.164) and go to the page where it is typed.

    Over a limit no code is texted; that page says until when, and takes a helper's code.
    """
    now = clock.now()
    with kept_though_refused():
        asked = one_time_codes.ask(purpose, phone, asker(), now, user)
    device_cookie.ensure()
    cookie[ASKED], cookie[NEXT] = asked.token, target
    cookie[AGAIN_AT] = asked.again.isoformat() if asked.again else None
    development.show(asked.code if asked.again is None else "")
    return redirect(url_for("accounts.enter_code"), 303)
