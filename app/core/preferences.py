"""What a person chose of language, text size and commune, signed in or not.

It travels in a cookie, so that a guest has it too and a page can be cached by it. The default
language is the deployment's (vi), not the phone's: many phones sold here are set to English
by people who do not read it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

import flask_babel
from babel import Locale
from flask import Flask, Response, g, has_request_context, request
from flask.globals import _cv_app
from flask_babel import (
    Babel,
    force_locale,
    format_datetime,
    format_decimal,
    get_locale,
    get_translations,
)
from flask_babel import Domain as FlaskDomain
from flask_babel import lazy_gettext as _l

from app.core import catalogues, clock
from app.core.config import settings

COOKIE = "chon"
YEAR = timedelta(days=365)
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}
TEXT_SIZES = ("normal", "large")
TONGUES: dict[str, Any] = {
    "tay": _l("Tày"),
    "dao": _l("Dao"),
    "hmong": _l("Hmong"),
    "thai": _l("Thái"),
}
"""In what people record what others hear; Vietnamese goes without saying."""
VIETNAMESE = "viet"
_SHAPE = re.compile(
    r"(vi|en)\.(normal|large)\.(\d{1,10})?\.(\d{1,10})?(\.s)?(?:\.(tay|dao|hmong|thai))?"
)


@dataclass(frozen=True)
class Preferences:
    """``commune_id`` and ``village_id`` are ``Place`` ids, "nơi tôi ở"."""

    language: str = "vi"
    text: str = "normal"
    commune_id: int | None = None
    village_id: int | None = None
    saver: bool = False
    """No photo loads before a tap."""
    tongue: str = ""
    """One of ``TONGUES``, "tiếng nói của tôi"; empty is Vietnamese. Kept in this cookie alone: it
    says of which people somebody is."""

    def encoded(self) -> str:
        home = f"{self.commune_id or ''}.{self.village_id or ''}"
        return f"{self.language}.{self.text}.{home}{'.s' if self.saver else ''}{self._tongue}"

    @property
    def _tongue(self) -> str:
        return f".{self.tongue}" if self.tongue else ""


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


def locale() -> Locale | None:
    """Give the locale being spoken now; None outside the app.

    It is taken from where Flask-Babel keeps it for the request: to ask Flask-Babel itself is three
    looks at the context, and a page asks for each of its hundreds of words, days and amounts.
    """
    context = _cv_app.get(None)
    if context is None:
        return None
    kept = context.g.__dict__.get("_flask_babel")
    found: Locale | None = getattr(kept, "babel_locale", None)
    return get_locale() if found is None else found


def language() -> str:
    """Give the language being spoken now, inside or outside a request: ``vi`` or ``en``."""
    spoken = locale()
    return str(spoken.language) if spoken else "vi"


def init_app(app: Flask) -> None:
    """Set the languages up and keep changed preferences in the cookie."""
    app.config.update(
        BABEL_DEFAULT_LOCALE="vi",
        BABEL_DEFAULT_TIMEZONE="Asia/Ho_Chi_Minh",
        BABEL_TRANSLATION_DIRECTORIES=str(catalogues.FOLDER),
    )
    catalogues.ensure()
    _Babel(app, locale_selector=lambda: preferences().language)
    app.jinja_env.globals["saves_data"] = saves_data
    # Asked for each sentence, and asks itself for the context and an attribute of it each time.
    flask_babel.get_domain = _domain
    app.after_request(_keep)


class _Domain(FlaskDomain):
    """The sentences of a language, Flask-Babel writes its whole name out each time."""

    def __init__(self, **named: Any) -> None:
        """Begin with no language."""
        super().__init__(**named)
        self._by_language: dict[str, Any] = {}

    def get_translations(self) -> Any:
        """Give those of the language being spoken now."""
        spoken = locale()
        if spoken is None:
            return super().get_translations()
        if spoken.language not in self._by_language:
            self._by_language[spoken.language] = super().get_translations()
        return self._by_language[spoken.language]

    def gettext(self, string: str, **variables: Any) -> str:
        """Give the sentence, as Flask-Babel does."""
        spoken = locale()
        words = self._by_language.get(spoken.language) if spoken else None
        if words is None:
            words = self.get_translations()
        said: str = words.ugettext(string)
        return said % variables if variables else said


class _Babel(Babel):
    @cached_property
    def domain_instance(self) -> _Domain:
        return _Domain(domain=self.domain)


def _domain() -> FlaskDomain:
    """Give the sentences of the app: there is one domain, no request has one of its own."""
    context = _cv_app.get(None)
    if context is None:
        return FlaskDomain()
    found: FlaskDomain = context.app.extensions["babel"].instance.domain_instance
    return found


@contextmanager
def speaking(spoken: str) -> Iterator[None]:
    """Speak that language within the block; where it is spoken already, nothing is done."""
    if language() == spoken:
        yield
    else:
        with force_locale(spoken):
            yield


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
    chosen, text, commune, village, saver, tongue = match.groups()
    return Preferences(
        chosen,
        text,
        int(commune) if commune else None,
        int(village) if village else None,
        bool(saver),
        tongue or "",
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
