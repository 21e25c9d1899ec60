"""The terms and the privacy notice."""

from flask import render_template
from flask.typing import ResponseReturnValue

from app.accounts import terms
from app.accounts.views.common import accounts
from app.core.access import PUBLIC, access


@accounts.get("/dieu-khoan")
@access(PUBLIC)
def show_terms() -> ResponseReturnValue:
    """Show the terms of use."""
    return render_template("accounts/terms.html", version=terms.VERSION)


@accounts.get("/quyen-rieng-tu")
@access(PUBLIC)
def show_privacy() -> ResponseReturnValue:
    """Show what is kept of people, what for, and what they can ask."""
    return render_template("accounts/privacy.html", version=terms.VERSION)
