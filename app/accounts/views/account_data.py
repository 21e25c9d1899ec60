"""A person's own data: a copy to take along, and erasure."""

import json

from flask import Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.accounts import erasing, sessions
from app.accounts.views.common import FRONT, accounts, field, need_proof, person, refused, shown
from app.core import audit, clock, scrubbing
from app.core.access import SIGNED_IN, access
from app.core.db import db
from app.core.errors import DomainError


@accounts.get("/tai-khoan/du-lieu")
@access(SIGNED_IN)
def data() -> ResponseReturnValue:
    """Show what can be had, once it is sure who is there."""
    asked = need_proof(url_for("accounts.data"), clock.now())
    return asked or render_template("accounts/data.html")


@accounts.post("/tai-khoan/du-lieu")
@access(SIGNED_IN)
def export() -> ResponseReturnValue:
    """Hand over everything known of the person, as a JSON file."""
    now, user = clock.now(), person()
    asked = need_proof(url_for("accounts.data"), now)
    if asked is not None:
        return asked
    audit.record(user.reference, "account.export", user.reference, now=now)
    content = json.dumps(erasing.export(user, now), ensure_ascii=False, indent=1, default=str)
    db.session.commit()
    return Response(
        content,
        mimetype="application/json",
        headers={"Content-Disposition": 'attachment; filename="du-lieu-cua-toi.json"'},
    )


@accounts.get("/tai-khoan/xoa")
@access(SIGNED_IN)
def confirm_erasure() -> ResponseReturnValue:
    """Say what erasing means, once it is sure who is there."""
    asked = need_proof(url_for("accounts.confirm_erasure"), clock.now())
    return asked or shown("accounts/erase.html")


@accounts.post("/tai-khoan/xoa")
@access(SIGNED_IN)
def erase() -> ResponseReturnValue:
    """Erase the account for good."""
    now = clock.now()
    asked = need_proof(url_for("accounts.confirm_erasure"), now)
    if asked is not None:
        return asked
    try:
        _check_meant()
        erasing.erase(person(), now)
    except DomainError as error:
        return refused("accounts/erase.html", error)
    sessions.forget_browser()
    db.session.commit()
    scrubbing.scrub()
    flash(_("Your account is erased. Thank you for having been here."), "ok")
    return redirect(FRONT, 303)


def _check_meant() -> None:
    if not field("sure"):
        raise DomainError(_l("Tick the box if you really want this."), field="sure")
