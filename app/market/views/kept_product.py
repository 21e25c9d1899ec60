"""A product's form that came when its seller's session had ended: kept until they are back.

The phone's queue keeps what it sends by itself and is told 401 as ever; who sends without a script
goes to sign in and finds the form as it was, words and pictures. It waits for the browser that
sent it, known by its device cookie (a page of another site does not bring it).
"""

from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import Unauthorized

from app.accounts import device_cookie, sending
from app.core import clock, kept_forms, personal
from app.core.access import ask_to_read_after, current_viewer
from app.core.db import db, kept_though_refused, release
from app.core.error_pages import http_error, stale_form, wants_json
from app.core.errors import DomainError
from app.market.actions import pictures
from app.market.blueprint import market
from app.market.forms_product import TYPED, ProductForm
from app.media import actions as media
from app.media.kinds import PHOTO

FORMS = {"market.add_product", "market.save_product"}
LEFT_OUT = "left_out"
"""Beside the fields: the sentences on pictures that were not taken."""


def kept() -> ProductForm | None:
    """Give the form that waits for this browser at the present address, as it was sent."""
    browser, now = _browser(), clock.now()
    fields = kept_forms.kept(browser, request.path, now) if browser else None
    if fields is None:
        return None
    wrong = fields.pop(LEFT_OUT, [])
    form = ProductForm(MultiDict(fields))
    form.photos = media.staged(PHOTO, form.key.data)
    form.is_back = True
    for sentence in wrong:
        form.add(PHOTO.field, sentence)
    return form


def forget() -> None:
    """Forget what waits at the present address; the caller commits."""
    browser = _browser()
    if browser:
        kept_forms.forget(browser, request.path)


@market.errorhandler(Unauthorized)
def session_ended(error: Unauthorized) -> ResponseReturnValue:
    """Keep a product's form and lead to signing in and back; all else is refused as ever."""
    return _kept_and_back() or http_error(error)


@market.errorhandler(CSRFError)
def stale(error: CSRFError) -> ResponseReturnValue:
    """Keep a product's form that was open too long, or that an old cookie no longer proves."""
    return _kept_and_back() or stale_form(error)


def _kept_and_back() -> ResponseReturnValue | None:
    browser = _browser()
    if request.endpoint not in FORMS or wants_json() or not browser:
        return None
    try:
        _keep(browser)
    except DomainError:  # very many came from here, or very many photos come in just now
        return None
    if current_viewer().is_signed_in:
        return redirect(request.path, 303)
    flash(_("Sign in: what you wrote is kept, with its pictures, and is here again then."), "info")
    return ask_to_read_after(request.path)


def _keep(browser: str) -> None:
    """Decode without the write lock, let the pictures wait, and keep what was typed."""
    form, now = ProductForm(), clock.now()
    release()
    with kept_though_refused():
        sending.spend(sending.PHOTOS, now)
    upload = pictures.take(form.files.data)
    pictures.leave_out(form, upload, None)  # whose shop it is, nobody has shown yet
    pictures.keep(form, upload.prepared, None, now)
    wrong = [str(sentence) for name, sentence in form.wrong if name == PHOTO.field]
    shown: dict[str, Any] = {name: form[name].text for name in TYPED}
    shown |= {"idempotency_key": form.key.data, "stock_was": form.stock_was.data, LEFT_OUT: wrong}
    kept_forms.keep(browser, request.path, shown, now)
    db.session.commit()


def _browser() -> str:
    device = device_cookie.device()
    return personal.blind_index("kept-form", device.number) if device else ""
