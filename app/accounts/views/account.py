"""The account page: name, language, text size, quiet hours, PIN."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.accounts import pins, queries
from app.accounts.views.common import (
    accounts,
    local_next,
    person,
    shown,
    viewer,
)
from app.core import clock, preferences
from app.core.access import PUBLIC, SIGNED_IN, access, again
from app.core.act import acts
from app.core.db import db
from app.core.errors import DomainError
from app.core.filters import among
from app.core.forms import Line, Read, Tick, takes
from app.core.text import digits, whole
from app.places import queries as places

SAVED = _l("Saved.")


@accounts.get("/tai-khoan")
@access(PUBLIC)
def show() -> ResponseReturnValue:
    """Show what a person, or a guest, can set."""
    chosen = preferences.preferences()
    session = viewer().session
    return render_template(
        "accounts/show.html",
        user=viewer().user,
        locked=viewer().is_locked,
        unproved=viewer().is_unproved,
        home=places.get(chosen.village_id or chosen.commune_id),
        chosen=chosen,
        languages=preferences.LANGUAGES,
        unclaimed=len(queries.unclaimed_grants(session)) if session and viewer().user else 0,
    )


@accounts.get("/tai-khoan/chu-va-tieng")
@access(PUBLIC)
def reading() -> ResponseReturnValue:
    """Offer text size and language, to whoever opens the site for the first time too."""
    return render_template(
        "accounts/reading.html",
        chosen=preferences.preferences(),
        languages=preferences.LANGUAGES,
        tongues={preferences.VIETNAMESE: _l("Vietnamese"), **preferences.TONGUES},
        vietnamese=preferences.VIETNAMESE,
        back_to=local_next(url_for("home.index")),
    )


@accounts.post("/tai-khoan/tuy-chon")
@access(PUBLIC)
@takes(
    saver=Read({"on": True, "off": False}.get),
    language=Read(among(*preferences.LANGUAGES)),
    text=Read(among(*preferences.TEXT_SIZES)),
    tongue=Read(among(preferences.VIETNAMESE, *preferences.TONGUES)),
)
def settings(**wanted: str | bool | None) -> ResponseReturnValue:
    """Set language, text size or the data saver, of the account or of a guest's browser.

    The language that one speaks is set in the browser alone.
    """
    if wanted["tongue"] == preferences.VIETNAMESE:
        preferences.change(tongue="")
        wanted["tongue"] = None
    chosen = preferences.change(**{k: v for k, v in wanted.items() if v not in ("", None)})
    user = viewer().user
    if user is not None:
        user.language, user.text_size = chosen.language, chosen.text
        db.session.commit()
    return redirect(local_next(url_for("accounts.show")), 303)


@accounts.get("/tai-khoan/ten")
@access(SIGNED_IN)
def edit_name() -> ResponseReturnValue:
    return _name_page()


def _name_page(**refused: Any) -> str:
    return shown("accounts/edit_name.html", user=viewer().user, **refused)


@accounts.post("/tai-khoan/ten")
@access(SIGNED_IN)
@acts(again=_name_page, said=SAVED)
@takes(name=Line())
def rename(name: str) -> str:
    """Change the name; an empty one is none."""
    person().rename(name)
    return url_for("accounts.show")


@accounts.get("/tai-khoan/gio-yen-lang")
@access(SIGNED_IN)
def edit_quiet_hours() -> ResponseReturnValue:
    return _quiet_hours_page()


def _quiet_hours_page(**refused: Any) -> str:
    values = {"user": person(), "clock_time": clock_time, **refused}
    return shown("accounts/edit_quiet_hours.html", **values)


@accounts.post("/tai-khoan/gio-yen-lang")
@access(SIGNED_IN)
@acts(again=_quiet_hours_page, said=SAVED)
@takes(
    quiet_from=Read(lambda typed: minute_of(typed)),
    quiet_to=Read(lambda typed: minute_of(typed)),
    text_messages=Read({"yes": True, "no": False}.get),
)
def set_quiet_hours(quiet_from: int, quiet_to: int, text_messages: bool | None) -> str:
    user = person()
    user.quiet_from, user.quiet_to = quiet_from, quiet_to
    # A page of an earlier release does not ask: what was chosen stays.
    user.text_messages = user.text_messages if text_messages is None else text_messages
    return url_for("accounts.show")


@accounts.get("/tai-khoan/pin")
@access(SIGNED_IN, asks=again("accounts.edit_pin"))
def edit_pin() -> ResponseReturnValue:
    """Show where a PIN is chosen or dropped, once it is sure who is there."""
    return _pin_page()


def _pin_page(**refused: Any) -> str:
    return shown("accounts/edit_pin.html", user=person(), **refused)


@accounts.post("/tai-khoan/pin")
@access(SIGNED_IN, asks=again("accounts.edit_pin"))
@acts(again=_pin_page, said=SAVED)
@takes(pin=Read(digits), drop=Tick())
def set_pin(pin: str, drop: bool) -> str:
    session = viewer().session
    assert session is not None
    if drop:
        pins.drop(person())
    else:
        pins.choose(person(), session, pin, clock.now())
    return url_for("accounts.show")


def clock_time(minute: int) -> str:
    """Give a minute of the day as a time field holds it: ``22:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


def minute_of(typed: str) -> int:
    """Give the minute of the day of ``22:00``.

    Raises:
        DomainError: it is no time of day.
    """
    first, _colon, second = typed.partition(":")
    hour, minute = whole(first, 2), whole(second[:2], 2)
    if hour is None or minute is None or hour > 23 or minute > 59:
        raise DomainError(_l("Write the time like 22:00."))
    return hour * 60 + minute
