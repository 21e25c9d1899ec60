"""Translations found once per request: Flask-Babel looks the locale up anew for every string.

A page has some eighty of them. What was found is kept beside the locale it was found for, so
that `force_locale` and `refresh`, which put another one there, are seen at once.
"""

from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context
from flask_babel import Domain


class KeptDomain(Domain):
    """The catalogues, with the one in use kept on the request."""

    def get_translations(self) -> Translations | NullTranslations:
        """The catalogue of the present locale."""
        kept = _kept()
        found = getattr(kept, "words", None)
        if found is not None and found[0] is getattr(kept, "babel_locale", None):
            catalogue: Translations = found[1]
            return catalogue
        fresh: Any = super().get_translations()
        kept = _kept()
        if kept is not None:
            kept.words = (getattr(kept, "babel_locale", None), fresh)
        return fresh


def _kept() -> Any:
    """Where Flask-Babel keeps what is the request's; None outside of one."""
    return getattr(g, "_flask_babel", None) if has_app_context() else None


def init_app(app: Flask) -> None:
    """Let code and templates ask it; Flask-Babel must be there."""
    domain = KeptDomain()
    app.extensions["babel"].instance.domain_instance = domain
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        gettext=lambda text: domain.get_translations().ugettext(text),
        ngettext=lambda one, many, n: domain.get_translations().ungettext(one, many, n),
        newstyle=True,
        pgettext=lambda context, text: domain.get_translations().upgettext(context, text),
        npgettext=lambda context, one, many, n: domain.get_translations().unpgettext(
            context, one, many, n
        ),
    )
