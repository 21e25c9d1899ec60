"""A person changes their own number."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts import phones
from app.accounts.models.one_time_code import CHANGE_PHONE
from app.accounts.views.common import (
    accounts,
    ask_for_code,
    check_phone_is_typed,
    refused,
    shown,
    viewer,
)
from app.core.access import PUBLIC, SIGNED_IN, access, again


@accounts.get("/tai-khoan/so-dien-thoai")
@access(SIGNED_IN, asks=again("accounts.edit_phone"))
def edit_phone() -> ResponseReturnValue:
    """Ask for the new number, once it is sure who is there."""
    return shown("accounts/edit_phone.html", user=viewer().user)


@accounts.post("/tai-khoan/so-dien-thoai")
@access(SIGNED_IN, asks=again("accounts.edit_phone"))
def ask_new_phone() -> ResponseReturnValue:
    """Text a code to the new number."""
    try:
        phone = check_phone_is_typed()
    except phones.NotAPhone as error:
        return refused("accounts/edit_phone.html", error, user=viewer().user)
    return ask_for_code(CHANGE_PHONE, phone, url_for("accounts.show"), viewer().user)


@accounts.get("/tai-khoan/mat-so-cu")
@access(PUBLIC)
def lost_phone() -> ResponseReturnValue:
    """Say what to do when the old number is lost."""
    return render_template("accounts/lost_phone.html")
