"""The terms and the privacy notice."""

from typing import Any

from flask import current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import device_cookie, terms
from app.accounts.views.common import accounts
from app.core import clock, listing_columns, preferences, retention, standby
from app.core.access import PUBLIC, access

KEPT_ON_THE_PHONE = (
    ("phone", _l("reports you are writing or that wait for a network, with their photos, until"
                 " they are sent and seen")),
    ("keep-…", _l("the last pages you saw: hotlines, your reports, warnings, places around you")),
    ("shell-…", _l("the look and the scripts of these pages")),
    ("shown", _l("the numbers of messages that were shown, so that none comes twice")),
    ("push", _l("whether this browser is told of answers")),
    ("read", _l("which warnings were read here, so that they take one line")),
    ("guide", _l("what you ticked off in the guide to a procedure")),
    ("desk-keys-off", _l("officials only: that keyboard shortcuts are off")),
)  # fmt: skip
"""What scripts keep, by the names under which a browser's tools show it."""


@accounts.get("/dieu-khoan")
@access(PUBLIC)
def show_terms() -> ResponseReturnValue:
    return render_template("accounts/terms.html", version=terms.VERSION)


@accounts.get("/quyen-rieng-tu")
@access(PUBLIC)
def show_privacy() -> ResponseReturnValue:
    return render_template(
        "accounts/privacy.html",
        version=terms.VERSION,
        periods=retention.periods(clock.now()),
        cookies=_cookies(),
        kept=KEPT_ON_THE_PHONE,
    )


def _cookies() -> list[tuple[str, Any]]:
    """Give every cookie that is ever set, and what for."""
    return [
        (
            current_app.config["SESSION_COOKIE_NAME"],
            _l("keeps you signed in, and what you are in the middle of; a year after your last"
               " visit at most, or until you sign out"),
        ),
        (
            device_cookie.name(),
            _l("a number of this browser's own, so that a stranger's wrong tries do not lock you"
               " out and nobody floods the province with reports; at most 400 days, signing out"
               " leaves it. It names nobody and opens nothing"),
        ),
        (
            preferences.COOKIE,
            _l("your languages, text size, commune and data saver; one year"),
        ),
        (
            "ich",  # surveys.usefulness.pages.COOKIE, a room above
            _l("the pages of which you said this month whether they are useful; a month"),
        ),
        *_cookies_of_standby(),
        (
            f"{listing_columns.COOKIE}…",
            _l("of officials alone: the columns they want to see of a list; one year"),
        ),
    ]  # fmt: skip


def _cookies_of_standby() -> list[tuple[str, Any]]:
    if "standby" not in current_app.extensions:
        return []
    why = _l(
        "where you sent something: how far a second database must have come before it is asked,"
        " so that you see what you sent; one hour"
    )
    return [(standby.COOKIE, why)]
