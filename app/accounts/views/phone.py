"""A person changes their own number."""

from typing import Any

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from app.accounts.models.one_time_code import CHANGE_PHONE
from app.accounts.views.common import (
    PHONE,
    accounts,
    ask_for_code,
    given,
    shown,
    viewer,
)
from app.core.access import PUBLIC, SIGNED_IN, access, again


@accounts.get("/tai-khoan/so-dien-thoai")
@access(SIGNED_IN, asks=again("accounts.edit_phone"))
def edit_phone() -> ResponseReturnValue:
    """Ask for the new number, once it is sure who is there."""
    return _page()


def _page(**refused: Any) -> str:
    return shown("accounts/edit_phone.html", user=viewer().user, **refused)


@accounts.post("/tai-khoan/so-dien-thoai")
@access(SIGNED_IN, asks=again("accounts.edit_phone"))
@given(again=_page, phone=PHONE)
def ask_new_phone(phone: str) -> ResponseReturnValue:
    """Text a code to the new number."""
    return ask_for_code(CHANGE_PHONE, phone, url_for("accounts.show"), viewer().user)


@accounts.get("/tai-khoan/mat-so-cu")
@access(PUBLIC)
def lost_phone() -> ResponseReturnValue:
    """Say what to do when the old number is lost."""
    return render_template("accounts/lost_phone.html")
