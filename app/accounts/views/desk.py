"""An official's own page: password, second factor, helper's codes."""

from functools import partial
from typing import Any

from flask import Response, make_response, render_template, url_for
from flask import session as cookie
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

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
    PHONE,
    accounts,
    person,
    shown,
    viewer,
)
from app.core import audit, clock
from app.core.access import access, again
from app.core.act import Done, acts
from app.core.config import settings
from app.core.errors import DomainError
from app.core.forms import Raw, Read, needed, takes
from app.core.text import digits

NEW_SECRET = "new_second_factor"  # noqa: S105 - the name of a cookie's field


@accounts.get("/can-bo/toi")
@access(policies.is_official)
def desk() -> ResponseReturnValue:
    """Show the official's rights and what they can do here."""
    may = {
        "help": policies.may_issue_helper_code(viewer()),
        "change_phone": policies.may_change_phone(viewer()),
        "administer": policies.may_administer(viewer()),
    }
    rights, labels = viewer().rights, permissions.LABELS
    return render_template(
        "accounts/desk.html", user=person(), rights=rights, labels=labels, viewer_can=may
    )


@accounts.get("/can-bo/mat-khau")
@access(policies.is_official)
def edit_password() -> ResponseReturnValue:
    return shown("accounts/edit_password.html")


@accounts.post("/can-bo/mat-khau")
@access(policies.is_official)
@acts(
    again=partial(shown, "accounts/edit_password.html"),
    said=_l("The password is changed. Sign your other devices out if they may be used."),
    counts=True,
)
@takes(
    present_password=Raw(2000, needed(_l("Write your password."))),
    password=Raw(2000, needed(_l("Write your new password."))),
)
def change_password(present_password: str, password: str) -> str:
    """Change the password; then offer to sign the other devices out."""
    administering.change_password(person(), present_password, password, asker(), clock.now())
    return url_for("accounts.devices")


@accounts.get("/can-bo/yeu-to-thu-hai")
@access(policies.is_official, asks=again("accounts.edit_second_factor"))
def edit_second_factor() -> ResponseReturnValue:
    """Show the QR of a new authenticator app, once it is sure who is there."""
    cookie[NEW_SECRET] = second_factor.new_secret()
    return _new_qr_page()


@accounts.post("/can-bo/yeu-to-thu-hai")
@access(policies.is_official, asks=again("accounts.edit_second_factor"))
@acts(again=lambda **refused: _new_qr_page(**refused), said=_l("From now on the new app counts."))
@takes(code=Read(digits))
def change_second_factor(code: str) -> str | Done:
    """Take the new app in place of the old one."""
    now, secret = clock.now(), cookie.get(NEW_SECRET)
    if secret is None:
        return Done(url_for("accounts.edit_second_factor"), "")
    if not second_factor.replace(person(), secret, code, now):
        raise DomainError(_l("This code is not right. Wait for the next one."), field="code")
    cookie.pop(NEW_SECRET)
    audit.record(person().reference, "official.change_second_factor", person().reference, now=now)
    return url_for("accounts.desk")


@accounts.get("/can-bo/ma-ho-tro")
@access(policies.may_issue_helper_code)
def help_sign_in() -> ResponseReturnValue:
    """Ask for the phone of the person beside the official."""
    return shown("accounts/helper_code.html", code=None)


@accounts.post("/can-bo/ma-ho-tro")
@access(policies.may_issue_helper_code)
@acts(again=partial(shown, "accounts/helper_code.html", code=None), counts=True)
@takes(phone=PHONE)
def issue_helper_code(phone: str) -> Response:
    agency = viewer().agencies(permissions.ISSUE_HELPER_CODE)[0]
    code = helping.issue(person(), agency, phone, clock.now())
    page = shown("accounts/helper_code.html", code=code, masked=phones.masked(phone))
    return make_response(page)


def _new_qr_page(**refused: Any) -> str:
    secret = cookie[NEW_SECRET]
    qr = second_factor.qr(secret, person().masked_phone, settings().site_name)
    return shown("accounts/edit_second_factor.html", qr=qr, secret=secret, **refused)
