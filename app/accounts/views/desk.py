"""An official's own page: password, second factor, helper's codes."""

from flask import flash, redirect, render_template, request, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.accounts import (
    administering,
    helping,
    permissions,
    phones,
    policies,
    second_factor,
)
from app.accounts.askers import asker
from app.accounts.views.common import (
    accounts,
    check_phone_is_typed,
    digits_of,
    person,
    refused,
    shown,
    viewer,
)
from app.core import audit, clock
from app.core.access import access, again
from app.core.config import settings
from app.core.db import db
from app.core.errors import DomainError, TooMany

NEW_SECRET = "new_second_factor"  # noqa: S105 - the name of a cookie's field


@accounts.get("/can-bo/toi")
@access(policies.is_official)
def desk() -> ResponseReturnValue:
    """Show the official's rights and what they can do here."""
    may = {
        "help": policies.can_issue_helper_code(viewer()),
        "change_phone": policies.can_change_phone(viewer()),
        "administer": policies.can_administer(viewer()),
    }
    rights, labels = viewer().rights, permissions.LABELS
    return render_template(
        "accounts/desk.html", user=person(), rights=rights, labels=labels, viewer_can=may
    )


@accounts.get("/can-bo/mat-khau")
@access(policies.is_official)
def edit_password() -> ResponseReturnValue:
    """Show where the password is changed."""
    return shown("accounts/edit_password.html")


@accounts.post("/can-bo/mat-khau")
@access(policies.is_official)
def change_password() -> ResponseReturnValue:
    """Change the password; then offer to sign the other devices out."""
    old, new = request.form.get("present_password", ""), request.form.get("password", "")
    try:
        administering.change_password(person(), old, new, asker(), clock.now())
    except DomainError as error:
        db.session.commit()
        return refused("accounts/edit_password.html", error)
    db.session.commit()
    flash(_("The password is changed. Sign your other devices out if they may be used."), "ok")
    return redirect(url_for("accounts.devices"), 303)


@accounts.get("/can-bo/yeu-to-thu-hai")
@access(policies.is_official, asks=again("accounts.edit_second_factor"))
def edit_second_factor() -> ResponseReturnValue:
    """Show the QR of a new authenticator app, once it is sure who is there."""
    cookie[NEW_SECRET] = second_factor.new_secret()
    return shown("accounts/edit_second_factor.html", **_new_qr())


@accounts.post("/can-bo/yeu-to-thu-hai")
@access(policies.is_official, asks=again("accounts.edit_second_factor"))
def change_second_factor() -> ResponseReturnValue:
    """Take the new app in place of the old one."""
    now, secret = clock.now(), cookie.get(NEW_SECRET)
    if secret is None:
        return redirect(url_for("accounts.edit_second_factor"), 303)
    if not second_factor.replace(person(), secret, digits_of("code"), now):
        error = DomainError(_("This code is not right. Wait for the next one."), field="code")
        return refused("accounts/edit_second_factor.html", error, **_new_qr())
    cookie.pop(NEW_SECRET)
    audit.record(person().reference, "official.change_second_factor", person().reference, now=now)
    db.session.commit()
    flash(_("From now on the new app counts."), "ok")
    return redirect(url_for("accounts.desk"), 303)


@accounts.get("/can-bo/ma-ho-tro")
@access(policies.can_issue_helper_code)
def help_sign_in() -> ResponseReturnValue:
    """Ask for the phone of the person beside the official."""
    return shown("accounts/helper_code.html", code=None)


@accounts.post("/can-bo/ma-ho-tro")
@access(policies.can_issue_helper_code)
def issue_helper_code() -> ResponseReturnValue:
    """Show a code to read out."""
    agency = viewer().agencies(permissions.ISSUE_HELPER_CODE)[0]
    try:
        phone = check_phone_is_typed()
        code = helping.issue(person(), agency, phone, clock.now())
    except TooMany as over:
        db.session.commit()
        return refused("accounts/helper_code.html", over, code=None)
    except DomainError as error:
        return refused("accounts/helper_code.html", error, code=None)
    db.session.commit()
    return shown("accounts/helper_code.html", code=code, masked=phones.masked(phone))


def _new_qr() -> dict[str, str]:
    secret = cookie[NEW_SECRET]
    site = settings().site_name
    return {"qr": second_factor.qr(secret, person().masked_phone, site), "secret": secret}
