"""What a person chose of language, text size and commune, signed in or not.

It travels in a cookie, so that a guest has it too and a page can be cached by it. The default
language is the deployment's (vi), not the phone's: many phones sold here are set to English
by people who do not read it.
"""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from flask import Flask, Response, g, has_request_context, request
from flask_babel import (
    Babel,
    force_locale,
    format_datetime,
    format_decimal,
    get_locale,
    get_translations,
)

from app.core import catalogues, clock
from app.core.config import settings

COOKIE = "chon"
YEAR = timedelta(days=365)
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
TEXT_SIZES = ("normal", "large")
_SHAPE = re.compile(r"(vi|en)\.(normal|large)\.(\d{1,10})?\.(\d{1,10})?(\.s)?")


@dataclass(frozen=True)
class Preferences:
    """``commune_id`` and ``village_id`` are ``Place`` ids, "nơi tôi ở"."""

    language: str = "vi"
    text: str = "normal"
    commune_id: int | None = None
    village_id: int | None = None
    saver: bool = False
    """No photo loads before a tap."""

    def encoded(self) -> str:
        home = f"{self.commune_id or ''}.{self.village_id or ''}"
        return f"{self.language}.{self.text}.{home}{'.s' if self.saver else ''}"


def preferences() -> Preferences:
    """Give this request's preferences; a cookie that is malformed counts as none."""
    if "preferences" not in g:
        sent = request.cookies.get(COOKIE, "") if has_request_context() else ""
        g.preferences = _parsed(sent)
    found: Preferences = g.preferences
    return found


def change(**values: str | int | bool | None) -> Preferences:
    """Change this request's preferences; the answer carries the cookie."""
    g.preferences = replace(preferences(), **values)  # type: ignore[arg-type]
    g.preferences_changed = True
    changed: Preferences = g.preferences
    return changed


def saves_data() -> bool:
    """Tell whether photos wait for a tap: the person chose so, or the browser (Save-Data) asks.

    The header is a draft of the WICG, sent by Chrome's and Android's data savers.
    """
    if not has_request_context():
        return False
    return preferences().saver or request.headers.get("Save-Data", "").strip().lower() == "on"


def language() -> str:
    """Give the language being spoken now, inside or outside a request: ``vi`` or ``en``."""
    locale = get_locale()
    return str(locale.language) if locale else "vi"


def init_app(app: Flask) -> None:
    """Set the languages up and keep changed preferences in the cookie."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(catalogues.FOLDER),
    )
    catalogues.ensure()
    Babel(app, locale_selector=lambda: preferences().language)
    app.jinja_env.globals["saves_data"] = saves_data
    app.after_request(_keep)


def load_languages(app: Flask) -> None:
    """Have the words of every language in memory, and how it writes numbers and days."""
    for each in LANGUAGES:
        with app.test_request_context(), force_locale(each):
            get_translations()
            format_decimal(1)
            format_datetime(clock.now())


def _parsed(value: str) -> Preferences:
    match = _SHAPE.fullmatch(value)
    if match is None:
        return Preferences()
    chosen, text, commune, village, saver = match.groups()
    return Preferences(
        chosen,
        text,
        int(commune) if commune else None,
        int(village) if village else None,
        bool(saver),
    )


def _keep(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.vary.add("Save-Data")
    if g.get("preferences_changed"):
        response.set_cookie(
            COOKIE,
            preferences().encoded(),
            max_age=YEAR,
            secure=settings().is_production,
            httponly=True,
            samesite="Lax",
        )
    return response
